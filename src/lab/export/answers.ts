/** What participants answered beside their decisions: beliefs, the strategy method, quiz, checks and questionnaire. */
import { abilityScores, itemsOf } from '../ability.ts'
import { beliefPoints, rightBelief } from '../belief.ts'
import type { PreparedBlock } from '../prepared.ts'
import { quizOf } from '../quiz.ts'
import { type Person, slot } from '../session.ts'
import type { SessionEvent } from '../session-event.ts'
import { type Cell, type Column, cellOf, type Table } from './column.ts'
import { placeOf, positionOf } from './decisions.ts'
import { fieldColumns, namesIn } from './fields.ts'
import { schemaOf } from './free-text.ts'
import { type Gathered, marked, type Played, whyNone } from './gathered.ts'

const participant: Column<{ readonly person: Person }> = {
  ...{ name: 'participant', type: 'text', says: 'Pseudonym.', cell: ({ person }) => person.id },
}
const treatment: Column<{ readonly person: Person }> = {
  ...{ name: 'treatment', type: 'text', says: 'Treatment.', empty: 'none was assigned' },
  cell: ({ person }) => person.assigned?.treatment,
}
const block: Column<{ readonly block: PreparedBlock }> = {
  ...{ name: 'block', type: 'text', says: 'The block of the session file.', cell: ({ block: { id } }) => id },
}
const position: Column<{ readonly person: Person; readonly block: PreparedBlock }> = {
  ...{ name: 'position', type: 'number', says: 'Place of the block in the participant’s order, from 1.' },
  cell: ({ person, block: { id } }) => positionOf(person, id),
}

/** The blocks of those who were assigned. */
const blocksOf = ({ input }: Gathered, { assigned }: Person): readonly PreparedBlock[] =>
  (assigned?.order ?? []).map((id) => input.prepared.blocks.get(id)!)

/** A list of choices as JSON. */
export const answerCell = (answer: unknown): Cell => (answer === null ? null : cellOf(answer))

interface Believed {
  readonly person: Person
  readonly block: PreparedBlock
  readonly nth: number
  readonly stated: number | null
  readonly right: number | null
  readonly rightMissing: string | null
}

export function beliefsTable(of: Gathered): Table {
  const rows = of.people.flatMap((person) =>
    blocksOf(of, person).flatMap((one) =>
      one.block.belief === undefined
        ? []
        : Array.from({ length: one.block.matches }, (_, nth) => believed(of, person, one, nth)),
    ),
  )
  return marked<Believed>(
    of,
    'beliefs.csv',
    [
      ...[participant, treatment, block, position],
      {
        ...{ name: 'nth', type: 'number', says: 'Match of the block, from 1.', cell: ({ nth }) => placeOf(nth) },
      },
      {
        ...{ name: 'asked', type: 'text', says: 'The question.', cell: ({ block: { block: own } }) => own.belief!.ask },
      },
      {
        ...{ name: 'about', type: 'text', says: 'What is right: a statistic of a field of the others’ first actions.' },
        cell: ({ block: { block: own } }) => `${own.belief!.statistic} of ${own.belief!.of}`,
      },
      {
        ...{ name: 'stated', type: 'number', cell: ({ stated }) => stated, empty: 'see stated_missing' },
        says: 'What the participant stated.',
      },
      {
        ...{ name: 'stated_missing', type: 'text', empty: 'there is a belief' },
        says: 'Why nothing is stated: left open: the time was over; not reached; erased.',
        cell: ({ person, block: { id }, nth, stated }) => {
          if (stated !== null) return null
          return person.beliefs.has(slot(id, nth)) ? 'left open' : whyNone(of, person)
        },
      },
      {
        ...{ name: 'right', type: 'number', cell: ({ right }) => right, empty: 'see right_missing' },
        says: 'What the others did.',
      },
      {
        ...{ name: 'right_missing', type: 'text', cell: ({ rightMissing }) => rightMissing, empty: 'it is known' },
        says: 'Why it is not known: no match; not over; voided; none: none of the others has a number there; erased: an action of the others was.',
      },
      {
        ...{ name: 'points', type: 'number', empty: 'nothing was stated, or what is right is not known' },
        says: 'Points for the belief: prize × (1 − (error ÷ (max − min))²), never below 0.',
        cell: ({ block: { block: own }, stated, right }) =>
          stated === null || right === null ? null : beliefPoints(own.belief!, stated, right),
      },
    ],
    rows,
  )
}

