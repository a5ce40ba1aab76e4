/** The scripted bidders of sealed-bid auctions, in matches. */
import { describe, expect, it } from 'vitest'
import { strategies } from '../../games/sealed-bid/strategies.ts'
import { expectedRevenue } from '../../games/sealed-bid/theory.ts'
import {
  auctionOf,
  bidder,
  bidsOf,
  CONTINUOUS,
  given,
  historyOf,
  type Name,
  type Params,
  scripted,
} from './sealed-bid-matches.ts'

/** What a bidder bids for these values, one a round, against two who bid 0. */
function bidsFor(name: Name, values: readonly number[], params: Params = {}, options: unknown = {}): number[] {
  const zero = scripted(...values.map(() => 0))
  const rows = given(...values.map((value) => [value, 0, 0]))
  const table = { rounds: values.length, values: rows, ...params }
  return bidsOf(auctionOf([bidder(name, options), zero, zero], table))
}

describe('truthful', () => {
  it('bids its value, or the multiple of the increment below', () => {
    expect(bidsFor('truthful', [66, 30.7, 0])).toEqual([66, 30, 0])
    expect(bidsFor('truthful', [66, 30.7, -3], { increment: 0 })).toEqual([66, 30.7, 0])
    expect(bidsFor('truthful', [66, 19, 20], { increment: 5 })).toEqual([65, 15, 20])
  })
  it('bids no more than its money', () => {
    expect(bidsFor('truthful', [66, 30, 50], { budgets: 100 })).toEqual([66, 30, 4])
  })
})

describe('equilibrium', () => {
  const rounds = 30
  const match = (params: Params, options: unknown = {}, seats = 3) =>
    historyOf(
      auctionOf(
        Array.from({ length: seats }, () => bidder('equilibrium', options)),
        { rounds, ...params },
      ),
    )

  it('bids (n − 1) ÷ n of its value in whole points under first prices, halves down', () => {
    for (const { bid, value } of match({})) expect(bid).toBe(Math.ceil((value * 2) / 3 - 0.5))
    for (const { bid, value } of match({}, {}, 2)) expect(bid).toBe(Math.ceil(value / 2 - 0.5))
  })
  it('bids more when averse to risk: (n − 1) ÷ (n − ρ)', () => {
    for (const { bid, value } of match(CONTINUOUS, { riskAversion: 0.5 })) expect(bid).toBeCloseTo((value * 2) / 2.5, 9)
  })
  it('follows the format, the reserve and the range', () => {
    const unit = (format: string, more: Params = {}) => match({ ...CONTINUOUS, format, ...more })
    for (const { bid, value } of unit('all-pay')) expect(bid).toBeCloseTo((2 / 3) * value ** 3, 9)
    for (const { bid, value } of unit('second-price')) expect(bid).toBe(value)
    for (const { bid, value } of unit('third-price')) expect(bid).toBeCloseTo(2 * value, 9)
    for (const { bid, value } of unit('first-price', { reserve: 0.5 }))
      expect(bid).toBeCloseTo(value < 0.5 ? 0 : (2 / 3) * value + 0.125 / 3 / value ** 2, 9)
  })
  it('keeps a distance from its signal of a common value', () => {
    for (const { bid, value } of match(
      { ...{ format: 'second-price', increment: 0 }, values: { kind: 'common' } },
      {},
      4,
    ))
      expect(bid).toBeCloseTo(value < 28 ? 20 + (value - 12) / 4 : value - 4, 9)
  })
  it('bids its value where no equilibrium is known', () => {
    for (const { bid, value } of match({ values: { kind: 'affiliated' } })) expect(bid).toBe(value)
    expect(bidsFor('equilibrium', [66, 30])).toEqual([66, 30])
  })
  it('takes no account of money and caps, but keeps to them', () => {
    for (const { bid, value } of match({ format: 'third-price', bidCap: 'value' })) expect(bid).toBe(value)
    expect(match({ budgets: 10 })[0]!.bid).toBeLessThanOrEqual(10)
  })
})

