/** Brackets, the distribution of incomes, best responses, optimal rates and welfare, against independently computed values. */
import { describe, expect, it } from 'vitest'
import {
  bestFlat,
  bestHours,
  bestSchedule,
  type Economy,
  elasticityOf,
  gridOf,
  idealHours,
  responseTo,
} from '../../games/taxation/benchmark.ts'
import { bracketize, bracketOf, moved, SCHEDULES, taxOf, US_RATES } from '../../games/taxation/brackets.ts'
import { quantile } from '../../games/taxation/income.ts'
import {
  diamondRate,
  estimatedElasticity,
  kernelDensity,
  lafferRate,
  linearOptimum,
  saezRate,
  saezRates,
  smoothedElasticity,
  voterRate,
} from '../../games/taxation/saez.ts'
import { equality, gini, isoelastic, quickGini, WELFARES, welfareFunction } from '../../games/taxation/welfare.ts'

const US = SCHEDULES['us-2024']
const close = (expected: readonly number[], digits = 6) => expected.map((x) => expect.closeTo(x, digits))
const LABOUR = { thresholds: US, ...gridOf(100, 10, 0.0005, 3.5) }
const economy = (
  skills: readonly number[],
  welfare: (typeof WELFARES)[number],
  thresholds: readonly number[],
): Economy => ({
  ...LABOUR,
  skills,
  thresholds,
  welfare: welfareFunction(welfare),
})

describe('brackets', () => {
  it('tax as the IRS does in 2024 at every threshold and at a million', () => {
    const incomes = [11600, 47150, 100525, 191950, 243725, 609350, 1e6]
    expect(incomes.map((z) => taxOf(z, US, US_RATES))).toEqual(
      close([1160, 5426, 17168.5, 39110.5, 55678.5, 183647.25, 328187.75], 2),
    )
  })
  it('give three incomes their taxes, a rebate and average rates', () => {
    const incomes = [10000, 50000, 200000]
    const taxes = incomes.map((z) => taxOf(z, US, US_RATES))
    expect(taxes).toEqual(close([1000, 6053, 41686.5]))
    const rebate = taxes.reduce((a, b) => a + b, 0) / 3
    expect(rebate).toBeCloseTo(16246.5, 6)
    expect(incomes.map((z, i) => z - taxes[i]! + rebate)).toEqual(close([25246.5, 60193.5, 174560]))
    expect(incomes.map((z, i) => taxes[i]! / z)).toEqual(close([0.1, 0.12106, 0.2084325]))
  })
  it('begin at their thresholds', () => {
    expect([0, 11599.99, 11600, 47150, 1e9].map((z) => bracketOf(z, US))).toEqual([0, 0, 1, 2, 6])
    expect(bracketOf(5, [0])).toBe(0)
  })
  it('take their average rates from finer ones (AI Economist, bracketize_schedule)', () => {
    const fine = { thresholds: [0, 10, 20, 30, 40], rates: [0, 10, 20, 30, 40] }
    expect(bracketize(fine, [0, 15, 40])).toEqual(close([3.33333333, 22, 40]))
    expect(bracketize({ thresholds: US, rates: US_RATES }, US)).toEqual(close(US_RATES))
  })
  it('move within 0 and 100', () =>
    expect(moved([0, 15, 50, 95, 100], [-20, -20, 10, 10, 20])).toEqual([0, 0, 60, 100, 100]))
})

describe('the distribution of incomes (GB2, fitted to US incomes in the LLM Economist)', () => {
  it('has these quantiles', () => {
    const p = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99]
    const expected = [
      3434.0908753207, 6850.6202443851, 17393.0330951907, 38101.5318404034, 72159.2670703446, 124508.8735887421,
      175431.6309701723, 361313.1980642597,
    ]
    expect(p.map((at) => quantile(at))).toEqual(close(expected, 3))
  })
  it('reaches from 0 as far as a draw can go', () => {
    expect(quantile(0)).toBe(0)
    expect(quantile(2 ** -53)).toBeGreaterThan(0)
    expect(quantile(1 - 2 ** -53)).toBeLessThan(1e12)
    for (let p = 0.001; p < 0.9985; p += 0.001) expect(quantile(p + 0.001)).toBeGreaterThan(quantile(p))
  })
  it('is a Singh–Maddala distribution where nu is 1, and so has its quantiles in closed form', () => {
    // 1 − F(x) = (1 + (x / mu)^sigma)^−tau
    for (const p of [1e-6, 0.2, 0.5, 0.8, 0.999999])
      expect(
        quantile(p, { mu: 100, sigma: 2, nu: 1, tau: 1.5 }) / (100 * ((1 - p) ** (-1 / 1.5) - 1) ** 0.5),
      ).toBeCloseTo(1, 8)
  })
})

