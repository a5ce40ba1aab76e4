/** Ways to plant a fault in the honest auction. */
import type { z } from 'zod'
import type { AnyGame, Moves, Seat } from '../../src/core/game.ts'
import { type Kinds, type State, sealedBid } from './sealed-bid.ts'

type Apply = typeof sealedBid.apply

export const applying = (apply: (then: Apply) => Apply): AnyGame => ({ ...sealedBid, apply: apply(sealedBid.apply) })
export const viewing = (more: (state: State, seat: Seat) => object): AnyGame => ({
  ...sealedBid,
  view: (state: State, seat: Seat) => ({ ...sealedBid.view(state, seat), ...more(state, seat) }),
})
export const askingFor = (schema: z.ZodType<{ bid: number }>, fallback: unknown = { bid: 0 }): AnyGame => ({
  ...sealedBid,
  turn: (state: State) =>
    new Map([...sealedBid.turn(state)].map(([seat, ask]) => [seat, { ...ask, schema, fallback }])),
})
/** Rules that do something on the side whenever they apply answers. */
export const aside = (act: (state: State, moves: Moves<Kinds>) => void): AnyGame =>
  applying((then) => (state, moves, chance) => {
    act(state, moves)
    return then(state, moves, chance)
  })

export function countingCalls(reset: boolean): AnyGame {
  let calls = 0
  return {
    ...applying((then) => (state, moves, chance) => {
      const next = then(state, moves, chance)
      calls++
      return { ...next, totals: next.totals.map((total) => total + calls) }
    }),
    init: (setup, chance) => {
      if (reset) calls = 0
      return sealedBid.init(setup, chance)
    },
  }
}

export function countingMeasure(): AnyGame {
  let calls = 0
  return { ...sealedBid, measures: () => ({ calls: calls++ }) }
}

export const sumOfBids = ({ past }: State): number => past.flatMap(({ bids }) => bids).reduce((a, b) => a + b, 0)
