/** How sure a rating is: strengths estimated again from resamples of whole blocks of contests. */
import type { Rng } from '../core/chance.ts'
import { blockWeights, type Interval, type Resampled } from './bootstrap.ts'
import { bradleyTerry, fitPairs, type PairCounts } from './bradley-terry.ts'
import { type Numbers, share, whole } from './checks.ts'
import { choicesOf } from './choices.ts'
import { studentQuantile } from './distributions.ts'
import { fitChoices, plackettLuce } from './plackett-luce.ts'
import { variance } from './quantiles.ts'
import { checkRanking, type Ranking } from './ranking.ts'
import type { Fit, Rating } from './rating.ts'

export interface RatedContest {
  readonly block: number
  readonly ranking: Ranking
}

export interface Rated {
  readonly model: 'bradley-terry' | 'plackett-luce'
  readonly rating: Rating
}

export interface RatingBootstrap extends Rated, Resampled {
  /** Of each strength, as `studentInterval` has them. */
  readonly intervals: readonly Interval[]
  /** In how many resamples the strengths were penalised. */
  readonly penalisedDraws: number
  /** How many blocks there are. */
  readonly blocks: number
}

export interface RatingBootstrapOptions {
  readonly resamples: number
  readonly rng: Rng
  readonly confidence?: number
}

/**
 * Bradley–Terry with Davidson's ties where all contests are of two players, else Plackett–Luce.
 * Throws `bad-statistics-input` or `bad-ranking`.
 */
export function rated(contests: readonly RatedContest[], players: number): Rated {
  const { model, rating } = counted(contests, players)
  return { model, rating }
}

/**
 * As `rated`, with its uncertainty. Whole blocks are drawn with replacement, in ascending order of their numbers; a
 * resample that leaves players incomparable whom all contests compare is drawn again.
 * `undefined` with fewer than two blocks, or where 20 tries for each resample do not give all of them.
 * Throws `bad-statistics-input` or `bad-ranking`.
 */
export function bootstrapRatings(
  contests: readonly RatedContest[],
  players: number,
  { resamples, rng, confidence = 0.95 }: RatingBootstrapOptions,
): RatingBootstrap | undefined {
  whole('resamples', resamples, 2)
  share('confidence', confidence)
  const { model, rating, size, features, fitTo } = counted(contests, players)
  const blocks = [...new Set(contests.map(({ block }) => block))].sort((a, b) => a - b)
  if (blocks.length < 2) return undefined
  const sparse = byBlock(contests, blocks, features, size)
  const draws: Float64Array[] = []
  let penalisedDraws = 0
  for (let tries = 0; draws.length < resamples; tries++) {
    if (tries === 20 * resamples) return undefined
    const { strengths, components, penalised } = fitTo(weighted(sparse, blockWeights(rng, blocks.length)))
    if (components.some((component, player) => component !== rating.components[player])) continue
    draws.push(strengths)
    if (penalised) penalisedDraws++
  }
  const intervals = Array.from(rating.strengths, (strength, player) =>
    studentInterval(
      strength,
      draws.map((draw) => draw[player]!),
      blocks.length,
      confidence,
    ),
  )
  return { model, rating, estimates: rating.strengths, draws, intervals, penalisedDraws, blocks: blocks.length }
}

/**
 * Estimate ± √(G / (G − 1)) · t_{G − 1} · the standard deviation of its draws over G blocks, for a strength or a difference of
 * two. Strengths of greatest likelihood are a little too far apart, and their resamples twice as much, so that percentile
 * intervals miss on one side more often than they say; these cover as they say (in simulations of 60 blocks).
 */
export function studentInterval(estimate: number, draws: Numbers, blocks: number, confidence = 0.95): Interval {
  share('confidence', confidence)
  whole('blocks', blocks, 2)
  whole('draws', draws.length, 2)
  const wide = Math.sqrt((variance(draws)! * blocks) / (blocks - 1)) * studentQuantile(confidence, blocks - 1)
  return { low: estimate - wide, high: estimate + wide }
}

/** What a likelihood counts in the contests, and the fit to such counts. */
interface Counted extends Rated {
  /** How many things are counted. */
  readonly size: number
  /** Of each contest. */
  readonly features: readonly (readonly Feature[])[]
  readonly fitTo: (counts: Float64Array) => Fit
}

interface Feature {
  readonly at: number
  readonly weight: number
}

function counted(contests: readonly RatedContest[], players: number): Counted {
  whole('players', players, 1)
  for (const [at, { ranking }] of contests.entries()) checkRanking(`contest ${at}`, ranking, players)
  const rankings = contests.map(({ ranking }) => ranking)
  const inPairs = rankings.every((ranking) => ranking.flat().length === 2)
  return inPairs ? ofPairs(rankings, players) : ofChoices(rankings, players)
}

/** Wins, row by row, and then ties. */
function ofPairs(rankings: readonly Ranking[], players: number): Counted {
  const cells = players ** 2
  const features = rankings.map(([best, rest]) => [
    { at: rest ? best![0]! * players + rest[0]! : cells + best![0]! * players + best![1]!, weight: 1 },
  ])
  const pairs = (counts: Float64Array): PairCounts => ({
    players,
    wins: counts.subarray(0, cells),
    ties: counts.subarray(cells),
  })
  const rating = bradleyTerry(pairs(total(features, 2 * cells)))
  return {
    model: 'bradley-terry',
    rating,
    size: 2 * cells,
    features,
    fitTo: (counts) => fitPairs(pairs(counts), rating),
  }
}

function ofChoices(rankings: readonly Ranking[], players: number): Counted {
  const table = choicesOf(rankings)
  const features = table.held.map((held) => held.map(({ choice, weight }) => ({ at: choice, weight })))
  const rating = plackettLuce(rankings, players)
  return {
    model: 'plackett-luce',
    rating,
    size: table.choices.length,
    features,
    fitTo: (counts) => fitChoices(table, counts, players, rating.strengths),
  }
}

function total(features: readonly (readonly Feature[])[], size: number): Float64Array {
  const counts = new Float64Array(size)
  for (const own of features) for (const { at, weight } of own) counts[at]! += weight
  return counts
}

/** The counts of each block without their zeros: block b has the entries from `starts[b]` to `starts[b + 1]`. */
interface Sparse {
  readonly size: number
  readonly starts: Int32Array
  readonly at: Int32Array
  readonly weight: Float64Array
}

function byBlock(
  contests: readonly RatedContest[],
  blocks: readonly number[],
  features: readonly (readonly Feature[])[],
  size: number,
): Sparse {
  const places = new Map(blocks.map((block, place) => [block, place]))
  const sums = blocks.map(() => new Map<number, number>())
  for (const [contest, own] of features.entries()) {
    const into = sums[places.get(contests[contest]!.block)!]!
    for (const { at, weight } of own) into.set(at, (into.get(at) ?? 0) + weight)
  }
  const starts = new Int32Array(blocks.length + 1)
  for (const [place, own] of sums.entries()) starts[place + 1] = starts[place]! + own.size
  return {
    size,
    starts,
    at: Int32Array.from(sums.flatMap((own) => [...own.keys()])),
    weight: Float64Array.from(sums.flatMap((own) => [...own.values()])),
  }
}

function weighted({ size, starts, at, weight }: Sparse, times: Float64Array): Float64Array {
  const counts = new Float64Array(size)
  for (let block = 0; block < times.length; block++) {
    const drawn = times[block]!
    if (drawn === 0) continue
    for (let entry = starts[block]!; entry < starts[block + 1]!; entry++) counts[at[entry]!]! += drawn * weight[entry]!
  }
  return counts
}
