/** Item auctions for tests: bids by turn and seat in, what follows from the replayed log out. */
import { itemAuction } from '../../games/item-auction/rules.ts'
import type { ViewOf } from '../../src/core/game.ts'
import { type Awaited, type Match, played } from './matches.ts'

export type View = ViewOf<typeof itemAuction>
export type Params = Record<string, unknown>
/** A turn's bids by the number of the seat: exactly those who are asked. */
export type Bids = Readonly<Record<number, number | null>>

export const bidders = (n: number): string[] => Array.from({ length: n }, () => 'bidder')

/** What each seat in turn saw when it was asked. */
export interface Auction extends Match {
  readonly asked: readonly Awaited[]
  readonly seen: readonly View[]
}

/** A match of these bids, a record a turn. Throws where other seats are asked than bid, or turns are left over. */
export function auction(
  bids: readonly Bids[],
  params: Params,
  { seats = 3, seed = 'seed' }: { readonly seats?: number; readonly seed?: string } = {},
): Auction {
  const asked: Awaited[] = []
  const match = played(itemAuction, { params, roles: bidders(seats), seed }, (one) => {
    asked.push(one)
    const bid = bids[one.turn]?.[one.seat]
    if (bid === undefined) throw new Error(`seat ${one.seat} is asked in turn ${one.turn}`)
    return { bid }
  })
  const given = bids.flatMap((turn, nth) => Object.keys(turn).map((seat) => `${nth}/${seat}`))
  const taken = asked.map(({ turn, seat }) => `${turn}/${seat}`)
  if (given.join() !== taken.join()) throw new Error(`given ${given.join()}, asked ${taken.join()}`)
  return { ...match, asked, seen: asked.map(({ view }) => view as View) }
}

/** What became of each offer: item, price and winner. */
export const salesOf = ({ views }: Match): unknown[] =>
  (views[0] as View).history.map(({ item, result }) => [item, result.price, result.winner])

export const RING = { name: 'ring', start: 10, value: 24.5 }
export const VASE = { name: 'vase', start: 100, value: 150 }
