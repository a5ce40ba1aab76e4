/** Whatever LangChain reaches, through `initChatModel`; its packages are optional, and loaded when the first call is made. */
import type { BaseMessage } from '@langchain/core/messages'
import { CALL_ID, callId } from './call-id.ts'
import { ModelError } from './errors.ts'
import { bodyFailure, type Endpoint, failureOf, parsedBody } from './failure.ts'
import type { Model, ModelReply, ModelRequest, Quota, Tokens } from './model.ts'
import { shownUrl } from './openai.ts'
import { quotaOf } from './quota-headers.ts'
import { strictSchema } from './strict-schema.ts'
import { timeLimit } from './time-limit.ts'

const TIMEOUT = 120_000

export interface LangchainOptions {
  /** As LangChain calls it: `ollama`, `groq`, `mistralai`. */
  readonly provider: string
  readonly model: string
  /** As the experiment names it: `langchain:groq:llama-3.3-70b`. */
  readonly name: string
  readonly baseUrl?: string | undefined
  /** Default: LangChain takes it from the environment, under the name that it has there. */
  readonly apiKey?: string | undefined
  /** Milliseconds from sending to the last byte. */
  readonly timeout?: number | undefined
}

/** How packages take an address, a key and a `fetch` of one's own; of others none is known, and none is given. */
const WAYS: Readonly<Record<string, (way: Way) => object>> = {
  openai: ({ baseUrl, apiKey, fetch }) => ({
    configuration: { fetch, maxRetries: 0, ...(baseUrl && { baseURL: baseUrl }) },
    ...(apiKey && { apiKey }),
  }),
  anthropic: ({ baseUrl, apiKey, fetch }) => ({
    clientOptions: { fetch, maxRetries: 0 },
    ...(baseUrl && { anthropicApiUrl: baseUrl }),
    ...(apiKey && { apiKey }),
  }),
  ollama: ({ baseUrl, fetch }) => ({ fetch, ...(baseUrl && { baseUrl }) }),
}

interface Way {
  readonly baseUrl: string | undefined
  readonly apiKey: string | undefined
  readonly fetch: typeof globalThis.fetch
}

/** Where packages take their keys. Of others that is not known here, and ollama wants none. */
const KEY_FROM: Readonly<Record<string, string | undefined>> = {
  openai: 'OPENAI_API_KEY',
  anthropic: 'ANTHROPIC_API_KEY',
  ollama: undefined,
}

/** What of its settings a request may change, so that each call gets a model of its own. */
interface Settings {
  readonly temperature?: number
  readonly topP?: number
  readonly maxTokens?: number
}

/** LangChain's own retries are off; what its packages add to a request beside ours is their affair. */
export function langchainModel(options: LangchainOptions): Model {
  const { provider, model, name, baseUrl, apiKey, timeout = TIMEOUT } = options
  const where = baseUrl === undefined ? `https://${provider}.langchain` : baseUrl
  const keyFrom = provider in KEY_FROM ? KEY_FROM[provider] : 'the environment'
  const endpoint: Endpoint = { name, model, url: shownUrl(where), keyFrom, apiKey, timeout }
  const sends = (request: ModelRequest) => ({
    ...{ provider, model, ...settingsOf(request), ...sentOf(request), ...heldTo(provider, request) },
  })
  const complete = async (request: ModelRequest, signal: AbortSignal): Promise<ModelReply> => {
    if (signal.aborted) throw new ModelError('aborted', `the call to ${name} was stopped`)
    const limit = timeLimit(signal, timeout)
    const heard: Heard = {}
    const listening: typeof globalThis.fetch = async (input, init) => {
      const headers = new Headers(init?.headers)
      headers.set(CALL_ID, callId(request.key, request.try))
      const body = heldBody(init?.body, heldTo(provider, request))
      heard.sent = { url: input instanceof Request ? input.url : String(input), headers }
      try {
        const response = await globalThis.fetch(input, {
          ...init,
          headers,
          signal: limit.signal,
          ...(body && { body }),
        })
        heard.headers = response.headers
        const text = await response.text()
        heard.body = bodyOf(addressed(endpoint, baseUrl, heard), response, text)
        return new Response(text, response)
      } catch (error) {
        heard.broken = error
        throw error
      }
    }
    try {
      const chat = await made(options, settingsOf(request), WAYS[provider]?.({ baseUrl, apiKey, fetch: listening }))
      const message = await chat.invoke(sentOf(request).messages, { signal: limit.signal })
      return replyOf(endpoint, message, heard)
    } catch (error) {
      const where = addressed(endpoint, baseUrl, heard)
      throw failureOf(where, causeOf(where, error, heard), { stopped: signal.aborted, expired: limit.expired() })
    } finally {
      limit.clear()
    }
  }
  return { name, provider: 'langchain', simulated: false, sends, complete }
}

