/** Anthropic's adapter against servers on loopback, through the real SDK. */
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { jsonSchemaOf } from '../../src/core/legal.ts'
import { fakeProvider } from '../../src/fake-provider/fake-provider.ts'
import { type AnthropicOptions, anthropicModel } from '../../src/models/anthropic.ts'
import { callId } from '../../src/models/call-id.ts'
import { type Options, provided } from '../fake-provider/client.ts'
import { modelContract } from './contract.ts'
import { KEY, overHttp, served } from './over-http.ts'
import { guessRequest, unhurried } from './request.ts'

const modelAt = (baseUrl: string, options: Partial<AnthropicOptions> = {}) =>
  anthropicModel({ model: 'tiny', name: 'anthropic:tiny', baseUrl, apiKey: KEY, keyFrom: 'TEST_KEY', ...options })

const provider = await provided({ key: KEY, requestsPerMinute: 1000, tokensPerMinute: 500_000 })

/** A message as the API words one. */
const message = (more: object = {}) => ({
  status: 200,
  body: JSON.stringify({
    ...{ id: 'msg_1', type: 'message', role: 'assistant', model: 'tiny-20260101', stop_sequence: null },
    ...{ content: [{ type: 'text', text: 'hello' }], stop_reason: 'end_turn' },
    usage: { input_tokens: 10, output_tokens: 5 },
    ...more,
  }),
})

describe('a model of Anthropic’s', () => {
  modelContract(() => modelAt(provider.url), { answers: true })

  it('is sent the system’s words apart, the settings, and the schema with its ranges in words; the key as a header only', async () => {
    const server = await served(message())
    const request = guessRequest({ maxTokens: 20, effort: 'minimal' })
    const model = modelAt(server.origin)
    const reply = await model.complete(request, unhurried())
    const [seen] = server.seen
    expect(seen!.path).toBe('/v1/messages')
    expect(seen!.headers).toMatchObject({ authorization: `Bearer ${KEY}`, 'x-client-request-id': callId(request.key) })
    expect(seen!.body).toEqual({
      model: 'tiny',
      max_tokens: 20,
      system: request.messages[0]!.content,
      messages: [request.messages[1]],
      output_config: {
        effort: 'low',
        format: {
          type: 'json_schema',
          schema: {
            type: 'object',
            properties: { guess: { type: 'integer', description: 'an integer from 0 to 100' } },
            required: ['guess'],
            additionalProperties: false,
          },
        },
      },
    })
    expect(seen!.body).toEqual(model.sends!(request)) // what is recorded
    expect(JSON.stringify([seen!.body, reply])).not.toContain(KEY)
  })

  it('is never sent a temperature, a top-p or a seed, and always a limit of tokens', async () => {
    const server = await served(message())
    const request = guessRequest({ schema: null, temperature: 0.5, topP: 0.9, seed: 7 })
    await modelAt(server.origin).complete(request, unhurried())
    expect(Object.keys(server.seen[0]!.body).sort()).toEqual(['max_tokens', 'messages', 'model', 'system'])
    expect(server.seen[0]!.body['max_tokens']).toBe(4096)
  })

  it('is sent no bound as a keyword, however deep it stands', async () => {
    const server = await served(message())
    const shape = z.strictObject({
      rates: z.array(z.int().min(0).max(5)).min(2).max(2),
      bid: z.union([z.number().min(0).multipleOf(0.5), z.null()]),
      say: z.string().max(9).meta({ description: 'to all' }),
    })
    await modelAt(server.origin).complete(guessRequest({ schema: jsonSchemaOf(shape) }), unhurried())
    const { output_config: sent } = server.seen[0]!.body as { output_config?: { format: { schema: unknown } } }
    expect(JSON.stringify(sent)).not.toMatch(/minimum|maximum|multipleOf|minItems|maxItems|maxLength/i)
    expect(sent!.format.schema).toMatchObject({
      properties: {
        rates: { type: 'array', items: { type: 'integer', description: 'an integer from 0 to 5' } },
        bid: { anyOf: [{ type: 'number', description: 'a number from 0 in steps of 0.5' }, { type: 'null' }] },
        say: { type: 'string', description: 'to all' },
      },
      required: ['rates', 'bid', 'say'],
    })
  })

  it('is sent no key in any header where there is none', async () => {
    const server = await served(message())
    await modelAt(server.origin, { apiKey: undefined, keyFrom: undefined }).complete(guessRequest(), unhurried())
    const { authorization, 'x-api-key': key } = server.seen[0]!.headers
    expect([authorization, key]).toEqual([undefined, undefined])
  })

  it('is not asked without its key: the variable is named', async () => {
    const server = await served(message())
    const model = modelAt(server.origin, { apiKey: undefined })
    await expect(model.complete(guessRequest(), unhurried())).rejects.toThrow('set TEST_KEY')
    const own = anthropicModel({ model: 'm', name: 'anthropic:m' })
    await expect(own.complete(guessRequest(), unhurried())).rejects.toThrow('set ANTHROPIC_API_KEY')
    expect(server.seen).toHaveLength(0)
  })

  it('may be given by an address with /v1 or without', async () => {
    const server = await served(message())
    for (const url of [server.origin, `${server.origin}/v1`, `${server.origin}/v1/`])
      await modelAt(url).complete(guessRequest(), unhurried())
    expect(server.seen.map(({ path }) => path)).toEqual(['/v1/messages', '/v1/messages', '/v1/messages'])
  })

  it('reports who answered, all tokens that went in, thoughts and cached ones among them, and no thought in the text', async () => {
    const server = await served(
      message({
        content: [
          { type: 'thinking', thinking: 'three eyes see more', signature: 's' },
          { type: 'text', text: '{"guess":' },
          { type: 'text', text: ' 33}' },
        ],
        usage: {
          ...{ input_tokens: 10, cache_read_input_tokens: 70, cache_creation_input_tokens: 20, output_tokens: 9 },
          output_tokens_details: { thinking_tokens: 4 },
        },
      }),
    )
    expect(await modelAt(server.origin).complete(guessRequest(), unhurried())).toMatchObject({
      text: '{"guess": 33}',
      finish: 'stop',
      model: 'tiny-20260101',
      tokens: { input: 100, output: 9, reasoning: 4, cached: 70 },
    })
  })

  it('reports the number of the request and what is left of the limits', async () => {
    const reply = await modelAt(provider.url).complete(guessRequest(), unhurried())
    expect(reply.requestId).toMatch(/^req_\d+$/)
    expect(reply.quota).toMatchObject({
      requests: { limit: 1000, remaining: expect.any(Number) },
      tokens: { limit: 500_000, remaining: expect.any(Number) },
    })
  })

  it('reports no tokens that nobody counted', async () => {
    const server = await served(message({ usage: null }))
    const { tokens } = await modelAt(server.origin).complete(guessRequest(), unhurried())
    expect(tokens).toEqual({ input: null, output: null, reasoning: null, cached: null })
  })

  it.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['refusal', 'refused'],
    ['tool_use', 'other'],
    ['pause_turn', 'other'],
  ])('finishes by %s as %s', async (stop_reason, finish) => {
    const server = await served(message({ stop_reason }))
    expect((await modelAt(server.origin).complete(guessRequest(), unhurried())).finish).toBe(finish)
  })
})

