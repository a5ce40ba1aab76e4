/** What the scripted bidders of sealed-bid auctions have in common. */
import type { Rng } from '../../src/core/chance.ts'
import { portable } from '../../src/core/fingerprint.ts'
import type { Strategy, ViewOf } from '../../src/core/game.ts'
import type { Kinds, sealedBid } from './rules.ts'

export type View = ViewOf<typeof sealedBid>
export type Player = Strategy<Kinds, View>

/** A player who would like to bid so much. */
export const player = (bid: (view: View, rng: Rng) => number): ReturnType<Player> => ({
  bid: (view, rng) => ({ bid: named(bid(view, rng), view) }),
})

/**
 * The nearest bid that may be handed in; halves go down. Rounding takes no bid above the value that was not above it before.
 */
export function named(bid: number, { increment, most, value }: Pick<View, 'increment' | 'most' | 'value'>): number {
  const limit = Math.min(most ?? Number.POSITIVE_INFINITY, bid <= value! ? value! : Number.POSITIVE_INFINITY)
  if (increment === 0) return Math.max(0, Math.min(limit, portable(bid)))
  const nearest = Math.ceil(portable(bid / increment) - 0.5)
  return Math.max(0, portable(Math.min(nearest, Math.floor(portable(limit / increment))) * increment))
}
