/** Quantiles and tails. Figures from any table of the distributions, or from SciPy where they have more digits. */
import { describe, expect, it } from 'vitest'
import {
  normalBelow,
  normalBeyond,
  normalQuantile,
  studentBeyond,
  studentOfNormal,
  studentQuantile,
} from '../../src/statistics/distributions.ts'

describe('two-sided quantiles and tails', () => {
  it('are those of tables', () => {
    expect(normalQuantile(0.95)).toBeCloseTo(1.959963985, 8)
    expect(normalBeyond(-1.959963985)).toBeCloseTo(0.05, 8)
    expect(normalBelow(-3)).toBeCloseTo(0.0013498980316, 12)
    for (const [degrees, quantile] of [
      [1, 12.7062],
      [3, 3.1824],
      [24, 2.0639],
      [9_999, 1.9602],
    ] as const)
      expect(studentQuantile(0.95, degrees)).toBeCloseTo(quantile, 4)
    expect(studentBeyond(2.5, 3)).toBeCloseTo(0.087706647, 8)
  })

  it('keep the digits of far tails, and are 1 at 0', () => {
    // SciPy: 2 · t.sf(40, 5).
    expect(studentBeyond(40, 5) / 1.841196e-7).toBeCloseTo(1, 6)
    expect([studentBeyond(0, 5), normalBeyond(0)]).toEqual([1, 1])
  })

  it('lead from the normal to the t with its tail', () => {
    expect(studentOfNormal(1.959963984540054, 4)).toBeCloseTo(2.7764451, 6)
    expect(studentOfNormal(3, 10)).toBeCloseTo(3.95693666, 5)
    expect(studentOfNormal(0, 10)).toBe(0)
    expect(studentOfNormal(16, 24)).toBe(2 * studentOfNormal(8, 24))
  })
})
