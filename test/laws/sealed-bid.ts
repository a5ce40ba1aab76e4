/** An honest little auction, in which the laws' own tests plant faults: secret values, several rounds, ties by lot. */
import { z } from 'zod'
import type { Chance } from '../../src/core/chance.ts'
import { asking, defineGame, over, type Seat, seatsTo } from '../../src/core/game.ts'

export interface Kinds {
  bid: { bid: number }
}

interface Round {
  readonly bids: readonly number[]
  readonly price: number
  readonly winner: Seat
}

export interface State {
  readonly rounds: number
  readonly past: readonly Round[]
  readonly totals: readonly number[]
  /** What winning this round is worth, to each seat. */
  readonly values: readonly number[]
}

export const Bid = z.strictObject({ bid: z.int().min(0).max(1000) })

const valuesIn = (round: number, seats: number, chance: Chance): readonly number[] =>
  seatsTo(seats).map((seat) => chance.of(seat, 'value', round).int(1000))

export const sealedBid = defineGame({
  id: 'sealed-bid',
  title: 'First-price auction',
  version: 1,
  params: z.strictObject({ rounds: z.int().min(1).default(3) }),
  roles: () => [{ name: 'bidder', min: 2, max: 6 }],
  init: ({ params, roles }, chance): State => ({
    rounds: params.rounds,
    past: [],
    totals: roles.map(() => 0),
    values: valuesIn(0, roles.length, chance),
  }),
  turn: ({ past, rounds, values }: State) =>
    past.length === rounds ? over<Kinds>() : asking<Kinds, 'bid'>(seatsTo(values.length), 'bid', Bid, { bid: 0 }),
  apply: ({ past, rounds, totals, values }, moves, chance) => {
    const round = past.length
    const bids = [...moves.of('bid').values()].map(({ bid }) => bid)
    const price = Math.max(...bids)
    const highest = seatsTo(bids.length).filter((seat) => bids[seat] === price)
    const winner = highest[chance('tie', round).int(highest.length)]!
    return {
      rounds,
      past: [...past, { bids, price, winner }],
      totals: totals.map((total, seat) => (seat === winner ? total + values[seat]! - price : total)),
      values: valuesIn(round + 1, values.length, chance),
    }
  },
  view: ({ past, totals, values }, seat) => ({
    seat,
    total: totals[seat]!,
    value: values[seat]!,
    history: past.map(({ bids, price, winner }) => ({ bid: bids[seat]!, result: { price, won: winner === seat } })),
  }),
  payoffs: ({ totals }) => totals,
  measures: ({ past }): Record<string, number> =>
    past.length === 0 ? {} : { meanPrice: past.reduce((sum, { price }) => sum + price, 0) / past.length },
})

export const reveals = ({ past }: State, seat: Seat): readonly unknown[] =>
  past.map(({ price, winner }) => [price, winner === seat])
