/** The experimenter’s view of a session: who is where, what is awaited, and never what was answered in a turn that is open. */
import type { Asks } from './asks.ts'
import type { MatchRow, Monitor, PersonRow } from './desk.ts'
import type { Live } from './live.ts'
import { askingOf, dueKey, stepNow } from './page-of.ts'
import { poolsIn } from './pools.ts'
import type { Person, SessionMatch } from './session.ts'
import type { PlayingTable } from './table.ts'

export interface Watched {
  readonly live: Live
  readonly asks: Asks
  readonly tables: ReadonlyMap<string, PlayingTable>
  /** Open event streams, by person. */
  readonly here: ReadonlyMap<string, number>
  readonly calls: Monitor['calls']
}

export function monitorOf(watched: Watched): Monitor {
  const { live, calls } = watched
  const { session, lab } = live
  const labels = new Map(live.identity.rows().map((row) => [row.person, row.label]))
  return {
    session: session.opened!.session,
    demo: session.opened!.demo,
    paused: session.paused,
    expected: lab.participants,
    currency: lab.payment.currency,
    people: [...session.people.values()].map((person) => rowOf(watched, person, labels.get(person.id) ?? null)),
    matches: [...session.matches.values()].map((match) => matchRow(watched, match)),
    calls,
    notes: session.notes,
    pools: [...poolsIn(live).values()].map(({ block, waiting, needed }) => ({
      block,
      waiting: waiting.length,
      needed,
    })),
  }
}

function rowOf({ live, asks, here }: Watched, person: Person, label: string | null): PersonRow {
  const key = dueKey({ live, asks }, person)
  const asking = askingOf({ live, asks }, person)
  return {
    ...{ person: person.id, label, treatment: person.assigned?.treatment ?? null, order: person.assigned?.order ?? [] },
    page: key,
    since: person.shown.get(key) ?? null,
    status: statusOf(live, person, here.get(person.id) ?? 0, key),
    exit: person.exit?.exit ?? null,
    deadline: asking ? (asks.deadline(asking) ?? null) : null,
    amount: person.paid?.amount ?? null,
  }
}

function statusOf(live: Live, person: Person, streams: number, key: string): PersonRow['status'] {
  if (person.exit) return person.exit.exit === 'completed' ? 'done' : 'left'
  if (!person.joined) return 'not-joined'
  if (stepNow(live, person).kind === 'end') return 'done'
  if (key.startsWith('wait:')) return 'waiting'
  return streams > 0 ? 'active' : 'away'
}

function matchRow({ tables }: Watched, { match, block, people, status, reason, reseated }: SessionMatch): MatchRow {
  const at = tables.get(match)?.at()
  const sitting = people.filter(({ seat }) => !reseated.has(seat)).map(({ person }) => person)
  const row = { match, block, turn: at?.turn ?? 0, people: sitting, failure: at?.failure ?? reason }
  return status === 'playing' ? { ...row, awaited: at?.awaited ?? [], status } : { ...row, awaited: [], status }
}