function believed({ played }: Gathered, person: Person, of: PreparedBlock, nth: number): Believed {
  const stated = person.beliefs.get(slot(of.id, nth)) ?? null
  const match = played.get(person.matches.get(slot(of.id, nth)) ?? '')
  return { person, block: of, nth, stated, ...rightOf(of, person, match) }
}

function rightOf(
  { block: { belief } }: PreparedBlock,
  person: Person,
  played: Played | undefined,
): Pick<Believed, 'right' | 'rightMissing'> {
  const none = (rightMissing: string) => ({ right: null, rightMissing })
  if (!played) return none('no match')
  if (played.match.status !== 'ended') return none(played.match.status === 'voided' ? 'voided' : 'not over')
  const seat = played.match.people.find((one) => one.person === person.id)!.seat
  const first = played.log.filter((row) => row.type === 'moved' && row.turn === 0 && row.seat !== seat)
  if (first.some(({ event }) => event === null)) return none('erased')
  const actions = new Map(
    first.flatMap(({ event }) =>
      event?.type === 'moved' && event.action !== undefined ? [[event.seat, event.action] as const] : [],
    ),
  )
  const right = rightBelief(actions, seat, belief!)
  return right === undefined ? none('none') : { right, rightMissing: null }
}

interface Stated {
  readonly person: Person
  readonly block: PreparedBlock
  readonly nth: number
  readonly action: unknown
}

/** Null where no block asks by the strategy method. */
export function strategiesTable(of: Gathered): Table | null {
  const asking = [...of.input.prepared.blocks.values()].filter(({ block: { strategy } }) => strategy !== undefined)
  if (asking.length === 0) return null
  const fields = new Map(
    asking.flatMap((one) =>
      namesIn(schemaOf(one, one.block.strategy!.kind) ?? {}).map((name) => [
        name,
        `asked for by ${one.block.strategy!.kind}`,
      ]),
    ),
  )
  const rows = of.people.flatMap((person) =>
    blocksOf(of, person).flatMap((one) =>
      (one.block.strategy?.cases ?? []).map((_, nth): Stated => {
        const action = person.strategies.get(slot(one.id, 0))?.[nth]
        return { person, block: one, nth, action }
      }),
    ),
  )
  return marked<Stated>(
    of,
    'strategies.csv',
    [
      ...[participant, treatment, block, position],
      {
        ...{ name: 'decision', type: 'text', cell: ({ block: { block: own } }) => own.strategy!.kind },
        says: 'Kind of the decision that was asked for in advance.',
      },
      { name: 'case', type: 'number', says: 'Number of the case, from 1.', cell: ({ nth }) => nth + 1 },
      {
        ...{ name: 'by', type: 'text', cell: ({ block: { block: own } }) => own.strategy!.by },
        says: 'What the cases differ in.',
      },
      {
        ...{ name: 'value', type: 'value', cell: ({ block: { block: own }, nth }) => own.strategy!.cases[nth] },
        says: 'That of this case.',
      },
      ...fieldColumns(fields, ({ action }: Stated) => action, 'see missing'),
      {
        ...{
          name: 'missing',
          type: 'text',
          says: 'Why there is no action: not reached; erased.',
          empty: 'there is one',
        },
        cell: ({ person, action }) => (action === undefined ? whyNone(of, person) : null),
      },
    ],
    rows,
  )
}

