/** OpenAI's responses. */
import { at, countIn, messagesIn, namedIn, schemaAt, textIn } from './body.ts'
import { CREATED, openaiChat } from './openai-chat.ts'
import type { Answered, Body, Wire } from './wire.ts'

export const openaiResponses: Wire = {
  path: '/v1/responses',
  limits: 'openai',
  idHeader: 'x-request-id',
  asked: (body) => {
    const name = at(body, 'tool_choice', 'name')
    const tool = namedIn(body['tools'], name, 'name')
    return {
      model: textIn(body, 'model'),
      messages: messagesOf(body),
      schema: tool ? schemaAt(tool, 'parameters') : schemaAt(body, 'text', 'format', 'schema'),
      tool: tool && String(name),
      maxTokens: countIn(body, 'max_output_tokens'),
      stream: body['stream'] === true,
    }
  },
  answer: (answered) => {
    const { reply, id, model } = answered
    const cutOff = reply.finish === 'length'
    return {
      id: `resp_${id}`,
      object: 'response',
      created_at: CREATED,
      status: cutOff ? 'incomplete' : 'completed',
      error: null,
      incomplete_details: cutOff ? { reason: 'max_output_tokens' } : null,
      model,
      output: [itemOf(answered)],
      ...usageOf(answered),
    }
  },
  error: openaiChat.error,
}

function messagesOf(body: Body): ReturnType<typeof messagesIn> {
  const { instructions, input } = body
  const system = typeof instructions === 'string' ? [{ role: 'system' as const, content: instructions }] : []
  if (typeof input === 'string') return [...system, { role: 'user', content: input }]
  return [...system, ...messagesIn(body, 'input')]
}

function itemOf({ asked: { tool }, reply, id }: Answered): object {
  const status = reply.finish === 'length' ? 'incomplete' : 'completed'
  if (tool !== undefined && reply.finish !== 'refused')
    return { type: 'function_call', id: `fc_${id}`, call_id: `call_${id}`, name: tool, arguments: reply.text, status }
  const content =
    reply.finish === 'refused'
      ? { type: 'refusal', refusal: reply.text }
      : { type: 'output_text', text: reply.text, annotations: [] }
  return { type: 'message', id: `msg_${id}`, status, role: 'assistant', content: [content] }
}

function usageOf({ usage, reply: { tokens } }: Answered): object {
  if (!usage) return {}
  const [input, output] = [tokens.input ?? 0, tokens.output ?? 0]
  return {
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: input + output,
    },
  }
}
