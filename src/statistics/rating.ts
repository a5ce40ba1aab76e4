/** What a rating of players by their contests says, whichever model it comes from. */
import { type Climb, inverseInformation, type Summit } from './concave.ts'

export interface Rating {
  /** Natural logarithms of the strengths, with mean 0 in each component. */
  readonly strengths: Float64Array
  /** Davidson's ν: two equal players tie ν times as often as one of them wins. 0 without ties, and in Plackett–Luce. */
  readonly tie: number
  /** Of the contests alone, without those against a phantom. */
  readonly logLikelihood: number
  /**
   * Of each strength less the mean of its component, from the inverse Fisher information: as if all contests were
   * independent. 0 for a player alone in its component, whose strength is 0 by definition.
   */
  readonly se: Float64Array
  /** Of the same, row by row. */
  readonly covariance: Float64Array
  /** Whether the strengths of best likelihood were infinite, so that half a win and half a loss against a phantom hold them. */
  readonly penalised: boolean
  /** By player; strengths in different components are not comparable: nothing, however indirect, compares them. */
  readonly components: readonly number[]
}

/** The standard error of the strength of one player less that of another; undefined where they are not comparable. */
export function differenceError({ covariance, components }: Rating, first: number, second: number): number | undefined {
  if (components[first] !== components[second]) return undefined
  const size = components.length
  const at = (i: number, j: number) => covariance[i * size + j]!
  return Math.sqrt(Math.max(0, at(first, first) + at(second, second) - 2 * at(first, second)))
}

/** A maximum of the likelihood: the players come first among its coordinates. */
export interface Fit {
  /** Of the players alone, centred in each component. */
  readonly strengths: Float64Array
  readonly tie: number
  readonly components: readonly number[]
  readonly penalised: boolean
  readonly summit: Summit
}

export function ratingOf({ strengths, tie, components, penalised, summit }: Fit, logLikelihood: number): Rating {
  const covariance = centredCovariance(inverseInformation(summit.slope), components)
  const se = strengths.map((_, player) => Math.sqrt(Math.max(0, covariance[player * (strengths.length + 1)]!)))
  return { strengths, tie, logLikelihood, se, covariance, penalised, components }
}

/**
 * Strengths count only by their differences within a component; the square of their sum, taken away, makes the maximum
 * unique without moving it: the sums are 0 there.
 */
export const pinned =
  (climb: Climb, components: readonly number[]): Climb =>
  (point, slope) => {
    climb(point, slope)
    const size = point.length
    const sums = sumsBy(point, components)
    for (const sum of sums) slope.value -= sum ** 2 / 2
    for (const [i, component] of components.entries()) {
      slope.gradient[i]! -= sums[component]!
      for (const [j, other] of components.entries()) if (other === component) slope.information[i * size + j]! += 1
    }
  }

/** Less the mean of the component, each. */
export function centred(values: Float64Array, components: readonly number[]): Float64Array {
  const sums = sumsBy(values, components)
  const counts = sumsBy(new Float64Array(components.length).fill(1), components)
  return Float64Array.from(components, (component, at) => values[at]! - sums[component]! / counts[component]!)
}

/** By component; values beyond the players are left out. */
function sumsBy(values: Float64Array, components: readonly number[]): number[] {
  const sums: number[] = []
  for (const [at, component] of components.entries()) sums[component] = (sums[component] ?? 0) + values[at]!
  return sums
}

/** Rows and columns less the means of their components. */
function centredCovariance(inverse: Float64Array, components: readonly number[]): Float64Array {
  const players = components.length
  const size = Math.sqrt(inverse.length)
  const rows = components.map((_, i) => centred(inverse.subarray(i * size), components))
  const covariance = new Float64Array(players * players)
  for (let j = 0; j < players; j++)
    centred(
      Float64Array.from(rows, (row) => row[j]!),
      components,
    ).forEach((value, i) => {
      covariance[i * players + j] = value
    })
  return covariance
}
