/** Anthropic's messages. */
import type { ModelReply } from '../models/model.ts'
import { at, countIn, invalid, messagesIn, namedIn, schemaAt, textIn, wordsIn } from './body.ts'
import type { Answered, Body, Wire } from './wire.ts'

export const anthropicMessages: Wire = {
  path: '/v1/messages',
  limits: 'anthropic',
  idHeader: 'request-id',
  asked: (body) => {
    const name = at(body, 'tool_choice', 'name')
    const tool = namedIn(body['tools'], name, 'name')
    const maxTokens = countIn(body, 'max_tokens')
    if (maxTokens === undefined) throw invalid('max_tokens', 'a whole number above 0', undefined)
    return {
      model: textIn(body, 'model'),
      messages: [...systemOf(body), ...messagesIn(body, 'messages')],
      schema: tool ? schemaAt(tool, 'input_schema') : schemaAt(body, 'output_config', 'format', 'schema'),
      tool: tool && String(name),
      maxTokens,
      stream: body['stream'] === true,
    }
  },
  answer: (answered) => {
    const { reply, id, model, usage } = answered
    const input = toolInput(answered)
    return {
      id: `msg_${id}`,
      type: 'message',
      role: 'assistant',
      model,
      content: input
        ? [{ type: 'tool_use', id: `toolu_${id}`, name: answered.asked.tool, input }]
        : [{ type: 'text', text: reply.text }],
      stop_reason: input ? 'tool_use' : STOP_REASONS[reply.finish],
      stop_sequence: null,
      usage: usage
        ? {
            input_tokens: reply.tokens.input,
            output_tokens: reply.tokens.output,
            cache_read_input_tokens: 0,
            cache_creation_input_tokens: 0,
          }
        : undefined,
    }
  },
  error: ({ status, message }, requestId) => ({
    type: 'error',
    error: { type: ERROR_TYPES[status] ?? 'api_error', message },
    request_id: requestId,
  }),
}

const systemOf = ({ system }: Body) =>
  system === undefined ? [] : [{ role: 'system' as const, content: wordsIn(system) }]

/** What the tool is called with; a reply that is no JSON stays text. */
function toolInput({ asked: { tool }, reply }: Answered): unknown {
  if (tool === undefined || reply.finish !== 'stop') return undefined
  try {
    return JSON.parse(reply.text)
  } catch {
    return undefined
  }
}

const STOP_REASONS: Readonly<Record<ModelReply['finish'], string>> = {
  stop: 'end_turn',
  other: 'end_turn',
  length: 'max_tokens',
  refused: 'refusal',
}

const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
  529: 'overloaded_error',
}
