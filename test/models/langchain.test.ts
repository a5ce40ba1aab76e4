/** LangChain's adapter over three of its packages, against servers on loopback, through their real SDKs. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { readReply } from '../../src/agents/reply.ts'
import { callId } from '../../src/models/call-id.ts'
import { type LangchainOptions, langchainModel } from '../../src/models/langchain.ts'
import type { ModelReply, ModelRequest } from '../../src/models/model.ts'
import { strictSchema } from '../../src/models/strict-schema.ts'
import type { Answer } from '../fake-llm.ts'
import { FORM, provided } from '../fake-provider/client.ts'
import { modelContract } from './contract.ts'
import { KEY, overHttp, served } from './over-http.ts'
import { Guess, guessRequest, unhurried } from './request.ts'

const provider = await provided({ requestsPerMinute: 10_000 })
afterEach(() => vi.unstubAllEnvs())

type Package = 'openai' | 'anthropic' | 'ollama'

/** `origin`: without a path. */
const modelAt = (origin: string, provider: Package, options: Partial<LangchainOptions> = {}) =>
  langchainModel({
    ...{ name: `langchain:${provider}:tiny`, provider, model: 'tiny', apiKey: KEY },
    baseUrl: provider === 'openai' ? `${origin}/v1` : origin,
    ...options,
  })

interface Said {
  readonly text: string
  readonly finish: string
  readonly refusal?: string
}

/** An answer as each provider words it. */
const answers: Readonly<Record<Package, (said: Said) => Answer>> = {
  openai: ({ text, finish, refusal }) => ({ text: refusal ? null : text, finish, ...(refusal && { refusal }) }),
  anthropic: ({ text, finish }) => ({
    status: 200,
    body: JSON.stringify({
      ...{ id: 'msg_1', type: 'message', role: 'assistant', model: 'tiny-2026-01-01', stop_reason: finish },
      content: [{ type: 'text', text }],
      usage: {
        ...{ input_tokens: 6, cache_read_input_tokens: 2, cache_creation_input_tokens: 2, output_tokens: 5 },
      },
    }),
  }),
  ollama: ({ text, finish }) => ({
    ...{ status: 200, type: 'application/x-ndjson' },
    body: [
      { model: 'tiny-2026-01-01', created_at: 'now', message: { role: 'assistant', content: text }, done: false },
      {
        ...{ model: 'tiny-2026-01-01', created_at: 'now', message: { role: 'assistant', content: '' }, done: true },
        ...{ done_reason: finish, prompt_eval_count: 10, eval_count: 5 },
      },
    ]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(''),
  }),
}

async function replied(name: Package, said: Said, request: ModelRequest = guessRequest()): Promise<ModelReply> {
  const server = await served(answers[name](said))
  const reply = await modelAt(server.origin, name).complete(request, unhurried())
  expect(server.seen).toHaveLength(1)
  return reply
}

