/** McNemar's test of paired yes and no: only the pairs that differ count. */
import { whole } from './checks.ts'

export interface McNemar {
  /** Binomial, two-sided: exact, and conservative. */
  readonly p: number
  /** Less half the probability of what was seen: close to its level, as Fagerland, Lydersen and Laake (2013) recommend. */
  readonly midP: number
}

/** `first` pairs say yes only in the first condition, `second` only in the second. Without any such pair both p are 1. */
export function mcnemar(first: number, second: number): McNemar {
  whole('pairs with yes only in the first condition', first)
  whole('pairs with yes only in the second condition', second)
  const few = Math.min(first, second)
  const seen = fairCoin(few, first + second)
  if (first === second) return { p: 1, midP: first === 0 ? 1 : 1 - seen / 2 }
  let below = 0
  let term = seen
  for (let heads = few; heads >= 0 && term > 0; heads--) {
    below += term
    term *= heads / (first + second - heads + 1)
  }
  return { p: Math.min(1, 2 * below), midP: Math.min(1, 2 * below - seen) }
}

/** P(heads) in n tosses. */
function fairCoin(heads: number, n: number): number {
  let logarithm = -n * Math.LN2
  for (let i = 1; i <= heads; i++) logarithm += Math.log((n - heads + i) / i)
  return Math.exp(logarithm)
}
