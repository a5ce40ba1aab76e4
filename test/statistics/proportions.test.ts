/** Intervals for shares: worked and published values. */
import { describe, expect, it } from 'vitest'
import { clopperPearson, wilson } from '../../src/statistics/proportions.ts'

describe('intervals for a share', () => {
  /** Source: worked values, power: wilson_7_of_10 and clopper_7_of_10. */
  it('are the worked values for seven of ten', () => {
    expect(wilson(7, 10)!.low).toBeCloseTo(0.3967781475, 9)
    expect(wilson(7, 10)!.high).toBeCloseTo(0.8922087326, 9)
    expect(clopperPearson(7, 10)!.low).toBeCloseTo(0.3475471499, 9)
    expect(clopperPearson(7, 10)!.high).toBeCloseTo(0.9332604888, 9)
  })

  /** Newcombe (1998), Statistics in Medicine 17, Table I. */
  it.each([
    [81, 263, [0.2553, 0.3662], [0.2527, 0.3676]],
    [15, 148, [0.0624, 0.1605], [0.0578, 0.1617]],
    [0, 20, [0, 0.1611], [0, 0.1684]],
    [1, 29, [0.0061, 0.1718], [0.0009, 0.1776]],
  ])('are the published ones for %i of %i', (successes, trials, score, exact) => {
    for (const [found, expected] of [
      [wilson(successes, trials)!, score],
      [clopperPearson(successes, trials)!, exact],
    ] as const) {
      expect(found.low).toBeCloseTo(expected[0]!, 4)
      expect(found.high).toBeCloseTo(expected[1]!, 4)
    }
  })

  it('reach 0 and 1 exactly at the ends', () => {
    expect([wilson(0, 5)!.low, clopperPearson(0, 5)!.low]).toEqual([0, 0])
    expect([wilson(5, 5)!.high, clopperPearson(5, 5)!.high]).toEqual([1, 1])
    // (α / 2)^(1 / n), the closed form.
    expect(clopperPearson(5, 5)!.low).toBeCloseTo(0.025 ** (1 / 5), 9)
  })

  it('are undefined without trials, and refuse what cannot be', () => {
    expect([wilson(0, 0), clopperPearson(0, 0)]).toEqual([undefined, undefined])
    expect(() => wilson(3, 2)).toThrow('3 successes cannot come from 2 trials')
    expect(() => clopperPearson(1.5, 2)).toThrow('successes: expected a whole number')
  })
})
