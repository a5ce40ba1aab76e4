/** Equilibria, level-k and Nagel's steps of the beauty contest, against published and independently computed values. */
import { describe, expect, it } from 'vitest'
import { beautyContest } from '../../games/beauty-contest/rules.ts'
import {
  bestResponse,
  cognitiveHierarchy,
  equilibria,
  equilibrium,
  equilibriumTest,
  levelK,
  neighbourhoods,
  stepOf,
} from '../../games/beauty-contest/theory.ts'
import { parsedParams } from '../../src/core/fit.ts'
import { contest, payoffsOf } from './beauty-contest-matches.ts'

const rules = (params: Record<string, unknown> = {}) => parsedParams(beautyContest, params)
const close = (expected: readonly number[]) => expected.map((x) => expect.closeTo(x, 6))

describe('level-k', () => {
  it.each([
    ['1/2', [50, 25, 12.5, 6.25, 3.125, 1.5625]],
    ['2/3', [50, 33.3333333333, 22.2222222222, 14.8148148148, 9.8765432099, 6.5843621399]],
    ['0.7', [50, 35, 24.5, 17.15, 12.005, 8.4035]],
    [0.9, [50, 45, 40.5, 36.45, 32.805, 29.5245]],
  ])('names 50 pᵏ for p = %s (Nagel 1995)', (factor, expected) => {
    expect(expected.map((_, k) => levelK(k, 50, rules({ factor })))).toEqual(close(expected))
  })

  it.each([
    [2, [50, 25, 12.5, 6.25, 3.125]],
    [3, [50, 28.5714285714, 16.3265306122, 9.3294460641, 5.3311120367]],
    [5, [50, 30.7692307692, 18.9349112426, 11.6522530724, 7.1706172753]],
    [10, [50, 32.1428571429, 20.6632653061, 13.2835276968, 8.5394106622]],
    [15, [50, 32.5581395349, 21.2006489995, 13.8050737671, 8.98935036]],
  ])('hits the target with its own influence among %i: p(N − 1)/(N − p) times the level below', (seats, expected) => {
    expect(expected.map((_, k) => levelK(k, 50, rules(), seats))).toEqual(close(expected))
  })

  it('with its own influence names the target itself, in a played round', () => {
    for (const params of [{}, { factor: 0.7, offset: 18 }, { factor: 1.3 }]) {
      const own = bestResponse(40, rules(params), 4)
      expect(contest([[own, 40, 40, 40]], params).measures.targetFirst).toBeCloseTo(own, 10)
    }
  })

  it('takes an influence only where a guess has one: not on the median of three, nor on the highest', () => {
    expect(bestResponse(60, rules({ statistic: 'median' }), 3)).toBeCloseTo(40, 12)
    expect(bestResponse(60, rules({ statistic: 'median' }), 2)).toBeCloseTo(30, 12)
    expect(bestResponse(60, rules({ statistic: 'max' }), 3)).toBeCloseTo(40, 12)
  })

  it('keeps to the bounds and to whole numbers; halves go down', () => {
    expect(bestResponse(90, rules({ factor: 1.3 }))).toBe(100)
    expect(bestResponse(10, rules({ min: 20 }))).toBe(20)
    expect([1, 2, 3].map((k) => levelK(k, 50, rules({ integer: true })))).toEqual([33, 22, 15])
    expect(bestResponse(33, rules({ integer: true, factor: 0.5 }))).toBe(16)
  })
})

describe('the Poisson cognitive hierarchy (Camerer, Ho and Chong 2004)', () => {
  it('best responds to the shares of the levels below: p = 2/3, tau = 1.5', () => {
    const { x, f } = cognitiveHierarchy(1.5, 50, rules(), 30)
    expect(x.slice(0, 8)).toEqual(
      close([
        50, 33.3333333333, 26.6666666667, 23.908045977, 22.8375364557, 22.4724603844, 22.3662169191, 22.3398750279,
      ]),
    )
    expect(f.slice(0, 8)).toEqual(
      close([
        0.2231301601, 0.3346952402, 0.2510214302, 0.1255107151, 0.0470665182, 0.0141199554, 0.0035299889, 0.0007564262,
      ]),
    )
    expect(x.reduce((sum, choice, k) => sum + choice * f[k]!, 0)).toBeCloseTo(33.4994682847, 6)
  })
})

