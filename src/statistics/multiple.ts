/** p adjusted for the number of hypotheses, in the order in which they came: rejected is what is at most the level. */
import { StagegameError } from '../core/errors.ts'

/** p · m: holds the chance of any false rejection, under whatever dependence. */
export const bonferroni = (p: readonly number[]): readonly number[] =>
  checked(p).map((value) => Math.min(1, value * p.length))

/** Holm (1979): holds what Bonferroni holds, and rejects at least as much. */
export function holm(p: readonly number[]): readonly number[] {
  const adjusted = new Array<number>(p.length).fill(1)
  let largest = 0
  for (const [place, at] of order(p).entries()) {
    largest = Math.max(largest, Math.min(1, p[at]! * (p.length - place)))
    adjusted[at] = largest
  }
  return adjusted
}

/**
 * Benjamini and Hochberg (1995): holds the expected share of false ones among the rejected, for tests that are independent or
 * depend positively.
 */
export function benjaminiHochberg(p: readonly number[]): readonly number[] {
  const adjusted = new Array<number>(p.length).fill(1)
  let smallest = 1
  for (const [place, at] of [...order(p).entries()].reverse()) {
    smallest = Math.min(smallest, (p[at]! * p.length) / (place + 1))
    adjusted[at] = smallest
  }
  return adjusted
}

/** The places of the p, smallest first. */
const order = (p: readonly number[]): readonly number[] =>
  checked(p)
    .map((_, at) => at)
    .sort((a, b) => p[a]! - p[b]!)

function checked(p: readonly number[]): readonly number[] {
  for (const [at, value] of p.entries())
    if (!(value >= 0 && value <= 1))
      throw new StagegameError('bad-statistics-input', `p-values, at ${at}: expected 0 to 1, but it is ${value}`)
  return p
}