describe('a worker', () => {
  it('works what cost and tax leave worth while, where any hours may be chosen', () => {
    const expected: readonly [number, readonly number[]][] = [
      [10, [31.8261994805, 27.5945932292, 24.1197489009]],
      [50, [60.5860699955, 52.5305560881, 45.9156549959]],
      [100, [79.9437986417, 69.3144843155, 60.5860699955]],
      [159.1, [96.2615504416, 83.4626305185, 72.9526133612]],
    ]
    for (const [skill, hours] of expected)
      expect([0, 0.3, 0.5].map((tau) => idealHours(skill, 1 - tau, 0.0005, 3.5))).toEqual(close(hours))
    expect(elasticityOf({ exponent: 3.5 })).toBeCloseTo(0.4, 12)
  })

  const schedules = { none: [[0], [0]], half: [[0], [50]], federal: [US, US_RATES] } as const
  it.each([
    [
      'none',
      [
        [30, 226.0574547368],
        [60, 2163.4355972192],
        [80, 5710.2663910402],
        [100, 10910],
      ],
    ],
    [
      'half',
      [
        [20, 82.11145618],
        [50, 808.0582617584],
        [60, 2163.4355972192],
        [70, 4133.6280544941],
      ],
    ],
    [
      'federal',
      [
        [30, 196.0574547368],
        [60, 1863.4355972192],
        [80, 4910.2663910402],
        [90, 9374.7693786059],
      ],
    ],
  ] as const)('best responds on the grid of tens: %s', (name, expected) => {
    const [thresholds, rates] = schedules[name]
    const found = [10, 50, 100, 159.1].map((skill) => {
      const hours = bestHours(skill, rates, { ...LABOUR, thresholds })
      const income = skill * hours
      return [hours, income - taxOf(income, thresholds, rates) - 0.0005 * hours ** 3.5]
    })
    expect(found).toEqual(expected.map(([hours, worth]) => [hours, expect.closeTo(worth, 6)]))
  })
})

describe('a planner who leads (Stackelberg)', () => {
  const skills = [20, 60, 140]
  it('with one flat rate, for the sum of utilities and for that over incomes', () => {
    const utilitarian = economy(skills, 'utilitarian', [0])
    expect(bestFlat(utilitarian)).toEqual({ rates: [0], welfare: expect.closeTo(12504.7916628492, 6) })
    expect(responseTo([0], utilitarian)).toMatchObject({
      ...{ hours: [40, 70, 90], incomes: [800, 4200, 12600], rebate: 0 },
      utilities: close([597.6142297492, 2765.1280544941, 9142.0493786059]),
    })
    const inverse = economy(skills, 'inverse-income', [0])
    expect(bestFlat(inverse)).toEqual({ rates: [80], welfare: expect.closeTo(8.2978374014, 6) })
    expect(bestSchedule(inverse)).toEqual(bestFlat(inverse))
    expect(responseTo([80], inverse)).toMatchObject({
      ...{ hours: [20, 30, 50], incomes: [400, 1800, 7000], rebate: expect.closeTo(2453.3333333333, 6) },
      utilities: close([2515.4447895133, 2739.3907880701, 3411.3915950917]),
    })
  })

  it('tries every schedule up to three brackets', () => {
    const three = economy(skills, 'nash', [0, 1500, 5000])
    const tens = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
    const all = tens.flatMap((a) => tens.flatMap((b) => tens.map((c) => responseTo([a, b, c], three).welfare)))
    expect(bestSchedule(three).welfare).toBeCloseTo(Math.max(...all), 9)
  })

  it('with more brackets does at least as well as any flat rate and any schedule that it starts from', () => {
    const incomes = Array.from({ length: 30 }, (_, i) => quantile((i + 0.5) / 30) / 40)
    for (const welfare of WELFARES) {
      const of = economy(incomes, welfare, US)
      const found = bestSchedule(of, [US_RATES])
      expect(found.welfare).toBeGreaterThanOrEqual(bestFlat(of).welfare * (1 - 1e-12))
      expect(responseTo(found.rates, of).welfare).toBe(found.welfare)
    }
  })
})

