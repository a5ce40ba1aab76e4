/** The search for a maximum, and for a zero. */
import { describe, expect, it } from 'vitest'
import { poissonShares } from '../../games/level-k.ts'
import { crossing, highest } from '../../src/statistics/one-dimension.ts'

const grid = (low: number, high: number) => Array.from({ length: 33 }, (_, i) => low + ((high - low) * i) / 32)

describe('the highest value within bounds', () => {
  it('is found between the places of a grid', () => {
    const { at, value } = highest((x) => 3 - (x - Math.PI) ** 2, grid(-10, 10))!
    expect(at).toBeCloseTo(Math.PI, 6)
    expect(value).toBeCloseTo(3, 12)
    expect(highest((x) => -Math.abs(x - 0.3), grid(0, 1))!.at).toBeCloseTo(0.3, 6)
    expect(highest((x) => Math.log(x) - x / 0.8, [0.1, 7])!.at).toBeCloseTo(0.8, 6)
  })
  it('may lie at either end', () => {
    expect(highest((x) => x, grid(0, 5))).toEqual({ at: 5, value: 5 })
    expect(highest((x) => -x, grid(2, 5))).toEqual({ at: 2, value: -2 })
  })
  it('is the highest of several maxima that are a cell apart', () => {
    const { at } = highest((x) => Math.sin(5 * x) + x / 10, grid(0, 10))!
    expect(at).toBeCloseTo((Math.acos(-0.02) + 14 * Math.PI) / 5, 6)
  })
  it('is undefined where there is none, and steps over places without one', () => {
    expect(highest(() => Number.NEGATIVE_INFINITY, grid(0, 1))).toBeUndefined()
    const f = (x: number) => (x > 0.5 ? Math.log(x) - x / 0.8 : Number.NEGATIVE_INFINITY)
    expect(highest(f, grid(0, 1))!.at).toBeCloseTo(0.8, 6)
  })
})

describe('the crossing of zero', () => {
  it('is found to the last digits, whether the function rises or falls', () => {
    expect(crossing((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 14)
    expect(crossing((x) => 2 - x * x, 0, 2)).toBeCloseTo(Math.SQRT2, 14)
    expect(crossing((x) => x, 0, 2)).toBe(0)
  })
  it('is undefined where both ends are on one side', () => expect(crossing((x) => 1 + x * x, -1, 1)).toBeUndefined())
  it('finds from which τ on entry rises with demand: 1 + 2τ = e^τ (Camerer, Ho and Chong 2004)', () => {
    const monotone = (tau: number) => {
      const [none, one] = poissonShares(tau, 1)
      return 1 - none! - 2 * one!
    }
    expect(crossing(monotone, 0.5, 5)).toBeCloseTo(1.2564312086, 9)
  })
})
