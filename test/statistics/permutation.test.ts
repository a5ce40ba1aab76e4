/** Permutation tests: worked values, agreement of the sampled with the exact form, and ties by rounding. */
import { describe, expect, it } from 'vitest'
import { stream } from '../../src/core/chance.ts'
import { signFlip, twoSample } from '../../src/statistics/permutation.ts'
import { first, second } from './two-samples.ts'

const rng = stream(['permutation'])
const range = (count: number, from = 0) => Array.from({ length: count }, (_, at) => from + at)

/** Of the ways to split whole numbers into halves of `few`, the share whose sums differ by at least `least`: counted sum by sum. */
function shareOfSplits(values: readonly number[], few: number, least: number): number {
  const total = values.reduce((a, b) => a + b, 0)
  const ways = Array.from({ length: few + 1 }, () => new Float64Array(total + 1))
  ways[0]![0] = 1
  for (const value of values)
    for (let taken = few; taken > 0; taken--)
      for (let sum = total; sum >= value; sum--) ways[taken]![sum]! += ways[taken - 1]![sum - value]!
  const all = ways[few]!.reduce((a, b) => a + b)
  return ways[few]!.reduce((hits, count, sum) => hits + (Math.abs(2 * sum - total) >= least ? count : 0), 0) / all
}

describe('the two-sample permutation test', () => {
  /** Source: worked values, nonparam: 60 of 1716 splits. */
  it('tries all splits of the worked values', () => {
    const found = twoSample(first, second, { rng })!
    expect(found).toMatchObject({ exact: true, draws: 1716 })
    expect(found.p).toBe(60 / 1716)
    expect(found.p).toBeCloseTo(0.034965035, 9)
    expect(found.statistic).toBeCloseTo(215 / 7 - 92 / 6, 12)
  })

  it('does not ask which sample comes first', () => {
    const back = twoSample(second, first, { rng })!
    expect(back.p).toBe(60 / 1716)
    expect(back.statistic).toBeCloseTo(92 / 6 - 215 / 7, 12)
  })

  it('counts rearrangements that differ by rounding alone as equal', () => {
    const tenths = (values: readonly number[]) => values.map((value) => value / 10 + 0.7)
    expect(twoSample(tenths(first), tenths(second), { rng })!.p).toBe(60 / 1716)
  })

  it('samples splits beyond 200,000 of them, and is never 0', () => {
    // 20 over 10 are 184,756 splits, 22 over 11 are 705,432.
    expect(twoSample(range(10), range(10, 5), { rng })).toMatchObject({ exact: true, draws: 184_756 })
    expect(twoSample(range(11), range(11, 1_000), { rng, draws: 199 })).toMatchObject({
      exact: false,
      draws: 199,
      p: 1 / 200,
    })
  })

  it('comes near to the exact p where it samples', () => {
    const [x, y] = [range(11), range(11, 4)]
    const found = twoSample(x, y, { rng, draws: 40_000 })!
    const exact = shareOfSplits([...x, ...y], 11, 44)
    expect(found).toMatchObject({ exact: false, statistic: -4 })
    // Four standard deviations of a share in 40,000 draws.
    expect(Math.abs(found.p - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 40_000))
  })

  it('finds nothing where all values are equal', () => {
    expect(twoSample([0.1, 0.1], [0.1, 0.1, 0.1], { rng })).toEqual({ p: 1, exact: true, draws: 10, statistic: 0 })
  })

  it('is undefined where a sample is empty, and takes single values', () => {
    expect(twoSample([], [1], { rng })).toBeUndefined()
    expect(twoSample([2], [1], { rng })).toEqual({ p: 1, exact: true, draws: 2, statistic: 1 })
    expect(() => twoSample([1], [Number.POSITIVE_INFINITY], { rng })).toThrow('second sample, at 0')
  })
})

describe('the sign-flip test', () => {
  /** Darwin's maize, in eighths of an inch, as tested by Fisher (1935, The Design of Experiments, §21): 1726 of 2¹⁵. */
  const maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]

  it('finds what Fisher found', () => {
    expect(signFlip(maize, { rng })).toMatchObject({ p: 1726 / 32_768, exact: true, draws: 32_768 })
  })

  it('keeps zeros in the mean, where they belong, and needs no sign for them', () => {
    const found = signFlip([...maize, 0, 0, 0, 0, 0], { rng })!
    expect(found).toMatchObject({ p: 1726 / 32_768, exact: true, draws: 32_768 })
    expect(found.statistic).toBeCloseTo(314 / 20, 12)
  })

  it('samples signs beyond eighteen differences, near to the exact p', () => {
    // Tiny differences change the number of signs, not the sums.
    const found = signFlip([...maize, 1e-15, 1e-15, 1e-15, 1e-15], { rng, draws: 40_000 })!
    expect(found).toMatchObject({ exact: false, draws: 40_000 })
    // Four standard deviations of a share of 0.0527 in 40,000 draws.
    expect(Math.abs(found.p - 1726 / 32_768)).toBeLessThan(0.0045)
  })

  it('counts signs that differ by rounding alone as equal', () => {
    expect(signFlip([0.1, 0.2, 0.3, -0.3], { rng })!.p).toBe(signFlip([1, 2, 3, -3], { rng })!.p)
  })

  it('finds nothing where nothing differs, and is undefined where nothing was compared', () => {
    expect(signFlip([0, 0], { rng })).toEqual({ p: 1, exact: true, draws: 1, statistic: 0 })
    expect(signFlip([4], { rng })).toEqual({ p: 1, exact: true, draws: 2, statistic: 4 })
    expect(signFlip([], { rng })).toBeUndefined()
  })
})
