/** How well scores tell two kinds apart: the area under the ROC curve, with an interval for scores that come in clusters. */
import { finite, paired, share } from './checks.ts'
import { members } from './clustered.ts'
import { normalQuantile } from './distributions.ts'
import { sum } from './quantiles.ts'
import { mannWhitney } from './ranks.ts'

/**
 * The share of pairs of one of a kind and one of the other in which the first has the higher score, ties counting one half
 * (Bamber 1975). Undefined where a kind is missing.
 */
export function auc(scores: readonly number[], labels: readonly boolean[]): number | undefined {
  paired('scores and their labels', [scores.length, labels.length])
  const of = (label: boolean) => scores.filter((_, row) => labels[row] === label)
  const [positive, negative] = [of(true), of(false)]
  const found = mannWhitney(positive, negative)
  return found && found.u / (positive.length * negative.length)
}

export interface AucInterval {
  readonly auc: number
  readonly se: number
  readonly low: number
  readonly high: number
  readonly clusters: number
}

/**
 * With scores that hang together within clusters (Obuchowski 1997, Biometrics 53); where each score is a cluster of its own, it is
 * that of DeLong, DeLong and Clarke-Pearson (1988). By the normal distribution, cut at 0 and 1. Scores that tell all apart have
 * no spread: the interval is then a point. Undefined where there are fewer than two clusters with either kind.
 */
export function aucInterval(
  scores: readonly number[],
  labels: readonly boolean[],
  clusters: readonly (string | number)[],
  confidence = 0.95,
): AucInterval | undefined {
  share('confidence', confidence)
  paired('scores and their clusters', [scores.length, clusters.length])
  finite('scores', scores)
  const area = auc(scores, labels)
  if (area === undefined) return undefined
  const placed = placements(scores, labels)
  const groups = members(clusters).map((rows) => {
    const excess = (label: boolean) =>
      sum(rows.filter((row) => labels[row] === label).map((row) => placed[row]! - area))
    const has = (label: boolean) => rows.some((row) => labels[row] === label)
    return { positive: excess(true), negative: excess(false), hasPositive: has(true), hasNegative: has(false) }
  })
  const withPositive = groups.filter(({ hasPositive }) => hasPositive).length
  const withNegative = groups.filter(({ hasNegative }) => hasNegative).length
  if (withPositive < 2 || withNegative < 2) return undefined
  const m = labels.filter((label) => label).length
  const n = labels.length - m
  const corrected = (count: number) => count / (count - 1)
  const squares = (of: (group: (typeof groups)[number]) => number) => sum(groups.map(of))
  const variance =
    (corrected(withPositive) * squares(({ positive }) => positive ** 2)) / m ** 2 +
    (corrected(withNegative) * squares(({ negative }) => negative ** 2)) / n ** 2 +
    (2 * corrected(groups.length) * squares(({ positive, negative }) => positive * negative)) / (m * n)
  const se = Math.sqrt(Math.max(0, variance))
  const half = se * normalQuantile(confidence)
  return { auc: area, se, low: Math.max(0, area - half), high: Math.min(1, area + half), clusters: groups.length }
}

/** Of each score the share of the other kind that it stands on the right side of: their mean over either kind is the AUC. */
function placements(scores: readonly number[], labels: readonly boolean[]): readonly number[] {
  const of = (label: boolean) => Float64Array.from(scores.filter((_, row) => labels[row] === label)).sort()
  const [positive, negative] = [of(true), of(false)]
  return scores.map((score, row) => {
    const below = shareBelow(labels[row] ? negative : positive, score)
    return labels[row] ? below : 1 - below
  })
}

/** The share of sorted values below x, equal ones counting one half. */
export function shareBelow(sorted: Float64Array, x: number): number {
  const first = (isPast: (value: number) => boolean) => {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (isPast(sorted[middle]!)) high = middle
      else low = middle + 1
    }
    return low
  }
  return (first((value) => value >= x) + first((value) => value > x)) / 2 / sorted.length
}
