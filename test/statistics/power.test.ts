/** Sample sizes and power. Source of all figures but where told: worked values, power. */
import { describe, expect, it } from 'vitest'
import { designEffect, detectable, perArmForMeans, perArmForShares, powerForMeans } from '../../src/statistics/power.ts'

describe('the size of an experiment', () => {
  const means = perArmForMeans({ sd: 20, difference: 8 })

  it('is that of the worked values for means and shares', () => {
    expect(means).toBeCloseTo(98.1109966794, 8)
    expect(Math.ceil(means)).toBe(99)
    expect(perArmForShares({ p1: 0.5, p2: 0.3 })).toBeCloseTo(90.262116945, 8)
  })

  it('grows with clusters by the design effect', () => {
    expect(designEffect(4, 0.2)).toBeCloseTo(1.6, 12)
    expect(Math.ceil(means * designEffect(4, 0.2))).toBe(157)
    expect(designEffect(1, 0.9)).toBe(1)
  })

  it('says what it can find, and with which chance', () => {
    expect(detectable({ sd: 20, perArm: 100 })).toBeCloseTo(7.9240796232, 8)
    expect(powerForMeans({ sd: 20, difference: 8, perArm: 50 })).toBeCloseTo(0.516005274, 8)
  })

  it('comes back to itself: size, detectable difference and power agree', () => {
    for (const [alpha, power] of [
      [0.05, 0.8],
      [0.01, 0.9],
      [0.1, 0.3],
    ] as const) {
      const perArm = perArmForMeans({ sd: 3, difference: -1.5, alpha, power })
      expect(detectable({ sd: 3, perArm, alpha, power })).toBeCloseTo(1.5, 10)
      // The other direction's tail comes on top.
      const found = powerForMeans({ sd: 3, difference: -1.5, perArm, alpha })
      expect(found).toBeGreaterThanOrEqual(power)
      expect(found - power).toBeLessThan(0.01)
    }
  })

  it('has power α where there is nothing to find', () => {
    expect(powerForMeans({ sd: 2, difference: 0, perArm: 10, alpha: 0.07 })).toBeCloseTo(0.07, 10)
  })

  it('refuses questions without an answer', () => {
    expect(() => perArmForMeans({ sd: 20, difference: 0 })).toThrow('size of the difference')
    expect(() => perArmForShares({ p1: 0.3, p2: 0.3 })).toThrow('size of the difference')
    expect(() => perArmForShares({ p1: 1.3, p2: 0.3 })).toThrow('p1: expected a number between 0 and 1')
    expect(() => perArmForMeans({ sd: 0, difference: 1 })).toThrow('sd: expected a number above 0')
    expect(() => perArmForMeans({ sd: 1, difference: 1, power: 80 })).toThrow('power: expected')
    expect(() => designEffect(0, 0.2)).toThrow('size of a cluster')
  })
})
