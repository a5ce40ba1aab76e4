/** Tries a property on random matches, and says under which params, seats and seed it failed. */
import fc from 'fast-check'
import { quoted, StagegameError } from '../core/errors.ts'
import { type Case, caseText } from './cases.ts'
import type { Bench } from './law.ts'

/** Always the same seeds: a law that holds today holds tomorrow. Throws `law-broken`. */
export function forEverySeed(bench: Bench, property: (played: Case, seed: string) => void, runs = bench.runs): void {
  for (const played of bench.cases) {
    const seeds = fc.nat().map((n) => `laws/${n}`)
    const tried = fc.check(
      fc.property(seeds, (seed) => property(played, seed)),
      { numRuns: runs, seed: 1 },
    )
    if (!tried.failed) continue
    const { counterexample, errorInstance } = tried
    const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance)
    throw broken(`${why}\n  under ${caseText(played)}, seed ${quoted(counterexample?.[0])}`, errorInstance)
  }
}

export const broken = (message: string, cause?: unknown): StagegameError =>
  new StagegameError('law-broken', message, cause === undefined ? {} : { cause })
