/** Sealed-bid auctions for tests: bids by round and seat in, what follows from the replayed log out. */

import type { View } from '../../games/sealed-bid/player.ts'
import { sealedBid } from '../../games/sealed-bid/rules.ts'
import { strategies } from '../../games/sealed-bid/strategies.ts'
import { type Match, played, playedBy } from './matches.ts'

export type { View }
export type Params = Record<string, unknown>
export type Name = keyof typeof strategies
export type Player = ReturnType<(typeof strategies)[Name]>

export const bidders = (n: number): string[] => Array.from({ length: n }, () => 'bidder')
export const bidder = (name: Name, options: unknown = {}): Player => strategies[name](options)
/** Bids these in turn, whatever they are. */
export const scripted = (...bids: number[]): Player => ({ bid: ({ round }) => ({ bid: bids[round - 1]! }) })

/** Values, a row a round: each item is worth that to each seat. */
export const given = (...rounds: (readonly number[])[]) => ({ kind: 'given', rounds })

/** A match of these bids, a row a round; `rounds` follows from them. */
export function auction(bids: readonly (readonly number[])[], params: Params = {}, seed = 'seed'): Match {
  const table = { params: { rounds: bids.length, ...params }, roles: bidders(bids[0]!.length), seed }
  return played(sealedBid, table, ({ seat, turn }) => ({ bid: bids[turn]![seat] }))
}

/** A match of scripted bidders, one a seat. */
export const auctionOf = (players: readonly Player[], params: Params = {}, seed = 'seed'): Match =>
  playedBy(sealedBid, { params, roles: bidders(players.length), seed }, players)

/** What a seat looks back on at the end. */
export const historyOf = (match: Match, seat = 0): View['history'] => (match.views[seat] as View).history

export const bidsOf = (match: Match, seat = 0): number[] => historyOf(match, seat).map(({ bid }) => bid)

/** Values from 0 to 1 and bids as fine as one likes: as theory has them. */
export const CONTINUOUS = { increment: 0, values: { kind: 'private', low: 0, high: 1, integer: false } }
