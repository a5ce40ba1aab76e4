/** Which requests are answered at all. */
import type { IncomingMessage } from 'node:http'
import { quoted } from '../core/errors.ts'
import { headerOf } from './message.ts'
import type { FakeOptions } from './options.ts'
import { type Asked, type Wire, WireError } from './wire.ts'

/** Throws WireError unless the key that is wanted came with the request. */
export function checkKey({ key }: FakeOptions, request: IncomingMessage): void {
  if (key === undefined) return
  const found = /^Bearer (.+)$/.exec(headerOf(request, 'authorization') ?? '')?.[1] ?? headerOf(request, 'x-api-key')
  if (found === undefined) throw new WireError(401, 'invalid_api_key', 'a key is wanted here, and none was sent')
  if (found !== key) throw new WireError(401, 'invalid_api_key', 'this key is not the one that is wanted here')
}

/** `input`: tokens that are reckoned for the prompt. Throws WireError. */
export function checkAsked(options: FakeOptions, wire: Wire, asked: Asked, input: number): void {
  const { model, schema, tool, stream } = asked
  if (options.models && !options.models.includes(model))
    throw new WireError(
      404,
      'model_not_found',
      `there is no model ${quoted(model)} here; there are: ${options.models.join(', ')}`,
    )
  if (stream && !wire.lines)
    throw new WireError(400, 'unsupported_value', 'answers are not streamed here: leave out stream, or set it to false')
  if (schema && tool === undefined && !options.structured)
    throw new WireError(400, 'unsupported_parameter', `structured output is not supported with ${model}`)
  if (input > options.context)
    throw new WireError(
      400,
      'context_length_exceeded',
      `the maximum context length of ${model} is ${options.context} tokens, and the prompt has ${input}`,
    )
}
