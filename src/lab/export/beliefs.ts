/** What participants believed of the others, and what the others did. */
import { beliefPoints, rightBelief } from '../belief.ts'
import type { PreparedBlock } from '../prepared.ts'
import { type Person, slot } from '../session.ts'
import type { Table } from './column.ts'
import { block, blocksOf, participant, position, treatment } from './common-columns.ts'
import { placeOf } from './decisions.ts'
import { type Gathered, marked, type Played, whyNone } from './gathered.ts'

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
