/** Exact fractions. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  compared,
  dividedBy,
  fractionOf,
  isWhole,
  minus,
  numberOf,
  plus,
  rounded,
  tidyFraction,
  times,
  whole,
} from '../../src/lab/fraction.ts'

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 })
const small = fc.record({ over: fc.bigInt(-1000n, 1000n), under: fc.bigInt(1n, 1000n) })

describe('a number as a fraction', () => {
  it.each([
    [0.1, 1n, 10n],
    [-2.5, -5n, 2n],
    [1e21, 10n ** 21n, 1n],
    [1.5e-7, 15n, 10n ** 8n],
    [0, 0n, 1n],
  ])('%d is %d / %d', (x, over, under) => expect(compared(fractionOf(x), { over, under })).toBe(0))

  it('is that number again, but for what lies below 30 places', () => {
    fc.assert(
      fc.property(
        finite.filter((x) => x === 0 || Math.abs(x) > 1e-12),
        (x) => {
          expect(numberOf(fractionOf(x))).toBe(x + 0)
        },
      ),
    )
  })

  it('is none where it is not finite', () => {
    for (const x of [Number.NaN, Number.POSITIVE_INFINITY]) expect(() => fractionOf(x)).toThrow(RangeError)
  })

  it('is free of what sums of floating point leave', () => {
    expect(compared(tidyFraction(0.1 + 0.2), fractionOf(0.3))).toBe(0)
    expect(compared(fractionOf(0.1 + 0.2), fractionOf(0.3))).toBe(1)
  })
})

describe('sums and products are exact', () => {
  it('in whatever order', () => {
    fc.assert(
      fc.property(small, small, small, (a, b, c) => {
        expect(compared(plus(a, plus(b, c)), plus(plus(c, a), b))).toBe(0)
        expect(compared(times(a, plus(b, c)), plus(times(a, b), times(a, c)))).toBe(0)
        expect(compared(plus(minus(a, b), b), a)).toBe(0)
        expect(Math.sign(compared(a, b))).toBe(-Math.sign(compared(b, a)) + 0)
        if (b.over > 0n) expect(compared(times(dividedBy(a, b), b), a)).toBe(0)
      }),
    )
  })

  it('and nothing is divided by 0 or less', () => {
    expect(() => dividedBy(whole(1n), whole(0n))).toThrow(RangeError)
    expect(() => dividedBy(whole(1n), whole(-1n))).toThrow(RangeError)
  })
})

describe('rounding', () => {
  it.each([
    ['up', 12.01, 5, 15],
    ['up', 10, 5, 10],
    ['up', -12.01, 5, -10],
    ['down', 14.99, 5, 10],
    ['down', -0.5, 1, -1],
    ['nearest', 12.5, 5, 15],
    ['nearest', 12.49, 5, 10],
    ['nearest', -2.5, 5, 0],
    ['nearest', 0.5, 1, 1],
  ] as const)('%s: %d to a multiple of %i is %i', (rounding, x, step, result) =>
    expect(rounded(fractionOf(x), BigInt(step), rounding)).toBe(BigInt(result)),
  )

  it('is to a multiple, less than a step away, on the side that is named', () => {
    fc.assert(
      fc.property(small, fc.bigInt(1n, 50n), (x, step) => {
        const [down, nearest, up] = (['down', 'nearest', 'up'] as const).map((how) => rounded(x, step, how))
        for (const one of [down!, nearest!, up!]) expect(one % step).toBe(0n)
        expect(compared(whole(down!), x)).toBeLessThanOrEqual(0)
        expect(compared(whole(up!), x)).toBeGreaterThanOrEqual(0)
        expect(up! - down!).toBe(isWhole(dividedBy(x, whole(step))) ? 0n : step)
        expect(compared(times(minus(whole(nearest!), x), whole(2n)), whole(step))).toBeLessThanOrEqual(0)
        expect(compared(times(minus(x, whole(nearest!)), whole(2n)), whole(step))).toBeLessThan(0)
      }),
    )
  })
})
