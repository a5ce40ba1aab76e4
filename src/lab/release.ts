/** When a stage is over for all, so that the time it took does not tell people from programs. */
import type { Rng } from '../core/chance.ts'
import { StagegameError } from '../core/errors.ts'
import type { Block } from './lab-schema.ts'

/** Of a log-normal distribution of times to decide. */
export interface TimesToDecide {
  readonly medianSeconds: number
  /** Standard deviation of the natural logarithm. */
  readonly sigma: number
}

/**
 * The shape is that of human response times, which are skewed to the right and roughly log-normal (Luce 1986, Response
 * Times; Ulrich and Miller 1993, J. Math. Psychol. 37). The two numbers are ours, not estimates from any data: half of the
 * decisions come within 20 s, 90 % within 43 s. Who has times of a pilot passes their median and sigma.
 */
export const HUMAN_TIMES: TimesToDecide = { medianSeconds: 20, sigma: 0.6 }

/** A time to decide, in whole milliseconds, as of a person. */
export const responseTime = (rng: Rng, { medianSeconds, sigma }: TimesToDecide = HUMAN_TIMES): number =>
  Math.round(medianSeconds * 1000 * Math.exp(rng.normal(0, sigma)))

export interface Stage {
  readonly release: Block['release']
  /** Milliseconds since 1970 at which it was first open to somebody, and at which the last answer was there. */
  readonly openedAt: number
  readonly completedAt: number
  /** The limit of time. */
  readonly seconds?: number | undefined
  /** Seats of programs that were asked in it: so many times are simulated. */
  readonly others: number
  readonly rng: Rng
}

/**
 * When what came of a stage is shown, in milliseconds since 1970; never before it is complete.
 * - `fixed`: at the deadline. Throws `no-time-limit` where there is none.
 * - `when-all`: at once.
 * - `when-all+jitter`: not before the slowest of as many simulated people as programs were asked; a simulated time beyond
 *   the limit counts as the limit, since no person has more.
 */
export function releaseAt({ release, openedAt, completedAt, seconds, others, rng }: Stage): number {
  switch (release) {
    case 'fixed':
      if (seconds === undefined)
        throw new StagegameError(
          'no-time-limit',
          'release: fixed is at the deadline: expected a limit of time, got none',
        )
      return Math.max(completedAt, openedAt + seconds * 1000)
    case 'when-all':
      return completedAt
    case 'when-all+jitter': {
      const limit = seconds === undefined ? Number.POSITIVE_INFINITY : seconds * 1000
      const times = Array.from({ length: others }, () => Math.min(limit, responseTime(rng)))
      return Math.max(completedAt, ...times.map((time) => openedAt + time))
    }
  }
}
