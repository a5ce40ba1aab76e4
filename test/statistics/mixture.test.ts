/** Mixture weights by EM: worked values, the conditions of a maximum, and data that say nothing. */
import { describe, expect, it } from 'vitest'
import { stream } from '../../src/core/chance.ts'
import { mixed } from '../../src/statistics/mixture.ts'
import { truncatedNormal } from '../../src/statistics/truncated-normal.ts'

describe('mixture weights', () => {
  it('are the shares of the data where components do not overlap', () => {
    const { weights, logLikelihood, bic } = mixed(
      [
        [2, 0],
        [0, 0.5],
      ],
      [3, 1],
    )!
    expect(weights).toEqual([expect.closeTo(0.75, 9), expect.closeTo(0.25, 9)])
    expect(logLikelihood).toBeCloseTo(3 * Math.log(1.5) + Math.log(0.125), 9)
    expect(bic).toBeCloseTo(-2 * logLikelihood + Math.log(4), 9)
  })

  it('count a datum as often as its weight says', () => {
    const densities = [
      [0.2, 0.7, 0.1],
      [0.5, 0.1, 0.3],
      [0.3, 0.3, 0.9],
    ]
    const repeated = mixed(
      [0, 0, 1, 1, 1, 2].map((i) => densities[i]!),
      [1, 1, 1, 1, 1, 1],
    )!
    const weighted = mixed([...densities, [0, 0, 5]], [2, 3, 1, 0])!
    expect(weighted.weights).toEqual(repeated.weights.map((weight) => expect.closeTo(weight, 5)))
    expect(weighted.logLikelihood).toBeCloseTo(repeated.logLikelihood, 8)
    expect(weighted.bic).toBeCloseTo(repeated.bic, 8)
  })

  it('are likelier than any others near them, on any data', () => {
    for (let set = 0; set < 50; set++) {
      const rng = stream(['mixture', set])
      const densities = Array.from({ length: 30 }, () => Array.from({ length: 4 }, () => rng.next() ** 3))
      const times = densities.map(() => 1 + rng.int(5))
      const { weights, logLikelihood } = mixed(densities, times)!
      expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12)
      for (let other = 0; other < 4; other++) {
        const moved = weights.map((weight, c) => weight * 0.999 + (c === other ? 0.001 : 0))
        const likelihood = densities.reduce(
          (sum, density, i) =>
            sum + times[i]! * Math.log(density.reduce((total, value, c) => total + value * moved[c]!, 0)),
          0,
        )
        expect(likelihood).toBeLessThan(logLikelihood + 1e-9)
      }
    }
  })

  it('are all of one component where all data are alike', () =>
    expect(mixed([[0.2, 0.7, 0.1]], [12])!.weights).toEqual([0, 1, 0].map((weight) => expect.closeTo(weight, 6))))

  it('are undefined without data, and where no component could have made one', () => {
    expect(mixed([], [])).toBeUndefined()
    expect(mixed([[0.2, 0.7]], [0])).toBeUndefined()
    expect(
      mixed(
        [
          [0.2, 0.7],
          [0, 0],
        ],
        [1, 1],
      ),
    ).toBeUndefined()
  })

  it('refuse what is no density or no weight, and say where', () => {
    expect(() => mixed([[1, 1], [1]], [1, 1])).toThrow(/datum 1: expected 2 densities and a weight/)
    expect(() => mixed([[1, Number.NaN]], [1])).toThrow(/datum 0/)
    expect(() => mixed([[1, 1]], [-1])).toThrow(/weight -1/)
    expect(() => mixed([[1, 1]], [])).toThrow(/weight undefined/)
  })
})

describe('the truncated normal', () => {
  it('adds up to 1 over its range, and has nothing outside', () => {
    for (const mean of [0, 3, 50, 99, 110]) {
      const density = truncatedNormal(mean, 4, 0, 100)
      const steps = 100_000
      const sum = Array.from({ length: steps }, (_, i) => density((i + 0.5) / 1000)).reduce((a, b) => a + b, 0)
      expect(sum / 1000).toBeCloseTo(1, 6)
      expect([density(-0.001), density(100.001)]).toEqual([0, 0])
    }
  })
  it('is twice the normal where half is cut', () =>
    expect(truncatedNormal(0, 4, 0, 100)(0)).toBeCloseTo(2 / (4 * Math.sqrt(2 * Math.PI)), 9))
})