describe('shade', () => {
  it('bids a share of its value', () => {
    expect(bidsFor('shade', [50, 99, 7])).toEqual([40, 79, 6])
    expect(bidsFor('shade', [50, 99, 7], { increment: 0 }, { share: 0.75 })).toEqual([37.5, 74.25, 5.25])
    expect(bidsFor('shade', [50], {}, { share: 1.2 })).toEqual([60])
  })
})

describe('sniper', () => {
  const eight = [50, 50, 50, 50, 50, 50, 50, 50]
  it('bids nothing until the last quarter of the rounds, then its value as long as it has money', () => {
    expect(bidsFor('sniper', eight)).toEqual([0, 0, 0, 0, 0, 0, 50, 50])
    expect(bidsFor('sniper', eight, { budgets: 80 })).toEqual([0, 0, 0, 0, 0, 0, 50, 30])
    expect(bidsFor('sniper', eight, {}, { last: 3 })).toEqual([0, 0, 0, 0, 0, 50, 50, 50])
    expect(bidsFor('sniper', [50])).toEqual([50])
    expect(bidsFor('sniper', eight, {}, { last: 100 })).toEqual(eight)
  })
})

describe('coalition', () => {
  const agencies = [[0, 1, 2]]
  const all = (values: readonly (readonly number[])[], params: Params = {}, options: unknown = {}) => {
    const member = bidder('coalition', options)
    const outside = bidder('truthful')
    const match = auctionOf([member, member, member, outside], {
      ...{ rounds: values.length, agencies, values: given(...values.map((row) => [...row, 5])) },
      ...params,
    })
    return values.map((_, round) => [0, 1, 2].map((seat) => bidsOf(match, seat)[round]))
  }
  const second = { format: 'second-price' }

  it('has only the member with the highest value bid', () => {
    expect(
      all(
        [
          [20, 30, 10],
          [40, 1, 39],
        ],
        second,
      ),
    ).toEqual([
      [0, 30, 0],
      [40, 0, 0],
    ])
  })
  it('has the lower seat bid where two are equal', () => expect(all([[10, 30, 30]], second)).toEqual([[0, 30, 0]]))
  it('keeps prices low: the ring pays what the outsider bids', () => {
    const alone = [10, 30, 28].map(() => bidder('truthful'))
    const params = { ...second, agencies, values: given([10, 30, 28, 5]) }
    expect(auctionOf([...alone, bidder('truthful')], params).measures['revenue']).toBe(28)
    const ring = alone.map(() => bidder('coalition'))
    expect(auctionOf([...ring, bidder('truthful')], params).measures['revenue']).toBe(5)
  })
  it('bids a share of the value under first prices, and what share it is told', () => {
    expect(all([[20, 30, 10]])).toEqual([[0, 24, 0]])
    expect(all([[20, 30, 10]], second, { share: 0.5 })).toEqual([[0, 15, 0]])
  })
  it('lets another bid when the first has run out of money, or would spend too fast', () => {
    const rows = [
      [40, 30, 10],
      [40, 30, 10],
    ]
    expect(all(rows, { budgets: [50, 50, 50, 9] }, { share: 1 })).toEqual([
      [40, 0, 0],
      [0, 30, 0],
    ])
    expect(all(rows, { budgets: [50, 50, 50, 9] }, { share: 1, pace: 1 })).toEqual([
      [25, 0, 0],
      [0, 30, 0],
    ])
  })
  it('bids on its own without an agency', () => {
    expect(bidsFor('coalition', [50, 9], second)).toEqual([50, 9])
  })
})