describe('Nagel (1995)', () => {
  it('has steps around the powers of p of the last mean', () => {
    const choices = [60, 50, 45, 34, 33.3, 28, 25, 22.2, 20, 15, 10, 5, 0]
    expect(choices.map((x) => stepOf(x, 50, 2 / 3))).toEqual([
      'above',
      'step0',
      'step0',
      'step1',
      'step1',
      'step1',
      'step2',
      'step2',
      'step2',
      'step3',
      'higher',
      'higher',
      'higher',
    ])
  })

  it('has neighbourhoods of 50 pⁿ in the first round (p. 1317, figure 2)', () => {
    expect(neighbourhoods(1 / 2)).toEqual([
      [42, 50],
      [21, 30],
      [11, 15],
      [5, 7],
    ])
    expect(neighbourhoods(2 / 3)).toEqual([
      [45, 50],
      [30, 37],
      [20, 25],
      [13, 16],
    ])
  })

  // Table 1, p. 1321: session, p, what all named in the four periods, w = (x1 − x4) / x1 as computed and as printed.
  const sessions: readonly [number, string, 'mean' | 'median', number[], number, number][] = [
    [1, '1/2', 'mean', [23.7, 10.9, 5.3, 8.1], 0.6582278481, 0.66],
    [2, '1/2', 'mean', [33.2, 12.1, 3.8, 13.0], 0.6084337349, 0.61],
    [3, '1/2', 'mean', [24.2, 10.2, 2.4, 0.4], 0.9834710744, 0.98],
    [4, '2/3', 'mean', [39.7, 28.6, 20.2, 16.7], 0.5793450882, 0.58],
    [5, '2/3', 'mean', [37.7, 20.2, 10.0, 3.2], 0.9151193634, 0.92],
    [6, '2/3', 'mean', [32.9, 20.3, 16.7, 8.3], 0.7477203647, 0.75],
    [7, '2/3', 'mean', [36.4, 26.5, 16.7, 8.7], 0.760989011, 0.76],
    [1, '1/2', 'median', [17, 7, 3, 2], 0.8823529412, 0.88],
    [2, '1/2', 'median', [30, 10, 3.3, 0.57], 0.981, 0.98],
    [3, '1/2', 'median', [14, 6, 2.1, 0.33], 0.9764285714, 0.97],
    [4, '2/3', 'median', [33, 29, 14, 10], 0.696969697, 0.7],
    [5, '2/3', 'median', [35, 17, 9, 3], 0.9142857143, 0.91],
    [6, '2/3', 'median', [28, 18, 10, 8], 0.7142857143, 0.71],
    [7, '2/3', 'median', [33, 20, 12.5, 8], 0.7575757576, 0.76],
  ]
  it.each(sessions)('session %i (p = %s) converges by its %s', (_session, factor, _of, named, w, printed) => {
    const { convergence } = contest(
      named.map((x) => Array.from({ length: 15 }, () => x)),
      { factor },
    ).measures
    expect(convergence).toBeCloseTo(w, 9)
    expect(Math.abs(convergence! - printed)).toBeLessThan(0.0065)
  })
})

