/** What a provider that only seems one answers: the simulated players, by the schema that a request holds its model to. */
import { type Rng, stream } from '../core/chance.ts'
import { draw, type JsonSchema } from '../core/legal.ts'
import type { ModelReply } from '../models/model.ts'
import { type Simulator, simulatedModel } from '../models/simulated.ts'
import { tokensIn } from '../models/tokens.ts'
import { schemaInWords, schemaOf } from './form-schema.ts'
import type { Asked } from './wire.ts'

/** As much as fits into the tokens that the request allows. The same request gets the same answer. */
export async function answerTo(
  asked: Asked,
  rates: Partial<Simulator>,
  seed: string,
  hash: string,
): Promise<ModelReply> {
  const rng = stream(['answer', seed, hash])
  const last = asked.messages.at(-1)?.content ?? ''
  const schema = asked.schema ?? schemaInWords(last)
  const reply = await simulated(asked, schema, rates, rng)
  const most = asked.maxTokens ?? Infinity
  if (tokensIn(reply.text) <= most) return reply
  const text = reply.text.slice(0, most * 4)
  return { ...reply, text, finish: 'length', tokens: { ...reply.tokens, output: tokensIn(text) } }
}

async function simulated(
  asked: Asked,
  schema: JsonSchema | undefined,
  rates: Partial<Simulator>,
  rng: Rng,
): Promise<ModelReply> {
  const answer = schema ? bounded(schema) : null
  const model = simulatedModel({ ...rates, name: asked.model, play: { answer: (_, own) => draw(answer!, own) } })
  const request = {
    key: { match: '', turn: 0, seat: 0, purpose: 'answer', attempt: 1 },
    messages: asked.messages,
    schema: null,
    seed: 0,
    about: { kind: 'answer', view: null, answer, rng },
  }
  return model.complete(request, new AbortController().signal)
}

/** Bounds that a dialect without bounds tells in words alone; a number that has none at all is drawn from 0 to 100. */
function bounded(schema: JsonSchema): JsonSchema {
  const isNumber = schema.type === 'number' || schema.type === 'integer'
  const told =
    isNumber && schema.minimum === undefined ? schemaOf(schema.description?.split('; ').at(-1) ?? '') : undefined
  const known = { ...schema, ...told }
  return {
    ...known,
    ...(isNumber && !known.suggested && { suggested: [known.minimum ?? 0, known.maximum ?? 100] as const }),
    ...(known.anyOf && { anyOf: known.anyOf.map(bounded) }),
    ...(known.items && { items: bounded(known.items) }),
    ...(known.properties && {
      properties: Object.fromEntries(Object.entries(known.properties).map(([name, field]) => [name, bounded(field)])),
    }),
  }
}
