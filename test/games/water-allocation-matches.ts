/** Water allocations for tests: bids by day and seat in, what follows from the replayed log out. */
import { waterAllocation } from '../../games/water-allocation/rules.ts'
import type { ViewOf } from '../../src/core/game.ts'
import { type Match, played } from './matches.ts'

export type View = ViewOf<typeof waterAllocation>
export type Params = Record<string, unknown>

/** A match of these bids, a list a day; `days` follows from them. Whoever is out is not asked for its bid. */
export function allocation(bids: readonly (readonly number[])[], params: Params = {}): Match & { readonly view: View } {
  const table = { params: { days: bids.length, ...params }, roles: residents(bids[0]!.length) }
  const match = played(waterAllocation, table, ({ seat, turn }) => ({ bid: bids[turn]![seat] }))
  return { ...match, view: match.views[0] as View }
}

/** How seats stand: health, days dry and balance. */
export const standings = ({ residents: all }: Pick<View, 'residents'>): (readonly [number, number, number])[] =>
  all.map(({ health, daysDry, balance }) => [health, daysDry, balance])

export const residents = (n: number): string[] => Array.from({ length: n }, () => 'resident')