describe('optimal rates', () => {
  it('of a top (Saez 2001; Diamond and Saez 2011)', () => {
    const cases = [
      [0, 1.5, 0.25],
      [0, 1.5, 0.57],
      [0, 2, 0.5],
      [0.25, 1.5, 0.4],
      [0.5, 2, 0.25],
    ] as const
    expect(cases.map(([g, a, e]) => saezRate(g, a, e))).toEqual(
      close([0.7272727273, 0.539083558, 0.5, 0.5555555556, 0.5]),
    )
    expect(saezRate(1.2, 1.5, 0.25)).toBe(0)
  })
  it('that bring in most: 1 / (1 + e)', () =>
    expect([0.25, 0.4, 1].map(lafferRate)).toEqual(close([0.8, 0.7142857143, 0.5])))
  it('that are linear (Piketty and Saez 2013)', () =>
    expect(linearOptimum([10, 20, 70], [0.1, 0.05, 0.0142857143], 0.25)).toBeCloseTo(0.6439628483, 6))
  it('at the top of skills with a Pareto tail (Diamond 1998)', () => {
    expect(diamondRate({ elasticity: 0.5, tail: 3, weightAbove: 0.2 })).toBeCloseTo(0.4444444444, 9)
  })

  it('from an estimate that is smoothed (AI Economist)', () => {
    expect(smoothedElasticity(0.5, 0.9577000965)).toBeCloseTo(0.5091540019, 9)
    expect(smoothedElasticity(0.5, -3)).toBeCloseTo(0.49, 12)
  })

  it('of a median voter (Meltzer and Richard 1981 with a constant elasticity)', () => {
    expect(voterRate(40, 60, 0.4)).toBeCloseTo(0.4545454545, 6)
    expect(voterRate(70, 60, 0.4)).toBe(0)
  })
  it('from an elasticity that is estimated (AI Economist): the slope of ln z on ln(1 − τ)', () => {
    const incomes = [100, 95, 88, 80, 70, 60, 120, 105, 90, 66]
    const rates = [0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.05, 0.1, 0.22, 0.45]
    const points = incomes.map((income, i) => ({ income, rate: rates[i]! }))
    expect(estimatedElasticity(points)).toEqual({
      elasticity: expect.closeTo(0.9577000965, 6),
      logUntaxed: expect.closeTo(4.7417579497, 6),
    })
    expect(estimatedElasticity(points.slice(0, 1))).toBeUndefined()
    expect(estimatedElasticity([...points, { income: 0, rate: 0.9 }, { income: 5, rate: 1 }])).toEqual(
      estimatedElasticity(points),
    )
  })

  it('by bracket: the formula at the middle of each, and at the mean of those in the last', () => {
    const incomes = [1000, 2000, 3000, 6000, 12000]
    const thresholds = [0, 4000, 8000]
    const weights = incomes.map((z) => 1 / z)
    const share = (from: number) => incomes.filter((z) => z >= from).length / 5
    const g = (from: number) =>
      incomes.reduce((sum, z, i) => sum + (z >= from ? weights[i]! : 0), 0) /
      weights.reduce((a, b) => a + b, 0) /
      share(from + 1) // as the study has it: who is at z counts as above it, but not in how many are
    const density = kernelDensity(incomes)!
    const tau = (z: number) => 100 * saezRate(g(z), (z * density(z)) / share(z + 1), 0.4)
    const [low, middle, top] = saezRates(incomes, thresholds, 0.4)
    expect(middle).toBeCloseTo(tau(6000), 2)
    expect(low).toBeCloseTo(tau(2000), 2)
    // nobody is above the only one in the last bracket: no weight, a = 12000 / (12000 − 8000)
    expect(top).toBeCloseTo(100 / (1 + 3 * 0.4), 2)
    expect(saezRates(incomes, thresholds, [0.4, 1, 0.25])).toEqual([low, expect.any(Number), 57.14])
    expect(saezRates(incomes, thresholds, [0.4, 1, 0.25])[1]).toBeLessThan(middle!)
  })
  it('are told for a society in which all earn the same, or nothing', () => {
    for (const incomes of [[500, 500], [0], [0, 0, 100]])
      for (const rate of saezRates(incomes, US, 0.4)) expect(rate >= 0 && rate <= 100).toBe(true)
  })
  it('use a kernel density that adds up to 1', () => {
    const density = kernelDensity([1, 2, 4, 8])!
    let sum = 0
    for (let x = -20; x < 30; x += 0.01) sum += density(x) * 0.01
    expect(sum).toBeCloseTo(1, 6)
    expect(kernelDensity([3, 3])).toBeUndefined()
  })
})

