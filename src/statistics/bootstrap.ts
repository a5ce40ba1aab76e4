/** The block bootstrap: whole blocks are drawn with replacement, the same for all players, so that differences stay paired. */
import type { Rng } from '../core/chance.ts'
import { finite, type Numbers, paired, share, whole } from './checks.ts'
import { normalBelow, studentQuantile } from './distributions.ts'
import { ascending, quantile, sum } from './quantiles.ts'

/** How often each of G blocks is drawn in one resample of G blocks (Efron 1979; by cluster Davison and Hinkley 1997, §3.8). */
export function blockWeights(rng: Rng, blocks: number): Float64Array {
  whole('blocks', blocks)
  const weights = new Float64Array(blocks)
  for (let draw = 0; draw < blocks; draw++) weights[rng.int(blocks)]! += 1
  return weights
}

export interface Interval {
  readonly low: number
  readonly high: number
}

/**
 * The middle share of the draws. With `blocks`, the number of blocks they came from, it is Hesterberg's (2015) expanded
 * percentile interval: the tails α′/2 = Φ(−√(G / (G − 1)) · t_{α/2, G−1}) make up for what few blocks hide of the spread.
 * Undefined without draws, or with fewer than two blocks.
 */
export function percentileInterval(draws: Numbers, confidence = 0.95, blocks?: number): Interval | undefined {
  share('confidence', confidence)
  if (draws.length === 0 || (blocks !== undefined && blocks < 2)) return undefined
  const tail = blocks === undefined ? (1 - confidence) / 2 : normalBelow(-wideningOf(confidence, blocks))
  const sorted = ascending(draws)
  return { low: quantile(sorted, tail)!, high: quantile(sorted, 1 - tail)! }
}

/** √(G / (G − 1)) · t_{α/2, G−1}: what takes the place of the normal quantile where the spread is a bootstrap's over G blocks. */
const wideningOf = (confidence: number, blocks: number): number =>
  Math.sqrt(blocks / (blocks - 1)) * studentQuantile(confidence, blocks - 1)

/** One player's blocks, by the number that the blocks have for all players; a block it was not in has sum and count 0. */
export interface PlayerBlocks {
  readonly sums: Numbers
  readonly counts: Numbers
}

export interface Resampled {
  /** The mean of each player. */
  readonly estimates: Float64Array
  /** B resamples; in each the mean of each player. */
  readonly draws: readonly Float64Array[]
}

/**
 * Means of K players in B resamples of the blocks that all share. A resample in which some player has no value is drawn
 * again. Undefined where that cannot go well: without players, or where a player has values in fewer than two blocks, or
 * so few of many that 20 tries for each resample do not give all of them.
 */
export function bootstrapMeans(players: readonly PlayerBlocks[], resamples: number, rng: Rng): Resampled | undefined {
  whole('resamples', resamples, 1)
  const blocks = players[0]?.sums.length ?? 0
  for (const [at, { sums, counts }] of players.entries()) {
    paired(`sums of player ${at} and of the first player`, [sums.length, blocks])
    paired(`sums and counts of player ${at}`, [sums.length, counts.length])
    finite(`sums of player ${at}`, sums)
    finite(`counts of player ${at}`, counts)
  }
  const dense = players.map(({ sums, counts }) => ({
    sums: Float64Array.from(sums),
    counts: Float64Array.from(counts),
  }))
  if (dense.length === 0 || dense.some(({ counts }) => counts.filter((count) => count > 0).length < 2)) return undefined
  const estimates = Float64Array.from(dense, ({ sums, counts }) => sum(sums) / sum(counts))
  const draws: Float64Array[] = []
  for (let tries = 0; draws.length < resamples; tries++) {
    if (tries === 20 * resamples) return undefined
    const means = meansUnder(blockWeights(rng, blocks), dense)
    if (means) draws.push(means)
  }
  return { estimates, draws }
}

/** Weighted means; undefined where a player's weights are all 0. */
function meansUnder(
  weights: Float64Array,
  players: readonly { readonly sums: Float64Array; readonly counts: Float64Array }[],
): Float64Array | undefined {
  const means = new Float64Array(players.length)
  for (const [player, { sums, counts }] of players.entries()) {
    let total = 0
    let count = 0
    for (let block = 0; block < weights.length; block++) {
      total += weights[block]! * sums[block]!
      count += weights[block]! * counts[block]!
    }
    if (count === 0) return undefined
    means[player] = total / count
  }
  return means
}
