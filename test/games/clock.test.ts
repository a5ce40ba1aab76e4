/** Where the clock stops, who gets the item, and what that pays. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clock } from '../../games/clock/rules.ts'
import { strategies } from '../../games/clock/strategies.ts'
import type { Moved, Started } from '../../src/core/event.ts'
import { advance, regretsAfter, start } from '../../src/core/match.ts'
import { auction, bidders, given, type Limits, type Params, salesOf, type View } from './clock-matches.ts'
import { playedBy } from './matches.ts'

const DUTCH = { direction: 'descending' }

/** What one round is sold for, and to whom, in ticks and by proxy alike. */
function sale(limits: Limits, params: Params = {}) {
  const [ticked, proxied] = [false, true].map((proxy) => salesOf(auction([limits], { ...params, proxy }))[0]!)
  expect(proxied).toEqual(ticked)
  return ticked
}

describe('an ascending clock', () => {
  it('sells at the price at which the second-last leaves: values 15, 10 and 9, each leaving at its own', () => {
    for (const proxy of [false, true]) {
      const table = { params: { ...given([15, 10, 9]), proxy }, roles: bidders(3) }
      const truthful = strategies.truthful({})
      const { payoffs, views } = playedBy(clock, table, [truthful, truthful, truthful])
      expect((views[0] as View).history[0]!.result).toMatchObject({ price: 10, winner: 0, payoff: 5 })
      expect(payoffs).toEqual([5, 0, 0])
    }
  })

  const first = { ties: 'first-seat' }
  const cases: readonly [string, Limits, Params, readonly [number, number]][] = [
    ['the last one in never has to name a price', [null, 10, 9], {}, [10, 0]],
    ['one who leaves beside the second-last makes no difference', [10, null, 10], {}, [10, 1]],
    ['between two steps one leaves at the next price', [null, 10, 9], { step: 4 }, [12, 0]],
    ['the last ones to leave together tie at that price', [9, 20, 20], first, [20, 1]],
    ['a tie as it is given', [20, 20, 9], { ties: { given: [1] } }, [20, 1]],
    ['all who leave at the start tie at it', [0, 0, 0], first, [0, 0]],
    ['all but one leave at the start', [0, null, 0], {}, [0, 1]],
    ['from another start', [0, null, 20], { start: 12 }, [20, 1]],
    ['all leave at another start', [5, 3, 12], { ...first, start: 12 }, [12, 0]],
    ['those still in after the ceiling tie at it', [50, null, null], { ...first, ceiling: 50 }, [50, 1]],
    ['a price above the ceiling is never reached', [50, 51, 51], { ...first, ceiling: 50 }, [50, 1]],
    ['one alone stays after the ceiling', [50, 50, null], { ...first, ceiling: 50 }, [50, 2]],
    ['all leave at the ceiling', [49, 50, 50], { ...first, ceiling: 50 }, [50, 1]],
    ['a ceiling between two steps is the last price', [95, 93, null], { ceiling: 96, step: 30 }, [96, 2]],
    ['and those still in tie there', [90, 97, null], { ...first, ceiling: 96, step: 30 }, [96, 1]],
    ['a single price', [7, null, null], { ...first, start: 7, ceiling: 7 }, [7, 1]],
    ['prices in tenths are tenths', [0.3, null, 0.1], { step: 0.1, ceiling: 1 }, [0.3, 1]],
  ]
  it.each(cases)('%s: %j %j', (_, limits, params, expected) => expect(sale(limits, params)).toEqual(expected))

  it('sells to one of two as well', () => {
    expect(sale([3, 5])).toEqual([3, 1])
  })

  it('draws lots among those who tie, and among none else', () => {
    const winners = Array.from({ length: 40 }, (_, n) => salesOf(auction([[9, 20, 20]], {}, `seed ${n}`))[0]![1])
    expect(new Set(winners)).toEqual(new Set([1, 2]))
  })
})

