/** What a schedule would have brought in, so far as who governs can know it: of incomes there are counts by bracket, and their mean. */
import { partIn, taxOf } from '../../../games/taxation/brackets.ts'

export interface Incomes {
  /** How many lie in each bracket. */
  readonly counts: readonly number[]
  readonly mean: number
}

/**
 * The least and the most that rates can bring in from incomes with these counts and this mean. Everybody has at least the threshold
 * of their bracket; what all have beyond that lies where rates are lowest, or highest (a fractional knapsack, so both are exact).
 */
export function revenueBounds(
  { counts, mean }: Incomes,
  thresholds: readonly number[],
  rates: readonly number[],
): readonly [number, number] {
  const workers = counts.reduce((a, b) => a + b, 0)
  const certain = sum(counts, (count, i) => count * taxOf(thresholds[i]!, thresholds, rates))
  const beyond = Math.max(0, workers * mean - sum(counts, (count, i) => count * thresholds[i]!))
  const room = counts.map((count, i) => ({
    rate: rates[i]!,
    money: count === 0 ? 0 : count * partIn(Number.POSITIVE_INFINITY, thresholds, i),
  }))
  const ascending = room.toSorted((a, b) => a.rate - b.rate)
  return [certain + taxFrom(beyond, ascending), certain + taxFrom(beyond, ascending.toReversed())]
}

interface Room {
  /** In percent. */
  readonly rate: number
  readonly money: number
}

function taxFrom(money: number, rooms: readonly Room[]): number {
  let left = money
  return sum(rooms, ({ rate, money: most }) => {
    const taken = Math.min(left, most)
    left -= taken
    return (taken * rate) / 100
  })
}

/** The mean tax on incomes that are known one by one. */
export const meanTax = (incomes: readonly number[], thresholds: readonly number[], rates: readonly number[]): number =>
  sum(incomes, (income) => taxOf(income, thresholds, rates)) / incomes.length

const sum = <T>(items: readonly T[], of: (item: T, i: number) => number): number =>
  items.reduce((total, item, i) => total + of(item, i), 0)
