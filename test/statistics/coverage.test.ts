/** Whether intervals cover the truth, and tests reject what is true, as often as they say: seeded simulations. */
import { describe, expect, it } from 'vitest'
import { type Rng, stream } from '../../src/core/chance.ts'
import { bootstrapMeans, percentileInterval } from '../../src/statistics/bootstrap.ts'
import { meanOfBlocks } from '../../src/statistics/clustered.ts'
import { signFlip, twoSample } from '../../src/statistics/permutation.ts'
import { wilson } from '../../src/statistics/proportions.ts'
import { rankIntervals } from '../../src/statistics/rank-intervals.ts'
import { simultaneous } from '../../src/statistics/simultaneous.ts'
import { wildCluster, wildClusterMean } from '../../src/statistics/wild-cluster.ts'

/** The share of data sets, each of a stream of its own, for which it holds. */
function shareOf(label: string, sets: number, holds: (rng: Rng) => boolean): number {
  let held = 0
  for (let set = 0; set < sets; set++) if (holds(stream([label, set]))) held++
  return held / sets
}

const covers = (share: number) => {
  expect(share).toBeGreaterThanOrEqual(0.92)
  expect(share).toBeLessThanOrEqual(0.98)
}
/** At a nominal 5 %: neither too often, nor hardly ever. */
const sized = (share: number) => {
  expect(share).toBeLessThanOrEqual(0.07)
  expect(share).toBeGreaterThanOrEqual(0.02)
}
const within = (interval: { low: number | null; high: number | null } | undefined, truth: number) =>
  interval!.low! <= truth && truth <= interval!.high!

/** A block of one to nine values around an effect of its own. */
function block(rng: Rng, mean: number, effect = rng.normal(0, 1)) {
  const count = 1 + rng.int(9)
  let sum = 0
  for (let value = 0; value < count; value++) sum += rng.normal(mean + effect, 1)
  return { sum, count }
}

describe('intervals of nominal 95 % cover the truth', () => {
  it('of a mean over 20 to 30 blocks of unequal sizes with effects of their own', () => {
    covers(
      shareOf('blocks', 2_000, (rng) => {
        const blocks = Array.from({ length: 20 + rng.int(11) }, () => block(rng, 3))
        return within(meanOfBlocks(blocks), 3)
      }),
    )
  })

  it('of a bootstrapped mean over 60 blocks, and over 12 where their number is told', () => {
    const cover = (label: string, length: number, told?: number) =>
      shareOf(label, 800, (rng) => {
        const blocks = Array.from({ length }, () => block(rng, 3))
        const player = { sums: blocks.map(({ sum }) => sum), counts: blocks.map(({ count }) => count) }
        const { draws } = bootstrapMeans([player], 499, rng)!
        const means = draws.map((draw) => draw[0]!)
        return within(percentileInterval(means, 0.95, told), 3)
      })
    covers(cover('sixty', 60))
    covers(cover('twelve', 12, 12))
    // Without it too few intervals cover: the reason why it is there.
    expect(cover('twelve', 12)).toBeLessThan(0.92)
  })

  it('of a share', () => {
    for (const truth of [0.04, 0.3, 0.5])
      covers(
        shareOf('share', 2_000, (rng) => {
          const successes = Array.from({ length: 40 }, () => Number(rng.next() < truth)).reduce((a, b) => a + b)
          return within(wilson(successes, 40), truth)
        }),
      )
  })

  /** Four players in 25 blocks with effects that all share; each sits out one block in five. Two are equally good. */
  const tournament = (rng: Rng) => {
    const truth = [0, 0.4, 1, 1]
    const effects = Array.from({ length: 25 }, () => rng.normal(0, 1))
    const players = truth.map((mean) => {
      const blocks = effects.map((effect) =>
        rng.int(5) === 0 ? { sum: 0, count: 0 } : block(rng, mean, effect + rng.normal(0, 0.7)),
      )
      return { sums: blocks.map(({ sum }) => sum), counts: blocks.map(({ count }) => count) }
    })
    const { estimates, draws } = bootstrapMeans(players, 499, rng)!
    return { truth, differences: simultaneous(estimates, draws, 0.95, 25) }
  }

  it('of all differences between four players at once', () => {
    covers(
      shareOf('tournament', 1_000, (rng) => {
        const { truth, differences } = tournament(rng)
        return differences.every((pair) => within(pair, truth[pair.first]! - truth[pair.second]!))
      }),
    )
  })

  /** Equally good players in 25 blocks: where any pair is separated, the intervals miss. */
  it('of all differences between eight equal players, which the plain bootstrap misses too often', () => {
    const misses = (blocks?: number) =>
      shareOf('eight', 500, (rng) => {
        const players = Array.from({ length: 8 }, () => ({
          sums: Array.from({ length: 25 }, () => rng.normal(0, 1)),
          counts: Array.from({ length: 25 }, () => 1),
        }))
        const { estimates, draws } = bootstrapMeans(players, 499, rng)!
        return simultaneous(estimates, draws, 0.95, blocks).some(({ separated }) => separated)
      })
    covers(1 - misses(25))
    expect(misses()).toBeGreaterThan(0.08)
  })

  it('of all ranks at once, at least as often', () => {
    const share = shareOf('ranks', 600, (rng) => {
      const { differences } = tournament(rng)
      // From the last to the first; the third and the fourth player share the first two places.
      const ranks = [
        { best: 4, worst: 4 },
        { best: 3, worst: 3 },
        { best: 1, worst: 2 },
        { best: 1, worst: 2 },
      ]
      return rankIntervals(4, differences).every(
        ({ best, worst }, player) => best <= ranks[player]!.best && worst >= ranks[player]!.worst,
      )
    })
    expect(share).toBeGreaterThanOrEqual(0.93)
  })
})

