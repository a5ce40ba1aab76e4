/** Replicator dynamics: what does better than the mean grows, in a population where everybody meets everybody. */
import { StagegameError } from '../core/errors.ts'
import { positive, whole } from './checks.ts'
import { expectedPayoffs, type Mixture, type Payoffs } from './matrix-game.ts'

export interface Rest {
  readonly mix: Mixture
  readonly steps: number
  /**
   * Whether no share moved by more than the tolerance in the last step: at a rest point, or as near to one as cannot be told
   * from it, even if it is unstable. Cycles inside do not rest.
   */
  readonly rested: boolean
}

/**
 * One discrete step, x_i ← x_i f_i / Σ x f with f = A x (Taylor and Jonker 1978; Weibull 1995, §4.1). `payoff[own][other]`.
 * Throws `bad-fitness` unless payoffs are at least 0 and their mean above: add a constant to all of them, which slows the steps.
 */
export function replicatorStep(payoff: Payoffs, mix: Mixture): Mixture {
  checkMix(payoff, mix)
  return stepped(payoff, mix)
}

/** Steps until no share moves by more than the tolerance, or none are left. Throws as above. */
export function replicated(
  payoff: Payoffs,
  start: Mixture,
  { steps = 10_000, tolerance = 1e-10 }: { readonly steps?: number; readonly tolerance?: number } = {},
): Rest {
  whole('steps', steps, 1)
  positive('tolerance', tolerance)
  checkMix(payoff, start)
  let mix = start
  for (let step = 1; step <= steps; step++) {
    const next = stepped(payoff, mix)
    const moved = Math.max(...next.map((share, action) => Math.abs(share - mix[action]!)))
    mix = next
    if (moved <= tolerance) return { mix, steps: step, rested: true }
  }
  return { mix, steps, rested: false }
}

function stepped(payoff: Payoffs, mix: Mixture): Mixture {
  const fitness = expectedPayoffs(payoff, mix)
  const grown = mix.map((share, action) => share * fitness[action]!)
  const mean = grown.reduce((sum, share) => sum + share, 0)
  if (!(mean > 0))
    throw new StagegameError(
      'bad-fitness',
      `expected a mean payoff above 0 at shares ${mix.join(', ')}, but it is ${mean}`,
    )
  return grown.map((share) => share / mean)
}

function checkMix(payoff: Payoffs, mix: Mixture): void {
  const size = payoff.length
  if (
    size === 0 ||
    payoff.some((row) => row.length !== size || !row.every((paid) => paid >= 0 && Number.isFinite(paid)))
  )
    throw new StagegameError('bad-fitness', 'expected a square matrix of finite payoffs of at least 0, [own][other]')
  const total = mix.reduce((sum, share) => sum + share, 0)
  if (mix.length === size && mix.every((share) => share >= 0) && Math.abs(total - 1) < 1e-9) return
  throw new StagegameError(
    'bad-mixture',
    `expected ${size} shares of at least 0 that add up to 1, but got ${mix.join(', ') || 'none'}`,
  )
}
