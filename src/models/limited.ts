/** A model whose calls wait for their turn: concurrency, requests and tokens a minute. */
import { wrapping } from './decorate.ts'
import { either } from './either.ts'
import { ModelError } from './errors.ts'
import type { Limiter, Outcome, Slot } from './limiter.ts'
import type { Model, ModelReply, ModelRequest } from './model.ts'
import { expecting } from './tokens.ts'

/** The same model under a limiter that others may share. What it takes is set aside before and reconciled with the reply. */
export function limited(model: Model, limiter: Limiter): Model {
  const expected = expecting()
  return wrapping(model, async (request, signal) => {
    request.waiting?.(true)
    const slot = await entered(limiter, model.name, () => expected.of(request), request, signal)
    let outcome: Outcome = { how: 'unsent' }
    try {
      request.waiting?.(false)
      outcome = { how: 'failed', tokens: null }
      const reply = await model.complete({ ...request, waited: slot.waited, sending: slot.sent }, signal)
      const tokens = taken(reply)
      if (tokens !== null && !reply.estimated) expected.saw(request, reply)
      outcome = { how: 'answered', tokens, quota: reply.quota }
      return reply
    } catch (error) {
      if (outcome.how !== 'unsent') outcome = outcomeOf(error)
      throw error
    } finally {
      slot.leave(outcome)
    }
  })
}

async function entered(
  limiter: Limiter,
  name: string,
  tokens: () => number,
  { priority = 0, stop }: ModelRequest,
  signal: AbortSignal,
): Promise<Slot> {
  const waiting = either(signal, stop)
  try {
    return await limiter.enter({ tokens, priority, signal: waiting.signal })
  } catch (error) {
    if (error instanceof ModelError || !signal.aborted) throw error
    throw new ModelError('aborted', `the call to ${name} was stopped while it waited for its turn`, { cause: error })
  } finally {
    waiting.clear()
  }
}

const taken = ({ tokens: { input, output } }: ModelReply): number | null =>
  input === null || output === null ? null : input + output

/** Nothing went out where the budget or a breaker said no; a refusal takes nothing; of the rest it is not known. */
function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof ModelError)) return { how: 'failed', tokens: null }
  const { class: failure, retryAfter, quota } = error
  if (UNSENT.includes(failure)) return { how: 'unsent' }
  if (failure === 'overloaded' && error.status !== 529) return { how: 'refused', retryAfter, quota }
  return { how: 'failed', tokens: error.charged ? null : 0, quota }
}

const UNSENT: readonly string[] = ['budget', 'unavailable', 'missing-package', 'unsupported']
