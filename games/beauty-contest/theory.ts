/** What theory says about the beauty contest: equilibrium, level-k, cognitive hierarchy, Nagel's steps. */
import { poissonShares } from '../level-k.ts'
import { floatOf, fractionOf } from './nearest.ts'
import { guessable, type Params } from './params.ts'

type Target = Pick<Params, 'factor' | 'statistic' | 'offset' | 'min' | 'max' | 'integer'>
type Contest = Target & Pick<Params, 'scoring' | 'ties'>

/**
 * Whether it is an equilibrium that all `seats` name x: nobody is paid more for naming another number alone. One's own guess
 * counts in the statistic, so this depends on how many play. `ties: each` and `random` count as `split`, since under `each`
 * whatever all name is one. Floats are compared with a slack of 1e-12 of the range.
 */
export function equilibriumTest(contest: Contest, seats: number): (x: number) => boolean {
  const [low, high] = guessable(contest)
  const slack = 1e-12 * (Math.abs(contest.min) + Math.abs(contest.max))
  const away = contest.scoring === 'distance' ? () => false : targetAway(contest, slack)
  const gains = contest.scoring === 'distance' ? gainsDistance : gainsPrize
  const targetAfter = targetOfDeviation(contest, seats)
  const up = (x: number) => x < high - slack && gains(contest, targetAfter, x, high, slack)
  const down = (x: number) => x > low + slack && gains(contest, targetAfter, x, low, slack)
  return (x) => !away(x) && (!contest.integer || Number.isInteger(x)) && !up(x) && !down(x)
}

/**
 * Whether the target is so far from x, when all name x, that a neighbour of x wins; on real numbers one as close as you like.
 * This settles most guesses at once: the neighbour's own influence moves the target its way, never back.
 */
function targetAway(params: Target, slack: number): (x: number) => boolean {
  const [low, high] = guessable(params)
  const { integer, offset } = params
  const p = floatOf(params.factor)
  const reach = (integer ? 0.5 : 0) + slack
  return (x) => {
    const pull = p * (x + offset) - x
    return pull > reach ? x < high - slack : pull < -reach && x > low + slack
  }
}

/** The target when all name x but one, who names y. The median of three or more stays where it was. */
type Deviation = (x: number, y: number) => number

function targetOfDeviation({ factor, offset, statistic }: Target, seats: number): Deviation {
  const p = floatOf(factor)
  if (statistic === 'max') return (x, y) => p * (Math.max(x, y) + offset)
  if (statistic === 'median' && seats > 2) return (x) => p * (x + offset)
  return (x, y) => p * (x + (y - x) / seats + offset)
}

/**
 * Whether some y from x's neighbour to `end` is nearer to its target than x: the target lies on y's side of their middle.
 * Both move linearly in y, so the first y and the last decide for all; on real numbers `targetAway` has judged the first.
 */
function gainsPrize({ integer, ties }: Contest, target: Deviation, x: number, end: number, slack: number): boolean {
  const side = Math.sign(end - x)
  const tieWins = ties === 'lowest' && side < 0
  const nearer = (y: number) => {
    const ahead = side * (target(x, y) - (x + y) / 2)
    return ahead > slack || (tieWins && ahead > -slack)
  }
  return nearer(end) || (integer && nearer(x + side))
}

/** Whether the distance to the target falls on the way from x to `end`: it is convex in y, so its first step decides. */
function gainsDistance({ integer }: Contest, target: Deviation, x: number, end: number, slack: number): boolean {
  const distance = (y: number) => y - target(x, y)
  if (integer) return Math.abs(distance(x + Math.sign(end - x))) < Math.abs(distance(x)) - slack
  return Math.abs(distance(x)) > slack && Math.sign(distance(x)) * (distance(end) - distance(x)) < -slack
}

/**
 * The symmetric equilibria among so many players: the ends and the fixed point of x ↦ factor · (x + offset), where they pass
 * `equilibriumTest`. Empty where there is none (`max` with a factor above ½ and the nearest winning), and where every number
 * is one (factor 1, offset 0). On whole numbers these stand for their neighbours, which may be equilibria too.
 */
export function equilibria(contest: Contest, seats: number): number[] {
  if (floatOf(contest.factor) === 1 && contest.offset === 0) return []
  const [low, high] = guessable(contest)
  const fixed = fixedPoint(contest)
  const inside = fixed === null ? [] : contest.integer ? [Math.floor(fixed), Math.ceil(fixed)] : [fixed]
  const points = [low, high, ...inside.filter((x) => x > low && x < high)]
  return [...new Set(points)].sort((a, b) => a - b).filter(equilibriumTest(contest, seats))
}

/** Where x = factor · (x + offset), exact to the last division; null for factor 1. */
function fixedPoint({ factor, offset }: Target): number | null {
  const { over, under } = fractionOf(factor)
  return over === under ? null : (Number(over) * offset) / Number(under - over) + 0
}

/**
 * The number that best responses lead to, step by step from the midpoint, with many players: for factor < 1 the fixed point or
 * the bound before it, for factor ≥ 1 the end it drifts to (Nagel 1995; Ho, Camerer and Weigelt 1998).
 */
export function equilibrium(params: Target): number {
  const { factor, offset, min, max } = params
  const middle = (min + max) / 2
  const drift = floatOf(factor) * (middle + offset) - middle
  if (floatOf(factor) < 1) return named(fixedPoint(params) ?? middle, params)
  return named(drift === 0 ? middle : drift > 0 ? max : min, params)
}

/** The range of targets that some guesses lead to; what lies outside is dominated by the end of the range next to it. */
export function outOfReach(params: Target): (guess: number) => boolean {
  const { factor, offset, min, max } = params
  const p = floatOf(factor)
  const slack = 1e-12 * (Math.abs(min) + Math.abs(max))
  const [lowest, highest] = [p * (min + offset) - slack, p * (max + offset) + slack]
  return (guess) => guess < lowest || guess > highest
}

/**
 * Best response to others who all name m, in the sense of hitting the target: factor · (m + offset) for many players. With
 * one's own influence on the mean of N it is x = p((N − 1) m + N · offset) / (N − p), which for offset 0 is p(N − 1)/(N − p) · m.
 * In the two-player mean game with factor < 1 the lower number always wins, so that every lower number is as good, and 0 is
 * weakly dominant (Grosskopf and Nagel 2008). The median of three or more and the maximum take no influence here.
 */
export function bestResponse(m: number, params: Target, seats?: number): number {
  const { factor, offset, statistic } = params
  const p = floatOf(factor)
  const influences =
    seats !== undefined && seats > p && (statistic === 'mean' || (statistic === 'median' && seats === 2))
  return named(influences ? (p * ((seats - 1) * m + seats * offset)) / (seats - p) : p * (m + offset), params)
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
export function cognitiveHierarchy(
  tau: number,
  mean: number,
  params: Target,
  highest: number,
): { readonly x: readonly number[]; readonly f: readonly number[] } {
  const f = poissonShares(tau, highest)
  const x = [mean]
  let weight = f[0]!
  let sum = f[0]! * mean
  for (let k = 1; k <= highest; k++) {
    const choice = bestResponse(sum / weight, params)
    x.push(choice)
    weight += f[k]!
    sum += f[k]! * choice
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

/** The number nearest to x that may be guessed. Halves go down: a half-way response is no ground to name a higher number. */
export function named(x: number, params: Pick<Params, 'integer' | 'max' | 'min'>): number {
  const [low, high] = guessable(params)
  return Math.min(high, Math.max(low, params.integer ? Math.ceil(x - 0.5) : x)) + 0
}
