/** What the wide table says of each match of a block, by oTree's names: a block is an app, a match of it a round. */
import { jsonSchemaOf } from '../../core/legal.ts'
import type { PreparedBlock } from '../prepared.ts'
import { type Person, type SessionMatch, slot } from '../session.ts'
import { idInGroup, PAYOFF_MISSING, payoffMissing } from './by-participant.ts'
import { type Column, columnIf } from './column.ts'
import { type Decided, keyOf } from './decided.ts'
import { fieldIn, namesIn, playerField } from './fields.ts'
import { type Gathered, type Played, whyNone } from './gathered.ts'

/** By participant and place, as `keyOf` writes it. */
export type Decisions = ReadonlyMap<string, Decided>

export function blockColumns(of: Gathered, block: PreparedBlock, decisions: Decisions): readonly Column<Person>[] {
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
            name: `${round}.${playerField(name)}${suffix}`,
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
      ...{ name: `${round}.group.id_in_subsession`, type: 'number', cell: (person) => matchOf(person)?.group },
      ...{ says: `Number of the group among those of ${where}, from 1.`, empty: unmatched },
    },
    {
      ...{ name: `${round}.subsession.round_number`, type: 'number', cell: () => nth + 1 },
      says: 'Match of the block, from 1.',
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
