/** The game whose actions are the players: from what they earned on average, which of them one would rather have been. */
import { StagegameError } from '../core/errors.ts'
import type { Mixture } from './matrix-game.ts'

/** The mean payoff of a player against another, `[own][other]`; undefined where they never met. */
export type MeanPayoffs = readonly (readonly (number | undefined)[])[]

/** What each player earns on average against the mix; undefined where it never met one of it. Throws `bad-matrix` or `bad-mixture`. */
export function payoffsAgainst(means: MeanPayoffs, mix: Mixture): (number | undefined)[] {
  check(means, mix)
  return means.map((row) => {
    let earned = 0
    for (const [other, share] of mix.entries()) {
      if (share === 0) continue
      const mean = row[other]
      if (mean === undefined) return undefined
      earned += share * mean
    }
    return earned
  })
}

/**
 * What each player earns against the mix less what the mix earns against itself: above 0 for those one would rather send.
 * Undefined where it, or some pair of the mix, never met. Throws as above.
 */
export function gainsAgainst(means: MeanPayoffs, mix: Mixture): (number | undefined)[] {
  const earned = payoffsAgainst(means, mix)
  const own = earnedBy(mix, earned)
  return earned.map((payoff) => (payoff === undefined || own === undefined ? undefined : payoff - own))
}

/**
 * NashConv of the symmetric game of two in which both send the mix: twice the largest gain, 0 in an equilibrium and only
 * there (Lanctot et al. 2017). Undefined unless every gain is known, as the unknown one may be the largest. Throws as above.
 */
export function empiricalNashConv(means: MeanPayoffs, mix: Mixture): number | undefined {
  const gains = gainsAgainst(means, mix)
  return gains.every((gain) => gain !== undefined) ? 2 * Math.max(0, ...gains) : undefined
}

/**
 * How much less each player earns at tables of the mix than the best of those who met all of it: 0 for whom one would
 * rather have been. Undefined where it never met one of the mix. Throws as above.
 */
export function regretOfPlayers(means: MeanPayoffs, mix: Mixture): (number | undefined)[] {
  const earned = payoffsAgainst(means, mix)
  const best = Math.max(...earned.filter((payoff) => payoff !== undefined))
  return earned.map((payoff) => (payoff === undefined ? undefined : best - payoff))
}

/** Undefined where somebody of the mix has no payoff. */
function earnedBy(mix: Mixture, earned: readonly (number | undefined)[]): number | undefined {
  let total = 0
  for (const [player, share] of mix.entries()) {
    if (share === 0) continue
    const payoff = earned[player]
    if (payoff === undefined) return undefined
    total += share * payoff
  }
  return total
}

function check(means: MeanPayoffs, mix: Mixture): void {
  const size = means.length
  for (const [player, row] of means.entries())
    if (row.length !== size || row.some((mean) => mean !== undefined && !Number.isFinite(mean)))
      throw new StagegameError(
        'bad-matrix',
        `mean payoffs of player ${player}: expected ${size}, each finite or undefined, but they are ${row.join(', ') || 'none'}`,
      )
  const total = mix.reduce((sum, share) => sum + share, 0)
  if (mix.length === size && mix.every((share) => share >= 0) && Math.abs(total - 1) < 1e-9) return
  throw new StagegameError(
    'bad-mixture',
    `expected ${size} shares of at least 0 that add up to 1, but got ${mix.join(', ') || 'none'}`,
  )
}
