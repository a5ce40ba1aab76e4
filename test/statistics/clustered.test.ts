/** Standard errors of clustered values: worked values, laws between the forms, and data that say too little. */
import { describe, expect, it } from 'vitest'
import { clusteredMean, meanOfBlocks, olsClustered } from '../../src/statistics/clustered.ts'
import { outcomes, sessions, treated } from './sessions.ts'

const values = [10, 12, 11, 20, 22, 15, 14, 16, 15, 30]
const matches = ['m1', 'm1', 'm1', 'm2', 'm2', 'm3', 'm3', 'm3', 'm3', 'm4']
const blocks = [
  { sum: 33, count: 3 },
  { sum: 42, count: 2 },
  { sum: 60, count: 4 },
  { sum: 30, count: 1 },
]

describe('the mean of blocks', () => {
  /** Source: worked values, cluster.se. */
  it('has the CR1 standard error and the t interval of the worked values', () => {
    const found = meanOfBlocks(blocks)!
    expect(found).toMatchObject({ mean: 16.5, degrees: 3, blocks: 4, count: 10 })
    expect(found.se).toBeCloseTo(2.7604347484, 8)
    expect(found.low).toBeCloseTo(7.7150646341, 6)
    expect(found.high).toBeCloseTo(25.2849353659, 6)
  })

  /** Source: worked values, cluster.se. */
  it('comes from single values as well, beside the naive error and CR0', () => {
    const found = clusteredMean(values, matches)!
    expect(found.mean).toBe(16.5)
    expect(found.naive).toBeCloseTo(1.9104973175, 8)
    expect(found.cr0).toBeCloseTo(2.3906066176, 8)
    expect(found.cr1).toBeCloseTo(2.7604347484, 8)
    expect(found.low).toBeCloseTo(7.7150646341, 6)
    expect(found.high).toBeCloseTo(25.2849353659, 6)
  })

  it('is that of a regression on a constant', () => {
    const regression = olsClustered(
      values.map(() => [1]),
      values,
      matches,
    )
    expect(regression.coefficients[0]).toBeCloseTo(16.5, 10)
    expect(regression.cr1![0]).toBeCloseTo(meanOfBlocks(blocks)!.se!, 10)
  })

  it('does not count blocks without a value', () => {
    expect(meanOfBlocks([...blocks, { sum: 0, count: 0 }])).toEqual(meanOfBlocks(blocks))
  })

  it('widens with the confidence asked for', () => {
    const [narrow, wide] = [meanOfBlocks(blocks, 0.5)!, meanOfBlocks(blocks, 0.99)!]
    // t_{0.75, 3} = 0.764892 and t_{0.995, 3} = 5.840909 in any table.
    expect((narrow.high! - narrow.mean) / narrow.se!).toBeCloseTo(0.764892, 5)
    expect((wide.high! - wide.mean) / wide.se!).toBeCloseTo(5.840909, 5)
  })

  it('has no error where one block says nothing about others', () => {
    const alone = { mean: 11, se: null, low: null, high: null, degrees: 0, blocks: 1, count: 3 }
    expect(meanOfBlocks([{ sum: 33, count: 3 }])).toEqual(alone)
    expect(clusteredMean([5], ['a'])).toMatchObject({ mean: 5, naive: null, cr0: null, cr1: null, low: null })
  })

  it('has an error of exactly 0 where all values are equal', () => {
    const equal = Array.from({ length: 7 }, (_, at) => ({ sum: 0.1 * (at + 1), count: at + 1 }))
    expect(meanOfBlocks(equal)!.se).toBe(0)
  })

  it('is undefined without values', () => {
    expect(meanOfBlocks([])).toBeUndefined()
    expect(meanOfBlocks([{ sum: 0, count: 0 }])).toBeUndefined()
    expect(clusteredMean([], [])).toBeUndefined()
  })

  it('refuses what is no number, lists that do not match, and a confidence in per cent', () => {
    expect(() => meanOfBlocks([{ sum: Number.NaN, count: 2 }])).toThrow('sums of blocks, at 0')
    expect(() => clusteredMean([1, 2], ['a'])).toThrow('lists of one length')
    expect(() => meanOfBlocks(blocks, 95)).toThrow('confidence: expected a number between 0 and 1')
  })
})

describe('a regression with clustered errors', () => {
  const rows = treated.map((x) => [1, x])

  /** Source: worked values, ols.cluster (checked against R). */
  it('has the CR0, Stata CR1 and HC1 errors of the worked values', () => {
    const found = olsClustered(rows, outcomes, sessions)
    const close = (errors: readonly number[] | null, expected: readonly number[]) =>
      expected.forEach((value, at) => {
        expect(errors![at]).toBeCloseTo(value, 8)
      })
    close(found.coefficients, [33.6666666667, -10])
    close(found.cr0, [1.7690759253, 2.6527414192])
    close(found.cr1, [2.0325134959, 3.0477678535])
    close(found.hc1, [1.7638342074, 2.5473297566])
    expect(found.clusters).toBe(6)
  })

  it('has none where a single cluster, or as many columns as rows, leave nothing to judge by', () => {
    expect(olsClustered(rows, outcomes, Array(12).fill(0))).toMatchObject({ cr0: null, cr1: null })
    const saturated = olsClustered(rows.slice(3, 5), outcomes.slice(3, 5), [0, 1])
    expect(saturated).toMatchObject({ cr1: null, hc1: null })
    expect(saturated.coefficients[1]).toBeCloseTo(-15, 10)
  })

  it('refuses columns that say the same, and too few rows', () => {
    const twice = treated.map((x) => [1, x, 1 - x])
    expect(() => olsClustered(twice, outcomes, sessions)).toThrow('3 columns hold only 2 that differ')
    expect(() => olsClustered([[1, 2]], [3], [0])).toThrow('2 columns hold only 1')
    expect(() => olsClustered([], [], [])).toThrow('needs a row and a column')
    expect(() => olsClustered([[1], [1, 2]], [3, 4], [0, 1])).toThrow('row 1 and the first row')
  })
})
