/** What of a request decides its reply: what is logged of it, and what tells two requests apart. */
import type { Model, ModelRequest } from './model.ts'

/** As it goes on the wire, or the messages and settings where nothing does. Without key, seat or chance. */
export function sentBy(model: Pick<Model, 'sends'>, request: ModelRequest): unknown {
  if (model.sends) return model.sends(request)
  const { messages, schema, temperature, topP, maxTokens, effort } = request
  return {
    messages,
    schema,
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(maxTokens !== undefined && { maxTokens }),
    ...(effort !== undefined && { effort }),
  }
}