describe('equilibria', () => {
  it('has no other pure equilibrium than all at 0 on whole numbers to 10 with three players, p = 2/3', () => {
    const numbers = Array.from({ length: 11 }, (_, x) => x)
    const params = { integer: true, max: 10, prize: 6 }
    const profiles = numbers.flatMap((a) => numbers.flatMap((b) => numbers.map((c) => [a, b, c])))
    const paid = new Map(profiles.map((profile) => [profile.join(), payoffsOf(profile, params)]))
    const stable = profiles.filter((profile) =>
      profile.every((_, seat) =>
        numbers.every(
          (other) => paid.get(profile.with(seat, other).join())![seat]! <= paid.get(profile.join())![seat]!,
        ),
      ),
    )
    expect(stable).toEqual([[0, 0, 0]])
  })

  it('tells which numbers are one, as trying every deviation in played rounds does', () => {
    const numbers = Array.from({ length: 8 }, (_, x) => x)
    const base = { integer: true, max: 7, prize: 60 }
    let found = 0
    for (const seats of [2, 3, 4, 5])
      for (const statistic of ['mean', 'median', 'max'])
        for (const factor of ['1/2', '2/3', 0.9, 1.1])
          for (const more of [{}, { offset: 2 }, { scoring: 'distance' }, { ties: 'lowest' }]) {
            const params = { ...base, statistic, factor, ...more }
            const test = equilibriumTest(rules(params), seats)
            const holds = numbers.filter((x) => {
              const all = Array.from({ length: seats }, () => x)
              const pays = payoffsOf(all, params)[0]!
              return numbers.every((y) => payoffsOf(all.with(0, y), params)[0]! <= pays + 1e-9)
            })
            expect({ params, seats, holds: numbers.filter(test) }).toEqual({ params, seats, holds })
            found += holds.length
          }
    expect(found).toBeGreaterThan(192)
  })

  it('has all at 0 for p = 2/3, whatever the number of players', () => {
    for (const seats of [2, 3, 4, 15, 1000]) expect(equilibria(rules(), seats)).toEqual([0])
    expect(equilibria(rules({ statistic: 'median' }), 5)).toEqual([0])
  })

  it('has all at 1 as well on whole numbers, from four players on', () => {
    const at = (seats: number) => [0, 1, 2].filter(equilibriumTest(rules({ integer: true }), seats))
    expect([2, 3, 4, 5, 1000].map(at)).toEqual([[0], [0], [0, 1], [0, 1], [0, 1]])
  })

  it('has more on whole numbers the nearer p is to 1: up to 4 for p = 0.9 among a thousand', () => {
    const test = equilibriumTest(rules({ integer: true, factor: 0.9 }), 1000)
    expect([0, 1, 2, 3, 4, 5, 6].filter(test)).toEqual([0, 1, 2, 3, 4])
  })

  it('has the far end for p = 1.3 on 100 to 200 (Ho, Camerer and Weigelt 1998), and 0 and 100 for p = 4/3 (Nagel 1995)', () => {
    expect(equilibria(rules({ factor: 1.3, min: 100, max: 200 }), 7)).toEqual([200])
    expect(equilibria(rules({ factor: '4/3' }), 15)).toEqual([0, 100])
    expect(equilibria(rules({ factor: '4/3' }), 2)).toEqual([100]) // of two, the higher always wins
  })

  it('has an interior one with an offset: 42 for 0.7 · (mean + 18), 78 between the ends for 1.3 · (mean − 18)', () => {
    expect(equilibria(rules({ factor: 0.7, offset: 18 }), 7)).toEqual([42])
    expect(equilibria(rules({ factor: '1.3', offset: -18 }), 7)).toEqual([0, 78, 100])
  })

  it('has none by the highest number for p = 2/3: whoever names more than three times x alone wins', () => {
    expect(equilibria(rules({ statistic: 'max' }), 4)).toEqual([])
    expect(payoffsOf([0, 0, 0, 1], { statistic: 'max' })).toEqual([0, 0, 0, 100])
    expect(equilibria(rules({ statistic: 'max', factor: '1/2' }), 4)).toEqual([0])
    expect(equilibria(rules({ statistic: 'max', scoring: 'distance' }), 4)).toEqual([0])
    expect(equilibria(rules({ statistic: 'max', factor: 1.3 }), 4)).toEqual([100])
  })

  it('lists none where every number is one', () => expect(equilibria(rules({ factor: 1 }), 4)).toEqual([]))

  it('leads to one number by best responses: 0, 42, 200, and for p = 1 the midpoint', () => {
    expect(equilibrium(rules())).toBe(0)
    expect(equilibrium(rules({ factor: 0.7, offset: 18, integer: true }))).toBe(42)
    expect(equilibrium(rules({ factor: 1.3, min: 100, max: 200 }))).toBe(200)
    expect(equilibrium(rules({ factor: '1.3', offset: -18 }))).toBe(0)
    expect(equilibrium(rules({ factor: 1 }))).toBe(50)
    expect(equilibrium(rules({ min: -50, max: 50, integer: true }))).toBe(0)
    expect(equilibrium(rules({ min: 10 }))).toBe(10)
  })
})
