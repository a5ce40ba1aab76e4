/** What is looked at in guesses: figures, levels and steps, estimates against worked values, and the people beside them. */
import { describe, expect, it } from 'vitest'
import { behaviour } from '../../games/beauty-contest/behaviour.ts'
import { hierarchyFit, levelFit, tauByMean } from '../../games/beauty-contest/estimates.ts'
import { beautyContest } from '../../games/beauty-contest/rules.ts'
import { shelf } from '../../games/index.ts'
import type { Behaviour, Made } from '../../src/core/behaviour.ts'
import { parsedParams } from '../../src/core/fit.ts'
import { shelvedGame } from '../../src/core/shelf.ts'
import { mean, median } from '../../src/statistics/quantiles.ts'
import { contest as contestOf, type Params } from './beauty-contest-matches.ts'
import { decisionsIn } from './decisions.ts'

const rules = (params: Params = {}) => parsedParams(beautyContest, params)
const of = (params: Params = {}, seats = 15): Behaviour => behaviour(rules(params), seats)
const names = (members: readonly { readonly name: string }[]) => members.map(({ name }) => name)

/** What one member makes of each decision, by turn and seat. */
function shown(name: string, guesses: readonly (readonly number[])[], params: Params = {}, beliefs?: number[][]) {
  const rounds = guesses.length
  const { figures, classes } = of({ rounds, ...params }, guesses[0]!.length)
  const member = [...figures, ...classes].find((one) => one.name === name)!
  const match = contestOf(guesses, params, { ...(beliefs && { beliefs }) })
  return decisionsIn(beautyContest, match).map((made) => member.of(made))
}

function estimated(name: string, guesses: readonly number[], params: Params = {}): number | undefined {
  const { datum, from } = of(params, Math.max(3, guesses.length)).estimates.find((one) => one.name === name)!
  const data = guesses.flatMap((guess) => {
    const found = datum({ kind: 'guess', round: 1, action: { guess } } as Made)
    return found ? [found] : []
  })
  return from(
    data,
    data.map(() => 1),
  )
}

it('stands on the shelf', () => expect(shelvedGame(shelf, 'beauty-contest').behaviour).toBe(behaviour))

describe('figures of a guess', () => {
  const guesses = [
    [10, 40, 90],
    [0, 20, 70],
  ]
  it('are the number, its distance to the target and to equilibrium, and whether it is dominated', () => {
    expect(shown('guess', guesses)).toEqual([10, 40, 90, 0, 20, 70])
    const [target, later] = [(2 / 3) * (140 / 3), 20]
    expect(shown('target-distance', guesses)).toEqual(
      [target - 10, 40 - target, 90 - target, later, 0, 70 - later].map((x) => expect.closeTo(x, 9)),
    )
    expect(shown('equilibrium-distance', guesses)).toEqual([10, 40, 90, 0, 20, 70])
    expect(shown('equilibrium-distance', [[49, 42, 40]], { factor: 0.7, offset: 18, integer: true })).toEqual([7, 0, 2])
    expect(shown('dominated', guesses)).toEqual([0, 0, 1, 0, 0, 1])
  })
  it('leave out what is not shown, and decisions that are no guess', () => {
    expect(shown('target-distance', guesses, { feedback: 'none' })).toEqual(Array.from({ length: 6 }, () => undefined))
    const beliefs = [[50, 50, 50]]
    const asked = { beliefs: { prize: 20 } }
    const none = Array.from({ length: 3 }, () => undefined)
    expect(shown('guess', [[10, 40, 90]], asked, beliefs)).toEqual([10, 40, 90, ...none])
    expect(shown('target-distance', [[10, 40, 90]], asked, beliefs)).toEqual([...none, ...none])
    expect(shown('dominated', [[10, 40, 90]], asked, beliefs)).toEqual([0, 0, 1, ...none])
  })
  it('have no distance to an equilibrium where there is none', () =>
    expect(names(of({ statistic: 'max' }).figures)).not.toContain('equilibrium-distance'))
})

