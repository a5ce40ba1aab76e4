/** How many matches a comparison of two arms needs, and what a number of them can show: normal approximations, two-sided. */
import { finite, positive, share, whole } from './checks.ts'
import { normalBelow, normalQuantile } from './distributions.ts'

export interface Goal {
  /** The level of the test. */
  readonly alpha?: number
  /** The chance to find the difference where it is there. */
  readonly power?: number
}

/** z_{1−α/2} + z_{power}. */
function reach({ alpha = 0.05, power = 0.8 }: Goal): number {
  share('alpha', alpha)
  share('power', power)
  return normalQuantile(1 - alpha) + normalQuantile(2 * power - 1)
}

/** Independent values in each arm to find a difference of means: 2 · ((z_{1−α/2} + z_{power}) · sd / difference)², unrounded. */
export function perArmForMeans({ sd, difference, ...goal }: Goal & { sd: number; difference: number }): number {
  positive('sd', sd)
  positive('size of the difference', Math.abs(difference))
  return 2 * ((reach(goal) * sd) / difference) ** 2
}

/**
 * Independent trials in each arm to tell the share p1 from p2: (z_{1−α/2} + z_{power})² · (p1 q1 + p2 q2) / (p1 − p2)²,
 * unrounded; variances not pooled (Fleiss, Levin and Paik 2003).
 */
export function perArmForShares({ p1, p2, ...goal }: Goal & { p1: number; p2: number }): number {
  share('p1', p1)
  share('p2', p2)
  positive('size of the difference', Math.abs(p1 - p2))
  return (reach(goal) ** 2 * (p1 * (1 - p1) + p2 * (1 - p2))) / (p1 - p2) ** 2
}

/** By what clusters of `size` values inflate a number of independent ones: 1 + (size − 1) · ICC (Kish 1965). */
export function designEffect(size: number, icc: number): number {
  whole('size of a cluster', size, 1)
  finite('intraclass correlation', [icc])
  return 1 + (size - 1) * icc
}

/** The smallest difference of means that `perArm` independent values find with the power: (z + z) · sd · √(2 / n). */
export function detectable({ sd, perArm, ...goal }: Goal & { sd: number; perArm: number }): number {
  positive('sd', sd)
  positive('values an arm', perArm)
  return reach(goal) * sd * Math.sqrt(2 / perArm)
}

/** The chance that a two-sided z test finds the difference, in either direction. */
export function powerForMeans(design: { sd: number; difference: number; perArm: number; alpha?: number }): number {
  const { sd, difference, perArm, alpha = 0.05 } = design
  share('alpha', alpha)
  positive('sd', sd)
  positive('values an arm', perArm)
  finite('difference', [difference])
  const z = normalQuantile(1 - alpha)
  const shift = difference / (sd * Math.sqrt(2 / perArm))
  return normalBelow(shift - z) + normalBelow(-shift - z)
}