describe('welfare', () => {
  const [incomes, utilities] = [
    [0, 50, 200],
    [-5, 100, 400],
  ]
  const of = (name: (typeof WELFARES)[number], eta?: number) => welfareFunction(name, eta)(incomes, utilities)
  it('sums, weighs by income, takes the least, or its powers and logarithms from 1 on', () => {
    expect(of('utilitarian')).toBe(495)
    expect(of('inverse-income')).toBe(-5 + 2 + 2)
    expect(of('maximin')).toBe(-5)
    expect(of('isoelastic', 2)).toBeCloseTo(0 + 0.99 + 0.9975, 12)
    expect(of('isoelastic', 0)).toBeCloseTo(0 + 99 + 399, 12)
    expect(of('isoelastic', 1)).toBe(of('nash'))
    expect(of('nash')).toBeCloseTo(Math.log(100) + Math.log(400), 12)
  })
  it('has the utility of consumption of the AI Economist: (C^(1 − η) − 1) / (1 − η) − labour', () =>
    expect(isoelastic(100, 0.23) - 10).toBeCloseTo(33.7320585003, 6))
  it('has a Gini coefficient, plain and by n / (n − 1)', () => {
    expect(gini([10, 20, 30, 40, 100])).toEqual({ plain: expect.closeTo(0.4, 9), normalised: expect.closeTo(0.5, 9) })
    expect(quickGini([10, 20, 30, 40, 100])).toBeCloseTo(0.3333333333, 9)
    expect(equality([10, 20, 30, 40, 100])).toEqual({
      equality: expect.closeTo(0.5, 9),
      timesProductivity: expect.closeTo(100, 9),
    })
    expect(equality([7])).toBeUndefined()
    expect(gini([100, 30, 10, 40, 20])).toEqual(gini([10, 20, 30, 40, 100]))
    expect(gini([0, 0])).toEqual({ plain: 0, normalised: 0 })
    expect(gini([0, 7])).toEqual({ plain: 0.5, normalised: 1 })
    expect(gini([3])).toEqual({ plain: 0 })
    expect(gini([-1, 5])).toEqual({})
  })
})

// Inverse-income welfare pays for taking nearly all: 100 workers at evenly spaced quantiles of US incomes, all best responding.
describe('inverse-income welfare', () => {
  const skills = Array.from({ length: 100 }, (_, i) => quantile((i + 0.5) / 100) / 40)
  it('rises with a flat rate up to 90 %', () => {
    const flat = (rate: number) => responseTo([rate], economy(skills, 'inverse-income', [0])).welfare
    expect([0, 50, 90].map(flat)).toEqual(close([91.0155181126, 743.6703632965, 2252.0489204495], 4))
  })
  it('is a thousand times as high where the lowest brackets are taken whole, and the poor stop working', () => {
    const of = economy(skills, 'inverse-income', US)
    const { rates, welfare } = bestSchedule(of, [US_RATES])
    expect(rates.slice(0, 3)).toEqual([100, 100, 100])
    expect(welfare).toBeGreaterThan(6e6)
    expect(responseTo(rates, of).hours.filter((hours) => hours === 0).length).toBeGreaterThan(10)
  })
})
