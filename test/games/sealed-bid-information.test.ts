/** Equilibria that uniform values do not cover, against values computed independently. */
import { describe, expect, it } from 'vitest'
import { allPayOfMany, allPayOfTwo } from '../../games/sealed-bid/complete-information.ts'
import { equilibriumBid, firstPriceUnder } from '../../games/sealed-bid/theory.ts'

describe('first price', () => {
  it('with exponential values: 1 − v e^−v ÷ (1 − e^−v) for two bidders', () => {
    const F = (value: number) => 1 - Math.exp(-value)
    const bids = [0.5, 1, 2].map((value) => firstPriceUnder(F, value, 2))
    for (const [i, bid] of [0.2292529587, 0.4180232931, 0.6869647145].entries()) expect(bids[i]).toBeCloseTo(bid, 8)
  })

  it('by quadrature is what the closed form says for uniform values', () => {
    const values = { kind: 'private', low: 10, high: 60 } as const
    const closed = equilibriumBid({ format: 'first-price', values, reserve: 0, bidders: 4 })!
    for (const value of [12, 30, 60])
      expect(firstPriceUnder((x) => (x - 10) / 50, value, 4, 10)).toBeCloseTo(closed(value), 6)
  })
})

describe('all-pay where all know all values', () => {
  it.each([
    [2, { meanBid: 50, medianBid: 50, revenue: 100, meanHighest: 66.6666666667 }],
    [3, { meanBid: 33.3333333333, medianBid: 25, revenue: 100, meanHighest: 60 }],
    [5, { meanBid: 20, medianBid: 6.25, revenue: 100, meanHighest: 55.5555555556 }],
  ])('%i bidders for 100 (Hillman and Riley 1989; Baye, Kovenock and de Vries 1996)', (bidders, expected) => {
    const found = allPayOfMany(100, bidders)
    for (const [name, value] of Object.entries(expected))
      expect(found[name as keyof typeof found]).toBeCloseTo(value, 8)
  })

  it('two of values 100 and 60', () => {
    expect(allPayOfTwo(100, 60)).toEqual({ meanBids: [30, 18], revenue: 48, firstWins: 0.7, payoffs: [40, 0] })
  })
})
