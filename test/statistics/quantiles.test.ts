/** Quantiles, means and variances, and what an empty list does not have. */
import { describe, expect, it } from 'vitest'
import { mean, median, quantile, sum, variance } from '../../src/statistics/quantiles.ts'

describe('quantiles', () => {
  it('are those of R and NumPy: type 7 of Hyndman and Fan (1996)', () => {
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75)
    expect(quantile([1, 2, 3, 4], 0.9)).toBeCloseTo(3.7, 12)
    expect([0, 0.5, 1].map((p) => quantile([3, 5, 9], p))).toEqual([3, 5, 9])
  })

  it('of one value are that value, of none undefined', () => {
    expect(quantile([7], 0.1)).toBe(7)
    expect(quantile([], 0.5)).toBeUndefined()
  })

  it('have a median in whatever order the values come', () => {
    expect(median([9, 1, 4])).toBe(4)
    expect(median([4, 1, 9, 2])).toBe(3)
    expect(median([])).toBeUndefined()
  })

  it('refuse what is no number, by its place', () => {
    expect(() => median([1, Number.NaN])).toThrow('at 1: expected a finite number')
  })
})

describe('mean and variance', () => {
  it('divide by n and by n − 1', () => {
    expect([sum([2, 4, 9]), mean([2, 4, 9]), variance([2, 4, 9])]).toEqual([15, 5, 13])
  })

  it('are undefined where there are too few values', () => {
    expect([sum([]), mean([]), variance([]), variance([3])]).toEqual([0, undefined, undefined, undefined])
  })

  it('find no spread at all between equal values, which rounding would else make up', () => {
    expect(variance([0.1, 0.1, 0.1])).toBe(0)
  })
})