interface QuizAnswer {
  readonly person: Person
  readonly attempt: number
  readonly item: number | null
  readonly answer: Cell
  readonly right: boolean | null
  readonly missing: string | null
}

export function quizTable(of: Gathered): Table {
  const asked = quizOf(of.input.prepared)
  const attempts = new Map<string, number>()
  const rows = of.input.events.flatMap(({ type, person: id, event }): QuizAnswer[] => {
    const person = id === null ? undefined : of.session.people.get(id)
    if (type !== 'quizzed' || !person) return []
    const attempt = (attempts.get(person.id) ?? 0) + 1
    attempts.set(person.id, attempt)
    if (event?.type !== 'quizzed')
      return [{ person, attempt, item: null, answer: null, right: null, missing: 'erased' }]
    return event.answers.map((answer, item) => ({
      ...{ person, attempt: event.attempt, item, answer, right: event.right[item] ?? null },
      missing: answer === null ? 'left open' : null,
    }))
  })
  return marked<QuizAnswer>(
    of,
    'quiz.csv',
    [
      participant,
      { name: 'attempt', type: 'number', says: 'Attempt, from 1.', cell: ({ attempt }) => attempt },
      {
        ...{ name: 'item', type: 'number', cell: ({ item }) => (item === null ? null : item + 1), empty: 'erased' },
        says: 'Question, from 1.',
      },
      {
        ...{
          name: 'asked',
          type: 'text',
          cell: ({ item }) => (item === null ? null : asked[item]?.ask),
          empty: 'erased',
        },
        says: 'The question in words.',
      },
      { name: 'answer', type: 'value', says: 'What was answered.', cell: ({ answer }) => answer, empty: 'see missing' },
      { name: 'right', type: 'truth', says: 'Whether it was right.', cell: ({ right }) => right, empty: 'erased' },
      {
        ...{ name: 'missing', type: 'text', says: 'Why there is no answer: left open; erased.', empty: 'there is one' },
        cell: ({ missing }) => missing,
      },
    ],
    rows,
  )
}

interface Checked {
  readonly person: Person
  readonly check: 'told' | 'manipulation'
  readonly block: PreparedBlock | null
}

export function checksTable(of: Gathered): Table {
  const rows = of.people
    .filter(({ assigned }) => assigned !== null)
    .flatMap((person): Checked[] => [
      ...blocksOf(of, person)
        .filter((one) => one.block.check && one.told !== null)
        .map((one) => ({ person, check: 'told', block: one }) as const),
      ...(of.lab.manipulation ? [{ person, check: 'manipulation', block: null } as const] : []),
    ])
  const given = ({ person, block: of }: Checked) => {
    if (!of) return person.checks.get('manipulation')
    const at = positionOf(person, of.id)
    return person.checks.get(`part:${at}`) ?? person.checks.get(`strategy:${at}`)
  }
  return marked<Checked>(
    of,
    'checks.csv',
    [
      participant,
      treatment,
      {
        ...{ name: 'check', type: 'text', cell: ({ check }) => check },
        says: 'told: who the others are, right after it was told, first answer; manipulation: at the end.',
      },
      {
        ...{ name: 'block', type: 'text', cell: ({ block: of }) => of?.id },
        ...{ says: 'The block of the session file.', empty: 'the question is about the whole session' },
      },
      {
        ...{ name: 'position', type: 'number', empty: 'the question is about the whole session' },
        says: 'Place of the block in the participant’s order, from 1.',
        cell: ({ person, block: of }) => (of ? positionOf(person, of.id) : null),
      },
      {
        ...{ name: 'told_key', type: 'text', cell: ({ block: of }) => of?.told?.key },
        ...{ says: 'Name of the wording that was told.', empty: 'the question is about the whole session' },
      },
      {
        name: 'answer',
        type: 'text',
        says: 'What was answered.',
        cell: (row) => given(row)?.answer,
        empty: 'see missing',
      },
      {
        ...{ name: 'right', type: 'truth', cell: (row) => given(row)?.right },
        ...{ says: 'Whether it is what was told.', empty: 'see missing; of the manipulation check always' },
      },
      {
        ...{
          name: 'missing',
          type: 'text',
          says: 'Why there is no answer: not reached; erased.',
          empty: 'there is one',
        },
        cell: (row) => (given(row) ? null : whyNone(of, row.person)),
      },
    ],
    rows,
  )
}

