/** Level-k reasoning in any finite symmetric game: Poisson shares, and the cognitive hierarchy's choices. */
import { expectedPayoffs } from '../src/statistics/matrix-game.ts'

/** e^−τ τ^k / k! for k = 0 … highest. */
export function poissonShares(tau: number, highest: number): number[] {
  const shares = [Math.exp(-tau)]
  for (let k = 1; k <= highest; k++) shares.push((shares[k - 1]! * tau) / k)
  return shares
}

/** The level above which a Poisson distribution has next to no share. */
export const highestLevel = (tau: number): number => Math.ceil(tau + 10 * Math.sqrt(tau) + 5)

/**
 * Poisson cognitive hierarchy in a two-player symmetric game (Camerer, Ho and Chong 2004): the share of each action, given
 * what level 0 does. Equally good responses are chosen equally often.
 */
export function hierarchyMix(
  payoff: readonly (readonly number[])[],
  levelZero: readonly number[],
  tau: number,
  highest = 30,
): number[] {
  const shares = poissonShares(tau, highest)
  const total = shares.reduce((a, b) => a + b, 0)
  let below = levelZero.map((share) => share * shares[0]!)
  let weight = shares[0]!
  for (let k = 1; k <= highest; k++) {
    const expected = expectedPayoffs(
      payoff,
      below.map((share) => share / weight),
    )
    const best = Math.max(...expected)
    const responses = expected.map((value) => Number(best - value < 1e-9))
    const many = responses.reduce((a, b) => a + b, 0)
    below = below.map((share, action) => share + (shares[k]! * responses[action]!) / many)
    weight += shares[k]!
  }
  return below.map((share) => share / total)
}
