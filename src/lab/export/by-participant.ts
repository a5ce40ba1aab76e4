/**
 * One row a participant, block, match and turn. As oTree's export of an app, which has a row a participant and round, with its
 * names (`get_rows_for_csv` in its `otree/export.py`); the app is a column here, by the name that its page times give it.
 */
import { type Person, slot } from '../session.ts'
import { type Table, table } from './column.ts'
import type { Decided } from './decided.ts'
import { NTH, orderOf, placeOf, positionOf, timeColumns } from './decisions.ts'
import { fieldColumns, fieldsOf, playerField } from './fields.ts'
import type { Gathered, Played } from './gathered.ts'
import { isBot, sessionColumns } from './participant-columns.ts'

interface Row {
  readonly person: Person
  readonly block: string
  readonly nth: number
  readonly played: Played | null
  readonly decided: Decided | null
}

export function longTable(of: Gathered, decisions: readonly Decided[]): Table {
  const fields = fieldsOf(of.input.prepared.blocks.values(), decisions)
  return table<Row>(
    'long.csv',
    [
      { name: 'participant.code', type: 'text', says: 'Pseudonym.', cell: ({ person }) => person.id },
      {
        ...{
          name: 'participant.treatment',
          type: 'text',
          says: 'Treatment.',
          cell: ({ person }) => person.assigned?.treatment,
        },
        empty: 'none was assigned',
      },
      {
        ...{
          name: 'participant.order',
          type: 'text',
          cell: ({ person }) => orderOf(person),
          empty: 'none was assigned',
        },
        says: 'Blocks in the order of the participant, with > between them.',
      },
      { name: 'app_name', type: 'text', says: 'The block of the session file.', cell: ({ block }) => block },
      {
        ...{ name: 'position', type: 'number', cell: ({ person, block }) => positionOf(person, block) },
        ...{ says: 'Place of the block in that order, from 1.', empty: 'none was assigned' },
      },
      { name: 'subsession.round_number', type: 'number', says: NTH, cell: ({ nth }) => placeOf(nth) },
      {
        ...{
          name: 'turn',
          type: 'number',
          says: 'Turn of the match as in its log, from 0.',
          empty: 'the participant decided nothing in this match',
        },
        cell: ({ decided }) => decided?.turn,
      },
      {
        ...{
          name: 'unit',
          type: 'text',
          says: 'Matching group: the unit of independence.',
          empty: 'there is no match',
        },
        cell: ({ played }) => played?.match.unit,
      },
      {
        ...{ name: 'match', type: 'text', says: 'The match, as its log is named.', empty: 'there is no match' },
        cell: ({ played }) => played?.match.match,
      },
      {
        ...{
          name: 'group.id_in_subsession',
          type: 'number',
          cell: ({ played }) => played?.group,
          empty: 'there is no match',
        },
        says: 'Number of the group among those of the same block and match, from 1.',
      },
      {
        ...{
          name: 'player.id_in_group',
          type: 'number',
          says: 'Seat at the table, from 1.',
          empty: 'there is no match',
        },
        cell: ({ played, person }) => idInGroup(played, person),
      },
      {
        ...{ name: 'decision', type: 'text', says: 'Kind of the decision.', cell: ({ decided }) => decided?.kind },
        empty: 'the participant decided nothing in this match, or it was erased',
      },
      ...fieldColumns(
        fields,
        ({ decided }: Row) => decided?.action,
        'not asked for in this decision, missing, or erased (see player.source and player.reason_code)',
        playerField,
      ),
      {
        ...{ name: 'player.source', type: 'text', cell: ({ decided }) => decided?.source },
        says: 'Where the action came from: player, strategy, deferred, fallback, missing (as in decisions_long.csv).',
        empty: 'the participant decided nothing in this match, or it was erased',
      },
      {
        ...{
          name: 'player.reason_code',
          type: 'text',
          cell: ({ decided }) => (decided ? decided.code : 'no decision'),
        },
        says: 'Why the action is no decision of the participant’s own: timeout, departed, …; erased; no decision: the participant was never asked in this match.',
        empty: 'it is a decision of the participant’s own',
      },
      {
        ...{
          name: 'player.payoff',
          type: 'number',
          says: 'Points of the participant in the whole match, without those for a belief (see beliefs.csv).',
          empty: 'see player.payoff_missing',
        },
        cell: ({ played, person }) => played?.match.points.get(person.id),
      },
      {
        ...{ name: 'player.payoff_missing', type: 'text', says: PAYOFF_MISSING, empty: 'there is a payoff' },
        cell: ({ person, block, nth }) => payoffMissing(of, person, block, nth),
      },
      ...timeColumns(of).map((column) => ({
        ...column,
        empty: `${column.empty}; the participant decided nothing in this match`,
        cell: ({ decided }: Row) => (decided ? column.cell(decided) : null),
      })),
      isBot(of),
      ...sessionColumns(of),
    ],
    rowsOf(of, decisions),
  )
}

function rowsOf({ people, played }: Gathered, decisions: readonly Decided[]): readonly Row[] {
  const decidedBy = new Map<Person, Row[]>(people.map((person) => [person, []]))
  for (const decided of decisions) {
    const { person, block, nth, played: match } = decided
    if (person) decidedBy.get(person)!.push({ person, block: block.id, nth, played: match, decided })
  }
  return people.flatMap((person) => {
    const own = decidedBy.get(person)!
    const idle = [...person.matches.values()].flatMap((id): Row[] => {
      const match = played.get(id)!
      const { block, nth } = match.match
      if (own.some((row) => row.block === block && row.nth === nth)) return []
      return [{ person, block, nth, played: match, decided: null }]
    })
    const position = ({ block }: Row) => positionOf(person, block) ?? 0
    const turn = ({ decided }: Row) => decided?.turn ?? 0
    return [...own, ...idle].sort((a, b) => position(a) - position(b) || a.nth - b.nth || turn(a) - turn(b))
  })
}

/** Seat from 1, as in oTree. */
export function idInGroup(played: Played | null, { id }: Person): number | undefined {
  const seat = played?.match.people.find(({ person }) => person === id)?.seat
  return seat === undefined ? undefined : seat + 1
}

export const PAYOFF_MISSING =
  'Why there is no payoff: voided: the match was broken off; reseated: somebody else took the seat; playing: the match is not over; left over: no group could be formed; not matched: a choice that came into no match; not reached; not planned: the block is not in the participant’s treatment; erased.'

export function payoffMissing(of: Gathered, person: Person, block: string, nth: number): string | null {
  const id = person.matches.get(slot(block, nth))
  const match = id === undefined ? undefined : of.session.matches.get(id)
  if (match) {
    if (typeof match.points.get(person.id) === 'number') return null
    return match.status === 'ended' ? 'reseated' : match.status
  }
  if (person.assigned && !person.assigned.order.includes(block)) return 'not planned'
  if (person.leftover.get(slot(block, nth)) === 'leave') return 'left over'
  if ([...person.choices.values()].some((choice) => choice.block === block && choice.nth === nth)) return 'not matched'
  return of.erased.has(person.id) ? 'erased' : 'not reached'
}