describe('a provider that speaks Anthropic’s messages', () => {
  it.each([
    ['refused', { refused: 1 }, 'refused'],
    ['cut off', { truncated: 1 }, 'length'],
  ] as const)('whose answers are %s has answered', async (_, options, finish) => {
    const { url, close } = await fakeProvider(options)
    expect((await modelAt(url).complete(guessRequest(), unhurried())).finish).toBe(finish)
    await close()
  })

  it.each([
    ['its key', { key: 'another' }, 'key'],
    ['its models', { models: ['large'] }, 'not-found'],
    ['the length of its prompts', { context: 5 }, 'too-long'],
    ['its limits', { rate429: 1, retryAfter: 3 }, 'overloaded'],
    ['its health', { rate529: 1 }, 'overloaded'],
    ['a schema', { structured: false }, 'bad-request'],
    ['half an answer', { cutBody: 1 }, 'network'],
    ['a line that is cut', { cut: 1 }, 'network'],
  ] satisfies [string, Options, string][])('and fails by %s is understood', async (_, options, failure) => {
    const { url, log, close } = await fakeProvider(options)
    await expect(modelAt(url).complete(guessRequest(), unhurried())).rejects.toMatchObject({ class: failure })
    expect(log).toHaveLength(1)
    await close()
  })

  it('and does not answer at all is left after the time-out', async () => {
    const { url, stats, close } = await fakeProvider({ hang: 1 })
    const call = modelAt(url, { timeout: 80 }).complete(guessRequest(), unhurried())
    await expect(call).rejects.toMatchObject({ class: 'timeout', charged: true })
    await expect.poll(() => stats().inFlight).toBe(0)
    await close()
  })
})

describe('over HTTP, Anthropic’s adapter', () => {
  overHttp({
    ...{ name: 'anthropic:tiny', wire: 'anthropic', keyFrom: 'TEST_KEY' },
    at: (origin, timeout) => modelAt(origin, { timeout }),
  })
})
