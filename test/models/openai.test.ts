/** The OpenAI-compatible adapter against a real server on loopback, through the real SDK. */
import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { jsonSchemaOf } from '../../src/core/legal.ts'
import { ModelError } from '../../src/models/errors.ts'
import { type OpenaiOptions, openaiModel } from '../../src/models/openai.ts'
import { type Answer, apiError, type FakeLlm, fakeLlm } from '../fake-llm.ts'
import { modelContract } from './contract.ts'
import { guessRequest, unhurried } from './request.ts'

const KEY = 'sk-very-secret-0123456789'

const open: FakeLlm[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

async function served(answer: (nth: number) => Answer): Promise<FakeLlm> {
  const server = await fakeLlm((_, nth) => answer(nth))
  open.push(server)
  return server
}

const modelAt = (baseUrl: string, options: Partial<OpenaiOptions> = {}) =>
  openaiModel({ model: 'tiny', name: 'openai:tiny', baseUrl, apiKey: KEY, keyFrom: 'TEST_KEY', ...options })

async function failureOf(answer: Answer, options: Partial<OpenaiOptions> = {}): Promise<ModelError> {
  const server = await served(() => answer)
  const error = await modelAt(server.baseUrl, options)
    .complete(guessRequest(), unhurried())
    .catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ModelError)
  const { message, stack } = error as ModelError
  for (const text of [message, stack]) expect(text).not.toContain(KEY)
  return error as ModelError
}

describe('an OpenAI-compatible model', () => {
  modelContract(async () => modelAt((await served(() => ({ text: '{"guess": 33}' }))).baseUrl), { answers: true })

  it('sends the messages, the settings and the schema, and the key as a header only', async () => {
    const server = await served(() => ({ text: '{"guess": 33}' }))
    const request = guessRequest({ temperature: 0.5, maxTokens: 20 })
    const reply = await modelAt(server.baseUrl).complete(request, unhurried())
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
    expect(JSON.stringify(reply)).not.toContain(KEY)
  })

  it('reports the model that answered, tokens and request id', async () => {
    const server = await served(() => ({ text: 'hello' }))
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
    const server = await served(() => ({ text: 'hello' }))
    await modelAt(server.baseUrl, { apiKey: undefined, keyFrom: undefined }).complete(guessRequest(), unhurried())
    expect(server.seen[0]!.headers.authorization).toBeUndefined()
  })

  it('leaves out keywords that providers do not know', async () => {
    const server = await served(() => ({ text: '{}' }))
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
    const server = await served(() => ({ text: 'I', finish }))
    expect((await modelAt(server.baseUrl).complete(guessRequest(), unhurried())).finish).toBe(expected)
  })

  it('takes a refusal for a reply, not for a failure', async () => {
    const server = await served(() => ({ text: null, refusal: 'I cannot help with that.' }))
    const reply = await modelAt(server.baseUrl).complete(guessRequest(), unhurried())
    expect(reply).toMatchObject({ finish: 'refused', text: 'I cannot help with that.' })
  })
})

describe('failures of an OpenAI-compatible server', () => {
  it.each([
    [401, 'key', 'does not accept the key in TEST_KEY'],
    [403, 'forbidden', 'does not allow this call (403): nope'],
    [404, 'not-found', 'there is no model tiny at http://127.0.0.1'],
    [400, 'bad-request', 'refuses the request (400): nope'],
    [422, 'bad-request', 'refuses the request (422): nope'],
    [429, 'overloaded', 'too many requests'],
    [500, 'server', 'failed (500): nope'],
    [503, 'server', 'failed (503): nope'],
  ])('status %i is of class %s', async (status, failure, sentence) => {
    const error = await failureOf(apiError(status, 'nope'))
    expect(error).toMatchObject({ class: failure, status })
    expect(error.message).toContain(sentence)
    expect(error.message).toContain('openai:tiny')
  })

  it('is asked once: retries are not the SDK’s', async () => {
    const server = await served(() => apiError(500, 'nope'))
    await expect(modelAt(server.baseUrl).complete(guessRequest(), unhurried())).rejects.toThrow()
    expect(server.seen).toHaveLength(1)
  })

  it('tells an empty account from a busy server', async () => {
    expect((await failureOf(apiError(429, 'pay', 'insufficient_quota'))).class).toBe('quota')
  })

  it('never repeats a key that a server echoes, whole or masked', async () => {
    const echoed = await failureOf(apiError(400, `bad key ${KEY}`))
    expect(echoed.message).toContain('[key]')
    const masked = await failureOf(apiError(401, 'Incorrect API key provided: sk-very****6789'))
    expect(masked.message).not.toContain('6789')
  })

  it('names a missing key’s variable and sends nothing', async () => {
    const server = await served(() => ({ text: '' }))
    const model = modelAt(server.baseUrl, { apiKey: undefined })
    await expect(model.complete(guessRequest(), unhurried())).rejects.toMatchObject({
      class: 'key',
      message: expect.stringContaining('set TEST_KEY'),
    })
    const own = openaiModel({ model: 'm', name: 'openai:m' })
    await expect(own.complete(guessRequest(), unhurried())).rejects.toThrow('set OPENAI_API_KEY')
    expect(server.seen).toHaveLength(0)
  })

  it('says that nothing listens, and where', async () => {
    const port = await freePort()
    const error = await modelAt(`http://127.0.0.1:${port}/v1`)
      .complete(guessRequest(), unhurried())
      .catch((thrown: unknown) => thrown as ModelError)
    expect(error).toMatchObject({
      class: 'network',
      message: expect.stringContaining(`127.0.0.1:${port}: nothing listens there`),
    })
  })

  it('says that a page came in place of JSON', async () => {
    for (const type of ['text/html', 'application/json']) {
      const error = await failureOf({ status: 200, type, body: '<html>Sign in to the network</html>' })
      expect(error.class).toBe('bad-reply')
      expect(error.message).toContain('Sign in')
    }
  })

  it.each([
    ['{"error":{"message":"upstream is busy","code":429}}', 'overloaded', 'upstream is busy'],
    ['{"error":{"message":"no provider"}}', 'bad-reply', 'no provider'],
    ['{"choices":[]}', 'bad-reply', 'without a choice'],
    ['{"choices":[{"finish_reason":"stop"}]}', 'bad-reply', 'without a choice'],
    ['[]', 'bad-reply', 'without a choice'],
    ['null', 'bad-reply', 'without a choice'],
  ])('is not taken in by status 200 with %s', async (body, failure, sentence) => {
    const error = await failureOf({ status: 200, body })
    expect(error).toMatchObject({ class: failure })
    expect(error.message).toContain(sentence)
  })

  it('gives up after its time-out, before the head and before the body', async () => {
    for (const answer of [
      { text: 'late', delay: 60_000 },
      { status: 200, body: '{}', bodyDelay: 60_000 },
    ] as const) {
      const error = await failureOf(answer, { timeout: 50 })
      expect(error).toMatchObject({ class: 'timeout', message: expect.stringContaining('0.05 seconds') })
    }
  })

  it.each([
    ['the head', { text: 'late', delay: 60_000 }],
    ['the body', { status: 200, body: '{}', bodyDelay: 60_000 }],
  ] as const)('leaves nothing running once it is stopped while waiting for %s', async (_, answer) => {
    const server = await served(() => answer)
    const stop = new AbortController()
    const call = modelAt(server.baseUrl).complete(guessRequest(), stop.signal)
    await until(() => server.seen.length === 1)
    stop.abort()
    await expect(call).rejects.toMatchObject({ class: 'aborted' })
    await until(() => server.abandoned() === 1)
  })
})

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