interface Item {
  readonly person: Person
  readonly page: number
  readonly item: string
  readonly kind: string
  readonly asked: string
  readonly value: Cell
  readonly missing: string | null
}

export function questionnaireTable(of: Gathered): Table {
  const rows = of.people
    .filter(({ assigned }) => assigned !== null)
    .flatMap((person) => of.lab.questionnaire.flatMap((_, page) => itemRows(of, person, page)))
  return marked<Item>(
    of,
    'questionnaire.csv',
    [
      ...[participant, treatment],
      { name: 'page', type: 'number', says: 'Page of the questionnaire, from 1.', cell: ({ page }) => page + 1 },
      {
        ...{
          name: 'title',
          type: 'text',
          says: 'Title of the page.',
          cell: ({ page }) => of.lab.questionnaire[page]!.title,
        },
      },
      { name: 'item', type: 'text', says: 'Name of the item, or of a score.', cell: ({ item }) => item },
      {
        ...{ name: 'kind', type: 'text', cell: ({ kind }) => kind },
        says: 'likert, number, choice, text; score: computed from the answers of a module.',
      },
      { name: 'asked', type: 'text', says: 'The question, or what the score is.', cell: ({ asked }) => asked },
      {
        ...{ name: 'value', type: 'value', cell: ({ value }) => value, empty: 'see missing' },
        says: 'The answer: of a Likert item the point, 1 at the left; of a choice of several a list as JSON.',
      },
      {
        ...{ name: 'missing', type: 'text', cell: ({ missing }) => missing, empty: 'there is an answer' },
        says: 'Why there is none: left open; skipped: the experimenter took the participant on; incomplete: a score without all of its answers; not reached; erased.',
      },
    ],
    rows,
  )
}

function itemRows(of: Gathered, person: Person, page: number): readonly Item[] {
  const answers = person.answers.get(`questionnaire:${page}`)
  const { items } = of.lab.questionnaire[page]!
  const missingOf = (answer: unknown) => {
    if (!answers) return whyNone(of, person)
    return answer === undefined ? 'skipped' : answer === null ? 'left open' : null
  }
  const given = itemsOf(items).map(({ name, kind, ask }): Item => {
    const answer = answers?.[name]
    return { person, page, item: name, kind, asked: ask, value: answerCell(answer), missing: missingOf(answer) }
  })
  const scores = items.flatMap((item) => (item.kind === 'module' ? scoresOf(item.module, answers ?? {}) : []))
  const scored = scores.map(
    ([item, asked, value]): Item => ({
      ...{ person, page, item, kind: 'score', asked, value },
      missing: value !== null ? null : answers ? 'incomplete' : whyNone(of, person),
    }),
  )
  return [...given, ...scored]
}

type Answers = Extract<SessionEvent, { type: 'answered' }>['answers']

function scoresOf(
  module: 'crt' | 'eleven-twenty',
  answers: Answers,
): readonly (readonly [string, string, number | null])[] {
  const { crt, elevenTwentyLevel } = abilityScores(answers)
  return module === 'crt'
    ? [
        ['crt.right', 'Right answers to the cognitive reflection test, 0 to 3 (Frederick 2005).', crt?.right ?? null],
        ['crt.intuitive', 'Intuitive and wrong answers to it, 0 to 3.', crt?.intuitive ?? null],
      ]
    : [
        [
          'eleven-twenty.level',
          'Steps of reasoning in the 11–20 game: 20 minus the request (Arad and Rubinstein 2012).',
          elevenTwentyLevel,
        ],
      ]
}