describe('bidders in equilibrium', () => {
  const ROUNDS = 3000
  const bidders = 3

  it.each(['first-price', 'second-price', 'third-price', 'all-pay'] as const)(
    'earn the seller under %s what theory says, within a 95 % interval',
    (format) => {
      const params = { ...CONTINUOUS, format, rounds: ROUNDS }
      const { measures, views } = auctionOf(
        [0, 1, 2].map(() => bidder('equilibrium')),
        params,
      )
      const paid = (views as { history: { result: { paid: number } }[] }[]).map(({ history }) => history)
      const revenues = paid[0]!.map((_, round) => paid.reduce((sum, history) => sum + history[round]!.result.paid, 0))
      const mean = revenues.reduce((a, b) => a + b, 0) / ROUNDS
      const variance = revenues.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (ROUNDS - 1)
      const expected = expectedRevenue({ format, values: { kind: 'private', low: 0, high: 1 }, reserve: 0, bidders })!
      expect(expected).toBeCloseTo(0.5, 9)
      expect(Math.abs(mean - expected)).toBeLessThan(1.96 * Math.sqrt(variance / ROUNDS))
      expect(measures['revenue']).toBeCloseTo(mean, 9)
      expect(measures).toMatchObject({ efficiency: 1, sold: 1 })
      expect(Math.abs(measures['surplus']! - 3 * 0.0833333333)).toBeLessThan(0.02)
    },
  )

  it('earn it more with the reserve that is best: 0.53125 against 0.5', () => {
    const params = { ...CONTINUOUS, format: 'second-price', rounds: ROUNDS }
    const of = (reserve: number) =>
      auctionOf(
        [0, 1, 2].map(() => bidder('truthful')),
        { ...params, reserve },
      ).measures
    expect(Math.abs(of(0.5)['revenue']! - 0.53125)).toBeLessThan(0.012)
    expect(of(0.5)['revenue']).toBeGreaterThan(of(0)['revenue']!)
    expect(of(0.5)['revenue']).toBeGreaterThan(of(0.8)['revenue']!)
  })

  it('show their aversion to risk in the slope of their bids', () => {
    const players = [0, 1, 2].map(() => bidder('equilibrium', { riskAversion: 0.5 }))
    const { measures } = auctionOf(players, { ...CONTINUOUS, rounds: 200 })
    expect(measures['riskAversion']).toBeCloseTo(0.5, 6)
    expect(measures['aboveEquilibrium']).toBe(1)
    const neutral = auctionOf(
      [0, 1, 2].map(() => bidder('equilibrium')),
      { rounds: 200 },
    ).measures
    expect(neutral['aboveEquilibrium']).toBe(0) // rounding is no overbidding
  })
})

describe('the winner’s curse', () => {
  const profits = (name: Name, bidders: number, format = 'second-price') => {
    const params = {
      format,
      increment: 0,
      rounds: 1500,
      values: { kind: 'common', low: 100, high: 900, noise: 20, integer: false },
    }
    const players = Array.from({ length: bidders }, () => bidder(name))
    const { payoffs } = auctionOf(players, params)
    return payoffs.reduce((a, b) => a + b, 0) / 1500
  }
  it('loses money to who takes the signal for the value, the more the more bidders there are', () => {
    expect(profits('truthful', 3)).toBeLessThan(0.5)
    expect(profits('truthful', 4)).toBeLessThan(-2)
    expect(profits('truthful', 7)).toBeLessThan(profits('truthful', 4))
  })
  it('spares who corrects for it', () => {
    for (const n of [3, 4, 7]) expect(profits('equilibrium', n)).toBeGreaterThan(0)
    expect(profits('truthful', 4, 'first-price')).toBeLessThan(-10)
    expect(profits('equilibrium', 4, 'first-price')).toBeGreaterThan(0)
  })
})

describe('options', () => {
  const refused: readonly [Name, unknown, RegExp][] = [
    ['truthful', { share: 1 }, /share/],
    ['equilibrium', { riskAversion: 1 }, /riskAversion/],
    ['shade', { share: -0.1 }, /share/],
    ['sniper', { last: 0 }, /last/],
    ['pacing', { eta: 0 }, /eta/],
    ['pacing', { mu: 1 }, /"mu"/],
    ['coalition', { pace: 0 }, /pace/],
  ]
  it.each(refused)('of %s refuse %j', (name, options, message) => {
    expect(() => bidder(name, options)).toThrow(message)
  })
  it('have defaults, each', () => {
    for (const name of Object.keys(strategies) as Name[]) expect(() => bidder(name)).not.toThrow()
  })
})
