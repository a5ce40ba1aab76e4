/** The wire formats of providers: a request as it comes in, an answer and an error as they go out. */
import type { JsonSchema } from '../core/legal.ts'
import type { Message, ModelReply } from '../models/model.ts'

/** What is asked, whatever the format. */
export interface Asked {
  readonly model: string
  readonly messages: readonly Message[]
  readonly schema: JsonSchema | null
  readonly maxTokens: number | undefined
}

/** An answer, and what is said beside it. */
export interface Answered {
  readonly asked: Asked
  readonly reply: ModelReply
  readonly id: string
  readonly fingerprint: string
  /** Whether tokens are counted. */
  readonly usage: boolean
}

export interface Wire {
  readonly method: 'POST'
  readonly path: string
  /** Throws a TypeError that says what is missing. */
  asked(body: Body): Asked
  answer(answered: Answered, body: Body): object
  error(status: number, message: string, code: string): object
  /** The same answer in lines, for a format that streams unless it is told not to. */
  lines?(answer: object): readonly object[]
  /** Of the headers that tell limits. */
  readonly headers: 'openai' | 'anthropic'
}

export type Body = Readonly<Record<string, unknown>>

const openaiError: Wire['error'] = (status, message, code) => ({
  error: { message, type: status === 429 ? 'rate_limit_error' : 'api_error', param: null, code },
})

const chat: Wire = {
  method: 'POST',
  path: '/v1/chat/completions',
  headers: 'openai',
  asked: (body) => ({
    model: textIn(body, 'model'),
    messages: messagesIn(body['messages'], 'messages'),
    schema: schemaAt(body, 'response_format', 'json_schema', 'schema'),
    maxTokens: numberAt(body, 'max_completion_tokens') ?? numberAt(body, 'max_tokens'),
  }),
  answer: ({ asked, reply, id, fingerprint, usage }) => ({
    id: `chatcmpl-${id}`,
    object: 'chat.completion',
    created: 1_700_000_000,
    model: asked.model,
    system_fingerprint: fingerprint,
    choices: [
      {
        index: 0,
        finish_reason: reply.finish === 'length' ? 'length' : 'stop',
        message: {
          role: 'assistant',
          content: reply.finish === 'refused' ? null : reply.text,
          refusal: reply.finish === 'refused' ? reply.text : null,
        },
      },
    ],
    ...(usage && {
      usage: {
        prompt_tokens: reply.tokens.input,
        completion_tokens: reply.tokens.output,
        total_tokens: total(reply),
        prompt_tokens_details: { cached_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 0 },
      },
    }),
  }),
  error: openaiError,
}

const responses: Wire = {
  method: 'POST',
  path: '/v1/responses',
  headers: 'openai',
  asked: (body) => ({
    model: textIn(body, 'model'),
    messages:
      typeof body['input'] === 'string'
        ? [{ role: 'user', content: body['input'] }]
        : messagesIn(body['input'], 'input'),
    schema: schemaAt(body, 'text', 'format', 'schema'),
    maxTokens: numberAt(body, 'max_output_tokens'),
  }),
  answer: ({ asked, reply, id, usage }) => ({
    id: `resp_${id}`,
    object: 'response',
    created_at: 1_700_000_000,
    status: reply.finish === 'length' ? 'incomplete' : 'completed',
    error: null,
    incomplete_details: reply.finish === 'length' ? { reason: 'max_output_tokens' } : null,
    model: asked.model,
    output: [
      {
        type: 'message',
        id: `msg_${id}`,
        status: 'completed',
        role: 'assistant',
        content: [
          reply.finish === 'refused'
            ? { type: 'refusal', refusal: reply.text }
            : { type: 'output_text', text: reply.text, annotations: [] },
        ],
      },
    ],
    ...(usage && {
      usage: {
        input_tokens: reply.tokens.input,
        input_tokens_details: { cached_tokens: 0 },
        output_tokens: reply.tokens.output,
        output_tokens_details: { reasoning_tokens: 0 },
        total_tokens: total(reply),
      },
    }),
  }),
  error: openaiError,
}

const STOP_REASONS: Readonly<Record<ModelReply['finish'], string>> = {
  stop: 'end_turn',
  other: 'end_turn',
  length: 'max_tokens',
  refused: 'refusal',
}

const ANTHROPIC_ERRORS: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
  529: 'overloaded_error',
}

