/** What came of a fork, held against what happened: payoffs, measures, and the first thing that new players did. */
import type { Event, Moved, Started } from '../core/event.ts'
import { canonical } from '../core/fingerprint.ts'
import { studentQuantile } from '../statistics/distributions.ts'
import type { Store } from '../store/store.ts'

/** A figure over the continuations; with one of them its `low` and `high` are its mean. */
export interface Spread {
  readonly n: number
  readonly mean: number
  /** From three on the bounds of a t interval for the mean; else the least and the greatest. */
  readonly low: number
  readonly high: number
  readonly by: 'interval' | 'range'
}

/** `happened`: in the parent, where it ended. `now`: in the continuations that ended, where one did. */
export interface Compared {
  readonly happened?: number | undefined
  readonly now?: Spread | undefined
}

export interface ForkedSeat extends Compared {
  readonly seat: number
  readonly role: string
  /** Who sat there when the fork's turn began, and who took over. */
  readonly before: string
  readonly after: string
  /** In how many continuations who took over answered first as was answered in the parent, of those in which both did. */
  readonly first?: { readonly as: number; readonly of: number } | undefined
}

export interface ForkStory {
  /** What became of the parent; `absent`: it is not in this log. */
  readonly parent: 'ended' | 'voided' | 'open' | 'absent'
  readonly seats: readonly ForkedSeat[]
  readonly measures: ReadonlyMap<string, Compared>
  readonly ended: number
  readonly voided: number
  readonly open: number
}

/** Undefined while no match of the run was opened. */
export async function forkStory(
  store: Pick<Store, 'log' | 'matches' | 'status'>,
  run: string,
  { match, turn }: { readonly match: string; readonly turn: number },
  confidence: number,
): Promise<ForkStory | undefined> {
  const parent = (await store.status(match)) ?? 'absent'
  const happened = parent === 'absent' ? [] : await eventsOf(store, match)
  const count = { ended: 0, voided: 0, open: 0 }
  const logs: (readonly Event[])[] = []
  let some: readonly Event[] | undefined
  for await (const { id, status } of store.matches(run)) {
    count[status]++
    const log = await eventsOf(store, id)
    if (some === undefined || log.length > some.length) some = log // the longest is begun, if any is
    if (status === 'ended') logs.push(log)
  }
  const started = some && startOf(some)
  if (!some || !started) return undefined
  const after = playersAt(some, turn, true)
  const before = happened.length > 0 ? playersAt(happened, turn, true) : playersAt(some, turn, false)
  const ends = logs.flatMap((log) => log.filter((event) => event.type === 'ended'))
  const end = happened.find((event) => event.type === 'ended')
  const compared = (was: number | undefined, values: readonly number[]): Compared => ({
    ...(was !== undefined && { happened: was }),
    ...(values.length > 0 && { now: spreadOf(values, confidence) }),
  })
  const names = [...new Set([end, ...ends].flatMap((event) => Object.keys(event?.measures ?? {})))]
  return {
    parent,
    seats: started.seats.map(({ role }, seat) => ({
      ...{ seat, role, before: before[seat]!, after: after[seat]! },
      ...compared(
        end?.payoffs[seat],
        ends.flatMap(({ payoffs }) => payoffs[seat] ?? []),
      ),
      ...(after[seat] !== before[seat] && { first: firstOf(seat, turn, happened, logs) }),
    })),
    measures: new Map(
      names.map((name) => [
        name,
        compared(
          end?.measures?.[name],
          ends.flatMap(({ measures }) => measures?.[name] ?? []),
        ),
      ]),
    ),
    ...count,
  }
}

/** Mean with a t interval from three values on, else with the least and the greatest of them. */
export function spreadOf(values: readonly number[], confidence: number): Spread {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  if (n < 3) return { n, mean, low: Math.min(...values), high: Math.max(...values), by: 'range' }
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)
  const half = studentQuantile(confidence, n - 1) * Math.sqrt(variance / n)
  return { n, mean, low: mean - half, high: mean + half, by: 'interval' }
}

/** The first answer that a seat gave from a turn on, in the parent and in each continuation: alike in turn and action. */
function firstOf(
  seat: number,
  turn: number,
  happened: readonly Event[],
  logs: readonly (readonly Event[])[],
): { readonly as: number; readonly of: number } {
  const first = (log: readonly Event[]) =>
    log.find((event): event is Moved => event.type === 'moved' && event.seat === seat && event.turn >= turn)
  const was = first(happened)
  const answers = was ? logs.flatMap((log) => first(log) ?? []) : []
  const alike = answers.filter((answer) => answer.turn === was?.turn && said(answer) === said(was))
  return { as: alike.length, of: answers.length }
}

const said = ({ action }: Moved): string => (action === undefined ? '' : canonical(action))

/** Who holds each seat when a turn begins; `taken`: after those took over who did so at its beginning. */
function playersAt(log: readonly Event[], turn: number, taken: boolean): readonly string[] {
  const players = startOf(log)?.seats.map(({ player }) => player) ?? []
  for (const event of log) {
    if (event.type === 'moved' && event.turn >= turn) break
    if (event.type === 'reseated' && (event.turn < turn || (event.turn === turn && (taken || event.reason !== 'fork'))))
      players[event.seat] = event.player
  }
  return players
}

const startOf = (log: readonly Event[]): Started | undefined => (log[0]?.type === 'started' ? log[0] : undefined)

const eventsOf = async (store: Pick<Store, 'log'>, match: string): Promise<readonly Event[]> =>
  (await store.log(match)).flatMap(({ event }) => (event ? [event] : []))