describe('the level of a first guess', () => {
  it('is that of Nagel’s neighbourhood it lies in', () => {
    const guesses = [60, 50, 45, 44, 37, 33.3, 30, 29, 25, 20, 16, 13, 12, 0]
    expect(shown('level', [guesses])).toEqual(
      'above level-0 level-0 between level-1 level-1 level-1 between level-2 level-2 level-3 level-3 higher higher'.split(
        ' ',
      ),
    )
    expect(shown('level', [[42, 21, 11, 5, 4]], { factor: '1/2' })).toEqual(
      'level-0 level-1 level-2 level-3 higher'.split(' '),
    )
    expect(shown('level', [[420, 210, 110]], { factor: '1/2', max: 1000 })).toEqual(['level-0', 'level-1', 'level-2'])
  })
  it('is that of the first round alone', () =>
    expect(
      shown('level', [
        [50, 33, 22],
        [50, 33, 22],
      ]).slice(3),
    ).toEqual([undefined, undefined, undefined]))
  it('is not asked where level k means nothing: two players, the highest number, no factor below 1, an offset', () => {
    for (const [params, seats] of [
      [{}, 2],
      [{ statistic: 'max' }, 5],
      [{ factor: 1 }, 5],
      [{ factor: 1.3 }, 5],
      [{ offset: 5 }, 5],
      [{ min: 10 }, 5],
    ] as const)
      expect(names(of(params, seats).classes)).not.toContain('level')
  })
})

describe('the step of a later guess', () => {
  // The mean of the first round is 50.
  const later = [60, 50, 34, 33.3, 25, 15, 10, 0]
  const first = [50, 50, 50, 50, 50, 50, 50, 50]
  const steps = 'above step0 step1 step1 step2 step3 higher higher'.split(' ')
  it('is Nagel’s, relative to the mean of the round before', () =>
    expect(shown('step', [first, later])).toEqual([...first.map(() => undefined), ...steps]))
  it('is told where the view shows a mean, of the median only with all numbers', () => {
    expect(shown('step', [first, later], { statistic: 'median', feedback: 'full' }).slice(8)).toEqual(steps)
    for (const params of [{ feedback: 'none' }, { statistic: 'median' }, { rounds: 1 }, { factor: 1.3 }])
      expect(names(of({ rounds: 2, ...params }).classes)).not.toContain('step')
  })
  it('is undefined after a mean of 0', () =>
    expect(
      shown('step', [
        [0, 0, 0],
        [0, 5, 9],
      ]),
    ).toEqual(Array.from({ length: 6 }, () => undefined)))
})

