/** Answers from the log what was answered before; asks the rest. */
import { isDeepStrictEqual } from 'node:util'
import type { Call, CallLog } from '../store/store.ts'
import { wrapping } from './decorate.ts'
import { ModelError } from './errors.ts'
import type { CallKey, Model, ModelReply } from './model.ts'
import { sentBy } from './sent.ts'

/**
 * The same model, asked only where the log has no answer under the request's key. New tries are numbered on from those in the
 * log. An answer counts for the request that it was given to, word for word: another request under its key throws ModelError
 * `no-recording`, since an answer to other words is no answer, and asking again would be a second one.
 */
export function replaying(model: Model, log: Pick<CallLog, 'tried'>): Model {
  return wrapping(model, async (request, signal) => {
    const { tries, answered } = await log.tried(request.key)
    if (!answered) return model.complete(tries === 0 ? request : { ...request, try: tries + 1 }, signal)
    if (!isDeepStrictEqual(answered.request, asLogged(sentBy(model, request))))
      throw otherRequest(model.name, request.key)
    return replyOf(answered)
  })
}

/** JSON has no undefined: a request as it reads back. */
const asLogged = (request: unknown): unknown => JSON.parse(JSON.stringify(request))

/** A call in words: `match first-1/rep-1, turn 2, seat 0, answer, attempt 1`. */
export const inWords = ({ match, turn, seat, purpose, attempt }: CallKey): string =>
  `match ${match}, turn ${turn}, seat ${seat}, ${purpose}, attempt ${attempt}`

const otherRequest = (name: string, key: CallKey): ModelError =>
  new ModelError(
    'no-recording',
    `${name}: the log has an answer for ${inWords(key)}, but to another request: the prompt, the settings or the version of stagegame differ`,
  )

/** The reply as it was stored. */
export const replyOf = (call: Call): ModelReply => ({
  text: call.text ?? '',
  finish: finishOf(call.finish),
  model: call.answered ?? call.model,
  tokens: {
    input: call.tokensIn ?? null,
    output: call.tokensOut ?? null,
    reasoning: call.tokensReasoning ?? null,
    cached: call.tokensCached ?? null,
  },
  ...(call.estimated && { estimated: true }),
  ...(call.cost != null && { cost: call.cost }),
  ...(call.fingerprint != null && { fingerprint: call.fingerprint }),
  ...(call.requestId != null && { requestId: call.requestId }),
  ...(call.reply != null && { received: call.reply }),
})

const finishOf = (finish: string | undefined): ModelReply['finish'] =>
  finish === 'stop' || finish === 'length' || finish === 'refused' ? finish : 'other'
