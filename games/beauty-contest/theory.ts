/** What theory says about the beauty contest: equilibrium, level-k, cognitive hierarchy, Nagel's steps. */
import { poissonShares } from '../level-k.ts'
import { valueOf } from './nearest.ts'
import type { Params } from './rules.ts'

type Target = Pick<Params, 'factor' | 'offset' | 'min' | 'max' | 'integer'>

/**
 * Numbers x such that all naming x is a symmetric equilibrium among many players: fixed points of the best response
 * x ↦ factor · (x + offset), held to the bounds. One for factor < 1 (0 in the usual game: Nagel 1995; Ho, Camerer and
 * Weigelt 1998); the ends, and where it lies between them the unstable interior point, for factor > 1; none listed where
 * every number is one (factor 1, offset 0). On whole numbers: those whose best response rounds to themselves, found among
 * the neighbours of the fixed points.
 */
export function equilibria({ factor, offset, min, max, integer }: Target): number[] {
  const p = valueOf(factor)
  if (p === 1 && offset === 0) return []
  const respond = (x: number) => clamp(p * (x + offset), min, max)
  const interior = p === 1 ? [] : [(p * offset) / (1 - p)]
  const points = [min, max, ...interior].filter((x) => x >= min && x <= max)
  if (!integer) return distinct(points.filter((x) => Math.abs(respond(x) - x) < 1e-12 * Math.max(1, Math.abs(x))))
  const [low, high] = [Math.ceil(min), Math.floor(max)]
  const whole = points.flatMap((x) => [-2, -1, 0, 1, 2].map((step) => clamp(Math.round(x) + step, low, high)))
  return distinct(whole.filter((x) => clamp(nearestWhole(p * (x + offset)), low, high) === x))
}

/** The equilibrium that iterated elimination of dominated numbers leaves: the lowest for factor < 1, else the highest. */
export function equilibrium(params: Target): number {
  const found = equilibria(params)
  const only = valueOf(params.factor) < 1 ? found[0] : found.at(-1)
  return only ?? (params.min + params.max) / 2
}

/**
 * Best response to others who all name m, by the mean of N: factor · (m + offset) for many players; with one's own
 * influence x = p((N − 1) m + N · offset) / (N − p), which for offset 0 is p(N − 1)/(N − p) · m.
 */
export function bestResponse(m: number, { factor, offset, min, max, integer }: Target, seats?: number): number {
  const p = valueOf(factor)
  const x = seats === undefined || seats <= p ? p * (m + offset) : (p * ((seats - 1) * m + seats * offset)) / (seats - p)
  const held = clamp(x, min, max)
  return integer ? clamp(nearestWhole(held), Math.ceil(min), Math.floor(max)) : held
}

/** What a level-k player names: the best response, k times over, to a level-0 mean (Nagel 1995; Stahl and Wilson 1995). */
export function levelK(level: number, mean: number, params: Target, seats?: number): number {
  let x = mean
  for (let k = 0; k < level; k++) x = bestResponse(x, params, seats)
  return x
}

/**
 * Poisson cognitive hierarchy: level k best responds to levels 0 … k − 1 in the shares f(j) = e^−τ τ^j / j! (Camerer, Ho
 * and Chong 2004). Choices and shares of the levels 0 … highest.
 */
export function cognitiveHierarchy(tau: number, mean: number, params: Target, highest: number): { x: number[]; f: number[] } {
  const f = poissonShares(tau, highest)
  const x = [mean]
  for (let k = 1; k <= highest; k++) {
    const below = f.slice(0, k)
    const weight = below.reduce((a, b) => a + b, 0)
    x.push(bestResponse(below.reduce((sum, share, j) => sum + share * x[j]!, 0) / weight, params))
  }
  return { x, f }
}

/** Steps of reasoning, relative to a reference (the last round's mean): step n is (r p^(n+½), r p^(n−½)]. */
export type Step = 'above' | 'step0' | 'step1' | 'step2' | 'step3' | 'higher'

/** Nagel's (1995) classification of a choice relative to the previous mean r > 0, for a factor p < 1. */
export function stepOf(x: number, r: number, p: number): Step {
  if (x > r) return 'above'
  if (x <= 0) return 'higher'
  const n = Math.max(0, Math.ceil(Math.log(x / r) / Math.log(p) - 0.5))
  return n > 3 ? 'higher' : (`step${n}` as Step)
}

/** Nagel's (1995, fn. 12) first-round neighbourhoods of 50 pⁿ on whole numbers: 50 p^(n+¼) to 50 p^(n−¼), step 0 up to 50. */
export function neighbourhoods(p: number, steps = 4): [number, number][] {
  return Array.from({ length: steps }, (_, n) => [
    Math.round(50 * p ** (n + 0.25)),
    n === 0 ? 50 : Math.round(50 * p ** (n - 0.25)),
  ])
}

const clamp = (x: number, min: number, max: number): number => Math.min(max, Math.max(min, x))

/** Halves go down, so that a half-way response is no ground to name a higher number. */
const nearestWhole = (x: number): number => Math.ceil(x - 0.5)

const distinct = (numbers: readonly number[]): number[] => [...new Set(numbers)].sort((a, b) => a - b)