describe('τ', () => {
  const contest = (factor: string | number, more: Params = {}) => rules({ factor, ...more })
  it.each([
    ['2/3', 36.73, 1.1195458348],
    ['1/2', 27.05, 1.4629426979],
    ['2/3', 23.0, 3.1580275738],
    ['2/3', 19.1, 4.016262412],
    ['2/3', 24.3, 2.9080124464],
    ['2/3', 18.9, 4.065419394],
  ])('by the mean, with p = %s and a mean of %f, is %f', (factor, guessed, tau) => {
    expect(tauByMean(guessed, contest(factor))).toBeCloseTo(tau, 6)
    expect(estimated('tau', [guessed - 9, guessed, guessed + 9], { factor })).toBeCloseTo(tau, 6)
  })

  it.each([
    [{ factor: 1.1, min: 100, max: 200 }, 152.1, 0.1],
    [{ factor: 1.3, min: 100, max: 200 }, 150, 0],
    [{ factor: 0.7, offset: 18 }, 49.5, 0.2],
    [{ factor: 0.9 }, 49.4, 0.1],
    [{ factor: 0.7 }, 38.9, 1],
    [{ factor: '2/3' }, 37.2, 1.1],
    [{ factor: '1/2' }, 26.7, 1.5],
  ])(
    'by the mean is what Camerer, Ho and Chong (2004, Table II) print, under %j with a mean of %f: %f',
    (params, guessed, tau) => expect(tauByMean(guessed, rules(params))!.toFixed(1)).toBe(tau.toFixed(1)),
  )

  it('by the mean has a mean of 1.61 and a median of 1.30 over the 24 published estimates', () => {
    const taus = [
      0.1, 0, 4.9, 3.7, 2.4, 2, 0.2, 0, 0.1, 0.1, 0.5, 1, 1, 1.1, 1.1, 1.6, 2.3, 1.5, 2.8, 3, 3, 0.8, 1.8, 3.7,
    ]
    expect(mean(taus)).toBeCloseTo(1.6125, 9)
    expect(median(taus)).toBeCloseTo(1.3, 9)
  })

  it('is 0 where the mean is at the midpoint or above, and undefined where nobody reasons so far, or all levels are one', () => {
    expect([50, 54.2, 100].map((guessed) => tauByMean(guessed, contest('2/3')))).toEqual([0, 0, 0])
    expect(tauByMean(0, contest('2/3'))).toBeUndefined()
    expect(tauByMean(30, contest(1))).toBeUndefined()
    expect(names(of({ factor: 1 }).estimates)).toEqual([])
    expect(names(of({}, 2).estimates)).toEqual([])
  })

  it('by likelihood is high where all are at the equilibrium, and moderate where all say a level’s number', () => {
    const likeliest = hierarchyFit(contest('2/3'))
    expect(likeliest([0], [30])).toBeUndefined() // the more, the likelier
    const [low, high] = [likeliest([33], [30])!, likeliest([24], [30])!]
    expect(low).toBeGreaterThan(0.5)
    expect(high).toBeGreaterThan(low)
    expect(likeliest([95, 5], [10, 10])).toBe(0)
  })

  it('is undefined without guesses, and never NaN', () => {
    for (const { from } of of().estimates) expect(from([], [])).toBeUndefined()
    for (const guess of [0, 1e-9, 33, 50, 100])
      for (const { from } of of().estimates) {
        const found = from([[guess]], [7])
        if (found !== undefined) expect(Number.isFinite(found)).toBe(true)
      }
  })
})

describe('shares of levels', () => {
  const choices = [
    50, 33, 33, 34, 30, 36, 22, 25, 20, 23, 21, 15, 14, 0, 1, 67, 48, 55, 33, 35, 22, 20, 26, 40, 12, 33, 31, 66, 75,
    10,
  ]
  const expected = [0.3227119253, 0.2994986199, 0.2220343514, 0.102822527, 0.0529325764]
  const members = ['share-level-0', 'share-level-1', 'share-level-2', 'share-level-3', 'share-equilibrium']

  it('are the weights, the log-likelihood and the BIC of the worked mixture', () => {
    const { weights, logLikelihood, bic } = levelFit(rules())(
      choices,
      choices.map(() => 1),
    )!
    expect(weights).toEqual(expected.map((weight) => expect.closeTo(weight, 5)))
    expect(logLikelihood).toBeCloseTo(-125.0449249088, 6)
    expect(bic).toBeCloseTo(263.6946393443, 6)
  })
  it('stand as an estimate each, of first guesses alone', () => {
    expect(members.map((name) => estimated(name, choices))).toEqual(expected.map((weight) => expect.closeTo(weight, 5)))
    for (const { datum } of of().estimates) {
      expect(datum({ kind: 'guess', round: 2, action: { guess: 3 } } as Made)).toBeUndefined()
      expect(datum({ kind: 'belief', round: 1, action: { belief: 3 } } as Made)).toBeUndefined()
    }
  })
  it('count a guess as often as its weight says', () => {
    const { from } = of().estimates.find(({ name }) => name === 'share-level-1')!
    expect(from([[33], [70]], [3, 2])).toBeCloseTo(from([[33], [33], [33], [70], [70]], [1, 1, 1, 1, 1])!, 6)
  })
  it('scale with the range', () => {
    const wide = levelFit(rules({ max: 1000 }))(
      choices.map((x) => 10 * x),
      choices.map(() => 1),
    )!
    expect(wide.weights).toEqual(expected.map((weight) => expect.closeTo(weight, 5)))
  })
  it('are left out where two levels say the same number or nearly so', () => {
    const without = (params: Params) => names(of(params).estimates)
    expect(without({ factor: 1.3, min: 100, max: 200 })).toEqual(['tau', 'tau-likelihood'])
    expect(without({ factor: 0.7, offset: 18 })).toEqual(['tau', 'tau-likelihood'])
    expect(without({ factor: 0.9 })).toEqual(['tau', 'tau-likelihood', ...members])
  })
})

