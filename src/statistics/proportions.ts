/** Intervals for a share of independent trials. Where trials come in clusters, `meanOfBlocks` of zeros and ones is right instead. */
import jStat from 'jstat'
import { StagegameError } from '../core/errors.ts'
import type { Interval } from './bootstrap.ts'
import { share, whole } from './checks.ts'
import { normalQuantile } from './distributions.ts'

/** Wilson (1927): covers about its level on average, near 0 and 1 too. Undefined without trials. */
export function wilson(successes: number, trials: number, confidence = 0.95): Interval | undefined {
  check(successes, trials, confidence)
  if (trials === 0) return undefined
  const z2 = normalQuantile(confidence) ** 2
  const found = successes / trials
  const middle = (found + z2 / (2 * trials)) / (1 + z2 / trials)
  const half = Math.sqrt(z2 * ((found * (1 - found)) / trials + z2 / (4 * trials * trials))) / (1 + z2 / trials)
  return {
    low: successes === 0 ? 0 : Math.max(0, middle - half),
    high: successes === trials ? 1 : Math.min(1, middle + half),
  }
}

/** Clopper and Pearson (1934): covers at least its level, always; often wider than it needs to be. Undefined without trials. */
export function clopperPearson(successes: number, trials: number, confidence = 0.95): Interval | undefined {
  check(successes, trials, confidence)
  if (trials === 0) return undefined
  const tail = (1 - confidence) / 2
  return {
    low: successes === 0 ? 0 : jStat.beta.inv(tail, successes, trials - successes + 1),
    high: successes === trials ? 1 : jStat.beta.inv(1 - tail, successes + 1, trials - successes),
  }
}

function check(successes: number, trials: number, confidence: number): void {
  whole('trials', trials)
  whole('successes', successes)
  share('confidence', confidence)
  if (successes > trials)
    throw new StagegameError('bad-statistics-input', `${successes} successes cannot come from ${trials} trials`)
}
