/** Anthropic's messages, and every server that speaks them. */
import Anthropic from '@anthropic-ai/sdk'
import { CALL_ID, callId } from './call-id.ts'
import { bodyFailure, type Endpoint, failureOf, parsedBody } from './failure.ts'
import type { Model, ModelReply, ModelRequest, Tokens } from './model.ts'
import { missingKey, shownUrl } from './openai.ts'
import { quotaOf } from './quota-headers.ts'
import { describedSchema } from './strict-schema.ts'
import { timeLimit } from './time-limit.ts'

const ANTHROPIC = 'https://api.anthropic.com'
const TIMEOUT = 120_000
/** The API wants a limit; what was sent is recorded. */
const MAX_TOKENS = 4096

export interface AnthropicOptions {
  /** As the provider calls it. */
  readonly model: string
  /** As the experiment names it: `anthropic:claude-haiku-4-5`. */
  readonly name: string
  /** Up to, and without, `/v1`. Default: Anthropic's own. */
  readonly baseUrl?: string | undefined
  readonly apiKey?: string | undefined
  /** The environment variable that it comes from; absent for a server that wants none. */
  readonly keyFrom?: string | undefined
  /** Milliseconds from sending to the last byte. */
  readonly timeout?: number | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
}

/** One request a call. This API takes no temperature, top-p or seed: a player that asks for one is refused before the run. */
export function anthropicModel(options: AnthropicOptions): Model {
  const { model, name, baseUrl = ANTHROPIC, apiKey, timeout = TIMEOUT } = options
  const keyFrom = options.keyFrom ?? (options.baseUrl === undefined ? 'ANTHROPIC_API_KEY' : undefined)
  const endpoint: Endpoint = { name, model, url: shownUrl(baseUrl), keyFrom, apiKey, timeout }
  const client = new Anthropic({
    baseURL: baseUrl.replace(/\/v1\/?$/, ''),
    apiKey: apiKey || 'none',
    authToken: null,
    maxRetries: 0,
    timeout,
    logLevel: 'off',
    ...(!apiKey && { defaultHeaders: { Authorization: null, 'X-Api-Key': null } }),
    ...(options.fetch && { fetch: options.fetch }),
  })
  const sends = (request: ModelRequest) => bodyOf(model, request)
  const complete = async (request: ModelRequest, signal: AbortSignal): Promise<ModelReply> => {
    if (keyFrom !== undefined && !apiKey) throw missingKey(name, keyFrom)
    const limit = timeLimit(signal, timeout)
    try {
      const headers = { [CALL_ID]: callId(request.key, request.try) }
      const response = await client.messages.create(sends(request), { signal: limit.signal, headers }).asResponse()
      return replyIn(endpoint, parsedBody(endpoint, response, await response.text()), response.headers)
    } catch (error) {
      throw failureOf(endpoint, error, { stopped: signal.aborted, expired: limit.expired() })
    } finally {
      limit.clear()
    }
  }
  return { name, provider: name.split(':')[0]!, simulated: false, sends, complete }
}

type Body = Anthropic.Messages.MessageCreateParamsNonStreaming

/** What the system says stands apart there. */
function bodyOf(model: string, { messages, schema, maxTokens = MAX_TOKENS, effort }: ModelRequest): Body {
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content)
  return {
    model,
    max_tokens: maxTokens,
    ...(system.length > 0 && { system: system.join('\n\n') }),
    messages: messages.flatMap(({ role, content }) => (role === 'system' ? [] : [{ role, content }])),
    ...((schema || effort) && {
      output_config: {
        ...(effort && { effort: effort === 'minimal' ? 'low' : effort }),
        ...(schema && { format: { type: 'json_schema', schema: describedSchema(schema) } }),
      },
    }),
  }
}

/** As much of a message as is read. */
interface Received {
  readonly type?: unknown
  readonly model?: unknown
  readonly content?: unknown
  readonly stop_reason?: unknown
  readonly usage?: Usage | null
}
interface Usage {
  readonly input_tokens?: number
  readonly output_tokens?: number
  readonly cache_read_input_tokens?: number | null
  readonly cache_creation_input_tokens?: number | null
  readonly output_tokens_details?: { readonly thinking_tokens?: number } | null
}

function replyIn(endpoint: Endpoint, received: unknown, headers: Headers): ModelReply {
  const { model, content, stop_reason: reason, usage } = (received ?? {}) as Received
  if (!Array.isArray(content)) throw bodyFailure(endpoint, received)
  const requestId = headers.get('request-id')
  const quota = quotaOf(headers)
  return {
    text: content.map(textOf).join(''),
    finish: finishOf(reason),
    model: typeof model === 'string' ? model : endpoint.model,
    tokens: tokensOf(usage),
    ...(requestId !== null && { requestId }),
    ...(quota && { quota }),
    received,
  }
}

/** Thoughts are no part of the answer. */
const textOf = (block: { readonly type?: unknown; readonly text?: unknown } | null): string =>
  block?.type === 'text' && typeof block.text === 'string' ? block.text : ''

function finishOf(reason: unknown): ModelReply['finish'] {
  if (reason === 'end_turn' || reason === 'stop_sequence') return 'stop'
  if (reason === 'max_tokens' || reason === 'model_context_window_exceeded') return 'length'
  return reason === 'refusal' ? 'refused' : 'other'
}

/** What was written to the cache and read from it is not among the input tokens there; here it is. */
function tokensOf(usage: Usage | null | undefined): Tokens {
  const { input_tokens: fresh, cache_read_input_tokens: read, cache_creation_input_tokens: written } = usage ?? {}
  return {
    input: fresh === undefined ? null : fresh + (read ?? 0) + (written ?? 0),
    output: usage?.output_tokens ?? null,
    reasoning: usage?.output_tokens_details?.thinking_tokens ?? null,
    cached: read ?? null,
  }
}
