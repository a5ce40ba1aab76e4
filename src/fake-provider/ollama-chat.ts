/** Ollama's own chat, which streams unless it is told not to. */
import { countIn, invalid, messagesIn, schemaAt, textIn } from './body.ts'
import type { Body, Wire } from './wire.ts'

export const ollamaChat: Wire = {
  path: '/api/chat',
  limits: undefined,
  idHeader: 'x-request-id',
  asked: (body) => {
    const { format, options = {}, stream } = body
    if (typeof options !== 'object' || options === null) throw invalid('options', 'an object', options)
    return {
      model: textIn(body, 'model'),
      messages: messagesIn(body, 'messages'),
      schema: format === 'json' || format === '' ? null : schemaAt(body, 'format'),
      tool: undefined,
      maxTokens: countIn(options as Body, 'num_predict'),
      stream: stream !== false,
    }
  },
  answer: ({ reply, model, usage }) => ({
    model,
    created_at: '2026-01-01T00:00:00Z',
    message: { role: 'assistant', content: reply.text },
    done: true,
    done_reason: reply.finish === 'length' ? 'length' : 'stop',
    total_duration: 1_000_000,
    ...(usage && { prompt_eval_count: reply.tokens.input, eval_count: reply.tokens.output }),
  }),
  error: ({ message }) => ({ error: message }),
  lines: (answer) => {
    const { model, created_at, message } = answer as { model: string; created_at: string; message: object }
    return [
      { model, created_at, message, done: false },
      { ...answer, message: { ...message, content: '' } },
    ]
  },
}
