/** Quantiles and tails of the normal and of Student's t, two-sided as intervals and tests need them. */
import jStat from 'jstat'

/** z with P(|Z| ≤ z) = confidence. */
export const normalQuantile = (confidence: number): number => jStat.normal.inv((1 + confidence) / 2, 0, 1)

/** t with P(|T| ≤ t) = confidence. */
export const studentQuantile = (confidence: number, degrees: number): number =>
  jStat.studentt.inv((1 + confidence) / 2, degrees)

/** P(Z ≤ z). */
export const normalBelow = (z: number): number => jStat.normal.cdf(z, 0, 1)

/** P(|Z| ≥ |z|). */
export const normalBeyond = (z: number): number => Math.min(1, 2 * normalBelow(-Math.abs(z)))

/** P(|T| ≥ |t|), through the beta distribution, which keeps the digits of far tails. */
export const studentBeyond = (t: number, degrees: number): number =>
  jStat.beta.cdf(degrees / (degrees + t * t), degrees / 2, 1 / 2)

/** The t with P(|T| ≥ t) = P(|Z| ≥ z) for z ≥ 0; beyond z = 8, where digits end, in proportion. */
export function studentOfNormal(z: number, degrees: number): number {
  const least = Math.min(z, 8)
  const found = -jStat.studentt.inv(normalBelow(-least), degrees)
  return z > 8 ? found * (z / 8) : found
}
