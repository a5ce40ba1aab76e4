/** All differences between players at once, from one bootstrap: intervals that hold together, and adjusted p. */
import { StagegameError } from '../core/errors.ts'
import { finite, type Numbers, paired, share, whole } from './checks.ts'
import { studentOfNormal } from './distributions.ts'
import { variance } from './quantiles.ts'

/** Of two players, by their place in the list of estimates; the difference is that of `first` minus `second`. */
export interface Difference {
  readonly first: number
  readonly second: number
  readonly difference: number
  readonly se: number
  /** All intervals together hold all differences with the confidence asked for. */
  readonly low: number
  readonly high: number
  /** Adjusted for all pairs (single step): at most 1 − confidence just where the interval leaves 0 out. */
  readonly p: number
  readonly separated: boolean
}

/**
 * Every pair i < j with d ± c · s, where s is the bootstrap standard error and c the quantile of the largest |d* − d| / s
 * over all pairs (Romano and Wolf 2005; Hothorn, Bretz and Westfall 2008). `draws` hold one mean a player in each row, all
 * of one resample. With `blocks`, the number of blocks resampled, that distribution is widened to Student's t of G − 1
 * degrees: without it too many pairs are separated where blocks are few. Where s is 0 the interval is a point, and any
 * difference separates. Throws `too-few-draws` below 1 / (1 − confidence) − 1 of them.
 */
export function simultaneous(
  estimates: Numbers,
  draws: readonly Numbers[],
  confidence = 0.95,
  blocks?: number,
): readonly Difference[] {
  share('confidence', confidence)
  finite('estimates', estimates)
  if (blocks !== undefined) whole('blocks', blocks, 2)
  for (const [at, draw] of draws.entries()) paired(`draw ${at} and the estimates`, [draw.length, estimates.length])
  const rank = Math.ceil((draws.length + 1) * confidence - 1e-9)
  if (rank > draws.length)
    throw new StagegameError('too-few-draws', `${draws.length} draws cannot bound ${confidence}: draw more`)
  const pairs = pairsOf(estimates, draws)
  const largest = widened(largestDeviations(pairs, draws), blocks)
  const critical = largest[rank - 1]!
  return pairs.map((pair) => {
    const { difference, se } = pair
    const low = difference - critical * se
    const high = difference + critical * se
    const beyond = se > 0 ? beyondIn(largest, Math.abs(difference) / se) : difference === 0 ? draws.length : 0
    return { ...pair, low, high, p: (1 + beyond) / (1 + draws.length), separated: low > 0 || high < 0 }
  })
}

type Pair = Pick<Difference, 'first' | 'second' | 'difference' | 'se'>

/** Differences and standard errors; what rounding leaves of 0 is 0. */
function pairsOf(estimates: Numbers, draws: readonly Numbers[]): readonly Pair[] {
  const nothing = 1e-12 * Math.max(...Array.from(estimates, Math.abs), 0)
  const clean = (value: number) => (Math.abs(value) <= nothing ? 0 : value)
  const pairs: Pair[] = []
  for (let first = 0; first < estimates.length; first++)
    for (let second = first + 1; second < estimates.length; second++)
      pairs.push({
        first,
        second,
        difference: clean(estimates[first]! - estimates[second]!),
        se: clean(Math.sqrt(variance(draws.map((draw) => draw[first]! - draw[second]!)) ?? 0)),
      })
  return pairs
}

/** Of each draw the largest |d* − d| / s over the pairs, in ascending order. */
function largestDeviations(pairs: readonly Pair[], draws: readonly Numbers[]): Float64Array {
  const moving = pairs.filter(({ se }) => se > 0)
  return Float64Array.from(draws, (draw) => {
    let largest = 0
    for (const { first, second, difference, se } of moving)
      largest = Math.max(largest, Math.abs(draw[first]! - draw[second]! - difference) / se)
    return largest
  }).sort()
}

/** What few blocks hide of the spread is added: each value goes to the t of G − 1 degrees with its tail, times √(G / (G − 1)). */
function widened(largest: Float64Array, blocks: number | undefined): Float64Array {
  if (blocks === undefined) return largest
  const factor = Math.sqrt(blocks / (blocks - 1))
  return largest.map((value) => factor * studentOfNormal(value, blocks - 1))
}

/** How many of the ascending values are at least the bar. */
function beyondIn(ascending: Float64Array, bar: number): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle]! < bar) low = middle + 1
    else high = middle
  }
  return ascending.length - low
}
