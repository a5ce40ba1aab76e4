/** Permutation tests of means: exact where all rearrangements can be tried, else by a sample of them. */
import type { Rng } from '../core/chance.ts'
import { finite, whole } from './checks.ts'
import { mean, sum } from './quantiles.ts'

export interface PermutationTest {
  /** Two-sided. */
  readonly p: number
  readonly exact: boolean
  /** How many rearrangements were tried. */
  readonly draws: number
  /** What was seen: a difference of means, or a mean difference. */
  readonly statistic: number
}

export interface PermutationChance {
  readonly rng: Rng
  /** Where there are too many rearrangements to try them all. */
  readonly draws?: number
}

/**
 * Of the hypothesis that x and y are exchangeable, by the difference of their means (Fisher 1935). All splits are tried up
 * to 200,000 of them; beyond that p = (1 + hits) / (1 + draws), which is never 0 (Phipson and Smyth 2010). Undefined where
 * a sample is empty.
 */
export function twoSample(
  x: readonly number[],
  y: readonly number[],
  { rng, draws = 9_999 }: PermutationChance,
): PermutationTest | undefined {
  finite('first sample', x)
  finite('second sample', y)
  whole('draws', draws, 1)
  if (x.length === 0 || y.length === 0) return undefined
  // Counted from one of the values, equal values are exactly 0.
  const all = [...x, ...y].map((value) => value - x[0]!)
  const total = sum(all)
  const few = Math.min(x.length, y.length)
  const difference = (part: number) => Math.abs(part / few - (total - part) / (all.length - few))
  const seen = difference(sum(x.length === few ? all.slice(0, few) : all.slice(x.length)))
  const bar = barOf(seen, sum(all.map(Math.abs)) / few)
  const statistic = mean(all.slice(0, x.length))! - mean(all.slice(x.length))!
  const splits = choose(all.length, few)
  if (splits <= 200_000) {
    const hits = countSplits(all, few, (part) => difference(part) >= bar)
    return { p: hits / splits, exact: true, draws: splits, statistic }
  }
  let hits = 0
  for (let draw = 0; draw < draws; draw++) if (difference(someOf(all, few, rng)) >= bar) hits++
  return { p: (1 + hits) / (1 + draws), exact: false, draws, statistic }
}

/**
 * Of the hypothesis that differences are symmetric around 0, by their mean (Fisher 1935). All signs are tried up to 18
 * differences that are not 0 (2¹⁸ rearrangements; a 0 has no sign), beyond that a sample, as above. Undefined without
 * differences.
 */
export function signFlip(
  differences: readonly number[],
  { rng, draws = 9_999 }: PermutationChance,
): PermutationTest | undefined {
  finite('differences', differences)
  whole('draws', draws, 1)
  if (differences.length === 0) return undefined
  const moving = differences.filter((difference) => difference !== 0)
  const seen = Math.abs(sum(moving))
  const bar = barOf(seen, sum(moving.map(Math.abs)))
  const statistic = mean(differences)!
  if (moving.length <= 18) {
    const hits = countSigns(moving, (total) => Math.abs(total) >= bar)
    return { p: hits / 2 ** moving.length, exact: true, draws: 2 ** moving.length, statistic }
  }
  let hits = 0
  for (let draw = 0; draw < draws; draw++) {
    let total = 0
    for (const difference of moving) total += rng.int(2) === 0 ? difference : -difference
    if (Math.abs(total) >= bar) hits++
  }
  return { p: (1 + hits) / (1 + draws), exact: false, draws, statistic }
}

/** What is seen, less what rounding may take from an equal rearrangement: 1e-9 of it, and 1e-12 of the values' size. */
const barOf = (seen: number, size: number): number => seen - 1e-9 * seen - 1e-12 * size

/** n over k, exact as long as it matters here. */
function choose(n: number, k: number): number {
  let ways = 1
  for (let i = 1; i <= k && ways <= 1e9; i++) ways = Math.round((ways * (n - k + i)) / i)
  return ways
}

/** How many of the ways to take `few` of the values have a sum that counts. */
function countSplits(values: readonly number[], few: number, counts: (sum: number) => boolean): number {
  const from = (at: number, left: number, total: number): number => {
    if (left === 0) return Number(counts(total))
    let hits = 0
    for (let next = at; next <= values.length - left; next++) hits += from(next + 1, left - 1, total + values[next]!)
    return hits
  }
  return from(0, few, 0)
}

/** How many of the 2^n signs give a sum that counts. */
function countSigns(values: readonly number[], counts: (sum: number) => boolean): number {
  const from = (at: number, total: number): number =>
    at === values.length ? Number(counts(total)) : from(at + 1, total + values[at]!) + from(at + 1, total - values[at]!)
  return from(0, 0)
}

/** The sum of `few` of the values, each set of them equally likely; only their order in the list changes. */
function someOf(values: number[], few: number, rng: Rng): number {
  let total = 0
  for (let at = 0; at < few; at++) {
    const other = at + rng.int(values.length - at)
    const held = values[at]!
    values[at] = values[other]!
    values[other] = held
    total += values[at]!
  }
  return total
}
