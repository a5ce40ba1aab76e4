/** Lines by least squares: worked points, weights as repetitions, and what is undefined. */
import { describe, expect, it } from 'vitest'
import { fitOfEquality, lineThrough, slopeThroughOrigin } from '../../src/statistics/line.ts'

const POINTS = [
  [0, 1],
  [1, 2],
  [2, 6],
] as const
const ONES = [1, 1, 1]

describe('a line by least squares', () => {
  it('goes through points as reckoned by hand', () => {
    // means 1 and 3; Σ (x − 1)(y − 3) = 2 + 0 + 3 = 5, Σ (x − 1)² = 2
    expect(lineThrough(POINTS, ONES)).toEqual({ slope: 2.5, intercept: 0.5 })
    expect(slopeThroughOrigin(POINTS, ONES)).toBe(14 / 5)
    // Σ (y − x)² = 1 + 1 + 16, Σ (y − 3)² = 4 + 1 + 9
    expect(fitOfEquality(POINTS, ONES)).toBe(1 - 18 / 14)
  })

  it('takes a weight as so many points', () => {
    const repeated = [POINTS[0], POINTS[0], POINTS[0], POINTS[2], POINTS[2], POINTS[1]]
    const six = repeated.map(() => 1)
    const weights = [3, 1, 2]
    expect(lineThrough(POINTS, weights)!.slope).toBeCloseTo(lineThrough(repeated, six)!.slope, 12)
    expect(slopeThroughOrigin(POINTS, weights)).toBeCloseTo(slopeThroughOrigin(repeated, six)!, 12)
    expect(fitOfEquality(POINTS, weights)).toBeCloseTo(fitOfEquality(repeated, six)!, 12)
  })

  it('is undefined where the points do not say: none, no weight, all x (for a fit: all y) the same', () => {
    const same = [
      [0.1, 0.3],
      [0.1, 0.3],
      [0.1, 0.3],
    ]
    for (const of of [lineThrough, slopeThroughOrigin, fitOfEquality]) {
      expect(of([], [])).toBeUndefined()
      expect(of(POINTS, [0, 0, 0])).toBeUndefined()
    }
    expect(lineThrough(same, ONES)).toBeUndefined()
    expect(fitOfEquality(same, ONES)).toBeUndefined()
    expect(lineThrough(POINTS, [1, 0, 0])).toBeUndefined()
    expect(slopeThroughOrigin([[0, 1]], [1])).toBeUndefined()
  })
})
