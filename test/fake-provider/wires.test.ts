/** Every wire format: over plain HTTP, with the providers' own clients, and through the models of this package. */
import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { anthropicModel } from '../../src/models/anthropic.ts'
import { langchainModel } from '../../src/models/langchain.ts'
import { openaiModel } from '../../src/models/openai.ts'
import { guessRequest, unhurried } from '../models/request.ts'
import { ask, chatBody, FORM, provided } from './client.ts'

const schema = {
  type: 'object',
  properties: { bid: { type: 'integer', minimum: 7, maximum: 9 } },
  required: ['bid'],
  additionalProperties: false,
}
const messages = [{ role: 'user' as const, content: 'What do you bid?' }]
const bids = expect.stringMatching(/^\{"bid":[789]\}$/)
const strict = { name: 'answer', strict: true, schema }

const provider = await provided({ models: ['tiny', 'large'] })
const openai = new OpenAI({ baseURL: `${provider.url}/v1`, apiKey: 'none', maxRetries: 0 })
const anthropic = new Anthropic({ baseURL: provider.url, apiKey: 'none', maxRetries: 0 })

describe('OpenAI’s chat completions', () => {
  it('hold an answer to the schema, and count its tokens', async () => {
    const { data, request_id } = await openai.chat.completions
      .create({ model: 'tiny', messages, response_format: { type: 'json_schema', json_schema: strict } })
      .withResponse()
    expect(data).toMatchObject({
      object: 'chat.completion',
      model: 'tiny',
      system_fingerprint: 'fp_fake_1',
      choices: [{ finish_reason: 'stop', message: { role: 'assistant', content: bids, refusal: null } }],
      usage: { prompt_tokens: 4, completion_tokens: 3, total_tokens: 7 },
    })
    expect(request_id).toMatch(/^req_\d+$/)
  })

  it('call a tool that is forced', async () => {
    const { choices } = await openai.chat.completions.create({
      model: 'tiny',
      messages,
      tools: [{ type: 'function', function: { name: 'bid', parameters: schema } }],
      tool_choice: { type: 'function', function: { name: 'bid' } },
    })
    expect(choices[0]!.message).toMatchObject({
      content: null,
      tool_calls: [{ type: 'function', function: { name: 'bid', arguments: bids } }],
    })
  })

  it('are cut off where they are longer than they may be', async () => {
    const { choices, usage } = await openai.chat.completions.create({
      model: 'tiny',
      messages: [{ role: 'user', content: 'Tell me about the others.' }],
      max_completion_tokens: 2,
    })
    expect(choices[0]).toMatchObject({ finish_reason: 'length', message: { content: expect.stringMatching(/^.{8}$/) } })
    expect(usage?.completion_tokens).toBe(2)
  })

  it('read the form from the prompt where no schema is sent, and answer in prose where there is none', async () => {
    const content = async (said: string) => {
      const { choices } = await openai.chat.completions.create({
        model: 'tiny',
        messages: [{ role: 'user', content: said }],
      })
      return choices[0]!.message.content
    }
    expect(await content(`Name a number. ${FORM}`)).toMatch(/^\{"guess":\d+\}$/)
    expect(await content('Make a plan first.')).toMatch(/^[A-Z][^{}]*\.$/)
  })

  it('say an error as OpenAI does', async () => {
    await expect(openai.chat.completions.create({ model: 'huge', messages })).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
      type: 'invalid_request_error',
      message: '404 there is no model "huge" here; there are: tiny, large',
    })
  })
})

describe('OpenAI’s responses', () => {
  it('hold an answer to the schema, and count its tokens', async () => {
    const response = await openai.responses.create({
      model: 'tiny',
      instructions: 'You are a bidder.',
      input: 'What do you bid?',
      text: { format: { type: 'json_schema', ...strict } },
    })
    expect(response).toMatchObject({ status: 'completed', model: 'tiny', output_text: bids })
    expect(response.usage).toMatchObject({ input_tokens: 9, output_tokens: 3, total_tokens: 12 })
  })

  it('call a tool that is forced, and say where they are cut off', async () => {
    const { output } = await openai.responses.create({
      model: 'tiny',
      input: [{ role: 'user', content: [{ type: 'input_text', text: 'What do you bid?' }] }],
      tools: [{ type: 'function', name: 'bid', parameters: schema, strict: true }],
      tool_choice: { type: 'function', name: 'bid' },
    })
    expect(output).toMatchObject([{ type: 'function_call', name: 'bid', arguments: bids }])
    expect(await openai.responses.create({ model: 'tiny', input: 'Think.', max_output_tokens: 2 })).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
    })
  })
})

