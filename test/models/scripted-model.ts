/** A model that answers from a script, on a clock of the test's own: what stands around a model is tested over it. */
import { getEventListeners } from 'node:events'
import { afterEach, beforeEach, vi } from 'vitest'
import { ModelError, type ModelErrorOptions } from '../../src/models/errors.ts'
import type { Model, ModelReply, ModelRequest } from '../../src/models/model.ts'

/** What comes of one request on the wire, after so many milliseconds. */
export interface Step {
  readonly reply?: Partial<ModelReply>
  readonly fails?: Error
  /** Infinity: no answer ever, until it is stopped. Default 0. */
  readonly after?: number
}

export interface Scripted {
  readonly model: Model
  /** The requests, as they came. */
  readonly seen: readonly ModelRequest[]
  /** When each came, on the clock of `performance.now()`. */
  readonly times: readonly number[]
  /** Requests that are on the wire now. */
  onTheWire(): number
}

/** `script`: one step a request; the last one is kept to. Or what to do with the nth request, from 1. */
export function scripted(script: readonly Step[] | ((request: ModelRequest, nth: number) => Step)): Scripted {
  const seen: ModelRequest[] = []
  const times: number[] = []
  let onTheWire = 0
  const stepOf =
    typeof script === 'function' ? script : (_: ModelRequest, nth: number) => script[nth - 1] ?? script.at(-1)!
  const complete = async (request: ModelRequest, signal: AbortSignal): Promise<ModelReply> => {
    seen.push(request)
    times.push(performance.now())
    onTheWire++
    try {
      const { reply, fails, after = 0 } = stepOf(request, seen.length)
      if (after > 0) await lasting(after, signal)
      if (fails) throw fails
      return { ...answer, ...reply }
    } finally {
      onTheWire--
    }
  }
  const model: Model = { name: 'test:scripted', provider: 'test', simulated: false, complete }
  return { model, seen, times, onTheWire: () => onTheWire }
}

const answer: ModelReply = {
  text: '{"guess": 33}',
  finish: 'stop',
  model: 'scripted-1',
  tokens: { input: 60, output: 8, reasoning: null, cached: null },
}

export const took = (input: number | null, output: number | null): Partial<ModelReply> => ({
  tokens: { input, output, reasoning: null, cached: null },
})

function lasting(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stopped = () => {
      clearTimeout(timer)
      reject(new ModelError('aborted', 'the call to test:scripted was stopped', { charged: true }))
    }
    const timer = milliseconds === Infinity ? undefined : setTimeout(ended, milliseconds)
    function ended() {
      signal.removeEventListener('abort', stopped)
      resolve()
    }
    if (signal.aborted) stopped()
    else signal.addEventListener('abort', stopped, { once: true })
  })
}

export const failure = (of: string, options: ModelErrorOptions = {}): ModelError =>
  new ModelError(of, `the provider failed: ${of}`, options)

/** Too many requests. */
export const refusal = (retryAfter?: number): ModelError => failure('overloaded', { status: 429, retryAfter })

/** The clock of `performance.now()` stands at 0 before each test of a file, and moves only when it is told to. */
export function clockOfItsOwn(): void {
  beforeEach(() => {
    vi.useFakeTimers({
      now: Date.UTC(2026, 0, 1),
      toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance', 'Date'],
    })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
}

/** Lets everything happen that happens without more time, or within so many milliseconds. */
export const passing = async (milliseconds = 0): Promise<void> => {
  await vi.advanceTimersByTimeAsync(milliseconds)
}

/** What a call comes to, with all the time that it takes. */
export async function eventually<T>(call: Promise<T>): Promise<T> {
  call.catch(() => {})
  await vi.runAllTimersAsync()
  return call
}

/** What a call throws, with all the time that it takes. */
export function thrown(call: Promise<unknown>): Promise<unknown> {
  return eventually(call).then(
    () => {
      throw new Error('expected it to fail')
    },
    (error: unknown) => error,
  )
}

/** Who still listens for the end of a signal. */
export const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length
