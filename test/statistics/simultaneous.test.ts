/** All pairs at once: intervals and adjusted p agree with each other and with what is known by hand. */
import { describe, expect, it } from 'vitest'
import { stream } from '../../src/core/chance.ts'
import { bootstrapMeans } from '../../src/statistics/bootstrap.ts'
import { studentOfNormal } from '../../src/statistics/distributions.ts'
import { simultaneous } from '../../src/statistics/simultaneous.ts'

/** Players of given means with normal noise, over 40 blocks. */
function resampled(means: readonly number[], label: string) {
  const rng = stream([label])
  const players = means.map((mean) => ({
    sums: Array.from({ length: 40 }, () => rng.normal(mean, 1)),
    counts: Array.from({ length: 40 }, () => 1),
  }))
  return bootstrapMeans(players, 999, rng)!
}

describe('simultaneous intervals', () => {
  const { estimates, draws } = resampled([0, 0.2, 1, 3], 'four')
  const found = simultaneous(estimates, draws)

  it('take every pair once', () => {
    expect(found.map(({ first, second }) => [first, second])).toEqual([
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 3],
    ])
    for (const { first, second, difference } of found) expect(difference).toBe(estimates[first]! - estimates[second]!)
  })

  it('leave 0 out just where the adjusted p is at most the level', () => {
    for (const confidence of [0.5, 0.8, 0.9, 0.95, 0.99])
      for (const { low, high, p, separated } of simultaneous(estimates, draws, confidence)) {
        expect(separated).toBe(low > 0 || high < 0)
        expect(separated).toBe(p <= 1 - confidence + 1e-12)
      }
  })

  it('hold all differences of 95 % of the resamples together, and no more than that', () => {
    const inside = draws.filter((draw) =>
      found.every(({ first, second, low, high }) => {
        const difference = draw[first]! - draw[second]!
        return difference >= low && difference <= high
      }),
    )
    expect(inside.length).toBe(950)
  })

  it('reach as far as t does in place of the normal, times √(G / (G − 1)), where the number of blocks is told', () => {
    const few = simultaneous(estimates, draws, 0.95, 5)
    few.forEach(({ difference, se, high }, at) => {
      const normal = (found[at]!.high - difference) / se
      expect((high - difference) / se).toBeCloseTo(Math.sqrt(5 / 4) * studentOfNormal(normal, 4), 9)
    })
    for (const confidence of [0.5, 0.9, 0.99])
      for (const { p, separated } of simultaneous(estimates, draws, confidence, 5))
        expect(separated).toBe(p <= 1 - confidence + 1e-12)
  })

  it('are those of one difference for two players: no price where nothing is multiple', () => {
    const two = resampled([0, 0.5], 'two')
    const [pair] = simultaneous(two.estimates, two.draws)
    const inside = two.draws.filter((draw) => draw[0]! - draw[1]! >= pair!.low && draw[0]! - draw[1]! <= pair!.high)
    expect(inside.length).toBe(950)
  })

  it('separate players who differ by the same in every resample, and never those who do not differ', () => {
    const rng = stream(['constant'])
    const rows = Array.from({ length: 99 }, () => {
      const mean = rng.normal(0, 1)
      return [mean, mean, mean + 2]
    })
    const constant = simultaneous([0, 0, 2], rows)
    expect(constant.map(({ separated }) => separated)).toEqual([false, true, true])
    expect(constant.map(({ p }) => p)).toEqual([1, 0.01, 0.01])
    expect(constant[1]).toMatchObject({ difference: -2, se: 0, low: -2, high: -2 })
  })

  it('take a difference that rounding alone makes for none', () => {
    const rows = Array.from({ length: 99 }, () => [0.1 + 0.2, 0.3])
    expect(simultaneous([0.1 + 0.2, 0.3], rows)[0]).toMatchObject({ difference: 0, se: 0, p: 1, separated: false })
  })

  it('need no pairs, and refuse too few draws or a row that does not fit', () => {
    expect(
      simultaneous(
        [3],
        draws.map(() => [3]),
      ),
    ).toEqual([])
    expect(
      simultaneous(
        [],
        draws.map(() => []),
      ),
    ).toEqual([])
    expect(() => simultaneous([1, 2], Array(18).fill([1, 2]))).toThrow('18 draws cannot bound 0.95')
    expect(() => simultaneous([1, 2], Array(99).fill([1]))).toThrow('draw 0 and the estimates')
    expect(() => simultaneous([1, 2], Array(99).fill([1, 2]), 0.95, 1)).toThrow('blocks: expected')
  })
})