describe('people', () => {
  const baselines = (params: Params = {}) => of({ rounds: 4, ...params }).baselines

  it('of Nagel (1995) stand beside contests with their factor: first means, and steps of rounds 2 to 4', () => {
    const firsts = (factor: string) => baselines({ factor }).find(({ source }) => source === 'Nagel (1995), Table 1')
    expect(firsts('1/2')).toMatchObject({ of: 'guess', value: 27.05, round: 1, n: 48 })
    expect(firsts('2/3')).toMatchObject({ of: 'guess', value: 36.73, round: 1, n: 67 })
    expect(firsts('4/3')).toMatchObject({ of: 'guess', value: 60.12, round: 1, n: 51 })
    const steps = baselines().filter((baseline) => baseline.of === 'step')
    expect(steps.map(({ round }) => round)).toEqual([2, 3, 4])
    expect(steps[1]!.shares).toEqual({
      higher: 0.015,
      step3: 0.179,
      step2: 0.462,
      step1: 0.164,
      step0: 0.075,
      above: 0.105,
    })
    for (const factor of ['1/2', '2/3'])
      for (const { shares } of baselines({ factor }).filter((baseline) => baseline.of === 'step'))
        expect(Object.values(shares!).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 2)
  })

  it('of Camerer, Ho and Chong (2004) have their τ with an interval of 90 %', () => {
    const taus = (params: Params) =>
      baselines(params).flatMap(({ of: member, value, interval }) => (member === 'tau' ? [[value, interval]] : []))
    expect(taus({ factor: 0.7 })).toEqual([[1, [0.5, 1.6]]])
    expect(taus({ factor: 0.7, offset: 18 })).toEqual([[0.2, [0, 1]]])
    expect(taus({ factor: 1.3, min: 100, max: 200 })).toEqual([[0, [0, 0.1]]])
    expect(taus({})).toEqual([
      [1.1, [0.7, 1.5]],
      [3, [3, 3.1]],
      [3.7, [2.8, 4.7]],
    ])
    const means = baselines({ factor: 0.9 }).flatMap(({ of: member, value, n }) =>
      member === 'guess' ? [[value, n]] : [],
    )
    expect(means).toEqual([[49.4, 67]])
  })

  it('are left out under other rules, and where nothing is there to stand beside', () => {
    for (const params of [
      { statistic: 'median' },
      { max: 1000 },
      { min: 1 },
      { offset: 1 },
      { factor: 0.65 },
      { factor: 1.3 },
    ])
      expect(baselines(params)).toEqual([])
    expect(new Set(baselines({ rounds: 1 }).map((baseline) => baseline.of))).toEqual(new Set(['guess', 'tau']))
    expect(new Set(of({}, 2).baselines.map((baseline) => baseline.of))).toEqual(new Set(['guess']))
  })

  it('stand beside a member of that name; names are unique', () => {
    for (const params of [{}, { factor: '1/2' }, { factor: 0.9 }, { factor: 1.1, min: 100, max: 200 }]) {
      const { figures, classes, estimates, baselines: people } = of({ rounds: 4, ...params })
      const all = names([...figures, ...classes, ...estimates])
      expect(new Set(all).size).toBe(all.length)
      for (const { of: member, shares } of people) {
        expect(all).toContain(member)
        if (shares)
          expect(classes.find(({ name }) => name === member)!.classes).toEqual(
            expect.arrayContaining(Object.keys(shares)),
          )
      }
    }
  })
})
