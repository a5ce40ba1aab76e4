/** Mean, variance and quantiles of a list. What an empty list does not have is undefined, never NaN. */
import { finite, type Numbers } from './checks.ts'

export function sum(values: Numbers): number {
  let total = 0
  for (let at = 0; at < values.length; at++) total += values[at]!
  return total
}

export const mean = (values: Numbers): number | undefined =>
  values.length === 0 ? undefined : sum(values) / values.length

/** With n − 1 below; undefined for fewer than two values, exactly 0 where all are equal. */
export function variance(values: Numbers): number | undefined {
  const count = values.length
  if (count < 2) return undefined
  const first = values[0]!
  let total = 0
  for (let at = 1; at < count; at++) total += values[at]! - first
  const middle = total / count
  let squares = 0
  for (let at = 0; at < count; at++) squares += (values[at]! - first - middle) ** 2
  return squares / (count - 1)
}

/** Of values in ascending order: type 7 of Hyndman and Fan (1996), the default of R and NumPy. `p` from 0 to 1. */
export function quantile(sorted: Numbers, p: number): number | undefined {
  if (sorted.length === 0) return undefined
  const at = (sorted.length - 1) * Math.min(1, Math.max(0, p))
  const below = Math.floor(at)
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  return low + (at - below) * (high - low)
}

/** In any order. */
export const median = (values: Numbers): number | undefined => quantile(ascending(values), 0.5)

export function ascending(values: Numbers): Float64Array {
  finite('values to be sorted', values)
  return Float64Array.from(values).sort()
}
