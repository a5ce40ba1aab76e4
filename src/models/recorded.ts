/** Writes every call to the log: its row before it is sent, the reply before anything follows from it. */
import type { Call, CallDone, CallLog } from '../store/store.ts'
import { ModelError } from './errors.ts'
import type { Model, ModelReply, ModelRequest } from './model.ts'

/**
 * The same model, logged. A reply that is stored for the same key is returned without asking. Calls of simulated models have
 * no effect outside the process, so their rows need not be durable. `clock` is in milliseconds.
 */
export function recorded(model: Model, log: CallLog, clock: () => number = Date.now): Model {
  const { name, provider, simulated, close } = model
  const durable = !simulated
  return {
    name,
    provider,
    simulated,
    ...(model.sends && { sends: (request) => model.sends?.(request) }),
    ...(close && { close: () => close() }),
    complete: async (request, signal) => {
      const stored = await log.recorded(request.key)
      if (stored) return replyOf(stored)
      const row = { ...request.key, try: 1 }
      await log.begin({ ...row, provider, model: name, request: model.sends?.(request) ?? sentBy(request) }, durable)
      const began = clock()
      const done = (outcome: CallDone) => log.complete(row, { ...outcome, waited: 0, worked: clock() - began }, durable)
      let reply: ModelReply
      try {
        reply = await model.complete(request, signal)
      } catch (error) {
        await done(failed(error))
        throw error
      }
      await done(completed(reply)) // apart from the call's own failure: a reply that cannot be written yet waits in the log
      return reply
    },
  }
}

/** What of a request decides its reply. */
const sentBy = ({ messages, schema, temperature, maxTokens }: ModelRequest): object => ({
  messages,
  schema,
  ...(temperature !== undefined && { temperature }),
  ...(maxTokens !== undefined && { maxTokens }),
})

const completed = ({ text, finish, model, tokens, requestId, received }: ModelReply): CallDone => ({
  status: 'ok',
  answered: model,
  text,
  finish,
  tokensIn: tokens.input,
  tokensOut: tokens.output,
  tokensReasoning: tokens.reasoning,
  tokensCached: tokens.cached,
  ...(requestId !== undefined && { requestId }),
  ...(received !== undefined && { reply: received }),
})

/** An error's class and sentence. Adapters keep keys out of both. */
const failed = (error: unknown): CallDone => ({
  status: error instanceof ModelError ? error.class : 'failed',
  error: error instanceof Error ? error.message : String(error),
})

const replyOf = (call: Call): ModelReply => ({
  text: call.text ?? '',
  finish: finishOf(call.finish),
  model: call.answered ?? call.model,
  tokens: {
    input: call.tokensIn ?? null,
    output: call.tokensOut ?? null,
    reasoning: call.tokensReasoning ?? null,
    cached: call.tokensCached ?? null,
  },
  ...(call.requestId != null && { requestId: call.requestId }),
  ...(call.reply != null && { received: call.reply }),
})

const finishOf = (finish: string | undefined): ModelReply['finish'] =>
  finish === 'stop' || finish === 'length' || finish === 'refused' ? finish : 'other'
