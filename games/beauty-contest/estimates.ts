/** What first guesses say of how players reason: τ of the Poisson cognitive hierarchy, and how many there are of each level. */
import { type Mixed, mixed } from '../../src/statistics/mixture.ts'
import { crossing, highest } from '../../src/statistics/one-dimension.ts'
import { truncatedNormal } from '../../src/statistics/truncated-normal.ts'
import { highestLevel } from '../level-k.ts'
import { floatOf } from './nearest.ts'
import type { Params } from './params.ts'
import { cognitiveHierarchy, equilibrium, levelK } from './theory.ts'

type Contest = Pick<Params, 'factor' | 'statistic' | 'offset' | 'min' | 'max'>

/** The highest τ that is looked at. */
const MOST_TAU = 100
/** Standard deviation of a guess around what it aims at, as a share of the range: 4 on 0 to 100. */
const NOISE = 0.04

/**
 * τ under which the hierarchy's mean is the mean of the guesses: the method of moments of Camerer, Ho and Chong (2004). Level
 * 0 means the midpoint; one's own influence is left out. 0 where the mean lies at the midpoint or on the other side of it than
 * the equilibrium. Undefined where it is nearer to the equilibrium than any τ up to 100 leads, and where all levels mean the same.
 */
export function tauByMean(mean: number, contest: Contest): number | undefined {
  if (!leadsOn(contest)) return undefined
  const onReals = smooth(contest)
  if ((mean - middle(contest)) * (equilibrium(onReals) - middle(contest)) <= 0) return 0
  return crossing((tau) => hierarchyMean(tau, onReals) - mean, 0, MOST_TAU)
}

/** Whether best responses lead away from the midpoint: else all levels name the same. */
export const leadsOn = (contest: Contest): boolean => equilibrium(smooth(contest)) !== middle(contest)

function hierarchyMean(tau: number, onReals: Smooth): number {
  const { x, f } = cognitiveHierarchy(tau, middle(onReals), onReals, highestLevel(tau))
  let [sum, weight] = [0, 0]
  for (let k = 0; k < x.length; k++) {
    sum += f[k]! * x[k]!
    weight += f[k]!
  }
  return sum / weight
}

/** The guesses that differ, and how often each came. */
export type Fit<T> = (guesses: readonly number[], weights: readonly number[]) => T | undefined

/** Points of a coarse search for τ, close together where τ is low, and its end. */
const GRID = Array.from({ length: 41 }, (_, i) => 20 * (i / 40) ** 2)

/**
 * τ by maximum likelihood. The hierarchy says one number a level, which next to no guess hits exactly; so here a guess of level
 * k ≥ 1 is normal around the level's number, cut to the range, with a standard deviation of 4 % of the range, and one of level
 * 0 uniform. Levels come in Poisson shares. (The noise is an assumption of this project, the same as in `levelFit`; Camerer, Ho
 * and Chong fit means.) Unlike the mean it is hardly moved by a few guesses near the top. Undefined without guesses, and where
 * the likelihood still rises at τ = 20.
 */
export function hierarchyFit(contest: Contest): Fit<number> {
  const atGrid = GRID.map((tau) => density(tau, contest))
  const known = new Map<number, readonly number[]>() // by guess: a resampled guess is an old one
  const onGrid = (guess: number): readonly number[] => {
    const found = known.get(guess) ?? atGrid.map((of) => Math.log(of(guess)))
    known.set(guess, found)
    return found
  }
  return (guesses, weights) => {
    if (!weights.some((times) => times > 0)) return undefined
    const rows = guesses.map(onGrid)
    const all = GRID.map((_, at) => rows.reduce((sum, row, i) => sum + weights[i]! * row[at]!, 0))
    const likelihood = (tau: number) => {
      const of = density(tau, contest)
      return guesses.reduce((sum, guess, i) => sum + weights[i]! * Math.log(of(guess)), 0)
    }
    const found = highest(likelihood, GRID, all)
    return found?.at === GRID.at(-1) ? undefined : found?.at
  }
}

/** The density of a guess under the noisy hierarchy. */
function density(tau: number, contest: Contest): (guess: number) => number {
  const { min, max } = contest
  const { x, f } = cognitiveHierarchy(tau, middle(contest), smooth(contest), highestLevel(tau))
  const total = f.reduce((a, b) => a + b, 0)
  const levels = x.flatMap((at, k) =>
    k > 0 && f[k]! > 1e-9 * total ? [{ share: f[k]! / total, of: noisy(at, contest) }] : [],
  )
  return (guess) => {
    let sum = f[0]! / total / (max - min)
    for (const { share, of } of levels) sum += share * of(guess)
    return sum
  }
}

/**
 * Shares of levels 0 to 3 and of equilibrium players among the guesses, by maximum likelihood: level 0 is uniform, the others
 * are normal around their number, cut to the range, with a standard deviation of 4 % of the range. The components are given
 * and their weights alone are estimated, so that there is one answer.
 */
export function levelFit(contest: Contest): Fit<Mixed> {
  const { min, max } = contest
  const aims = aimsOf(contest).map((aim) => noisy(aim, contest))
  return (guesses, weights) =>
    mixed(
      guesses.map((guess) => [1 / (max - min), ...aims.map((of) => of(guess))]),
      weights,
    )
}

/** Whether guesses can tell the levels apart: any two aim half a standard deviation apart at least. */
export function levelsApart(contest: Contest): boolean {
  const aims = aimsOf(contest)
  const near = (NOISE * (contest.max - contest.min)) / 2
  return aims.every((aim, i) => aims.slice(i + 1).every((other) => Math.abs(aim - other) >= near))
}

/** What levels 1, 2, 3 and equilibrium players name. */
const aimsOf = (contest: Contest): number[] => {
  const onReals = smooth(contest)
  return [...[1, 2, 3].map((k) => levelK(k, middle(contest), onReals)), equilibrium(onReals)]
}

const noisy = (aim: number, { min, max }: Contest) => truncatedNormal(aim, NOISE * (max - min), min, max)

type Smooth = ReturnType<typeof smooth>

/** The same contest on real numbers, its factor a float. */
const smooth = ({ factor, statistic, offset, min, max }: Contest) => ({
  factor: floatOf(factor),
  statistic,
  offset,
  min,
  max,
  integer: false,
})

const middle = ({ min, max }: Pick<Contest, 'min' | 'max'>): number => (min + max) / 2