const anthropic: Wire = {
  method: 'POST',
  path: '/v1/messages',
  headers: 'anthropic',
  asked: (body) => ({
    model: textIn(body, 'model'),
    messages: [
      ...(body['system'] === undefined ? [] : [{ role: 'system' as const, content: wordsIn(body['system']) }]),
      ...messagesIn(body['messages'], 'messages'),
    ],
    schema: schemaAt(body, 'output_config', 'format', 'schema') ?? forcedTool(body)?.schema ?? null,
    maxTokens: numberAt(body, 'max_tokens'),
  }),
  answer: ({ asked, reply, id, usage }, body) => {
    const tool = forcedTool(body)
    const input = tool && reply.finish === 'stop' ? jsonOf(reply.text) : undefined
    return {
      id: `msg_${id}`,
      type: 'message',
      role: 'assistant',
      model: asked.model,
      content: input
        ? [{ type: 'tool_use', id: `toolu_${id}`, name: tool!.name, input }]
        : [{ type: 'text', text: reply.text }],
      stop_reason: input ? 'tool_use' : STOP_REASONS[reply.finish],
      stop_sequence: null,
      ...(usage && {
        usage: {
          input_tokens: reply.tokens.input,
          output_tokens: reply.tokens.output,
          cache_read_input_tokens: 0,
          cache_creation_input_tokens: 0,
        },
      }),
    }
  },
  error: (status, message) => ({
    type: 'error',
    error: { type: ANTHROPIC_ERRORS[status] ?? 'api_error', message },
  }),
}

const ollama: Wire = {
  method: 'POST',
  path: '/api/chat',
  headers: 'openai',
  asked: (body) => ({
    model: textIn(body, 'model'),
    messages: messagesIn(body['messages'], 'messages'),
    schema: typeof body['format'] === 'object' ? (body['format'] as JsonSchema | null) : null,
    maxTokens: numberAt((body['options'] ?? {}) as Body, 'num_predict'),
  }),
  answer: ({ asked, reply, usage }) => ({
    model: asked.model,
    created_at: '2026-01-01T00:00:00Z',
    message: { role: 'assistant', content: reply.text },
    done: true,
    done_reason: reply.finish === 'length' ? 'length' : 'stop',
    total_duration: 1_000_000,
    ...(usage && { prompt_eval_count: reply.tokens.input, eval_count: reply.tokens.output }),
  }),
  error: (_, message) => ({ error: message }),
  lines: (answer) => {
    const { model, created_at, message } = answer as { model: string; created_at: string; message: object }
    return [
      { model, created_at, message, done: false },
      { ...answer, message: { ...message, content: '' } },
    ]
  },
}

export const WIRES: readonly Wire[] = [chat, responses, anthropic, ollama]

const total = ({ tokens: { input, output } }: ModelReply): number => (input ?? 0) + (output ?? 0)

function textIn(body: Body, name: string): string {
  const text = body[name]
  if (typeof text === 'string' && text !== '') return text
  throw new TypeError(`expected ${name}, a text, got ${JSON.stringify(text)}`)
}

function messagesIn(given: unknown, name: string): Message[] {
  if (!Array.isArray(given) || given.length === 0)
    throw new TypeError(`expected ${name}, a list of messages, got ${JSON.stringify(given)}`)
  return given.map((message: { role?: unknown; content?: unknown } | null, i) => {
    const role = message?.role === 'developer' ? 'system' : message?.role
    if (role !== 'system' && role !== 'user' && role !== 'assistant')
      throw new TypeError(`expected ${name}[${i}].role to be system, user or assistant, got ${JSON.stringify(role)}`)
    return { role, content: wordsIn(message!.content) }
  })
}

/** A text, or the texts of a list of parts. */
function wordsIn(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part: { text?: unknown } | null) => (typeof part?.text === 'string' ? part.text : '')).join('')
}

function at(body: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (typeof value === 'object' && value !== null ? (value as Body)[name] : undefined),
    body,
  )
}

const schemaAt = (body: Body, ...path: readonly string[]): JsonSchema | null => {
  const found = at(body, ...path)
  return typeof found === 'object' && found !== null ? (found as JsonSchema) : null
}

const numberAt = (body: Body, name: string): number | undefined =>
  typeof body[name] === 'number' ? body[name] : undefined

/** A tool that the model must use stands for a schema that it must keep. */
function forcedTool(body: Body): { readonly name: string; readonly schema: JsonSchema } | undefined {
  const name = at(body, 'tool_choice', 'name')
  const tools = Array.isArray(body['tools']) ? (body['tools'] as { name?: unknown; input_schema?: unknown }[]) : []
  const tool = tools.find((one) => one.name === name)
  return typeof name === 'string' && tool ? { name, schema: tool.input_schema as JsonSchema } : undefined
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