describe('tests at a nominal 5 % reject what is true no more often', () => {
  const skewed = (rng: Rng) => -Math.log(1 - rng.next())

  it('sign flips, exact and drawn', () => {
    // The difference of two draws from one skewed distribution is symmetric, with heavy tails.
    const size = (label: string, count: number) =>
      shareOf(label, 1_000, (rng) => {
        const differences = Array.from({ length: count }, () => skewed(rng) - skewed(rng))
        return signFlip(differences, { rng, draws: 199 })!.p <= 0.05
      })
    sized(size('flips', 10))
    sized(size('drawn flips', 30))
  })

  it('permutations, exact and drawn, of skewed samples of unequal sizes', () => {
    const size = (label: string, n: number, m: number) =>
      shareOf(label, 1_000, (rng) => {
        const sample = (count: number) => Array.from({ length: count }, () => skewed(rng))
        return twoSample(sample(n), sample(m), { rng, draws: 199 })!.p <= 0.05
      })
    sized(size('splits', 4, 7))
    sized(size('drawn splits', 15, 30))
  })

  it('the wild cluster bootstrap of a mean over nine blocks', () => {
    sized(
      shareOf('wild mean', 1_000, (rng) => {
        const blocks = Array.from({ length: 9 }, () => block(rng, 3))
        return wildClusterMean(blocks, 3, { rng })!.p <= 0.05
      }),
    )
  })

  it('the wild cluster bootstrap of a treatment of five clusters in ten, where the normal quantile fails', () => {
    const experiment = (rng: Rng) => {
      const rows: number[][] = []
      const outcomes: number[] = []
      const clusters: number[] = []
      for (let cluster = 0; cluster < 10; cluster++) {
        const effect = rng.normal(0, 1)
        for (let value = 1 + rng.int(6); value > 0; value--) {
          rows.push([1, cluster % 2])
          outcomes.push(rng.normal(effect, 1))
          clusters.push(cluster)
        }
      }
      return wildCluster(rows, outcomes, clusters, 1, { rng })!
    }
    sized(shareOf('wild treatment', 600, (rng) => experiment(rng).p <= 0.05))
    expect(shareOf('wild treatment', 600, (rng) => Math.abs(experiment(rng).t!) > 1.96)).toBeGreaterThan(0.1)
  })

  it('and find a large effect most of the time', () => {
    const found = shareOf('power', 300, (rng) => {
      const blocks = Array.from({ length: 9 }, () => block(rng, 1.5))
      const differences = blocks.map(({ sum, count }) => sum / count)
      return wildClusterMean(blocks, 0, { rng })!.p <= 0.05 && signFlip(differences, { rng })!.p <= 0.05
    })
    expect(found).toBeGreaterThan(0.8)
  })
})
