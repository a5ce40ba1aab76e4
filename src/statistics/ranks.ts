/** Tests by ranks: Mann–Whitney, Wilcoxon's signed ranks, Kolmogorov–Smirnov for two samples. */
import { finite } from './checks.ts'
import { normalBeyond } from './distributions.ts'
import { sum } from './quantiles.ts'

/** Ranks from 1, equal values sharing their mean rank, and Σ(t³ − t) over the groups of equal values. */
function midranks(values: readonly number[]): { readonly ranks: readonly number[]; readonly ties: number } {
  const order = values.map((_, at) => at).sort((a, b) => values[a]! - values[b]!)
  const ranks = new Array<number>(values.length).fill(0)
  let ties = 0
  for (let from = 0; from < order.length; ) {
    let to = from
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++
    for (let at = from; at < to; at++) ranks[order[at]!] = (from + 1 + to) / 2
    ties += (to - from) ** 3 - (to - from)
    from = to
  }
  return { ranks, ties }
}

export interface MannWhitney {
  /** Pairs in which x is above y, ties counting one half. */
  readonly u: number
  readonly p: number
}

/**
 * Two-sided, by the normal approximation with corrections for ties and continuity (Mann and Whitney 1947; Lehmann 1975):
 * under 8 values a sample `twoSample` is the better test. Undefined where a sample is empty.
 */
export function mannWhitney(x: readonly number[], y: readonly number[]): MannWhitney | undefined {
  finite('first sample', x)
  finite('second sample', y)
  const [n, m] = [x.length, y.length]
  if (n === 0 || m === 0) return undefined
  const { ranks, ties } = midranks([...x, ...y])
  const u = sum(ranks.slice(0, n)) - (n * (n + 1)) / 2
  const all = n + m
  const variance = ((n * m) / 12) * (all + 1 - ties / Math.max(1, all * (all - 1)))
  return { u, p: continuityCorrected(u - (n * m) / 2, variance) }
}

const continuityCorrected = (distance: number, variance: number): number =>
  variance > 0 ? normalBeyond(Math.max(0, Math.abs(distance) - 0.5) / Math.sqrt(variance)) : 1

export interface SignedRanks {
  /** The sum of the ranks of the positive differences. */
  readonly w: number
  readonly p: number
  readonly exact: boolean
  /** Differences that are not 0: the others are dropped, as Wilcoxon (1945) does. */
  readonly count: number
}

/**
 * Wilcoxon's signed-rank test, two-sided. Exact up to 25 differences without ties and zeros, by counting the sets of ranks
 * with each sum; else the normal approximation with corrections for ties and continuity (Lehmann 1975).
 * Undefined without differences.
 */
export function wilcoxon(differences: readonly number[]): SignedRanks | undefined {
  finite('differences', differences)
  if (differences.length === 0) return undefined
  const moving = differences.filter((difference) => difference !== 0)
  const count = moving.length
  const { ranks, ties } = midranks(moving.map(Math.abs))
  const w = sum(ranks.filter((_, at) => moving[at]! > 0))
  const most = (count * (count + 1)) / 2
  if (ties === 0 && count === differences.length && count <= 25)
    return { w, p: Math.min(1, 2 * signedRanksBelow(Math.min(w, most - w), count)), exact: true, count }
  const variance = most * ((2 * count + 1) / 12) - ties / 48
  return { w, p: continuityCorrected(w - most / 2, variance), exact: false, count }
}

/** P(W ≤ w) for ranks 1 … n with fair signs. */
function signedRanksBelow(w: number, n: number): number {
  const ways = new Float64Array((n * (n + 1)) / 2 + 1)
  ways[0] = 1
  for (let rank = 1; rank <= n; rank++)
    for (let total = ways.length - 1; total >= rank; total--) ways[total]! += ways[total - rank]!
  return sum(ways.subarray(0, w + 1)) / 2 ** n
}

export interface KolmogorovSmirnov {
  /** The largest distance between the two empirical distributions. */
  readonly d: number
  /** The share of all splits of the pooled values, ties kept, with a distance at least as large. */
  readonly p: number
  /** As tables and SciPy have it, for values of which no two are equal: too large where some are. */
  readonly untied: number
  /** Whether both count splits, or are Kolmogorov's limit. */
  readonly exact: boolean
}

/**
 * Two-sided. Exact while the product of the sample sizes is at most ten million: splits are counted as lattice paths
 * (Hodges 1958; with ties Schröer and Trenkler 1995). Undefined where a sample is empty.
 */
export function kolmogorovSmirnov(x: readonly number[], y: readonly number[]): KolmogorovSmirnov | undefined {
  finite('first sample', x)
  finite('second sample', y)
  const [n, m] = [x.length, y.length]
  if (n === 0 || m === 0) return undefined
  const pooled = [...x.map((value) => ({ value, first: true })), ...y.map((value) => ({ value, first: false }))].sort(
    (a, b) => a.value - b.value,
  )
  // Whether a group of equal values ends after so many: only there do the distributions have a value.
  const ends = pooled.map(({ value }, at) => value !== pooled[at + 1]?.value)
  let [i, j, farthest] = [0, 0, 0]
  for (const [at, { first }] of pooled.entries()) {
    if (first) i++
    else j++
    if (ends[at]) farthest = Math.max(farthest, Math.abs(i * m - j * n))
  }
  const d = farthest / (n * m)
  if (n * m <= 10_000_000) {
    const untied = pathsBeyond(farthest, n, m, new Array<boolean>(n + m).fill(true))
    return { d, p: pathsBeyond(farthest, n, m, ends), untied, exact: true }
  }
  const limit = kolmogorovBeyond(d * Math.sqrt((n * m) / (n + m)))
  return { d, p: limit, untied: limit, exact: false }
}

/** The share of lattice paths from (0, 0) to (n, m) that come to |i·m − j·n| ≥ farthest where a group of values ends. */
function pathsBeyond(farthest: number, n: number, m: number, ends: readonly boolean[]): number {
  if (farthest === 0) return 1
  // Of the paths to (i, j) the share that has come there without: the last step was along i with probability i / (i + j).
  const inside = new Float64Array(m + 1)
  for (let i = 0; i <= n; i++)
    for (let j = 0; j <= m; j++) {
      const steps = i + j
      if (steps === 0) inside[j] = 1
      else if (ends[steps - 1] && Math.abs(i * m - j * n) >= farthest) inside[j] = 0
      else inside[j] = ((i > 0 ? inside[j]! * i : 0) + (j > 0 ? inside[j - 1]! * j : 0)) / steps
    }
  return Math.min(1, Math.max(0, 1 - inside[m]!))
}

/** Kolmogorov's limit: 2 Σ (−1)^(k − 1) exp(−2 k² λ²). */
function kolmogorovBeyond(lambda: number): number {
  if (lambda < 0.2) return 1
  let total = 0
  for (let k = 1; k <= 20; k++) total += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * lambda * lambda)
  return Math.min(1, Math.max(0, total))
}
