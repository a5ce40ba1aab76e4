/** A bidder that paces its money and learns how high to bid: its steps, what it makes of what it sees, and what it gives up by learning. */
import { describe, expect, it } from 'vitest'
import { NOTHING_SEEN, type Sightings, sharesUpTo, withRound } from '../../games/sealed-bid/highest-bid.ts'
import { pacedMultiplier } from '../../games/sealed-bid/pacing.ts'
import { stream } from '../../src/core/chance.ts'
import {
  auctionOf,
  bidder,
  bidsOf,
  CONTINUOUS,
  given,
  historyOf,
  type Params,
  scripted,
  type View,
} from './sealed-bid-matches.ts'

describe('the multiplier', () => {
  it('steps up after more was paid than the budget of a round (Balseiro and Gur 2019)', () => {
    const step = { mu: 0.5, eta: 0.1, rho: 0.2, paid: 0.4, muMax: 5 }
    expect(0.8 / (1 + step.mu)).toBeCloseTo(0.5333333333, 9)
    expect(pacedMultiplier(step)).toBeCloseTo(0.52, 9)
    expect(pacedMultiplier({ ...step, paid: 0 })).toBeCloseTo(0.48, 9)
    expect(pacedMultiplier({ ...step, mu: 0.01, paid: 0 })).toBe(0)
    expect(pacedMultiplier({ ...step, muMax: 0.51 })).toBe(0.51)
  })

  const second = { format: 'second-price', increment: 0 }
  const values = given([0.8, 0], [0.8, 0], [0.8, 0])
  const paced = (options: object, params: Params = {}) => {
    const match = auctionOf([bidder('pacing', options), scripted(0.4, 0.7, 0.9)], {
      ...{ ...second, rounds: 3, values, budgets: [1.8, 9] },
      ...params,
    })
    return bidsOf(match)
  }

  it('divides the value: v ÷ (1 + μ), in a match', () => {
    // ρ is 0.6: after 0.4 μ stays at 0, after 0.7 it is 0.1 · 0.1
    expect(paced({ eta: 0.1 })).toEqual([0.8, 0.8, expect.closeTo(0.7, 9)]) // all that is left
    expect(paced({ eta: 0.1 }, { budgets: [0.9, 9] })).toEqual([0.8, expect.closeTo(0.5, 9), expect.closeTo(0.5, 9)])
    expect(paced({ eta: 2 }, { budgets: [3, 9], rounds: 3 })).toEqual([0.8, 0.8, 0.8])
    expect(paced({ eta: 5 }, { budgets: [1.2, 9] })[1]).toBeCloseTo(0.8, 9)
    expect(paced({ eta: 5 }, { budgets: [1.05, 9] })[1]).toBeCloseTo(Math.min(0.65, 0.8 / (1 + 5 * 0.05)), 9)
  })

  it('counts what money is worth in the end', () => {
    expect(paced({}, { moneyValue: 1 })[0]).toBeCloseTo(0.4, 9)
  })

  it('is 0 without budgets: it bids its value', () => expect(paced({}, { budgets: 'none' })).toEqual([0.8, 0.8, 0.8]))

  it('makes the money last where bidding the value would have spent it at once', () => {
    const rounds = 400
    const params = { ...CONTINUOUS, format: 'second-price', rounds, budgets: [40, 1000] }
    const share = (name: 'pacing' | 'truthful') => {
      const history = historyOf(auctionOf([bidder(name), bidder('truthful')], params))
      return history.slice(0, 200).reduce((sum, { result }) => sum + result.paid, 0) / 40
    }
    expect(share('truthful')).toBeGreaterThan(0.8)
    expect(Math.abs(share('pacing') - 0.5)).toBeLessThan(0.1)
  })
})

describe('the share of rounds in which the others bid no more', () => {
  const seen = (exact: readonly number[], below: readonly number[] = []): Sightings =>
    below.reduce<Sightings>(
      (sofar, level) => withRound(sofar, 'below', level),
      exact.reduce<Sightings>((sofar, level) => withRound(sofar, 'exact', level), NOTHING_SEEN),
    )
  const near = (shares: readonly number[]) => shares.map((share) => expect.closeTo(share, 9))

  it('is counted, where every round was seen', () => {
    expect(sharesUpTo(seen([3, 1, 3, 4]), 6)).toEqual(near([0, 1 / 4, 1 / 4, 3 / 4, 1, 1]))
  })

  it('is the product-limit estimate, where of some rounds only a bound is known', () => {
    // seen at 3, 5, 5 and 8; at most 4 and at most 6. Below 8: 1 − 1/6; below 5: times 1 − 2/4; below 3: times 1 − 1/1
    const shares = sharesUpTo(seen([3, 5, 5, 8], [4, 6]), 10)
    expect(shares).toEqual(near([0, 0, 0, 5 / 12, 5 / 12, 5 / 6, 5 / 6, 5 / 6, 1, 1]))
  })

  it('is the mirror image of survival under right censoring: 6-MP remission times (Kaplan and Meier 1958)', () => {
    // Freireich et al. 1963, as in every textbook: S(6) = 0.857, S(7) = 0.807, S(10) = 0.753, S(13) = 0.690, S(16) = 0.627,
    // S(22) = 0.538, S(23) = 0.448. Time t is level 40 − t, and S(t) the share at levels below it.
    const events = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    const censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    const mirrored = (times: readonly number[]) => times.map((time) => 40 - time)
    const shares = sharesUpTo(seen(mirrored(events), mirrored(censored)), 41)
    const survival = (time: number) => shares[40 - time - 1]
    const expected = [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448]
    expect([6, 7, 10, 13, 16, 22, 23].map(survival)).toEqual(expected.map((s) => expect.closeTo(s, 3)))
  })

  it('is hoped to be all, where every round was won', () => {
    expect(sharesUpTo(seen([], [4, 2]), 5)).toEqual([1, 1, 1, 1, 1])
  })
})

