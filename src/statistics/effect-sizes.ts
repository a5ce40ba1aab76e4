/** How large a difference is, in units that compare between games. */
import { finite } from './checks.ts'
import { studentBeyond } from './distributions.ts'
import { ascending, mean, variance } from './quantiles.ts'

/** (x̄ − ȳ) over the pooled standard deviation (Cohen 1988). Undefined where that does not exist or is 0. */
export function cohensD(x: readonly number[], y: readonly number[]): number | undefined {
  const [spreadX, spreadY] = spreads(x, y)
  if (spreadX === undefined || spreadY === undefined) return undefined
  const pooled = ((x.length - 1) * spreadX + (y.length - 1) * spreadY) / (x.length + y.length - 2)
  return pooled > 0 ? (mean(x)! - mean(y)!) / Math.sqrt(pooled) : undefined
}

/** Cohen's d without its upward bias in small samples: d · (1 − 3 / (4 · (n + m − 2) − 1)) (Hedges 1981). */
export function hedgesG(x: readonly number[], y: readonly number[]): number | undefined {
  const d = cohensD(x, y)
  return d === undefined ? undefined : d * (1 - 3 / (4 * (x.length + y.length - 2) - 1))
}

/** Of paired differences: their mean over their standard deviation, d_z (Cohen 1988). It does not compare with `cohensD`. */
export function pairedD(differences: readonly number[]): number | undefined {
  finite('differences', differences)
  const spread = variance(differences)
  return spread ? mean(differences)! / Math.sqrt(spread) : undefined
}

/** P(x > y) − P(x < y) over all pairs, −1 to 1 (Cliff 1993). Undefined where a sample is empty. */
export function cliffsDelta(x: readonly number[], y: readonly number[]): number | undefined {
  if (x.length === 0 || y.length === 0) return undefined
  const sorted = [ascending(x), ascending(y)] as const
  return (countAbove(sorted[0], sorted[1]) - countAbove(sorted[1], sorted[0])) / (x.length * y.length)
}

/** P(x > y) + ½ P(x = y): the chance that a value of x beats one of y (McGraw and Wong 1992; Vargha and Delaney 2000). */
export function commonLanguage(x: readonly number[], y: readonly number[]): number | undefined {
  const delta = cliffsDelta(x, y)
  return delta === undefined ? undefined : (delta + 1) / 2
}

export interface WelchTest {
  readonly t: number
  readonly degrees: number
  readonly p: number
}

/** Welch (1947), for independent values of unequal variance. Undefined below two values a sample, or without any spread. */
export function welch(x: readonly number[], y: readonly number[]): WelchTest | undefined {
  const [spreadX, spreadY] = spreads(x, y)
  if (spreadX === undefined || spreadY === undefined || spreadX + spreadY === 0) return undefined
  const [partX, partY] = [spreadX / x.length, spreadY / y.length]
  const t = (mean(x)! - mean(y)!) / Math.sqrt(partX + partY)
  const degrees = (partX + partY) ** 2 / (partX ** 2 / (x.length - 1) + partY ** 2 / (y.length - 1))
  return { t, degrees, p: studentBeyond(t, degrees) }
}

function spreads(x: readonly number[], y: readonly number[]): readonly [number | undefined, number | undefined] {
  finite('first sample', x)
  finite('second sample', y)
  return [variance(x), variance(y)]
}

/** In how many pairs the one is above the other; both in ascending order. */
function countAbove(ones: Float64Array, others: Float64Array): number {
  let pairs = 0
  let below = 0
  for (const one of ones) {
    while (below < others.length && others[below]! < one) below++
    pairs += below
  }
  return pairs
}
