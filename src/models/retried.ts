/** The only owner of retries: what may be gone at the next try is tried again, later and later. */
import { stream } from '../core/chance.ts'
import type { Breaker } from './breaker.ts'
import { wrapping } from './decorate.ts'
import { either } from './either.ts'
import { ModelError, OF_THE_MOMENT } from './errors.ts'
import type { Model, ModelReply, ModelRequest } from './model.ts'
import { timeLimit } from './time-limit.ts'

export interface RetriedOptions {
  /** Requests on the wire for one call, by this process. */
  readonly tries?: number | undefined
  /** For all tries and the waits between them; time in a limiter's queue does not count. */
  readonly totalMilliseconds?: number | undefined
  /** The wait after the first failure is up to so long, and twice as long after each further one. */
  readonly firstMilliseconds?: number | undefined
  readonly mostMilliseconds?: number | undefined
  /** Shared by all calls that fail together. */
  readonly breaker?: Breaker | undefined
}

/**
 * Throws the last failure, with how often it was tried; `timeout` where the whole call took too long; `unavailable` where the
 * breaker gave up. Waits are drawn from a stream of the call's own, at least as long as the provider asks for.
 */
export function retried(model: Model, options: RetriedOptions = {}): Model {
  const { tries = 6, totalMilliseconds = 900_000 } = options
  return wrapping(model, async (request, signal) => {
    const limit = timeLimit(signal, totalMilliseconds)
    const waiting = (waits: boolean) => {
      limit.waiting(waits)
      if (!waits) options.breaker?.check() // it may have opened meanwhile
    }
    try {
      const first = request.try ?? 1
      for (let nth = first; ; nth++) {
        try {
          return await tried(model, { ...request, waiting }, nth, nth - first, limit.signal, options.breaker)
        } catch (error) {
          if (limit.expired()) throw tookTooLong(model.name, totalMilliseconds, error)
          if (!(error instanceof ModelError) || !OF_THE_MOMENT.has(error.class)) throw error
          const made = nth - first + 1
          const wait = waitAfter(request, nth, made, error, options)
          limit.waiting(false)
          const left = limit.left()
          if (made >= tries) throw gaveUp(error, `after ${made === 1 ? 'one try' : `${made} tries`}`)
          if (wait >= left)
            throw gaveUp(
              error,
              `since the next try would come after ${seconds(wait)}, and ${seconds(left)} are left for this call`,
            )
          await pause(wait, limit.signal, request.stop, model.name).catch((stopped: unknown) => {
            throw limit.expired() ? tookTooLong(model.name, totalMilliseconds, error) : stopped
          })
        }
      }
    } finally {
      limit.clear()
    }
  })
}

async function tried(
  model: Model,
  request: ModelRequest,
  nth: number,
  before: number,
  signal: AbortSignal,
  breaker: Breaker | undefined,
): Promise<ModelReply> {
  breaker?.check()
  const sentAt = performance.now()
  // what waited between its tries does not go to the end of the queue again
  const priority = (request.priority ?? 0) + before
  try {
    const reply = await model.complete({ ...request, try: nth, priority }, signal)
    breaker?.answered()
    return reply
  } catch (error) {
    if (error instanceof ModelError && isOfTheWire(error)) throw breaker?.failed(error, sentAt) ?? error
    throw error
  }
}

/** Not where the caller, the budget or the breaker itself said no. */
const isOfTheWire = ({ class: failure }: ModelError): boolean =>
  !['aborted', 'budget', 'unavailable', 'bad-request', 'too-long', 'bad-reply', 'no-recording'].includes(failure)

/** Exponential with full jitter; never before the time that the provider asks for. */
function waitAfter(
  { key, seed }: ModelRequest,
  nth: number,
  made: number,
  { retryAfter = 0 }: ModelError,
  { firstMilliseconds = 500, mostMilliseconds = 60_000 }: RetriedOptions,
): number {
  const { match, turn, seat, purpose, attempt } = key
  const ceiling = Math.min(mostMilliseconds, firstMilliseconds * 2 ** (made - 1))
  const jitter = stream(['retry', seed, match, turn, seat, purpose, attempt, nth]).next()
  return retryAfter > 0 ? retryAfter + (jitter * ceiling) / 10 : jitter * ceiling
}

/** Throws the reason of `stop`: nothing new is begun. */
async function pause(
  milliseconds: number,
  signal: AbortSignal,
  stop: AbortSignal | undefined,
  name: string,
): Promise<void> {
  const waiting = either(signal, stop)
  try {
    await new Promise<void>((resolve, reject) => {
      const stopped = () => {
        clearTimeout(timer)
        reject(waiting.signal.reason)
      }
      const timer = setTimeout(() => {
        waiting.signal.removeEventListener('abort', stopped)
        resolve()
      }, milliseconds)
      if (waiting.signal.aborted) stopped()
      else waiting.signal.addEventListener('abort', stopped, { once: true })
    })
  } catch (error) {
    if (!signal.aborted) throw error
    throw new ModelError('aborted', `the call to ${name} was stopped while it waited for its next try`, {
      cause: error,
    })
  } finally {
    waiting.clear()
  }
}

function gaveUp(error: ModelError, why: string): ModelError {
  const { status, retryAfter, quota, requestId, charged } = error
  return new ModelError(error.class, `${error.message}; given up ${why}`, {
    ...{ cause: error, status, retryAfter, quota, requestId, charged },
  })
}

const tookTooLong = (name: string, milliseconds: number, cause: unknown): ModelError =>
  new ModelError(
    'timeout',
    `${name} gave no answer within the ${seconds(milliseconds)} that a call may take with all its tries${cause instanceof ModelError && cause.class !== 'aborted' ? `; the last failure: ${cause.message}` : ''}`,
    { cause },
  )

const seconds = (milliseconds: number): string => `${Math.round(milliseconds / 100) / 10} seconds`
