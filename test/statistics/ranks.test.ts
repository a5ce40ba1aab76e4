/** Tests by ranks: worked values, published examples, exact forms against counting by hand. */
import { describe, expect, it } from 'vitest'
import { kolmogorovSmirnov, mannWhitney, wilcoxon } from '../../src/statistics/ranks.ts'
import { first, second } from './two-samples.ts'

describe('the Mann–Whitney test', () => {
  /** Source: worked values, nonparam: midranks, corrections for ties and continuity. */
  it('finds U and p of the worked values', () => {
    const found = mannWhitney(first, second)!
    expect(found.u).toBe(36.5)
    expect(found.p).toBeCloseTo(0.0316527568, 9)
  })

  it('does not ask which sample comes first', () => {
    const back = mannWhitney(second, first)!
    expect(back.u).toBe(42 - 36.5)
    expect(back.p).toBeCloseTo(0.0316527568, 9)
  })

  it('finds nothing where all values are equal, and is undefined where a sample is empty', () => {
    expect(mannWhitney([2, 2], [2, 2, 2])).toEqual({ u: 3, p: 1 })
    expect(mannWhitney([1], [2])).toEqual({ u: 0, p: 1 })
    expect(mannWhitney([], [2])).toBeUndefined()
    expect(() => mannWhitney([1, Number.NaN], [2])).toThrow('first sample, at 1')
  })
})

describe("Wilcoxon's signed-rank test", () => {
  /** Depression scores before and after, Hollander and Wolfe (1973), as in R's help of wilcox.test: V = 40, p = 0.03906. */
  it('is exact for few differences', () => {
    const before = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3]
    const after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
    const found = wilcoxon(before.map((value, at) => value - after[at]!))
    expect(found).toEqual({ w: 40, p: 20 / 512, exact: true, count: 9 })
  })

  /** Checked against SciPy: wilcoxon([…], zero_method='wilcox', correction=True, method='approx'). */
  it('drops zeros and shares the ranks of ties, and then is an approximation', () => {
    const found = wilcoxon([1, -2, 3, 3, 4, 0, 5, -1])!
    expect(found).toMatchObject({ w: 23.5, exact: false, count: 7 })
    expect(found.p).toBeCloseTo(0.126825658377, 9)
  })

  /** Checked against SciPy: method='exact' for 25, method='approx' with correction=True for 26. */
  it('counts up to 25 differences, and approximates beyond', () => {
    const values = (count: number) => Array.from({ length: count }, (_, at) => (at % 3 === 0 ? -1 : 1) * (at + 1))
    const [counted, near] = [wilcoxon(values(25))!, wilcoxon(values(26))!]
    expect([counted.exact, near.exact]).toEqual([true, false])
    expect(counted.p).toBeCloseTo(0.23036134243, 10)
    expect(near.p).toBeCloseTo(0.14072874277, 10)
  })

  it('gives all that n signs can give: p = 2 / 2ⁿ where all agree', () => {
    expect(wilcoxon([1, 2, 3, 4, 5, 6])!.p).toBe(2 / 64)
    expect(wilcoxon([-1, -2, -3, -4, -5, -6])).toMatchObject({ w: 0, p: 2 / 64 })
  })

  it('finds nothing where nothing differs, and is undefined where nothing was compared', () => {
    expect(wilcoxon([0, 0])).toEqual({ w: 0, p: 1, exact: false, count: 0 })
    expect(wilcoxon([3])).toEqual({ w: 1, p: 1, exact: true, count: 1 })
    expect(wilcoxon([])).toBeUndefined()
  })
})

describe('the Kolmogorov–Smirnov test', () => {
  /** Source: worked values, nonparam: ks and ks_p_exact, which takes no value for equal to another. */
  it('finds D and p of the worked values', () => {
    const found = kolmogorovSmirnov(first, second)!
    expect(found.d).toBeCloseTo(0.5714285714, 9)
    expect(found.untied).toBeCloseTo(0.1468531469, 9)
    expect(found.exact).toBe(true)
  })

  it('counts ties as they are: 236 of the 1716 splits, counted one by one', () => {
    expect(kolmogorovSmirnov(first, second)!.p).toBeCloseTo(236 / 1716, 12)
  })

  it('has one p where no two values are equal', () => {
    const { p, untied } = kolmogorovSmirnov([1, 2, 3, 4, 5], [6, 7, 8, 9])!
    expect(p).toBeCloseTo(2 / 126, 12)
    expect(untied).toBe(p)
  })

  /** Kolmogorov's limit: P(λ ≥ 1.36) = 0.0495 (Smirnov 1948). */
  it('comes to its limit for large samples', () => {
    const ones = Array.from({ length: 4_000 }, (_, at) => at)
    const shifted = ones.map((value) => value + 0.5 + 121)
    const found = kolmogorovSmirnov(ones, shifted)!
    expect(found).toMatchObject({ d: 122 / 4_000, exact: false })
    // 2 Σ (−1)^(k−1) exp(−2 k² λ²), λ = 0.0305 · √2000 = 1.364, of which terms beyond the second vanish.
    expect(found.p).toBeCloseTo(2 * (Math.exp(-2 * 1.8605) - Math.exp(-8 * 1.8605)), 6)
  })

  /** Checked against SciPy's ks_2samp(method='exact'). */
  it('is exact for thousands of values', () => {
    const ones = Array.from({ length: 3_000 }, (_, at) => at)
    const found = kolmogorovSmirnov(
      ones,
      ones.map((value) => value + 104.5),
    )!
    expect(found.exact).toBe(true)
    expect(found.p).toBeCloseTo(0.0506910035447, 10)
  })

  it('finds nothing where the samples are equal, and is undefined where one is empty', () => {
    expect(kolmogorovSmirnov([1, 2], [1, 2])).toEqual({ d: 0, p: 1, untied: 1, exact: true })
    expect(kolmogorovSmirnov([3], [4])).toEqual({ d: 1, p: 1, untied: 1, exact: true })
    expect(kolmogorovSmirnov([], [1])).toBeUndefined()
  })
})