const settingsOf = ({ temperature, topP, maxTokens }: ModelRequest): Settings => ({
  ...(temperature !== undefined && { temperature }),
  ...(topP !== undefined && { topP }),
  ...(maxTokens !== undefined && { maxTokens }),
})

const sentOf = ({ messages }: ModelRequest) => ({
  messages: messages.map(({ role, content }) => ({ role, content })),
})

/** The fields of a body that hold these packages to a schema; others are left to the words of the prompt. */
function heldTo(provider: string, { schema, key }: ModelRequest): Held {
  if (!schema) return {}
  const strict = strictSchema(schema)
  if (provider === 'ollama') return { format: strict }
  if (provider !== 'openai') return {}
  const json_schema = { name: key.purpose, strict: true, schema: strict }
  return { response_format: { type: 'json_schema', json_schema } }
}

interface Held {
  readonly format?: object
  readonly response_format?: { readonly type: string; readonly json_schema: object }
}

/**
 * A body with those fields. A package that knew of the schema would read the answer itself, and throw where it is cut off or
 * malformed; but that is an answer. OpenAI's responses, which some models are reached by, have another place for it.
 */
function heldBody(body: unknown, held: Held): string | undefined {
  if (typeof body !== 'string' || Object.keys(held).length === 0) return undefined
  const sent = JSON.parse(body) as Readonly<Record<string, unknown>>
  const { response_format: wanted } = held
  if (!wanted || !('input' in sent)) return JSON.stringify({ ...sent, ...held })
  return JSON.stringify({ ...sent, text: { format: { type: wanted.type, ...wanted.json_schema } } })
}

interface Chat {
  invoke(messages: readonly object[], options: object): Promise<BaseMessage>
}

async function made(
  { provider, model, name }: LangchainOptions,
  { maxTokens, ...settings }: Settings,
  way: object = {},
): Promise<Chat> {
  const { initChatModel } = await import('langchain/chat_models/universal')
  const limit = maxTokens === undefined ? {} : provider === 'ollama' ? { numPredict: maxTokens } : { maxTokens }
  try {
    const chat = await initChatModel(model, { modelProvider: provider, maxRetries: 0, ...settings, ...limit, ...way })
    return chat as unknown as Chat
  } catch (error) {
    throw notMade(name, error)
  }
}

/** A package that is not there, a provider that LangChain does not know, a key that its package misses. */
function notMade(name: string, error: unknown): ModelError {
  const message = error instanceof Error ? error.message : String(error)
  const [, missing] = /Unable to import (\S+?)\. /.exec(message) ?? []
  if (missing)
    return new ModelError('missing-package', `${name} needs the package ${missing}: npm install ${missing}`, {
      cause: error,
    })
  if (/Unsupported/.test(message)) return new ModelError('unsupported', `${name}: ${message.replace(/\s+/g, ' ')}`)
  if (/api ?key|credentials/i.test(message)) return new ModelError('key', `${name}: ${message.replace(/\s+/g, ' ')}`)
  return new ModelError('failed', `${name}: ${message}`, { cause: error })
}

/** As much of a message of LangChain's as is read. */
interface Received {
  readonly content?: unknown
  readonly usage_metadata?: {
    readonly input_tokens?: number
    readonly output_tokens?: number
    readonly input_token_details?: { readonly cache_read?: number }
    readonly output_token_details?: { readonly reasoning?: number }
  }
  readonly response_metadata?: Readonly<Record<string, unknown>>
  readonly additional_kwargs?: { readonly refusal?: unknown }
  readonly id?: unknown
}