describe.each([
  ['openai', 'OPENAI_API_KEY'],
  ['anthropic', 'ANTHROPIC_API_KEY'],
  ['ollama', undefined],
] as const)('a model of LangChain’s %s', (name, keyFrom) => {
  // its package for Anthropic holds to no schema, and the words of that prompt are in no form
  modelContract(() => modelAt(provider.url, name), { answers: name !== 'anthropic' })

  it('finds its answer in the form of the prompt alone', async () => {
    const request = guessRequest({ messages: [{ role: 'user', content: FORM }] })
    const reply = await modelAt(provider.url, name).complete(request, unhurried())
    expect(readReply(reply, Guess)).toMatchObject({ ok: true })
  })

  it('is sent the messages, the settings and a name of the request, and no key in the body', async () => {
    const server = await served(answers[name]({ text: 'hello', finish: 'stop' }))
    const request = guessRequest({ maxTokens: 20, ...(name !== 'anthropic' && { temperature: 0.5, topP: 0.9 }) })
    const model = modelAt(server.origin, name)
    await model.complete(request, unhurried())
    const [{ body, headers }] = server.seen as [(typeof server.seen)[number]]
    const [system, user] = request.messages
    const schema = strictSchema(request.schema!)
    expect(headers['x-client-request-id']).toBe(callId(request.key))
    expect(body).toMatchObject(
      {
        openai: {
          ...{ messages: [system, user], temperature: 0.5, top_p: 0.9, max_tokens: 20 },
          response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } },
        },
        anthropic: { system: system!.content, messages: [user], max_tokens: 20 },
        ollama: {
          ...{ messages: [system, user], format: schema },
          options: { temperature: 0.5, top_p: 0.9, num_predict: 20 },
        },
      }[name],
    )
    expect(JSON.stringify([body, model.sends!(request)])).not.toContain(KEY)
  })

  it('is recorded with the schema that it is held to, and with none where it is not', () => {
    const sent = JSON.stringify(modelAt(provider.url, name).sends!(guessRequest()))
    expect(sent.includes('"maximum":100')).toBe(name !== 'anthropic')
  })

  it('reports who answered, the tokens and the number of the request', async () => {
    const reply = await replied(name, { text: 'hello', finish: name === 'anthropic' ? 'end_turn' : 'stop' })
    expect(reply).toMatchObject({
      ...{ text: 'hello', finish: 'stop', model: 'tiny-2026-01-01', requestId: 'req_1' },
      tokens: {
        ...{ input: 10, output: 5 },
        reasoning: name === 'openai' ? 1 : null,
        cached: name === 'ollama' ? null : 2,
      },
      ...(name === 'openai' && { fingerprint: 'fp_1' }),
    })
  })

  it('is cut off by its limit, and that is an answer', async () => {
    const finish = name === 'anthropic' ? 'max_tokens' : 'length'
    expect(await replied(name, { text: '{"gue', finish })).toMatchObject({ text: '{"gue', finish: 'length' })
  })

  it('talks instead of answering, and that is for the reader of replies to say', async () => {
    const reply = await replied(name, { text: 'I would rather not', finish: 'stop' })
    expect(readReply(reply, Guess)).toMatchObject({ ok: false, failure: 'unparsable' })
  })

  describe('over HTTP', () => {
    overHttp({
      ...{ name: `langchain:${name}:tiny`, wire: name, ...(keyFrom && { keyFrom }) },
      at: (origin, timeout) => modelAt(origin, name, { timeout }),
    })
  })
})

describe('a refusal through LangChain', () => {
  it.each([
    ['openai', { text: '', finish: 'stop', refusal: 'I cannot help with that.' }],
    ['openai', { text: 'I cannot', finish: 'content_filter' }],
    ['anthropic', { text: 'I cannot', finish: 'refusal' }],
  ] as const)('is a reply: %s, %j', async (name, said) => {
    const reply = await replied(name, said)
    expect(reply.finish).toBe('refused')
    expect(reply.text).toContain('I cannot')
  })
})

describe('LangChain', () => {
  it('reports what the headers say of the limits', async () => {
    for (const name of ['openai', 'anthropic'] as const) {
      const { quota } = await modelAt(provider.url, name).complete(guessRequest(), unhurried())
      expect(quota).toMatchObject({ requests: { limit: 10_000 } })
    }
  })

  it('reaches OpenAI’s responses where its package chooses them, held to the schema all the same', async () => {
    const model = modelAt(provider.url, 'openai', { model: 'tiny-codex', name: 'langchain:openai:tiny-codex' })
    const before = provider.log.length
    const reply = await model.complete(guessRequest(), unhurried())
    expect(provider.log.slice(before).map(({ path }) => path)).toEqual(['/v1/responses'])
    expect(readReply(reply, Guess)).toMatchObject({ ok: true })
  })

  it('takes key and address from the environment: the failure names both, and the key is not in it', async () => {
    const server = await served({ status: 400, body: `{"error":{"message":"no: gsk_0123456789"}}` })
    vi.stubEnv('OPENAI_API_KEY', 'gsk_0123456789')
    vi.stubEnv('OPENAI_BASE_URL', server.baseUrl)
    const model = langchainModel({ name: 'langchain:openai:tiny', provider: 'openai', model: 'tiny' })
    await expect(model.complete(guessRequest(), unhurried())).rejects.toMatchObject({
      message: `langchain:openai:tiny: ${server.baseUrl}/chat/completions refuses the request (400): no: [key]`,
    })
    expect(server.seen[0]!.headers.authorization).toBe('Bearer gsk_0123456789')
  })

  it('says which key is missing, which package, and which provider there is none of', async () => {
    vi.stubEnv('OPENAI_API_KEY', '')
    const failing = (provider: string) =>
      langchainModel({ name: `langchain:${provider}:m`, provider, model: 'm' }).complete(guessRequest(), unhurried())
    await expect(failing('openai')).rejects.toMatchObject({
      class: 'key',
      message: expect.stringContaining('OPENAI_API_KEY'),
    })
    await expect(failing('groq')).rejects.toMatchObject({
      class: 'missing-package',
      message: expect.stringContaining('npm install @langchain/groq'),
    })
    await expect(failing('nobody')).rejects.toMatchObject({ class: 'unsupported' })
  })
})
