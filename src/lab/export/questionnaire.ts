/** What participants answered to the questionnaire, with the scores of its modules. */
import { abilityScores, itemsOf } from '../ability.ts'
import type { Person } from '../session.ts'
import type { SessionEvent } from '../session-event.ts'
import { type Cell, cellOf, type Table } from './column.ts'
import { participant, treatment } from './common-columns.ts'
import { type Gathered, marked, whyNone } from './gathered.ts'

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

/** A list of choices as JSON. */
export const answerCell = (answer: unknown): Cell => (answer === null ? null : cellOf(answer))
