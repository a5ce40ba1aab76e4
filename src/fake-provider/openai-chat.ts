/** OpenAI's chat completions, as every compatible server speaks them. */
import { at, countIn, messagesIn, namedIn, schemaAt, textIn } from './body.ts'
import type { Answered, Wire } from './wire.ts'

export const openaiChat: Wire = {
  path: '/v1/chat/completions',
  limits: 'openai',
  idHeader: 'x-request-id',
  asked: (body) => {
    const name = at(body, 'tool_choice', 'function', 'name')
    const tool = namedIn(body['tools'], name, 'function', 'name')
    return {
      model: textIn(body, 'model'),
      messages: messagesIn(body, 'messages'),
      schema: tool
        ? schemaAt(tool, 'function', 'parameters')
        : schemaAt(body, 'response_format', 'json_schema', 'schema'),
      tool: tool && String(name),
      maxTokens: countIn(body, 'max_completion_tokens') ?? countIn(body, 'max_tokens'),
      stream: body['stream'] === true,
    }
  },
  answer: (answered) => {
    const { reply, id, model, fingerprint } = answered
    return {
      id: `chatcmpl-${id}`,
      object: 'chat.completion',
      created: CREATED,
      model,
      system_fingerprint: fingerprint,
      choices: [
        {
          index: 0,
          logprobs: null,
          finish_reason: reply.finish === 'length' ? 'length' : 'stop',
          message: messageOf(answered),
        },
      ],
      ...usageOf(answered),
    }
  },
  error: ({ status, code, message }) => ({ error: { message, type: openaiType(status), param: null, code } }),
}

/** Seconds since 1970: an answer follows from its request, so it has no time of its own. */
export const CREATED = 1_700_000_000

function messageOf({ asked: { tool }, reply, id }: Answered): object {
  const said = { role: 'assistant', content: null, refusal: null }
  if (reply.finish === 'refused') return { ...said, refusal: reply.text }
  if (tool === undefined) return { ...said, content: reply.text }
  return {
    ...said,
    tool_calls: [{ id: `call_${id}`, type: 'function', function: { name: tool, arguments: reply.text } }],
  }
}

function usageOf({ usage, reply: { tokens } }: Answered): object {
  if (!usage) return {}
  const [input, output] = [tokens.input ?? 0, tokens.output ?? 0]
  return {
    usage: {
      prompt_tokens: input,
      completion_tokens: output,
      total_tokens: input + output,
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0 },
    },
  }
}

/** The word for a status that stands beside the code. */
export function openaiType(status: number): string {
  if (status === 429) return 'rate_limit_error'
  return status >= 500 ? 'server_error' : 'invalid_request_error'
}