describe('under first prices', () => {
  const rows = (value: number, rounds: number) => given(...Array.from({ length: rounds }, () => [value, 0]))
  const against = (others: readonly number[], params: Params = {}, options: object = {}) => {
    const rounds = others.length
    const match = auctionOf([bidder('pacing', options), scripted(...others)], {
      rounds,
      values: rows(60, rounds),
      ...params,
    })
    return bidsOf(match)
  }

  it('starts with half of its value, or the share it is told', () => {
    expect(against([1])).toEqual([30])
    expect(against([1], {}, { start: 0.8 })).toEqual([48])
  })

  it('bids a step more than others who always bid the same', () => {
    expect(against([20, 20, 20, 20])).toEqual([30, 21, 21, 21])
    expect(against([70, 70, 70])).toEqual([30, 0, 0]) // it is not worth that
  })

  it('weighs what it saves against how often it wins', () => {
    // after 10, 10, 40: at 11 it wins 2 of 3 at a gain of 49, at 41 always at a gain of 19
    expect(against([10, 10, 40, 0]).at(-1)).toBe(11)
    // after 10, 40, 40: at 11 one of 3
    expect(against([10, 40, 40, 0]).at(-1)).toBe(41)
  })

  it('feels its way down where it sees the winning bid alone, and up again when it loses', () => {
    const bids = against([20, 20, 20, 20, 20, 20], { feedback: 'winner' })
    expect(bids.slice(0, 2)).toEqual([30, 1]) // it won, and nothing seen says that less would not have done
    expect(bids.slice(3)).toEqual([21, 21, 21])
  })

  it('takes a round without a sale as one in which nobody bid the reserve', () => {
    const values = given([5, 0], [60, 0], [60, 0])
    expect(against([3, 12, 0], { feedback: 'winner', reserve: 10, values })).toEqual([2, 10, 13])
  })

  it('learns nothing from its own results alone', () => {
    expect(against([20, 20, 20], { feedback: 'own' })).toEqual([30, 30, 30])
  })

  it('bids less when money is short', () => {
    const others = Array.from({ length: 60 }, (_, round) => (round % 6) * 8)
    const bids = (budget: number) => against(others, { budgets: [budget, 1e6] }).slice(30)
    const mean = (all: number[]) => all.reduce((a, b) => a + b, 0) / all.length
    expect(mean(bids(500))).toBeLessThan(0.7 * mean(bids(5000)))
  })

  it('under all-pay reckons with paying in any case', () => {
    // after 30: a bid of 31 surely wins 60
    expect(against([30, 30, 30], { format: 'all-pay' })).toEqual([30, 31, 31])
    expect(against([50, 70, 70, 70], { format: 'all-pay' })).toEqual([30, 51, 0, 0])
  })

  it('gives the same bid for the same view, asked once or often, in order or not', () => {
    const rounds = 12
    const play = bidder('pacing').bid!
    const params = { ...CONTINUOUS, rounds, budgets: [2, 9], feedback: 'winner' }
    const rng = stream(['none'])
    const seen: { view: View; bid: number }[] = []
    const watched = {
      bid: (view: View) => {
        const { bid } = play(view, rng)
        seen.push({ view, bid })
        return { bid }
      },
    }
    auctionOf([watched, bidder('truthful')], params)
    for (const { view, bid } of [...seen.toReversed(), ...seen]) expect(play(view, rng)).toEqual({ bid })
    for (const { view, bid } of seen) expect(bidder('pacing').bid!(structuredClone(view), rng)).toEqual({ bid })
  })
})

describe('what it gives up by learning', () => {
  /** What the best share of its value, bid in all rounds while the money lasts, would have earned against the same bids. */
  function bestFixed(rounds: readonly { value: number; other: number }[], budget: number, first: boolean): number {
    const shares = Array.from({ length: 100 }, (_, k) => (k + 1) / 100)
    return Math.max(
      ...shares.map((share) => {
        let [money, gain] = [budget, 0]
        for (const { value, other } of rounds) {
          const bid = Math.min(money, share * value)
          if (bid <= other) continue
          gain += value - (first ? bid : other)
          money -= first ? bid : other
        }
        return gain
      }),
    )
  }

  /** By round, mean over some matches against one who bids a value from 0 to 1. */
  function regret(format: string, feedback: string, rounds: number): number {
    const budget = 0.08 * rounds
    const regrets = Array.from({ length: 6 }, (_, n) => {
      const params = { ...CONTINUOUS, format, feedback, rounds, budgets: [budget, 1e6] }
      const match = auctionOf([bidder('pacing'), bidder('truthful')], params, `match ${n}`)
      const others = bidsOf(match, 1)
      const seen = historyOf(match).map(({ value }, round) => ({ value, other: others[round]! }))
      return (bestFixed(seen, budget, format === 'first-price') - match.payoffs[0]!) / rounds
    })
    return regrets.reduce((a, b) => a + b, 0) / regrets.length
  }

  it.each([
    ['first-price', 'full'],
    ['first-price', 'winner'],
    ['second-price', 'full'],
    ['second-price', 'winner'],
  ])('a round falls with the number of rounds: %s, feedback %s', (format, feedback) => {
    const [short, longer, long] = [50, 200, 800].map((rounds) => regret(format, feedback, rounds)) as [
      number,
      number,
      number,
    ]
    expect(longer).toBeLessThan(short)
    expect(long).toBeLessThan(longer)
    expect(long).toBeLessThan(0.006)
  })
})
