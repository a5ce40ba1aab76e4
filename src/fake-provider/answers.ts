/** What a provider that only seems one answers: the simulated players, by the schema that a request holds its model to. */
import { stream } from '../core/chance.ts'
import { draw } from '../core/legal.ts'
import type { ModelReply } from '../models/model.ts'
import { simulatedModel } from '../models/simulated.ts'
import { tokensIn } from '../models/tokens.ts'
import { completed, drawable } from './drawable.ts'
import { schemaInWords } from './form-schema.ts'
import type { FakeOptions } from './options.ts'
import { type Asked, WireError } from './wire.ts'

/**
 * A legal answer, unless a rate says otherwise, cut to the tokens that the request allows; prose where nothing says what an
 * answer is. The same for the same seed and request. A schema that nothing can be drawn from gives a WireError.
 */
export async function answerTo(
  asked: Asked,
  options: FakeOptions,
  bodyHash: string,
  signal: AbortSignal,
): Promise<ModelReply | WireError> {
  const { refused, truncated, malformed, empty, illegal, slow, delay, seed } = options
  const prose = options.prose && asked.schema === null
  const inWords = schemaInWords(asked.messages.at(-1)?.content ?? '')
  const schema = asked.schema ? completed(asked.schema, inWords) : inWords
  const answer = schema ? drawable(schema) : null
  const model = simulatedModel({
    name: asked.model,
    play: { answer: (_, rng) => draw(answer!, rng) },
    ...{ refused, truncated, malformed, empty, illegal, slow, delay, prose },
  })
  try {
    const rng = stream(['answer', seed, bodyHash])
    const about = { kind: 'answer', view: null, answer, rng }
    return cutTo(
      asked.maxTokens,
      await model.complete({ key: KEY, messages: asked.messages, schema: null, seed: 0, about }, signal),
    )
  } catch (error) {
    return new WireError(400, 'invalid_schema', `nothing can be drawn from the schema: ${(error as Error).message}`)
  }
}

/** Simulated players do not look at it. */
const KEY = { match: '', turn: 0, seat: 0, purpose: 'answer', attempt: 1 }

function cutTo(most: number | undefined, reply: ModelReply): ModelReply {
  if (most === undefined || tokensIn(reply.text) <= most) return reply
  const text = reply.text.slice(0, most * 4)
  return { ...reply, text, finish: 'length', tokens: { ...reply.tokens, output: tokensIn(text) } }
}