describe('Anthropic’s messages', () => {
  const base = { model: 'tiny', max_tokens: 100, messages }

  it('hold an answer to the schema, and count its tokens', async () => {
    const { data, request_id } = await anthropic.messages
      .create({
        ...base,
        system: 'You are a bidder.',
        output_config: { format: { type: 'json_schema', schema } },
      })
      .withResponse()
    expect(data).toMatchObject({
      type: 'message',
      role: 'assistant',
      model: 'tiny',
      content: [{ type: 'text', text: bids }],
      stop_reason: 'end_turn',
      usage: { input_tokens: 9, output_tokens: 3 },
    })
    expect(request_id).toMatch(/^req_\d+$/)
  })

  it('call a tool that is forced', async () => {
    const { content, stop_reason } = await anthropic.messages.create({
      ...base,
      tools: [{ name: 'bid', input_schema: { ...schema, type: 'object' } }],
      tool_choice: { type: 'tool', name: 'bid' },
    })
    expect(stop_reason).toBe('tool_use')
    expect(content).toMatchObject([{ type: 'tool_use', name: 'bid', input: { bid: expect.any(Number) } }])
  })

  it('say an error as Anthropic does', async () => {
    const { status, headers, body } = await ask(provider, { model: 'tiny', messages }, { path: '/v1/messages' })
    expect(status).toBe(400)
    expect(body).toEqual({
      type: 'error',
      error: { type: 'invalid_request_error', message: 'max_tokens: expected a whole number above 0, got nothing' },
      request_id: headers.get('request-id'),
    })
  })
})

describe('Ollama’s chat', () => {
  const path = '/api/chat'

  it('comes whole, held to the schema', async () => {
    const { body } = await ask(provider, { model: 'tiny', messages, format: schema, stream: false }, { path })
    expect(body).toMatchObject({
      model: 'tiny',
      message: { role: 'assistant', content: bids },
      done: true,
      done_reason: 'stop',
      prompt_eval_count: 4,
      eval_count: 3,
    })
  })

  it('comes in lines unless it is told not to', async () => {
    const whole = await ask(provider, { model: 'tiny', messages, format: schema, stream: false }, { path })
    const { body, headers } = await ask(provider, { model: 'tiny', messages, format: schema }, { path })
    expect(headers.get('content-type')).toBe('application/x-ndjson')
    const lines = String(body)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ done }) => done)).toEqual([false, true])
    expect(lines[0].message.content).toEqual(bids)
    expect(Object.keys(lines[1])).toEqual(Object.keys(whole.body))
  })

  it('says an error as Ollama does', async () => {
    const { status, body } = await ask(provider, { model: 'huge', messages }, { path })
    expect([status, body]).toEqual([404, { error: 'there is no model "huge" here; there are: tiny, large' }])
  })
})

describe('what can be listed', () => {
  const got = async (path: string) => {
    const response = await fetch(`${provider.url}${path}`)
    return { status: response.status, body: await response.json() }
  }

  it('models, and a version', async () => {
    expect((await openai.models.list()).data.map(({ id }) => id)).toEqual(['tiny', 'large'])
    expect(await got('/api/tags')).toMatchObject({ body: { models: [{ name: 'tiny' }, { name: 'large' }] } })
    expect(await got('/api/version')).toMatchObject({ status: 200, body: { version: expect.any(String) } })
  })

  it('names what there is where something else is looked for', async () => {
    const { status, body } = await got('/v1/completions')
    expect(status).toBe(404)
    expect(body).toMatchObject({ error: { message: expect.stringContaining('POST /v1/chat/completions') } })
  })
})

describe('a request that cannot be answered', () => {
  it.each([
    ['is no JSON', 'guess', 'expected a JSON object, got "guess"'],
    ['is a list', '[]', 'expected a JSON object, got "[]"'],
    ['names no model', { messages }, 'model: expected a text, got nothing'],
    ['has no messages', { model: 'tiny', messages: [] }, 'messages: expected a list of messages, got []'],
    [
      'has a message of nobody',
      { model: 'tiny', messages: [{ role: 'tool', content: '' }] },
      'messages[0].role: expected system, user or assistant, got "tool"',
    ],
    ['allows no tokens', chatBody(FORM, { max_tokens: 0 }), 'max_tokens: expected a whole number above 0, got 0'],
    ['is to be streamed', chatBody(FORM, { stream: true }), 'answers are not streamed here'],
    [
      'has a schema that is none',
      chatBody(FORM, { response_format: { json_schema: { schema: 'any' } } }),
      'response_format.json_schema.schema: expected a JSON Schema, got "any"',
    ],
    [
      'has a schema of which nothing can be drawn',
      chatBody(FORM, { response_format: { json_schema: { schema: { enum: [] } } } }),
      'nothing can be drawn from the schema',
    ],
  ])('because it %s gets a 400 that says so', async (_, body, message) => {
    const got = await ask(provider, body)
    expect(got.status).toBe(400)
    expect(got.body.error.message).toContain(message)
  })
})

describe.each([
  ['OpenAI', () => openaiModel({ name: 'openai:tiny', model: 'tiny', baseUrl: `${provider.url}/v1`, apiKey: 'none' })],
  ['Anthropic', () => anthropicModel({ name: 'anthropic:tiny', model: 'tiny', baseUrl: provider.url, apiKey: 'none' })],
  ...(['openai', 'anthropic', 'ollama'] as const).map(
    (name) =>
      [
        `LangChain’s ${name}`,
        () =>
          langchainModel({
            name: `langchain:${name}:tiny`,
            provider: name,
            model: 'tiny',
            baseUrl: name === 'openai' ? `${provider.url}/v1` : provider.url,
            apiKey: 'none',
          }),
      ] as const,
  ),
] as const)('the model of %s', (_, model) => {
  it('finds its answer in the form of the prompt alone', async () => {
    const request = guessRequest({ schema: null, messages: [{ role: 'user', content: FORM }] })
    const { text } = await model().complete(request, unhurried())
    expect(text).toMatch(/^\{"guess":\d+\}$/)
  })
})
