/** Players side by side: means with intervals, ranks as intervals, and each pair's difference with a test. */
import type { Rng } from '../core/chance.ts'
import { bootstrapMeans } from '../statistics/bootstrap.ts'
import { meanOfBlocks } from '../statistics/clustered.ts'
import { holm } from '../statistics/multiple.ts'
import { signFlip, twoSample } from '../statistics/permutation.ts'
import { mean, variance } from '../statistics/quantiles.ts'
import { letters, rankIntervals } from '../statistics/rank-intervals.ts'
import { type Difference, simultaneous } from '../statistics/simultaneous.ts'
import type { BlockSums } from './block-sums.ts'

export interface Sample {
  readonly player: string
  readonly sums: BlockSums
}

export interface ComparisonOptions {
  readonly confidence: number
  readonly resamples: number
  readonly rng: Rng
}

export interface Standing {
  readonly player: string
  readonly mean: number
  /** Null where there is one block alone, and so no interval. */
  readonly low: number | null
  readonly high: number | null
  readonly blocks: number
  readonly count: number
  /** Ranks that the data allow, all of them at once with the confidence; null where there is no interval. */
  readonly best: number | null
  readonly worst: number | null
  /** Players that share a letter are not told apart. */
  readonly letters: string | null
}

export interface Pair {
  readonly a: string
  readonly b: string
  readonly difference: number
  readonly low: number | null
  readonly high: number | null
  /** Two-sided; by exchanging a and b within blocks, or blocks between them where they met in fewer than two. */
  readonly p: number | null
  /** By Holm over the pairs. */
  readonly adjusted: number | null
  readonly exact: boolean
  /** Mean difference of blocks over its standard deviation; null where that is 0 or unknown. */
  readonly effect: number | null
  readonly blocks: number
}

export interface Comparison {
  /** Best first. */
  readonly standings: readonly Standing[]
  readonly pairs: readonly Pair[]
}

/** Draws of all pairs' tests together, times blocks: beyond it each test has fewer, never under 999. */
const WORK = 100_000_000

/** Means over values, intervals and tests by blocks. Players without values are left out. */
export function compared(samples: readonly Sample[], options: ComparisonOptions): Comparison {
  const known = samples.filter(({ sums }) => sums.size > 0)
  const means = known.map(({ sums }) => meanOfBlocks([...sums.values()], options.confidence)!)
  const joint = jointly(
    known,
    means.map((one) => one.mean),
    options,
  )
  const standings = known.map(({ player }, at): Standing => {
    const { mean: average, low, high, blocks, count } = means[at]!
    const { best, worst } = joint?.ranks[at] ?? { best: null, worst: null }
    return { player, mean: average, low, high, blocks, count, best, worst, letters: joint?.letters[at] ?? null }
  })
  return {
    standings: standings.sort((a, b) => b.mean - a.mean || (a.player < b.player ? -1 : 1)),
    pairs: pairsOf(known, means, joint?.differences, options),
  }
}

interface Joint {
  readonly differences: readonly Difference[]
  readonly ranks: readonly { readonly best: number; readonly worst: number }[]
  readonly letters: readonly string[]
}

/** What one bootstrap over the blocks of all says of the differences; undefined with too few blocks of somebody. */
function jointly(
  samples: readonly Sample[],
  estimates: readonly number[],
  { confidence, resamples, rng }: ComparisonOptions,
): Joint | undefined {
  if (samples.length < 2) return undefined
  const blocks = [...new Set(samples.flatMap(({ sums }) => [...sums.keys()]))]
  const players = samples.map(({ sums }) => ({
    sums: blocks.map((block) => sums.get(block)?.sum ?? 0),
    counts: blocks.map((block) => sums.get(block)?.count ?? 0),
  }))
  const resampled = bootstrapMeans(players, resamples, rng)
  if (!resampled) return undefined
  const differences = simultaneous(estimates, resampled.draws, confidence, blocks.length)
  return {
    differences,
    ranks: rankIntervals(samples.length, differences),
    letters: letters(estimates, differences),
  }
}

function pairsOf(
  samples: readonly Sample[],
  means: readonly { readonly mean: number }[],
  differences: readonly Difference[] | undefined,
  { rng }: ComparisonOptions,
): Pair[] {
  const count = (samples.length * (samples.length - 1)) / 2
  const blocks = Math.max(1, ...samples.map(({ sums }) => sums.size))
  const draws = Math.round(Math.min(9_999, Math.max(999, WORK / (count * blocks))))
  const bounds = new Map(differences?.map((one) => [`${one.first} ${one.second}`, one]))
  const found = samples.flatMap((a, first) =>
    samples.slice(first + 1).map((b, at) => {
      const second = first + 1 + at
      const { low = null, high = null } = bounds.get(`${first} ${second}`) ?? {}
      const difference = means[first]!.mean - means[second]!.mean
      return { a: a.player, b: b.player, difference, low, high, ...testOf(a.sums, b.sums, draws, rng) }
    }),
  )
  const tested = found.filter(({ p }) => p !== null)
  const adjusted = holm(tested.map(({ p }) => p!))
  const byPair = new Map(tested.map((pair, at) => [pair, adjusted[at]!]))
  return found.map((pair) => ({ ...pair, adjusted: byPair.get(pair) ?? null }))
}

type Test = Pick<Pair, 'p' | 'exact' | 'effect' | 'blocks'>

/**
 * Of the hypothesis that it makes no difference which of the two it was. Where both have two blocks in common at least, signs of
 * the blocks' differences are flipped; else their blocks' means are exchanged between them.
 */
export function testOf(a: BlockSums, b: BlockSums, draws: number, rng: Rng): Test {
  const meanIn = (sums: BlockSums, block: number) => sums.get(block)!.sum / sums.get(block)!.count
  const common = [...a.keys()].filter((block) => b.has(block))
  if (common.length >= 2) {
    const differences = common.map((block) => meanIn(a, block) - meanIn(b, block))
    const test = signFlip(differences, { rng, draws })
    const deviation = Math.sqrt(variance(differences) ?? 0)
    const effect = deviation > 0 ? mean(differences)! / deviation : null
    return { p: test?.p ?? null, exact: test?.exact ?? false, effect, blocks: common.length }
  }
  const all = (sums: BlockSums) => [...sums.keys()].map((block) => meanIn(sums, block))
  const apart = a.size >= 2 && b.size >= 2
  const test = apart ? twoSample(all(a), all(b), { rng, draws }) : undefined
  return { p: test?.p ?? null, exact: test?.exact ?? false, effect: null, blocks: a.size + b.size }
}
