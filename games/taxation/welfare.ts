/** What utilities come to for a society, and how unequal they are. */
import type { Welfare } from './params.ts'

/** From incomes and utilities by worker to one number. */
export type WelfareFunction = (incomes: readonly number[], utilities: readonly number[]) => number

/** The names that measures have for them; isoelastic with the eta that is asked for. */
export const WELFARES = ['utilitarian', 'inverse-income', 'maximin', 'isoelastic', 'nash'] as const
export type WelfareName = (typeof WELFARES)[number]

/** Without an eta of its own the isoelastic one has this. */
export const ETA = 2

export function nameOf(welfare: Welfare): { readonly name: WelfareName; readonly eta: number } {
  if (typeof welfare === 'string') return { name: welfare, eta: ETA }
  return { name: 'isoelastic', eta: welfare.isoelastic.eta }
}

export function welfareFunction(name: WelfareName, eta: number = ETA): WelfareFunction {
  switch (name) {
    /** Σ u. */
    case 'utilitarian':
      return (_, utilities) => total(utilities, (u) => u)
    /** Σ u / max(z, 1): what the LLM Economist calls rawlsian (agents/planner.py). */
    case 'inverse-income':
      return (incomes, utilities) => total(utilities, (u, i) => u / Math.max(incomes[i]!, 1))
    /** min u. */
    case 'maximin':
      return (_, utilities) => utilities.reduce((least, u) => Math.min(least, u), Infinity)
    /** Σ (x^(1 − eta) − 1) / (1 − eta) of x = max(u, 1). */
    case 'isoelastic':
      return (_, utilities) => total(utilities, (u) => isoelastic(Math.max(u, 1), eta))
    /** Σ ln max(u, 1). */
    case 'nash':
      return (_, utilities) => total(utilities, (u) => Math.log(Math.max(u, 1)))
  }
}

/** (x^(1 − eta) − 1) / (1 − eta), for eta = 1 its limit ln x. */
export const isoelastic = (x: number, eta: number): number =>
  eta === 1 ? Math.log(x) : (x ** (1 - eta) - 1) / (1 - eta)

/**
 * Gini's coefficient Σ |x_i − x_j| / (2 n² mean): 0 where all are 0, undefined where some are negative. `normalised` is
 * n / (n − 1) times that, which reaches 1 where one has all; undefined for one number.
 */
export function gini(numbers: readonly number[]): { readonly plain?: number; readonly normalised?: number } {
  const sorted = [...numbers].sort((a, b) => a - b)
  const n = sorted.length
  if (n === 0 || sorted[0]! < 0) return {}
  const sum = total(sorted, (x) => x)
  const plain = sum === 0 ? 0 : Math.max(0, total(sorted, (x, i) => (2 * i + 1 - n) * x) / (n * sum))
  return n === 1 ? { plain } : { plain, normalised: (plain * n) / (n - 1) }
}

/** The AI Economist's equality: 1 less the normalised Gini coefficient; and that times productivity, the sum of incomes. */
export function equality(
  incomes: readonly number[],
): { readonly equality: number; readonly timesProductivity: number } | undefined {
  const { normalised } = gini(incomes)
  if (normalised === undefined) return undefined
  return { equality: 1 - normalised, timesProductivity: (1 - normalised) * total(incomes, (x) => x) }
}

/** Its quick Gini coefficient for thirty and more: 1 − 2 / (n + 1) · Σ of running sums ÷ the sum. */
export function quickGini(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  let running = 0
  const sums = total(sorted, (x) => {
    running += x
    return running
  })
  return 1 - ((2 / (sorted.length + 1)) * sums) / running
}

function total(numbers: readonly number[], of: (x: number, i: number) => number): number {
  let sum = 0
  for (let i = 0; i < numbers.length; i++) sum += of(numbers[i]!, i)
  return sum
}
