/** The wild cluster bootstrap: worked values, laws, and data that say too little. */
import { describe, expect, it } from 'vitest'
import { stream } from '../../src/core/chance.ts'
import { olsClustered } from '../../src/statistics/clustered.ts'
import { signFlip } from '../../src/statistics/permutation.ts'
import { wildCluster, wildClusterMean } from '../../src/statistics/wild-cluster.ts'
import { outcomes, sessions, treated } from './sessions.ts'

const rng = stream(['wild'])
const rows = treated.map((x) => [1, x])

describe('the wild cluster bootstrap', () => {
  /** Source: worked values, wild_cluster: all 2⁶ sign vectors. */
  it('finds t and p of the worked values', () => {
    const found = wildCluster(rows, outcomes, sessions, 1, { rng })!
    expect(found.t).toBeCloseTo(-3.7696851746, 8)
    expect(found).toMatchObject({ p: 0.03125, draws: 64, exact: true })
  })

  it('has the t of the regression, and does not reject the estimate itself', () => {
    const { coefficients, cr0 } = olsClustered(rows, outcomes, sessions)
    expect(wildCluster(rows, outcomes, sessions, 0, { rng })!.t).toBeCloseTo(coefficients[0]! / cr0![0]!, 8)
    expect(wildCluster(rows, outcomes, sessions, 1, { rng }, -10)).toMatchObject({ t: 0, p: 1 })
  })

  it('tests a mean of blocks as it tests a constant, whatever the value under the null', () => {
    const blocks = [0, 1, 2, 3, 4, 5].map((session) => {
      const own = outcomes.filter((_, at) => sessions[at] === session)
      return { sum: own.reduce((a, b) => a + b, 0), count: own.length }
    })
    for (const value of [0, 25, 30]) {
      const constant = wildCluster(
        rows.map(() => [1]),
        outcomes,
        sessions,
        0,
        { rng },
        value,
      )!
      const mean = wildClusterMean(blocks, value, { rng })!
      expect(mean.t).toBeCloseTo(constant.t!, 8)
      expect(mean.p).toBe(constant.p)
    }
  })

  /** With blocks of one size |t*| grows with |Σ ± S_g|, so that both tests order the signs alike. */
  it('is the sign-flip test where blocks have one size, exact up to twelve and drawn beyond', () => {
    const sums = [3, -1, 4, 1, -2, 5, 2, 6, -5, 3, 2, 8, -4]
    const both = (count: number, draws: number) => {
      const some = sums.slice(0, count)
      const wild = wildClusterMean(
        some.map((sum) => ({ sum, count: 2 })),
        0,
        { rng, draws },
      )!
      return { wild, flipped: signFlip(some, { rng })!.p }
    }
    for (const count of [2, 7, 12]) {
      const { wild, flipped } = both(count, 1)
      expect(wild).toMatchObject({ p: flipped, exact: true, draws: 2 ** count })
    }
    const { wild, flipped } = both(13, 40_000)
    expect(wild).toMatchObject({ exact: false, draws: 40_000 })
    // Four standard deviations of a share in 40,000 draws.
    expect(Math.abs(wild.p - flipped)).toBeLessThan(4 * Math.sqrt((flipped * (1 - flipped)) / 40_000))
  })

  it('is never 0 where signs are drawn', () => {
    const far = Array.from({ length: 30 }, (_, at) => ({ sum: 100 + at, count: 1 }))
    expect(wildClusterMean(far, 0, { rng, draws: 99 })!.p).toBe(0.01)
  })

  it('rejects what equal blocks deny as far as their number allows, and nothing that they agree with', () => {
    const equal = Array.from({ length: 8 }, () => ({ sum: 0.3, count: 3 }))
    expect(wildClusterMean(equal, 0, { rng })).toEqual({ t: null, p: 2 / 256, draws: 256, exact: true })
    expect(wildClusterMean(equal, 0.1, { rng })).toMatchObject({ t: 0, p: 1 })
  })

  it('is undefined for a single cluster, and refuses a column that is not there', () => {
    expect(wildClusterMean([{ sum: 3, count: 1 }], 0, { rng })).toBeUndefined()
    expect(wildClusterMean([], 0, { rng })).toBeUndefined()
    expect(wildCluster(rows, outcomes, Array(12).fill('one'), 1, { rng })).toBeUndefined()
    expect(() => wildCluster(rows, outcomes, sessions, 2, { rng })).toThrow('column: expected 0 … 1, not 2')
  })
})
