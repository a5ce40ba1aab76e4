/** Ratings kept while a tournament runs. */
import { expect, it } from 'vitest'
import { liveRatings } from '../../src/statistics/live-rating.ts'

it('begin at 25 and 25/3, which nobody can be sure of', () => {
  const [only] = liveRatings([], 1)
  expect(only!.mu).toBe(25)
  expect(only!.sigma).toBeCloseTo(25 / 3, 12)
  expect(only!.ordinal).toBeCloseTo(0, 12)
})

it('move as Weng and Lin’s algorithm 4 says, for a first contest of two', () => {
  // σ² = (25/3)² + τ², τ = 25/300; c² = 2 (σ² + β²), β = 25/6; equals are even: μ ± σ²/c · 1/2,
  // and σ² shrinks by 1 − σ²/c² · γ · 1/4, γ = σ/c.
  const variance = (25 / 3) ** 2 + (25 / 300) ** 2
  const c = Math.sqrt(2 * (variance + (25 / 6) ** 2))
  const sigma = Math.sqrt(variance * (1 - ((variance / c ** 2) * (Math.sqrt(variance) / c)) / 4))
  const [winner, loser] = liveRatings([[[0], [1]]], 2)
  expect(winner!.mu).toBeCloseTo(25 + variance / c / 2, 10)
  expect(loser!.mu).toBeCloseTo(25 - variance / c / 2, 10)
  expect(winner!.sigma).toBeCloseTo(sigma, 10)
  expect(winner!.ordinal).toBeCloseTo(winner!.mu - 3 * sigma, 10)
})

it('put the players of many contests in their order, with those that sat out as unsure as before', () => {
  const contests = Array.from({ length: 30 }, () => [[2], [0, 1], [3]])
  const ratings = liveRatings(contests, 5)
  expect(ratings[2]!.mu).toBeGreaterThan(ratings[0]!.mu)
  expect(ratings[0]!.mu).toBeCloseTo(ratings[1]!.mu, 10)
  expect(ratings[1]!.mu).toBeGreaterThan(ratings[3]!.mu)
  expect(ratings[4]).toEqual(liveRatings([], 1)[0])
  expect(ratings[0]!.sigma).toBeLessThan(ratings[4]!.sigma)
})

it('are the same for the same contests in the same order', () => {
  const contests = [
    [[0], [1], [2]],
    [[2], [1, 0]],
    [[1], [2]],
  ]
  expect(liveRatings(contests, 3)).toEqual(liveRatings(contests, 3))
  expect(liveRatings([...contests].reverse(), 3)).not.toEqual(liveRatings(contests, 3))
})

it('refuse a ranking by its place', () => {
  expect(() => liveRatings([[[0], [3]]], 3)).toThrow('contest 0: expected players from 0 to 2')
})
