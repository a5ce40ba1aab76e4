/** One-way random effects with groups of one size: how much of the spread lies between groups (players, matches). */
import { StagegameError } from '../core/errors.ts'
import { finite } from './checks.ts'
import { mean, sum, variance } from './quantiles.ts'

export interface RandomEffects {
  readonly mean: number
  /** Of the mean, √(σ²_total of a group mean / groups). */
  readonly se: number
  readonly meanSquareBetween: number
  readonly meanSquareWithin: number
  readonly varianceBetween: number
  readonly varianceWithin: number
  /** Intraclass correlation; null where nothing varies. */
  readonly icc: number | null
  /** 1 + (m − 1) · ICC, null likewise. */
  readonly designEffect: number | null
}

/**
 * REML, which in balanced data is ANOVA: σ²_w = MSW, σ²_b = (MSB − MSW) / m, se = √(MSB / (k · m)); where MSB < MSW, σ²_b is 0
 * and σ²_w the variance of all values (Searle, Casella and McCulloch 1992). Undefined below two groups of two.
 * Throws `unbalanced` for groups of different sizes.
 */
export function oneWayRandomEffects(groups: readonly (readonly number[])[]): RandomEffects | undefined {
  const [k, m] = [groups.length, groups[0]?.length ?? 0]
  for (const [at, group] of groups.entries()) {
    finite(`group ${at}`, group)
    if (group.length !== m)
      throw new StagegameError(
        'unbalanced',
        `groups of one size are expected: ${m}, but group ${at} has ${group.length}`,
      )
  }
  if (k < 2 || m < 2) return undefined
  const meanSquareBetween = m * variance(groups.map((group) => mean(group)!))!
  const meanSquareWithin = sum(groups.map((group) => variance(group)!)) / k
  const between = Math.max(0, (meanSquareBetween - meanSquareWithin) / m)
  const varianceWithin = between > 0 ? meanSquareWithin : variance(groups.flat())!
  const total = between + varianceWithin
  const icc = total > 0 ? between / total : null
  return {
    mean: mean(groups.flat())!,
    se: Math.sqrt((m * between + varianceWithin) / (k * m)),
    meanSquareBetween,
    meanSquareWithin,
    varianceBetween: between,
    varianceWithin,
    icc,
    designEffect: icc === null ? null : 1 + (m - 1) * icc,
  }
}
