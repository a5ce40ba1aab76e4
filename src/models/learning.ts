/** What a provider's refusals teach of limits that nobody told: down to what it took, and with care up again. */
import { slidingWindow } from './window.ts'

export interface Learning {
  /** A window's worth; Infinity as long as nothing was refused. */
  requests(): number
  tokens(): number
  /**
   * A request that was sent then was refused, when so much was in use beside it. Returns the milliseconds for which all are to
   * wait. `explained`: by a limit that is known, so that there is nothing to learn.
   */
  refused(sentAt: number, used: InUse, retryAfter: number | undefined, explained: boolean): number
  /** A request was taken. `bound`: a limit holds calls back, so that more would be sent if it were higher. */
  accepted(bound: boolean): void
}

interface Used {
  readonly requests: number
  readonly tokens: number
}

interface InUse extends Used {
  /** Requests of which nothing is known yet. */
  readonly inFlight: number
}

/** A step up, of what is kept; at least one request, and its share of the tokens: a smaller one would let nobody in. */
const STEP = 0.05
/** Steps up wait so many windows at most, after steps that were refused. */
const MOST_WINDOWS = 64
/** The first wait without a word of the provider, of the window. */
const FIRST_WAIT = 1 / 60
/** With so much of what is kept in use, a refusal says that it is too much. */
const NEAR = 0.9
/**
 * So many refusals without an answer between them are a limit, if they are half as many as what is still in flight; a single
 * one may be a stumble, and so may some of a burst, whose refusals come before its answers.
 */
const IN_A_ROW = 3
const OF_BURST = 1 / 2
/** So is so large a share of a window's requests, from so many refusals on. */
const MANY = 1 / 3
const ENOUGH = 5

export function learning(window: number, now: () => number): Learning {
  const [taken, refusals] = [slidingWindow(now), slidingWindow(now)]
  let kept: Used | undefined
  let sinceTaken = 0
  let learntAt = -Infinity
  let refusedAt = -Infinity
  let stepAt = 0
  let windows = 1
  let stepped = false
  let inARow = 0

  const count = (counts: typeof taken) => counts.settle(counts.add(1), 1, now() + window)
  const isLimit = (used: InUse) =>
    (kept !== undefined && (used.requests >= kept.requests * NEAR || used.tokens >= kept.tokens * NEAR)) ||
    (sinceTaken >= IN_A_ROW && sinceTaken >= used.inFlight * OF_BURST) ||
    (refusals.used() >= ENOUGH && refusals.used() >= MANY * (refusals.used() + taken.used()))

  return {
    requests: () => kept?.requests ?? Infinity,
    tokens: () => kept?.tokens ?? Infinity,
    refused: (sentAt, used, retryAfter, explained) => {
      count(refusals)
      sinceTaken++
      const fresh = sentAt > learntAt
      if (sentAt > refusedAt) {
        inARow++ // once for all that was sent together
        refusedAt = now()
      }
      if (!explained && isLimit(used)) {
        if (fresh) {
          windows = stepped ? Math.min(windows * 2, MOST_WINDOWS) : 1
          stepped = false
          learntAt = now()
        }
        // what is in use beside it is what the provider takes; of a burst the last refusal knows best what was taken
        kept = { requests: Math.max(1, used.requests), tokens: Math.max(1, used.tokens) }
        stepAt = now() + windows * window
      }
      return retryAfter ?? Math.min(window, window * FIRST_WAIT * 2 ** (Math.max(1, inARow) - 1))
    },
    accepted: (bound) => {
      count(taken)
      inARow = 0
      sinceTaken = 0
      if (!kept || !bound || now() < stepAt) return
      if (stepped) windows = 1 // the last step was taken
      const step = Math.max(STEP, 1 / kept.requests)
      kept = {
        requests: kept.requests + Math.max(1, kept.requests * STEP),
        tokens: Math.ceil(kept.tokens * (1 + step)),
      }
      stepped = true
      stepAt = now() + windows * window
    },
  }
}
