/** What a reply took and cost. */
import { wrapping } from './decorate.ts'
import type { Model, ModelReply, ModelRequest } from './model.ts'
import { costOf, type Price } from './prices.ts'
import { expectedTokens, tokensIn } from './tokens.ts'

/**
 * The same model, with the cost of each reply: null where there is no price. Tokens that the provider did not count are not
 * zero: they are estimated from the texts, and the reply is marked.
 */
export function priced(model: Model, price: Price | 'free' | undefined): Model {
  return wrapping(model, async (request, signal) => {
    const reply = counted(request, await model.complete(request, signal))
    return { ...reply, cost: price === 'free' ? 0 : price === undefined ? null : costOf(reply.tokens, price) }
  })
}

function counted(request: ModelRequest, reply: ModelReply): ModelReply {
  const { input, output } = reply.tokens
  if (input !== null && output !== null) return reply
  const tokens = {
    ...reply.tokens,
    input: input ?? expectedTokens(request).input,
    output: output ?? tokensIn(reply.text),
  }
  return { ...reply, tokens, estimated: true }
}
