/** One row a participant, with oTree's names of columns: <app>.<round>.<model>.<field>. A block is an app, a match of it a round. */
import { jsonSchemaOf } from '../../core/legal.ts'
import { itemsOf } from '../ability.ts'
import type { PreparedBlock } from '../prepared.ts'
import { type Person, type SessionMatch, slot } from '../session.ts'
import { keyOf as pageKeyOf, stepsOf } from '../steps.ts'
import { answerCell } from './answers.ts'
import { idInGroup, PAYOFF_MISSING, payoffMissing } from './by-participant.ts'
import { type Column, columnIf, type Table, table } from './column.ts'
import { type Decided, keyOf } from './decided.ts'
import { iso, orderOf } from './decisions.ts'
import { fieldIn, namesIn } from './fields.ts'
import { type Gathered, type Played, whyNone } from './gathered.ts'

type Decisions = ReadonlyMap<string, Decided>

export function wideTable(of: Gathered, decisions: readonly Decided[]): Table {
  const byKey = new Map(decisions.flatMap((one) => (one.person ? [[keyOf(one.person, one), one] as const] : [])))
  const columns = [
    ...participantColumns(of),
    ...sessionColumns(of),
    ...[...of.input.prepared.blocks.values()].flatMap((block) => blockColumns(of, block, byKey)),
    ...questionnaireColumns(of),
  ]
  return table('wide.csv', columns, of.people)
}

function participantColumns(of: Gathered): readonly Column<Person>[] {
  const { lab, people, input, opened } = of
  const labels = new Map(input.identity.map(({ person, label }) => [person, label]))
  const joined = new Map<string, string>()
  for (const { type, person, at } of input.events)
    if (type === 'joined' && person !== null && !joined.has(person)) joined.set(person, at)
  const here = ({ shown }: Person) => [...shown.keys()].at(-1)
  const steps = ({ assigned }: Person) => stepsOf(lab, assigned?.order)
  const index = (person: Person) => {
    const page = pageOf(here(person) ?? '')
    return page === '' ? 0 : steps(person).findIndex((step) => pageKeyOf(step) === page) + 1
  }
  return [
    {
      ...{ name: 'participant.id_in_session', type: 'number', cell: (person) => people.indexOf(person) + 1 },
      says: 'Number of the place, from 1, in the order in which places were made.',
    },
    { name: 'participant.code', type: 'text', says: 'Pseudonym.', cell: ({ id }) => id },
    ...columnIf<Person>(input.options.labels, {
      ...{ name: 'participant.label', type: 'text', cell: ({ id }) => labels.get(id) },
      ...{ says: 'Label, from the identity file.', empty: 'there is none, or it was erased' },
    }),
    { name: 'participant._is_bot', type: 'truth', says: 'People are scripted: a pilot.', cell: () => opened.pilot },
    {
      ...{ name: 'participant._index_in_pages', type: 'number', cell: index },
      says: 'Number of the last step that was shown, from 1; 0: none was.',
    },
    {
      ...{ name: 'participant._max_page_index', type: 'number', cell: (person) => steps(person).length },
      says: 'Steps of this participant, as far as they are known: before the assignment those without the blocks.',
    },
    {
      ...{ name: 'participant._current_page_name', type: 'text', cell: here, empty: 'no page was shown' },
      says: 'Key of the last page that was shown (as page in page_times.csv).',
    },
    {
      ...{ name: 'participant.time_started_utc', type: 'time', cell: ({ id }) => joined.get(id) },
      ...{ says: 'When the link was confirmed.', empty: 'it never was' },
    },
    {
      ...{ name: 'participant.visited', type: 'number', cell: ({ joined: came }) => Number(came) },
      says: '1: the link was confirmed; 0: it never was.',
    },
    {
      ...{ name: 'participant.payoff', type: 'number', cell: ({ paid }) => paid?.points },
      ...{ says: 'Points that are paid for.', empty: 'see participant.payoff_missing' },
    },
    {
      ...{ name: 'participant.payoff_missing', type: 'text', empty: 'there is a payoff' },
      says: 'Why there is no payoff: not settled; erased.',
      cell: (person) => (person.paid ? null : whyNone(of, person, 'not settled')),
    },
    {
      ...{ name: 'participant.treatment', type: 'text', cell: ({ assigned }) => assigned?.treatment },
      ...{ says: 'Treatment.', empty: 'none was assigned' },
    },
    {
      ...{ name: 'participant.order', type: 'text', cell: orderOf, empty: 'none was assigned' },
      says: 'Blocks in the order of the participant, with > between them.',
    },
    {
      ...{ name: 'participant.exit', type: 'text', cell: ({ exit }) => exit?.exit, empty: 'still in the session' },
      says: 'The way out: completed, declined, failed-quiz, waited, leftover, group-ended, dropped, withdrew.',
    },
    {
      ...{
        name: 'participant.exit_at',
        type: 'time',
        cell: ({ exit }) => iso(exit?.at),
        empty: 'still in the session',
      },
      says: 'When the participant came to the way out.',
    },
  ]
}

