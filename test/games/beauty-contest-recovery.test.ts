/** τ and mixture weights are found again in guesses that are made from known ones; their intervals cover as they should. */
import { describe, expect, it } from 'vitest'
import { hierarchyFit, levelFit, tauByMean } from '../../games/beauty-contest/estimates.ts'
import { cognitiveHierarchy, levelK } from '../../games/beauty-contest/theory.ts'
import type { Rng } from '../../src/core/chance.ts'
import { recovered } from '../statistics/recovery.ts'

const contest = { factor: 2 / 3, statistic: 'mean', offset: 0, min: 0, max: 100, integer: false } as const

/** Which of these shares a draw falls into. */
function picked(shares: readonly number[], rng: Rng): number {
  let left = rng.next()
  const found = shares.findIndex((share) => {
    left -= share
    return left < 0
  })
  return found === -1 ? 0 : found
}

/** A whole number around an aim, with the errors that the estimators suppose. */
function around(aim: number, rng: Rng): number {
  for (;;) {
    const x = rng.normal(aim, 4)
    if (x >= 0 && x <= 100) return Math.round(x)
  }
}

const anywhere = (rng: Rng) => Math.round(100 * rng.next())

describe('τ', { timeout: 240_000 }, () => {
  const { x, f } = cognitiveHierarchy(1.5, 50, contest, 30)

  it('by the mean: of guesses of a hierarchy with τ = 1.5, in 500 groups of 400', () => {
    // Fewer people have skewed estimates: of 150, intervals cover 92 to 94 %.
    // Levels name their number to the hundredth: the mean is the hierarchy's own.
    const draw = (rng: Rng) => {
      const level = picked(f, rng)
      return level === 0 ? anywhere(rng) : Math.round(100 * x[level]!) / 100
    }
    const estimate = (guesses: readonly number[], weights: readonly number[]) => [
      tauByMean(guesses.reduce((sum, guess, i) => sum + guess * weights[i]!, 0) / 400, contest)!,
    ]
    const [tau] = recovered({ name: 'tau', draw, people: 400, estimate, truth: [1.5] })
    expect(Math.abs(tau!.mean - 1.5)).toBeLessThan(0.03)
    expect(tau!.coverage).toBeGreaterThan(0.92)
    expect(tau!.coverage).toBeLessThan(0.98)
  })

  it('by likelihood: of noisy guesses of a hierarchy with τ = 1.5, in 500 groups of 50', () => {
    const draw = (rng: Rng) => {
      const level = picked(f, rng)
      return level === 0 ? anywhere(rng) : around(x[level]!, rng)
    }
    const likeliest = hierarchyFit(contest)
    const estimate = (guesses: readonly number[], weights: readonly number[]) => [likeliest(guesses, weights)!]
    const [tau] = recovered({ name: 'tau-likelihood', draw, people: 50, estimate, truth: [1.5] })
    expect(Math.abs(tau!.mean - 1.5)).toBeLessThan(0.03)
    expect(tau!.coverage).toBeGreaterThan(0.92)
    expect(tau!.coverage).toBeLessThan(0.98)
  })
})

describe('shares of levels', { timeout: 240_000 }, () => {
  it('of guesses of a known mixture, in 500 groups of 150', () => {
    const truth = [0.3, 0.25, 0.2, 0.15, 0.1]
    const aims = [50, levelK(1, 50, contest), levelK(2, 50, contest), levelK(3, 50, contest), 0]
    const draw = (rng: Rng) => {
      const level = picked(truth, rng)
      return level === 0 ? anywhere(rng) : around(aims[level]!, rng)
    }
    const mixture = levelFit(contest)
    const estimate = (guesses: readonly number[], weights: readonly number[]) => mixture(guesses, weights)!.weights
    const shares = recovered({ name: 'shares', draw, people: 150, estimate, truth })
    for (const [level, { mean, coverage }] of shares.entries()) {
      expect(Math.abs(mean - truth[level]!)).toBeLessThan(0.01)
      expect(coverage).toBeGreaterThan(0.92)
      expect(coverage).toBeLessThan(0.98)
    }
  })
})
