/** How much of each of several known distributions there is in data: mixture weights by EM. */
import { StagegameError } from '../core/errors.ts'

export interface Mixed {
  /** Of each component, adding up to 1. */
  readonly weights: readonly number[]
  readonly logLikelihood: number
  /** −2 · log-likelihood + (components − 1) · ln n (Schwarz 1978); n is the sum of the data's weights. */
  readonly bic: number
}

/** How far the log-likelihood of an observation may be from its highest. */
const NEAR = 1e-10
const MOST_STEPS = 20_000

/**
 * Maximum-likelihood weights of components whose densities are given: `densities[datum][component]`, each datum as often as
 * its weight says. By EM (Dempster, Laird and Rubin 1977) with the squared steps of Varadhan and Roland (2008). The
 * log-likelihood is concave in the weights, so that a gradient of at most 1 in every direction tells how near the highest is.
 * Undefined without data, where no component could have produced a datum, and where the steps do not get near the highest.
 * Throws `bad-mixture` on a density or a weight that is negative or no number.
 */
export function mixed(densities: readonly (readonly number[])[], dataWeights: readonly number[]): Mixed | undefined {
  check(densities, dataWeights)
  const data = densities.flatMap((density, i) => (dataWeights[i]! > 0 ? [{ density, times: dataWeights[i]! }] : []))
  const n = data.reduce((sum, { times }) => sum + times, 0)
  const many = data[0]?.density.length ?? 0
  if (n === 0 || many === 0 || data.some(({ density }) => density.every((value) => value === 0))) return undefined
  const gradient = (weights: readonly number[]): number[] => {
    const sums = weights.map(() => 0)
    for (const { density, times } of data) {
      const scale = times / n / likelihood(density, weights)
      for (let c = 0; c < many; c++) sums[c]! += density[c]! * scale
    }
    return sums
  }
  let weights = Array.from({ length: many }, () => 1 / many)
  for (let step = 0; step < MOST_STEPS; step++) {
    const slope = gradient(weights)
    if (Math.max(...slope) < 1 + NEAR) return described(weights)
    const first = weights.map((weight, c) => weight * slope[c]!)
    const again = gradient(first)
    const second = first.map((weight, c) => weight * again[c]!)
    weights = leapt(weights, first, second)
  }
  return undefined

  function described(found: readonly number[]): Mixed {
    const logLikelihood = data.reduce(
      (sum, { density, times }) => sum + times * Math.log(likelihood(density, found)),
      0,
    )
    return { weights: found, logLikelihood, bic: -2 * logLikelihood + (many - 1) * Math.log(n) }
  }
}

function likelihood(density: readonly number[], weights: readonly number[]): number {
  let sum = 0
  for (let c = 0; c < weights.length; c++) sum += density[c]! * weights[c]!
  return sum
}

/**
 * The squared step from two plain ones, then on by nothing: weights left by more than they have stay at a tenth, so that none
 * is lost for good; where the leap does not go forward it is the second plain step.
 */
function leapt(from: readonly number[], first: readonly number[], second: readonly number[]): number[] {
  const change = first.map((weight, c) => weight - from[c]!)
  const bend = second.map((weight, c) => weight - first[c]! - change[c]!)
  const length = Math.sqrt(squared(change) / squared(bend))
  if (!(length > 1 && Number.isFinite(length))) return [...second]
  const leap = from.map((weight, c) =>
    Math.max(weight + 2 * length * change[c]! + length ** 2 * bend[c]!, second[c]! / 10),
  )
  const total = leap.reduce((a, b) => a + b, 0)
  return leap.map((weight) => weight / total)
}

const squared = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x * x, 0)

function check(densities: readonly (readonly number[])[], weights: readonly number[]): void {
  const many = densities[0]?.length ?? 0
  const at = densities.findIndex(
    (density, i) =>
      density.length !== many || !density.every(isAmount) || weights[i] === undefined || !isAmount(weights[i]),
  )
  if (at === -1) return
  const found = `${densities[at]!.join(', ')} with the weight ${weights[at]}`
  throw new StagegameError(
    'bad-mixture',
    `datum ${at}: expected ${many} densities and a weight, all of them 0 or more, got ${found}`,
  )
}

const isAmount = (x: number): boolean => x >= 0 && x < Number.POSITIVE_INFINITY