describe('a descending clock', () => {
  const first = { ties: 'first-seat' }
  const cases: readonly [string, Limits, Params, readonly [number | null, number | null]][] = [
    ['sells at the price at which it is stopped', [15, 40, 9], {}, [40, 1]],
    ['is stopped between two steps at the next price', [15, 40, 9], { ceiling: 100, step: 30 }, [40, 1]],
    ['or below', [15, 39, 9], { ceiling: 100, step: 30 }, [10, 0]],
    ['is stopped at once', [99, 98, 9], {}, [99, 0]],
    ['begins at another start', [15, 40, 9], { start: 30 }, [30, 1]],
    ['several who stop it together tie', [15, 40, 40], first, [40, 1]],
    ['a tie as it is given', [15, 40, 40], { ties: { given: [2] } }, [40, 2]],
    ['is not stopped: no sale', [null, null, null], {}, [null, null]],
    ['is not stopped at a floor: no sale', [19, 5, null], { floor: 20 }, [null, null]],
    ['is stopped at the floor', [19, 20, null], { floor: 20 }, [20, 1]],
    ['a floor between two steps is the last price', [5, 7, null], { start: 100, step: 30, floor: 7 }, [7, 1]],
    ['0 is a price', [0, null, null], {}, [0, 0]],
    ['a single price', [7, null, null], { start: 7, floor: 7 }, [7, 0]],
    ['no sale, whatever tie is given', [null, null, null], { ties: { given: [null] } }, [null, null]],
  ]
  it.each(cases)('%s: %j %j', (_, limits, params, expected) =>
    expect(sale(limits, { ...DUTCH, ...params })).toEqual(expected),
  )
})

describe('payoffs', () => {
  it('are worth − price for who gets the item, losses too, and add up', () => {
    const values = given([30, 10, 12], [5, 50, 45])
    const { payoffs, measures } = auction(
      [
        [null, 10, 12],
        [60, 55, 45],
      ],
      values,
    )
    expect(payoffs).toEqual([30 - 12 + (5 - 55), 0, 0])
    expect(measures).toMatchObject({ revenue: (12 + 55) / 2, surplus: (18 - 50) / 2, sold: 1, efficiency: 35 / 80 })
  })

  it('pay what the item is worth, not what the signal says', () => {
    const params = { values: { kind: 'given', rounds: [[30, 10, 12]], common: [20] } }
    expect(auction([[30, 10, 12]], params).payoffs).toEqual([20 - 12, 0, 0])
    expect(auction([[10, 13, 12]], { ...params, ...DUTCH }).payoffs).toEqual([0, 20 - 13, 0])
  })

  it('are nothing without a sale', () => {
    const { payoffs, measures } = auction([[null, null]], DUTCH)
    expect(payoffs).toEqual([0, 0])
    expect(measures).toMatchObject({ revenue: 0, surplus: 0, sold: 0, efficiency: 0, ticks: 100 })
    expect(measures).not.toHaveProperty('exitGap')
    expect(measures).not.toHaveProperty('exitsAtValue')
  })
})

it('counts ticks, exits at the value, and how far from it the losers left', () => {
  // seat 0 leaves 4 too early, seat 1 at its value, seat 2 stays; then seats 0 and 1 leave a step and 3 too late
  const params = given([10, 20, 30], [10, 20, 30])
  const { measures } = auction(
    [
      [6, 20, null],
      [11, 23, null],
    ],
    params,
  )
  expect(measures).toEqual({
    revenue: 21.5,
    surplus: 8.5,
    sold: 1,
    efficiency: 1,
    ticks: (21 + 24) / 2,
    exitGap: (-4 + 0 + 1 + 3) / 4,
    exitsAtValue: 2 / 4,
  })
})

