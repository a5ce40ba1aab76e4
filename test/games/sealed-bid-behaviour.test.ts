/** What is looked at in sealed bids: bids against values and equilibrium, slopes, and the aversion to risk that they imply. */
import { describe, expect, it } from 'vitest'
import { behaviour } from '../../games/sealed-bid/behaviour.ts'
import { Params } from '../../games/sealed-bid/params.ts'
import { sealedBid } from '../../games/sealed-bid/rules.ts'
import { bidFigures, bidsIn } from '../../src/analysis/bids.ts'
import type { Rng } from '../../src/core/chance.ts'
import { asMade, estimated, estimateNamed, madeIn, namesOf, recoveredFrom, told } from './behaved.ts'
import { auction, auctionOf, bidder, given } from './sealed-bid-matches.ts'

const under = (params: object, seats: number) => behaviour(Params.parse(params), seats)
const FIRST = under({}, 2)

/** Two rounds: seat 0 shades, then bids more than its value; seat 1 bids its value, which is 0 in the second. */
const params = { format: 'second-price', rounds: 2, values: given([50, 40], [20, 0]) }
const match = auction(
  [
    [30, 40],
    [25, 0],
  ],
  params,
)
const decisions = madeIn(sealedBid, match)
const second = under(params, 2)

describe('figures of sealed bids', () => {
  it('set each bid against its value; a ratio needs a value above 0', () => {
    expect(told(second, 'bid-to-value', decisions)).toEqual([0.6, 1, 1.25, undefined])
    expect(told(second, 'overbid', decisions)).toEqual([-20, 0, 5, 0])
    expect(told(second, 'above-value', decisions)).toEqual([0, 0, 1, 0])
    expect(told(second, 'against-value', decisions)).toEqual(['below', 'equal', 'above', 'equal'])
  })

  it('tell what bids that won were paid', () => {
    // the first round is won by seat 1 at 30, the second by seat 0 at 0
    expect(told(second, 'winners-profit', decisions)).toEqual([undefined, 10, 20, undefined])
  })

  it('know the difference from equilibrium where theory knows one, and have no such figure elsewhere', () => {
    const players = [bidder('equilibrium'), bidder('truthful'), bidder('shade', { share: 0.5 })]
    const params = { rounds: 3, increment: 0, values: { kind: 'private', low: 0, high: 90, integer: false } }
    const decisions = madeIn(sealedBid, auctionOf(players, params))
    const over = told(under(params, 3), 'over-equilibrium', decisions)
    decisions.forEach(({ seat, view }, i) => {
      // two thirds of the value is the equilibrium of three
      expect(over[i]).toBeCloseTo(([2 / 3, 1, 1 / 2][seat]! - 2 / 3) * view.value, 6)
    })
    expect(namesOf(under({ budgets: 100 }, 3))).not.toContain('over-equilibrium')
    expect(namesOf(under({ values: given([1, 2]) }, 2))).not.toContain('over-equilibrium')
  })

  it('have names that differ', () => {
    for (const format of ['first-price', 'second-price', 'third-price', 'all-pay'])
      expect(new Set(namesOf(under({ format }, 3))).size).toBe(namesOf(under({ format }, 3)).length)
  })
})

