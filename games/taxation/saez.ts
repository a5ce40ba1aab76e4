/** What the theory of optimal taxation says of rates, by sufficient statistics: elasticities, tails, welfare weights. */
import { portable } from '../../src/core/fingerprint.ts'

/**
 * τ = (1 − g) / (1 − g + a · e): g the welfare weight of those concerned, a the thinness of the tail, e the elasticity of income
 * to what is left of it (Saez 2001; Diamond and Saez 2011). 0 where g is 1 or more.
 */
export const saezRate = (g: number, a: number, e: number): number => (g >= 1 ? 0 : (1 - g) / (1 - g + a * e))

/** The flat rate that brings in most: 1 / (1 + e). */
export const lafferRate = (e: number): number => saezRate(0, 1, e)

/**
 * The flat rate that is best under these welfare weights: (1 − ḡ) / (1 − ḡ + e), where ḡ is the mean income by weights over the
 * plain mean income (Piketty and Saez 2013).
 */
export function linearOptimum(incomes: readonly number[], weights: readonly number[], e: number): number {
  const weighted = sum(incomes.map((z, i) => z * weights[i]!)) / sum(weights)
  return saezRate(weighted / meanOf(incomes), 1, e)
}

/**
 * The flat rate that a voter of a given income likes best, where revenue is shared equally: (1 − r) / (1 − r + e), r its income over
 * the mean; 0 for those above the mean (Meltzer and Richard 1981 with a constant elasticity).
 */
export const voterRate = (ownIncome: number, meanIncome: number, e: number): number =>
  saezRate(ownIncome / meanIncome, 1, e)

/** Where nobody earns more, or no density can be told: the tail counts as thin (LLM Economist, utils/common.py). */
const THIN = 10

/**
 * Rates in percent by bracket as the LLM Economist finds them (utils/common.py, `saez_optimal_tax_rates`): at the middle of each
 * bracket, and at the mean of those in the last, a(z) = z f(z) / (1 − F(z)) with a kernel density f; in the last a = m / (m −
 * threshold), m the mean of those above z. G(z) is the mean weight above z, weights being 1 / income. Two decimals.
 */
export function saezRates(
  incomes: readonly number[],
  thresholds: readonly number[],
  elasticity: number | readonly number[],
): readonly number[] {
  const n = incomes.length
  const weights = incomes.map((z) => 1 / Math.max(z, 1e-10))
  const weightOfAll = sum(weights)
  const density = kernelDensity(incomes)
  return thresholds.map((from, i) => {
    const next = thresholds[i + 1]
    const within = incomes.filter((z) => z >= from)
    const z = next !== undefined ? (from + next) / 2 : within.length > 0 ? meanOf(within) : 1.5 * from
    const beyond = incomes.filter((income) => income > z).length / n
    const above = incomes.flatMap((income, j) => (income >= z ? [j] : []))
    const m = meanOf(above.map((j) => incomes[j]!))
    const last = next === undefined && above.length > 0 && m > from
    const a = last ? m / (m - from) : beyond > 0 && density ? (z * density(z)) / beyond : THIN
    const g = beyond > 0 ? sum(above.map((j) => weights[j]!)) / weightOfAll / beyond : 0
    const e = typeof elasticity === 'number' ? elasticity : elasticity[i]!
    return Math.round(portable(10_000 * Math.min(1, saezRate(g, a, e)))) / 100
  })
}

/** A Gaussian kernel density by Scott's rule: bandwidth sd · n^(−1/5). Undefined where all numbers are the same. */
export function kernelDensity(numbers: readonly number[]): ((x: number) => number) | undefined {
  const n = numbers.length
  const mean = meanOf(numbers)
  const width = Math.sqrt(sum(numbers.map((x) => (x - mean) ** 2)) / (n - 1)) * n ** -0.2
  if (!(width > 0)) return undefined
  return (x) =>
    sum(numbers.map((own) => Math.exp(-0.5 * ((x - own) / width) ** 2))) / (n * width * Math.sqrt(2 * Math.PI))
}

/**
 * Elasticity by least squares: the slope of ln z on ln(1 − τ), and the ln z at no tax (AI Economist). Undefined where the rates do
 * not differ. Points with no income, or nothing left of it, are passed over.
 */
export function estimatedElasticity(
  points: readonly { readonly income: number; readonly rate: number }[],
): { readonly elasticity: number; readonly logUntaxed: number } | undefined {
  const logs = points.filter(({ income, rate }) => income > 0 && rate < 1)
  const y = logs.map(({ income }) => Math.log(income))
  const x = logs.map(({ rate }) => Math.log(1 - rate))
  const [meanX, meanY] = [meanOf(x), meanOf(y)]
  const spread = sum(x.map((at) => (at - meanX) ** 2))
  if (!(spread > 0)) return undefined
  const elasticity = sum(x.map((at, i) => (at - meanX) * (y[i]! - meanY))) / spread
  return { elasticity, logUntaxed: meanY - elasticity * meanX }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
const meanOf = (numbers: readonly number[]): number => sum(numbers) / numbers.length

/** The AI Economist's running estimate of an elasticity, from ten points on: a fiftieth of the new one, never below 0. */
export const smoothedElasticity = (previous: number, estimate: number): number =>
  0.02 * Math.max(estimate, 0) + 0.98 * previous

/**
 * The optimal marginal rate where utility is linear in consumption and the elasticity e constant, skills with a Pareto tail a and G the
 * mean welfare weight above: T' / (1 − T') = (1 + 1 / e) (1 − G) / a (Diamond 1998).
 */
export function diamondRate({ elasticity, tail, weightAbove }: DiamondTail): number {
  const ratio = ((1 + 1 / elasticity) * (1 - weightAbove)) / tail
  return ratio / (1 + ratio)
}

export interface DiamondTail {
  readonly elasticity: number
  /** Of skills: (1 − F(n)) / (n f(n)) = 1 / tail. */
  readonly tail: number
  readonly weightAbove: number
}
