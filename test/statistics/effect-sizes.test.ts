/** Effect sizes: worked values and what has no size. */
import { describe, expect, it } from 'vitest'
import { cliffsDelta, cohensD, commonLanguage, hedgesG, pairedD, welch } from '../../src/statistics/effect-sizes.ts'
import { first, second } from './two-samples.ts'

describe('effect sizes', () => {
  /** Source: worked values, nonparam. */
  it("find Cliff's delta and Welch's t of the worked values", () => {
    expect(cliffsDelta(first, second)).toBeCloseTo(0.7380952381, 9)
    const found = welch(first, second)!
    expect(found.t).toBeCloseTo(2.5243158633, 9)
    expect(found.p).toBeCloseTo(0.0284431624, 8)
    // SciPy's ttest_ind(equal_var=False).
    expect(found.degrees).toBeCloseTo(10.893129762957, 9)
  })

  /** By hand: means 4 and 2, both variances 2.5, so d = 2 / √2.5; eight degrees, so g = d · (1 − 3 / 31). */
  it("find Cohen's d and Hedges' g of an example by hand", () => {
    const [x, y] = [
      [2, 3, 4, 5, 6],
      [0, 1, 2, 3, 4],
    ]
    expect(cohensD(x!, y!)).toBeCloseTo(2 / Math.sqrt(2.5), 12)
    expect(hedgesG(x!, y!)).toBeCloseTo((2 / Math.sqrt(2.5)) * (28 / 31), 12)
    expect(cohensD(y!, x!)).toBeCloseTo(-2 / Math.sqrt(2.5), 12)
  })

  it('pool unequal samples by their degrees, as SciPy does in its t test', () => {
    expect(cohensD(first, second)).toBeCloseTo(1.373836126752, 10)
  })

  it('of pairs stand on the spread of the differences', () => {
    expect(pairedD([1, 2, 3])).toBe(2)
    expect(pairedD([-1, 1])).toBe(0)
  })

  it('count ties as half a win in common language', () => {
    expect(commonLanguage([1, 2], [2, 3])).toBe(0.125)
    expect(commonLanguage([2], [2])).toBe(0.5)
    expect(cliffsDelta([5, 6], [1, 2])).toBe(1)
    expect(cliffsDelta([1, 2], [5, 6])).toBe(-1)
  })

  it('are undefined where there is no spread or no value', () => {
    expect([cohensD([1, 1], [2, 2]), hedgesG([1, 1], [2, 2]), welch([1, 1], [2, 2])]).toEqual(Array(3).fill(undefined))
    expect([cohensD([1], [2, 3]), hedgesG([], []), welch([1], [2, 3])]).toEqual(Array(3).fill(undefined))
    expect([pairedD([]), pairedD([4]), pairedD([4, 4])]).toEqual(Array(3).fill(undefined))
    expect([cliffsDelta([], [1]), commonLanguage([1], [])]).toEqual([undefined, undefined])
  })

  it('refuse what is no number', () => {
    expect(() => cohensD([1, Number.NaN], [2])).toThrow('first sample, at 1')
    expect(() => cliffsDelta([1], [Number.NaN])).toThrow('expected a finite number')
  })
})