describe('estimates from sealed bids', () => {
  it('are those of the worked panel: values 20, 50, 80, 90 and two bidders', () => {
    const panel = [
      [20, 12],
      [50, 30],
      [80, 60],
      [90, 63],
    ].map(([value, bid]) => asMade('bid', { bid }, { value }))
    expect(estimated(FIRST, 'bid-slope', panel)).toBeCloseTo(0.7017241379, 9)
    expect(estimated(FIRST, 'risk-aversion', panel)).toBeCloseTo(0.5749385749, 9)
    // by hand: mean value 60, mean bid 41.25; Σ (v − 60)(b − 41.25) = 2310, Σ (v − 60)² = 3000
    expect(estimated(FIRST, 'bid-slope-ols', panel)).toBeCloseTo(2310 / 3000, 9)
  })

  it('are the figures that `stagegame bids` shows of the same match', () => {
    const match = auctionOf([bidder('shade', { share: 0.7 }), bidder('equilibrium'), bidder('truthful')], {
      rounds: 12,
    })
    const figures = bidFigures(bidsIn(sealedBid, match.events))
    const decisions = madeIn(sealedBid, match)
    const first = under({ rounds: 12 }, 3)
    expect(estimated(first, 'bid-slope', decisions)).toBeCloseTo(figures.slope!, 12)
    expect(estimated(first, 'value-fit', decisions)).toBeCloseTo(figures.fit!, 12)
    expect(estimated(first, 'risk-aversion', decisions)).toBeCloseTo(match.measures['riskAversion']!, 9)
  })

  it('tell an aversion to risk where equilibrium bids are shares of values, and nowhere else', () => {
    expect(namesOf(FIRST)).toContain('risk-aversion')
    for (const params of [
      { format: 'second-price' },
      { reserve: 10 },
      { budgets: 100 },
      { values: { kind: 'private', low: 10 } },
      { values: { kind: 'affiliated' } },
    ])
      expect(namesOf(under(params, 3))).not.toContain('risk-aversion')
  })

  it.each([
    ['no data', []],
    ['values of 0 alone', [asMade('bid', { bid: 0 }, { value: 0 }), asMade('bid', { bid: 0 }, { value: 0 })]],
    ['other decisions alone', [asMade('talk', { say: '' }, { value: 5 })]],
  ])('are undefined of %s', (_, decisions) => {
    for (const { name } of FIRST.estimates) expect(estimated(FIRST, name, decisions), name).toBeUndefined()
  })

  it('are undefined where the data do not vary, or bids of 0 imply nothing', () => {
    const same = [0.1, 0.1, 0.1].map((bid) => asMade('bid', { bid }, { value: 0.3 }))
    expect(estimated(FIRST, 'bid-slope-ols', same)).toBeUndefined()
    expect(estimated(FIRST, 'value-fit', same)).toBeUndefined()
    const nothing = [10, 20].map((value) => asMade('bid', { bid: 0 }, { value }))
    expect(estimated(FIRST, 'bid-slope', nothing)).toBe(0)
    expect(estimated(FIRST, 'risk-aversion', nothing)).toBeUndefined()
  })

  it('count a datum as often as its weight says', () => {
    const { from } = estimateNamed(FIRST, 'bid-slope-ols')
    const points = [
      [1, 2],
      [3, 3],
      [5, 9],
    ] as const
    expect(from(points, [2, 1, 3])).toBeCloseTo(
      from([...points, points[0], points[2], points[2]], [1, 1, 1, 1, 1, 1])!,
      12,
    )
    expect(from(points, [1, 1, 0])).toBeCloseTo(0.5, 12)
  })
})

describe('estimates find what made the bids, in 500 data sets of 80 matches', { timeout: 120_000 }, () => {
  // Fewer matches hide some of the spread: of 40, intervals cover 91 to 93 %.
  /** Three bids of a player who in each match is a little off its usual share. */
  const matchOf = (bid: (value: number) => number) => (rng: Rng) => {
    const shift = rng.normal(0, 0.05)
    return Array.from({ length: 3 }, () => {
      const value = 100 * rng.next()
      return asMade('bid', { bid: bid(value) + value * (shift + rng.normal(0, 0.1)) }, { value })
    })
  }

  it('ρ = 0.5 of three bidders, whose equilibrium bids are 0.8 of values', () => {
    const three = under({}, 3)
    const rho = recoveredFrom(estimateNamed(three, 'risk-aversion'), {
      match: matchOf((v) => 0.8 * v),
      matches: 80,
      truth: 0.5,
    })
    const slope = recoveredFrom(estimateNamed(three, 'bid-slope'), {
      match: matchOf((v) => 0.8 * v),
      matches: 80,
      truth: 0.8,
    })
    expect(Math.abs(slope.mean - 0.8)).toBeLessThan(0.002)
    expect(Math.abs(rho.mean - 0.5)).toBeLessThan(0.005)
    for (const { coverage } of [rho, slope]) {
      expect(coverage).toBeGreaterThanOrEqual(0.92)
      expect(coverage).toBeLessThanOrEqual(0.98)
    }
  })

  it('a slope of 0.7 above an intercept of 5', () => {
    const ols = estimateNamed(FIRST, 'bid-slope-ols')
    const { mean, coverage } = recoveredFrom(ols, { match: matchOf((v) => 5 + 0.7 * v), matches: 80, truth: 0.7 })
    expect(Math.abs(mean - 0.7)).toBeLessThan(0.002)
    expect(coverage).toBeGreaterThanOrEqual(0.92)
    expect(coverage).toBeLessThanOrEqual(0.98)
  })
})

describe('baselines of sealed bids', () => {
  it('are of rules that match alone', () => {
    const baselinesOf = (params: object, seats: number) => under(params, seats).baselines.map(({ of }) => of)
    expect(baselinesOf({ format: 'second-price' }, 3)).toEqual(['value-fit'])
    expect(baselinesOf({ format: 'second-price', values: { kind: 'affiliated' } }, 3)).toEqual(['against-value'])
    expect(baselinesOf({ format: 'second-price' }, 4)).toEqual([])
    expect(baselinesOf({ format: 'second-price', reserve: 1 }, 3)).toEqual([])
    expect(baselinesOf({ format: 'first-price' }, 3)).toEqual([])
  })
})