describe('a limit', () => {
  const limit = fc.oneof(
    fc.constant(null),
    fc.double({ min: 0, max: 40, noNaN: true }),
    fc.integer({ min: 0, max: 40 }),
  )
  const rules = fc.record({
    direction: fc.constantFrom('ascending', 'descending'),
    announce: fc.boolean(),
    ties: fc.constantFrom('random', 'first-seat'),
    start: fc.integer({ min: 4, max: 20 }),
    step: fc.constantFrom(0.1, 0.7, 1, 3, 11, 50),
    floor: fc.constantFrom(0, 2.5),
    values: fc.constantFrom({ kind: 'private', high: 30 }, { kind: 'common', noise: 5, low: 5, high: 25 }),
  })

  it('comes to the same as an answer a price', () => {
    const rounds = fc
      .integer({ min: 2, max: 5 })
      .chain((seats) =>
        fc.array(fc.array(limit, { minLength: seats, maxLength: seats }), { minLength: 1, maxLength: 3 }),
      )
    fc.assert(
      fc.property(rules, rounds, fc.string(), ({ floor, ...rest }, limits, seed) => {
        const params = rest.direction === 'ascending' ? { ...rest, ceiling: 31.3 } : { ...rest, floor }
        const [ticked, proxied] = [false, true].map((proxy) => auction(limits, { ...params, proxy }, seed))
        expect(proxied!.payoffs).toEqual(ticked!.payoffs)
        expect(proxied!.measures).toEqual(ticked!.measures)
        const seen = (views: readonly View[]) =>
          views.map(({ history }) => history.map(({ left, result, value }) => ({ left, result, value })))
        expect(seen(proxied!.views)).toEqual(seen(ticked!.views))
      }),
      { numRuns: 150, seed: 1 },
    )
  })

  it('gives up what the best other limit would have earned, found by trying all prices', () => {
    const whole = fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 12 }))
    const setup = fc.record({
      limits: fc.array(whole, { minLength: 3, maxLength: 3 }),
      worth: fc.array(fc.integer({ min: -2, max: 14 }), { minLength: 3, maxLength: 3 }),
      direction: fc.constantFrom('ascending', 'descending'),
      step: fc.constantFrom(1, 3, 5),
    })
    fc.assert(
      fc.property(setup, ({ limits, worth, direction, step }) => {
        const params = { ...given(worth), direction, step, start: direction === 'ascending' ? 1 : 10, ceiling: 10 }
        const rules = { ...params, ties: 'first-seat', proxy: true }
        const payoffsOf = (of: Limits) => auction([of], rules).payoffs
        const earned = payoffsOf(limits)
        const best = limits.map((_, seat) =>
          Math.max(
            ...[null, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map(
              (other) => payoffsOf(limits.map((own, i) => (i === seat ? other : own)))[seat]!,
            ),
          ),
        )
        expect([...regretsFor(rules, limits)]).toEqual(best.map((most, seat) => [seat, most - earned[seat]!]))
      }),
      { numRuns: 40, seed: 1 },
    )
  })

  it('that ties is reckoned by its share of the lot', () => {
    // of a worth of 20 at 12: half of 8, where 8 could be had by staying on
    const rules = { ...given([20, 20]), proxy: true }
    expect([...regretsFor(rules, [12, 12])]).toEqual([
      [0, 4],
      [1, 4],
    ])
  })

  it('has a regret; an answer at one price has none, for nobody knows what the others would have done at the next', () => {
    expect(regretsFor({ ...given([20, 20]), proxy: true }, [12, 15]).size).toBe(2)
    expect(regretsFor(given([20, 20]), [12, 15]).size).toBe(0)
  })
})

/** What one round of these limits gave up, from its replayed log. */
function regretsFor(rules: Params, limits: Limits): ReadonlyMap<number, number> {
  const [started, ...moves] = auction([limits], rules).events as [Started, ...Moved[]]
  let at = start(clock, started)
  for (const move of moves.slice(0, -1)) at = advance(clock, at, move)
  return regretsAfter(clock, at, moves.at(-1)!)!
}
