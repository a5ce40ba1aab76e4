/** Thresholds of income, a rate in percent for each bracket, and the tax that follows. A threshold is where its bracket begins. */

/** United States, 2024, single filers; `three` and `flat` as in the LLM Economist (utils/bracket.py). */
export const SCHEDULES = {
  'us-2024': [0, 11600, 47150, 100525, 191950, 243725, 609350],
  three: [0, 90000, 159100],
  flat: [0],
} as const

/** Federal rates of the same year, in percent. */
export const US_RATES: readonly number[] = [10, 12, 22, 24, 32, 35, 37]

/** What may be added to a rate at once, in percentage points (LLM Economist, agents/planner.py). */
export const DELTAS = [-20, -10, 0, 10, 20] as const

/** T(z) = Σ rate_i / 100 · (min(z, next_i) − from_i)+. */
export function taxOf(income: number, thresholds: readonly number[], rates: readonly number[]): number {
  let tax = 0
  for (let i = 0; i < thresholds.length && income > thresholds[i]!; i++)
    tax += (rates[i]! / 100) * partIn(income, thresholds, i)
  return tax
}

/** The part of an income that lies in the bracket. */
export const partIn = (income: number, thresholds: readonly number[], bracket: number): number =>
  Math.max(0, Math.min(income, thresholds[bracket + 1] ?? Infinity) - thresholds[bracket]!)

/** The bracket in which the next unit of income would lie. */
export function bracketOf(income: number, thresholds: readonly number[]): number {
  let bracket = 0
  while (bracket + 1 < thresholds.length && income >= thresholds[bracket + 1]!) bracket++
  return bracket
}

/** Rates after changes in percentage points, kept within 0 … 100. */
export const moved = (rates: readonly number[], deltas: readonly number[]): readonly number[] =>
  rates.map((rate, i) => Math.min(100, Math.max(0, rate + deltas[i]!)))

/**
 * A schedule on other brackets: the average marginal rate within each (as `bracketize_schedule` of the AI Economist). The last
 * bracket has no end, and gets the last rate.
 */
export function bracketize(
  from: { readonly thresholds: readonly number[]; readonly rates: readonly number[] },
  thresholds: readonly number[],
): readonly number[] {
  const tax = (income: number) => taxOf(income, from.thresholds, from.rates)
  return thresholds.map((start, i) => {
    const end = thresholds[i + 1]
    return end === undefined ? from.rates.at(-1)! : (100 * (tax(end) - tax(start))) / (end - start)
  })
}
