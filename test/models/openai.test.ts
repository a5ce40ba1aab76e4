/** The OpenAI-compatible adapter against a real server on loopback, through the real SDK. */
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { jsonSchemaOf } from '../../src/core/legal.ts'
import { type OpenaiOptions, openaiModel } from '../../src/models/openai.ts'
import { apiError } from '../fake-llm.ts'
import { provided } from '../fake-provider/client.ts'
import { modelContract } from './contract.ts'
import { KEY, overHttp, served } from './over-http.ts'
import { guessRequest, unhurried } from './request.ts'

const modelAt = (baseUrl: string, options: Partial<OpenaiOptions> = {}) =>
  openaiModel({ model: 'tiny', name: 'openai:tiny', baseUrl, apiKey: KEY, keyFrom: 'TEST_KEY', ...options })

const provider = await provided({ key: KEY })

describe('an OpenAI-compatible model', () => {
  modelContract(() => modelAt(`${provider.url}/v1`), { answers: true })

  it('sends the messages, the settings and the schema, and the key as a header only', async () => {
    const server = await served({ text: '{"guess": 33}' })
    const request = guessRequest({ temperature: 0.5, maxTokens: 20 })
    const model = modelAt(server.baseUrl)
    const reply = await model.complete(request, unhurried())
    const [seen] = server.seen
    expect(seen!.path).toBe('/v1/chat/completions')
    expect(seen!.headers.authorization).toBe(`Bearer ${KEY}`)
    expect(seen!.body).toEqual({
      model: 'tiny',
      messages: request.messages,
      temperature: 0.5,
      max_tokens: 20,
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'answer',
          strict: true,
          schema: {
            type: 'object',
            properties: { guess: { type: 'integer', minimum: 0, maximum: 100 } },
            required: ['guess'],
            additionalProperties: false,
          },
        },
      },
    })
    expect(seen!.body).toEqual(model.sends!(request)) // what is recorded
    expect(JSON.stringify(reply)).not.toContain(KEY)
  })

  it('sends top-p, effort and seed where they are asked for, and the limit of tokens under OpenAI’s own name to OpenAI', async () => {
    const server = await served({ text: 'hello' })
    const request = guessRequest({ schema: null, topP: 0.9, effort: 'low', seed: 7, maxTokens: 20 })
    await modelAt(server.baseUrl, { seeded: true }).complete(request, unhurried())
    expect(server.seen[0]!.body).toMatchObject({ top_p: 0.9, reasoning_effort: 'low', seed: 7, max_tokens: 20 })
    const own = openaiModel({ model: 'm', name: 'openai:m', apiKey: KEY })
    expect(own.sends!(request)).toMatchObject({ max_completion_tokens: 20 })
    expect(own.sends!(request)).not.toHaveProperty('seed')
  })

  it('reports the model that answered, tokens and request id', async () => {
    const server = await served({ text: 'hello' })
    const reply = await modelAt(server.baseUrl).complete(guessRequest({ schema: null }), unhurried())
    expect(reply).toMatchObject({
      text: 'hello',
      finish: 'stop',
      model: 'tiny-2026-01-01',
      tokens: { input: 10, output: 5, reasoning: 1, cached: 2 },
      requestId: 'req_1',
    })
    expect(server.seen[0]!.body.response_format).toBeUndefined()
  })

  it('sends no Authorization header where there is no key', async () => {
    const server = await served({ text: 'hello' })
    await modelAt(server.baseUrl, { apiKey: undefined, keyFrom: undefined }).complete(guessRequest(), unhurried())
    expect(server.seen[0]!.headers.authorization).toBeUndefined()
  })

  it('leaves out keywords that providers do not know', async () => {
    const server = await served({ text: '{}' })
    const shape = z.strictObject({
      hours: z
        .number()
        .min(0)
        .meta({ suggested: [0, 24] }),
      say: z.string().max(9),
      units: z.int(),
    })
    await modelAt(server.baseUrl).complete(guessRequest({ schema: jsonSchemaOf(shape) }), unhurried())
    expect(server.seen[0]!.body.response_format!.json_schema.schema).toEqual({
      type: 'object',
      properties: { hours: { type: 'number', minimum: 0 }, say: { type: 'string' }, units: { type: 'integer' } },
      required: ['hours', 'say', 'units'],
      additionalProperties: false,
    })
  })

  it.each([
    ['length', 'length'],
    ['content_filter', 'refused'],
    ['tool_calls', 'other'],
  ])('maps the finish reason %s to %s', async (finish, expected) => {
    const server = await served({ text: 'I', finish })
    expect((await modelAt(server.baseUrl).complete(guessRequest(), unhurried())).finish).toBe(expected)
  })

  it('takes a refusal for a reply, not for a failure', async () => {
    const server = await served({ text: null, refusal: 'I cannot help with that.' })
    const reply = await modelAt(server.baseUrl).complete(guessRequest(), unhurried())
    expect(reply).toMatchObject({ finish: 'refused', text: 'I cannot help with that.' })
  })
})

describe('over HTTP, OpenAI’s adapter', () => {
  overHttp({
    ...{ name: 'openai:tiny', wire: 'openai', keyFrom: 'TEST_KEY' },
    at: (origin, timeout) => modelAt(`${origin}/v1`, { timeout }),
  })

  it('tells an empty account from a busy server', async () => {
    const server = await served(apiError(429, 'pay', 'insufficient_quota'))
    await expect(modelAt(server.baseUrl).complete(guessRequest(), unhurried())).rejects.toMatchObject({
      class: 'quota',
    })
  })

  it('takes a choice without a message for no answer', async () => {
    const server = await served({ status: 200, body: '{"choices":[{"finish_reason":"stop"}]}' })
    await expect(modelAt(server.baseUrl).complete(guessRequest(), unhurried())).rejects.toThrow('without a choice')
  })

  it('names a missing key’s variable and sends nothing', async () => {
    const server = await served({ text: '' })
    const model = modelAt(server.baseUrl, { apiKey: undefined })
    await expect(model.complete(guessRequest(), unhurried())).rejects.toMatchObject({
      class: 'key',
      message: expect.stringContaining('set TEST_KEY'),
    })
    const own = openaiModel({ model: 'm', name: 'openai:m' })
    await expect(own.complete(guessRequest(), unhurried())).rejects.toThrow('set OPENAI_API_KEY')
    expect(server.seen).toHaveLength(0)
  })
})
