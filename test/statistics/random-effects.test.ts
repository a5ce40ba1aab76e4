/** Variance between and within groups: worked values and the bounds of the estimate. */
import { describe, expect, it } from 'vitest'
import { meanOfBlocks } from '../../src/statistics/clustered.ts'
import { oneWayRandomEffects } from '../../src/statistics/random-effects.ts'

/** Source: worked values, mixed.oneway (checked against lme4). */
const groups = [
  [10, 12, 11, 13],
  [20, 22, 19, 21],
  [15, 14, 16, 15],
  [30, 28, 29, 33],
  [12, 11, 14, 13],
]

describe('one-way random effects', () => {
  it('are the worked values', () => {
    const found = oneWayRandomEffects(groups)!
    expect(found.meanSquareBetween).toBeCloseTo(231.7, 8)
    expect(found.meanSquareWithin).toBeCloseTo(2.0666666667, 8)
    expect(found.varianceBetween).toBeCloseTo(57.4083333333, 8)
    expect(found.varianceWithin).toBeCloseTo(2.0666666667, 8)
    expect(found.icc).toBeCloseTo(0.9652515062, 8)
    expect(found.mean).toBeCloseTo(17.9, 10)
    expect(found.se).toBeCloseTo(3.403674485, 8)
    expect(found.designEffect).toBeCloseTo(3.8957545187, 8)
  })

  it('agree with the CR1 standard error where groups have one size', () => {
    const blocks = groups.map((group) => ({ sum: group.reduce((a, b) => a + b, 0), count: group.length }))
    expect(oneWayRandomEffects(groups)!.se).toBeCloseTo(meanOfBlocks(blocks)!.se!, 10)
  })

  /** By hand: both means 2, so MSB = 0; the variance of 1, 3, 1, 3 is 4 / 3. */
  it('find no variance between groups below 0, and pool what there is', () => {
    const found = oneWayRandomEffects([
      [1, 3],
      [3, 1],
    ])!
    expect(found).toMatchObject({ meanSquareBetween: 0, meanSquareWithin: 2, varianceBetween: 0, icc: 0 })
    expect(found.designEffect).toBe(1)
    expect(found.varianceWithin).toBeCloseTo(4 / 3, 12)
    expect(found.se).toBeCloseTo(Math.sqrt(1 / 3), 12)
  })

  it('have no correlation where nothing varies', () => {
    const found = oneWayRandomEffects([
      [0.1, 0.1, 0.1],
      [0.1, 0.1, 0.1],
    ])
    expect(found).toMatchObject({ se: 0, varianceBetween: 0, varianceWithin: 0, icc: null, designEffect: null })
  })

  it('are undefined for too little, and refuse groups of different sizes', () => {
    expect([oneWayRandomEffects([]), oneWayRandomEffects([[1, 2]]), oneWayRandomEffects([[1], [2]])]).toEqual(
      Array(3).fill(undefined),
    )
    expect(() => oneWayRandomEffects([[1, 2], [3]])).toThrow('2, but group 1 has 1')
  })
})