/** The step of a page: what is asked in a match is one step. */
const pageOf = (page: string): string =>
  page.replace(/^quiz:.*/, 'quiz').replace(/^(?:decision|belief|reason|wait):(\d+):(-?\d+).*/, 'play:$1:$2')

function sessionColumns({ opened, lab }: Gathered): readonly Column<Person>[] {
  return [
    { name: 'session.code', type: 'text', says: 'The session.', cell: () => opened.session },
    {
      ...{ name: 'session.is_demo', type: 'truth', says: 'No people: a demonstration.', cell: () => opened.demo },
    },
    {
      ...{ name: 'session.config.name', type: 'text', cell: () => lab.name ?? opened.session },
      says: 'Name in the session file.',
    },
    {
      ...{ name: 'session.config.participation_fee', type: 'number', cell: () => lab.payment.fee },
      says: `For taking part, in ${lab.payment.currency}.`,
    },
    {
      ...{ name: 'session.config.real_world_currency_per_point', type: 'number' },
      ...{ says: `${lab.payment.currency} for one point.`, cell: () => 1 / lab.payment.pointsPerUnit },
    },
    {
      ...{ name: 'session.config.deception_override', type: 'text', cell: () => lab.override?.ethics },
      says: 'Reference of the approval under which the session ran although a wording was not true of it.',
      empty: 'the session declared none: what was told was checked',
    },
  ]
}

function blockColumns(of: Gathered, block: PreparedBlock, decisions: Decisions): readonly Column<Person>[] {
  return Array.from({ length: block.block.matches }, (_, nth) => roundColumns(of, block, nth, decisions)).flat()
}

function roundColumns(
  of: Gathered,
  block: PreparedBlock,
  nth: number,
  decisions: Decisions,
): readonly Column<Person>[] {
  const { id } = block
  const round = `${id}.${nth + 1}`
  const where = `match ${nth + 1} of ${id}`
  const matchOf = (person: Person): Played | null => of.played.get(person.matches.get(slot(id, nth)) ?? '') ?? null
  const decided = (person: Person, turn: number) => decisions.get(keyOf(person, { block, nth, turn }))
  const unmatched = 'there is no match (see payoff_missing)'
  const own = turnsOf(block, nth, decisions).flatMap(([turn, names]): Column<Person>[] => {
    const suffix = turn === 0 ? '' : `.t${turn}`
    const at = turn === 0 ? where : `turn ${turn} (from 0) of ${where}`
    return [
      ...names.map(
        (name): Column<Person> => ({
          ...{
            name: `${round}.player.${name}${suffix}`,
            type: 'value',
            cell: (person) => fieldIn(decided(person, turn)?.action, name),
          },
          says: `The field ${name} of the action in ${at}. A list is JSON; null: the answer was none.`,
          empty: 'not asked for, missing or erased (see source)',
        }),
      ),
      {
        ...{
          name: `${round}.player.source${suffix}`,
          type: 'text',
          cell: (person) => sourceIn(of, person, id, decided(person, turn)),
        },
        says: `Where the action in ${at} came from: player, strategy, deferred; fallback or missing with the reason after a colon; none: nothing was asked, or it was not reached; erased.`,
      },
    ]
  })
  const { belief, reason } = block.block
  return [
    ...own,
    ...columnIf<Person>(reason !== 'off', {
      ...{
        name: `${round}.player.reason`,
        type: 'text',
        cell: (person) => reasonIn(person, id, nth, (turn) => decided(person, turn)),
      },
      says: `Reason for the first decision in ${where} that has one, in the participant’s words.`,
      empty: 'left open, not asked, not reached or erased (see decisions_long.csv)',
    }),
    ...columnIf<Person>(belief !== undefined, {
      ...{
        name: `${round}.player.belief`,
        type: 'number',
        cell: (person) => person.beliefs.get(slot(id, nth)),
      },
      ...{ says: `What was believed of the others in ${where}.`, empty: 'see beliefs.csv' },
    }),
    {
      ...{
        name: `${round}.player.payoff`,
        type: 'number',
        cell: (person) => matchOf(person)?.match.points.get(person.id),
      },
      ...{
        says: `Points of the participant in ${where}, without those for a belief (see beliefs.csv).`,
        empty: 'see payoff_missing',
      },
    },
    {
      ...{ name: `${round}.player.payoff_missing`, type: 'text', cell: (person) => payoffMissing(of, person, id, nth) },
      ...{ says: PAYOFF_MISSING, empty: 'there is a payoff' },
    },
    {
      ...{ name: `${round}.player.id_in_group`, type: 'number', cell: (person) => idInGroup(matchOf(person), person) },
      ...{ says: `Seat at the table in ${where}, from 1.`, empty: unmatched },
    },
    {
      ...{
        name: `${round}.player.role`,
        type: 'text',
        cell: (person) => roleIn(block, matchOf(person)?.match, person),
      },
      ...{ says: `Role in ${where}.`, empty: unmatched },
    },
    {
      ...{ name: `${round}.group.id_in_subsession`, type: 'number', cell: (person) => matchOf(person)?.group },
      ...{ says: `Number of the group among those of ${where}, from 1.`, empty: unmatched },
    },
  ]
}

