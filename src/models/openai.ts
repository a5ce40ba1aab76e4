/** OpenAI's chat completions, and every server that speaks them: Ollama, vLLM, LM Studio, llama.cpp, OpenRouter. */
import OpenAI from 'openai'
import { CALL_ID, callId } from './call-id.ts'
import { ModelError } from './errors.ts'
import { bodyFailure, type Endpoint, failureOf, parsedBody } from './failure.ts'
import type { Model, ModelReply, ModelRequest, Tokens } from './model.ts'
import { quotaOf } from './quota-headers.ts'
import { strictSchema } from './strict-schema.ts'
import { timeLimit } from './time-limit.ts'

const OPENAI = 'https://api.openai.com/v1'
const TIMEOUT = 120_000

export interface OpenaiOptions {
  /** As the provider calls it: `gpt-5-mini`. */
  readonly model: string
  /** As the experiment names it: `openai:gpt-5-mini`. */
  readonly name: string
  /** Up to and with `/v1`. Default: OpenAI's own. */
  readonly baseUrl?: string | undefined
  /** The caller takes it from the environment; it is sent, and stands in no message and no log. */
  readonly apiKey?: string | undefined
  /** The environment variable that it comes from; absent for a server that wants none. */
  readonly keyFrom?: string | undefined
  /** Send a seed with each request. OpenAI's own models are past taking one seriously; most other servers do. */
  readonly seeded?: boolean | undefined
  /** Milliseconds from sending to the last byte. */
  readonly timeout?: number | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
}

/** One request a call: retries have one owner, and it is not the SDK. Nothing but the options decides where it goes. */
export function openaiModel(options: OpenaiOptions): Model {
  const { model, name, baseUrl = OPENAI, apiKey, timeout = TIMEOUT } = options
  const keyFrom = options.keyFrom ?? (options.baseUrl === undefined ? 'OPENAI_API_KEY' : undefined)
  const endpoint: Endpoint = { name, model, url: shownUrl(baseUrl), keyFrom, apiKey, timeout }
  const client = new OpenAI({
    baseURL: baseUrl,
    apiKey: apiKey || 'none',
    organization: null,
    project: null,
    maxRetries: 0,
    timeout,
    logLevel: 'off',
    ...(!apiKey && { defaultHeaders: { Authorization: null } }),
    ...(options.fetch && { fetch: options.fetch }),
  })
  const own = options.baseUrl === undefined
  const sends = (request: ModelRequest) => bodyOf(model, request, { own, seeded: options.seeded === true })
  const complete = async (request: ModelRequest, signal: AbortSignal): Promise<ModelReply> => {
    if (keyFrom !== undefined && !apiKey) throw missingKey(name, keyFrom)
    const limit = timeLimit(signal, timeout)
    try {
      const response = await client.chat.completions
        .create(sends(request), {
          signal: limit.signal,
          headers: { [CALL_ID]: callId(request.key, request.try) },
        })
        .asResponse()
      const received = parsedBody(endpoint, response, await response.text())
      return replyIn(endpoint, received, response.headers)
    } catch (error) {
      throw failureOf(endpoint, error, { stopped: signal.aborted, expired: limit.expired() })
    } finally {
      limit.clear()
    }
  }
  return { name, provider: name.split(':')[0]!, simulated: false, sends, complete }
}

export const missingKey = (name: string, keyFrom: string): ModelError =>
  new ModelError(
    'key',
    `${name} needs a key: set ${keyFrom} in the environment, or in a .env file in the current folder`,
  )

type Body = OpenAI.Chat.Completions.ChatCompletionCreateParamsNonStreaming

/** OpenAI's own models refuse `max_tokens`; older servers know nothing else. */
function bodyOf(model: string, request: ModelRequest, { own, seeded }: { own: boolean; seeded: boolean }): Body {
  const { messages, schema, temperature, topP, maxTokens, effort, seed, key } = request
  return {
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(effort !== undefined && { reasoning_effort: effort }),
    ...(seeded && { seed }),
    ...(maxTokens !== undefined && (own ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens })),
    ...(schema && {
      response_format: {
        type: 'json_schema',
        json_schema: { name: key.purpose, strict: true, schema: strictSchema(schema) },
      },
    }),
  }
}

/** As much of a completion as is read; servers differ in the rest, and leave out what they please. */
interface Completion {
  readonly model?: unknown
  readonly system_fingerprint?: unknown
  readonly choices?: readonly { readonly message?: ReceivedMessage | null; readonly finish_reason?: string | null }[]
  readonly usage?: Usage | null
}
interface ReceivedMessage {
  readonly content?: unknown
  readonly refusal?: string | null
}
interface Usage {
  readonly prompt_tokens?: number
  readonly completion_tokens?: number
  readonly prompt_tokens_details?: { readonly cached_tokens?: number } | null
  readonly completion_tokens_details?: { readonly reasoning_tokens?: number } | null
}

function replyIn(endpoint: Endpoint, received: unknown, headers: Headers): ModelReply {
  const { model, choices, usage, system_fingerprint: fingerprint } = (received ?? {}) as Completion
  const requestId = headers.get('x-request-id')
  const quota = quotaOf(headers)
  const choice = Array.isArray(choices)
    ? (choices[0] as NonNullable<Completion['choices']>[number] | undefined)
    : undefined
  if (!choice?.message) throw bodyFailure(endpoint, received)
  const { content, refusal } = choice.message
  return {
    text: textOf(content) || (refusal ?? ''),
    finish: refusal ? 'refused' : finishOf(choice.finish_reason),
    model: typeof model === 'string' ? model : endpoint.model,
    tokens: tokensOf(usage),
    ...(requestId !== null && { requestId }),
    ...(typeof fingerprint === 'string' && { fingerprint }),
    ...(quota && { quota }),
    received,
  }
}

/** Some servers send a list of parts. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part: { text?: unknown } | null) => (typeof part?.text === 'string' ? part.text : '')).join('')
}

function finishOf(reason: string | null | undefined): ModelReply['finish'] {
  if (reason === 'stop' || reason === 'length') return reason
  return reason === 'content_filter' ? 'refused' : 'other'
}

const tokensOf = (usage: Usage | null | undefined): Tokens => ({
  input: usage?.prompt_tokens ?? null,
  output: usage?.completion_tokens ?? null,
  reasoning: usage?.completion_tokens_details?.reasoning_tokens ?? null,
  cached: usage?.prompt_tokens_details?.cached_tokens ?? null,
})

/** An address without what may be secret in it: user, password, query. */
export function shownUrl(url: string): string {
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}${pathname.replace(/\/$/, '')}`
}