function replyOf(endpoint: Endpoint, message: BaseMessage, { headers, body }: Heard): ModelReply {
  const { content, usage_metadata: usage, response_metadata: about = {}, additional_kwargs: more } = message as Received
  const refusal = refusalIn(body) ?? more?.refusal
  const refused = typeof refusal === 'string' && refusal !== ''
  const model = about['model_name'] ?? about['model']
  const fingerprint = about['system_fingerprint']
  const requestId = headers?.get('x-request-id') ?? headers?.get('request-id')
  const quota: Quota | undefined = headers && quotaOf(headers)
  const tokens: Tokens = {
    input: usage?.input_tokens ?? null,
    output: usage?.output_tokens ?? null,
    reasoning: usage?.output_token_details?.reasoning ?? null,
    cached: usage?.input_token_details?.cache_read ?? null,
  }
  return {
    text: textOf(content) || (refused ? refusal : ''),
    finish: refused ? 'refused' : finishOf(about['finish_reason'] ?? about['stop_reason'] ?? about['done_reason']),
    model: typeof model === 'string' ? model : endpoint.model,
    tokens,
    ...(typeof fingerprint === 'string' && { fingerprint }),
    ...(requestId && { requestId }),
    ...(quota && { quota }),
    received: JSON.parse(JSON.stringify({ content, usage_metadata: usage, response_metadata: about })) as unknown,
  }
}

/** Of OpenAI's completions: its package drops it. */
function refusalIn(body: unknown): unknown {
  const { choices } = (body ?? {}) as { choices?: readonly ({ message?: { refusal?: unknown } } | null)[] }
  return Array.isArray(choices) ? choices[0]?.message?.refusal : undefined
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part: { text?: unknown } | null) => (typeof part?.text === 'string' ? part.text : '')).join('')
}

/** Packages pass on what their providers call it. */
function finishOf(reason: unknown): ModelReply['finish'] {
  if (reason === 'stop' || reason === 'end_turn' || reason === 'stop_sequence') return 'stop'
  if (reason === 'length' || reason === 'max_tokens') return 'length'
  return reason === 'content_filter' || reason === 'refusal' ? 'refused' : 'other'
}

/** What went over the wire of a call; nothing of packages that take no `fetch` of one's own. */
interface Heard {
  sent?: { readonly url: string; readonly headers: Headers }
  headers?: Headers
  /** The answer's, or its last line's. */
  body?: unknown
  /** What kept an answer from coming. */
  broken?: unknown
}

/** Where the call really goes, and with what key: packages take both from the environment. */
function addressed(endpoint: Endpoint, baseUrl: string | undefined, { sent }: Heard): Endpoint {
  if (!sent) return endpoint
  const key = sent.headers.get('authorization')?.replace(/^Bearer /, '') ?? sent.headers.get('x-api-key')
  return {
    ...endpoint,
    ...(baseUrl === undefined && { url: shownUrl(sent.url) }),
    apiKey: endpoint.apiKey || (key ?? undefined),
  }
}

/** Throws ModelError on what is no answer: packages drop headers or status of it, or print it. */
function bodyOf(endpoint: Endpoint, response: Response, text: string): unknown {
  const { ok, status, headers } = response
  if (!ok) {
    const requestID = headers.get('x-request-id') ?? headers.get('request-id')
    const said = { status, error: jsonIn(text) ?? { message: text }, headers, requestID }
    throw failureOf(endpoint, said, { stopped: false, expired: false })
  }
  const lines = /ndjson/.test(headers.get('content-type') ?? '') ? text.trim().split('\n') : [text]
  return lines.map((line) => parsedBody(endpoint, response, line)).at(-1)
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** What was heard says more than what packages make of it. */
function causeOf(endpoint: Endpoint, error: unknown, heard: Heard): unknown {
  if (error instanceof ModelError) return error
  if (heard.broken !== undefined) return heard.broken
  if ('body' in heard) return bodyFailure(endpoint, heard.body)
  const { status, status_code: code, error: body, message } = (error ?? {}) as Readonly<Record<string, unknown>>
  const number = typeof status === 'number' ? status : code
  if (typeof number === 'number') return { status: number, error: body ?? { message } }
  return /^missing credentials/i.test(String(message)) ? notMade(endpoint.name, error) : error
}
