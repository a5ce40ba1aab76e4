/** λ is found again in choices that are made from a known one; its interval covers as it should. */
import { describe, expect, it } from 'vitest'
import type { Rng } from '../../src/core/chance.ts'
import { estimateLambda, logitBranch, quantalResponse } from '../../src/statistics/quantal-response.ts'
import { pennies320, prisoners } from './matrix-games.ts'
import { recovered } from './recovery.ts'

describe('λ', { timeout: 240_000 }, () => {
  it.each([
    ['asymmetric matching pennies', pennies320, 0.03, 1],
    ['the prisoners’ dilemma', prisoners, 0.8, 5],
  ] as const)('of 500 groups of 200 pairs in %s', (name, [A, B], lambda, most) => {
    const branch = logitBranch(A, B, most)
    const { row, column } = quantalResponse(branch, lambda)
    // A pair is its two choices in one: 0 to 3.
    const draw = (rng: Rng) => 2 * Number(rng.next() >= row[0]!) + Number(rng.next() >= column[0]!)
    const known = new Map<string, number>() // many resamples have the same counts
    const estimate = (pairs: readonly number[], weights: readonly number[]) => {
      const choices = { row: [0, 0], column: [0, 0] }
      pairs.forEach((pair, i) => {
        choices.row[pair >> 1]! += weights[i]!
        choices.column[pair & 1]! += weights[i]!
      })
      const key = JSON.stringify(choices)
      const found = known.get(key) ?? estimateLambda(branch, choices)!
      known.set(key, found)
      return [found]
    }
    const [found] = recovered({ name, draw, people: 200, estimate, truth: [lambda] })
    expect(Math.abs(found!.mean / lambda - 1)).toBeLessThan(0.03)
    expect(found!.coverage).toBeGreaterThan(0.92)
    expect(found!.coverage).toBeLessThan(0.98)
  })
})
