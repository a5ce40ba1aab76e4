/** Writes every try of a call to the log: its row before it is sent, the reply before anything follows from it. */
import type { CallDone, CallLog } from '../store/store.ts'
import { wrapping } from './decorate.ts'
import { ModelError } from './errors.ts'
import type { Model, ModelReply, ModelRequest } from './model.ts'
import { sentBy } from './sent.ts'

/**
 * The same model, logged. Calls of simulated models have no effect outside the process, so their rows need not be durable.
 * `clock` is in milliseconds.
 */
export function recorded(model: Model, log: CallLog, clock: () => number = Date.now): Model {
  const durable = !model.simulated
  return wrapping(model, async (request, signal) => {
    const row = { ...request.key, try: request.try ?? 1 }
    const { provider, name } = model
    const { tokens: reservedTokens, dollars: reservedCost } = request.reserved ?? { tokens: null, dollars: null }
    await log.begin(
      { ...row, provider, model: name, request: sentBy(model, request), reservedTokens, reservedCost },
      durable,
    )
    request.sending?.()
    const began = clock()
    const done = (outcome: CallDone) =>
      log.complete(row, { ...outcome, waited: request.waited ?? 0, worked: clock() - began }, durable)
    let reply: ModelReply
    try {
      reply = await model.complete(request, signal)
    } catch (error) {
      await done(failed(error, request))
      throw error
    }
    await done(completed(reply)) // apart from the call's own failure: a reply that cannot be written yet waits in the log
    return reply
  })
}

const completed = ({ text, finish, model, tokens, requestId, received, ...reply }: ModelReply): CallDone => ({
  status: 'ok',
  answered: model,
  text,
  finish,
  tokensIn: tokens.input,
  tokensOut: tokens.output,
  tokensReasoning: tokens.reasoning,
  tokensCached: tokens.cached,
  ...(reply.cost !== undefined && { cost: reply.cost }),
  ...(reply.estimated && { estimated: true }),
  ...(requestId !== undefined && { requestId }),
  ...(reply.fingerprint !== undefined && { fingerprint: reply.fingerprint }),
  ...(received !== undefined && { reply: received }),
})

/** An error's class and sentence: adapters keep keys out of both. What may be charged for counts what was set aside for it. */
function failed(error: unknown, { reserved }: ModelRequest): CallDone {
  const failure = error instanceof ModelError ? error : undefined
  return {
    status: failure?.class ?? 'failed',
    error: error instanceof Error ? error.message : String(error),
    ...(failure?.requestId !== undefined && { requestId: failure.requestId }),
    ...(failure?.charged && reserved && { cost: reserved.dollars, estimated: true }),
  }
}
