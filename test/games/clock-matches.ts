/** Clock auctions for tests: prices to leave at in, what follows from the replayed log out. */
import { clock } from '../../games/clock/rules.ts'
import type { ViewOf } from '../../src/core/game.ts'
import { type Match, played } from './matches.ts'

export type View = ViewOf<typeof clock>
export type Params = Record<string, unknown>
export type Limits = readonly (number | null)[]

/** A match with the names of its measures. */
interface Auction extends Match {
  readonly views: readonly View[]
  readonly measures: Readonly<Partial<Record<MeasureName, number>>> & Match['measures']
}
type MeasureName = 'efficiency' | 'exitGap' | 'exitsAtValue' | 'revenue' | 'sold' | 'surplus' | 'ticks'

/** A match in which each seat leaves at these prices, a list a round; null: never. `rounds` follows from them. */
export function auction(limits: readonly Limits[], params: Params = {}, seed = 'seed'): Auction {
  const table = { params: { rounds: limits.length, ...params }, roles: bidders(limits[0]!.length), seed }
  return played(clock, table, ({ seat, view }) => {
    const { round, price, direction, proxy } = view as View
    const limit = limits[round - 1]![seat]!
    if (proxy) return { leaveAt: limit }
    return { stay: limit === null || (direction === 'ascending' ? price! < limit : price! > limit) }
  }) as Auction
}

/** Price and winner of each round. */
export const salesOf = ({ views }: Auction) =>
  views[0]!.history.map(({ result }) => [result.price, result.winner] as const)

/** Values of one round a row. */
export const given = (...rounds: readonly (readonly number[])[]) => ({ values: { kind: 'given', rounds } })

export const bidders = (n: number): string[] => Array.from({ length: n }, () => 'bidder')