/** Fields by turn: those that the rules ask of people, and those that people played. */
function turnsOf(
  block: PreparedBlock,
  nth: number,
  decisions: Decisions,
): readonly (readonly [number, readonly string[]])[] {
  const turns = new Map<number, Set<string>>()
  const add = (turn: number, names: readonly string[]) => {
    const known = turns.get(turn) ?? new Set()
    for (const name of names) known.add(name)
    turns.set(turn, known)
  }
  const roles = block.personSeats.map((seat) => block.roles[seat]!)
  for (const { turn, role, ask } of block.rehearsal.moments)
    if (roles.includes(role)) add(turn, namesIn(jsonSchemaOf(ask.schema)))
  for (const one of decisions.values())
    if (one.block === block && one.nth === nth) add(one.turn, Object.keys((one.action ?? {}) as object))
  return [...turns].sort(([a], [b]) => a - b).map(([turn, names]) => [turn, [...names]])
}

function sourceIn(of: Gathered, person: Person, block: string, decided: Decided | undefined): string {
  if (!decided) return person.assigned?.order.includes(block) ? whyNone(of, person, 'none') : 'none'
  const { source, code } = decided
  if (source === null) return 'erased'
  return code === null ? source : `${source}:${code}`
}

function reasonIn(
  person: Person,
  block: string,
  nth: number,
  decided: (turn: number) => Decided | undefined,
): string | null {
  const turns = [...person.choices.values()]
    .filter((one) => one.block === block && one.nth === nth)
    .map(({ turn }) => turn)
  return (
    turns
      .sort((a, b) => a - b)
      .map((turn) => decided(turn)?.reason ?? null)
      .find((reason) => reason !== null) ?? null
  )
}

function roleIn({ roles }: PreparedBlock, match: SessionMatch | undefined, { id }: Person): string | undefined {
  const seat = match?.people.find(({ person }) => person === id)?.seat
  return seat === undefined ? undefined : roles[seat]
}

function questionnaireColumns({ lab }: Gathered): readonly Column<Person>[] {
  return lab.questionnaire.flatMap(({ items }, page) =>
    itemsOf(items).map(
      ({ name, ask }): Column<Person> => ({
        ...{ name: `questionnaire.${page + 1}.player.${name}`, type: 'value', empty: 'see questionnaire.csv' },
        says: `Answer to: ${ask}`,
        cell: ({ answers }) => answerCell(answers.get(`questionnaire:${page}`)?.[name]),
      }),
    ),
  )
}
