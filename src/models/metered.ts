/** A model whose calls are kept within the limits of a run. */
import type { Budget } from './budget.ts'
import { wrapping } from './decorate.ts'
import { ModelError } from './errors.ts'
import type { Model, ModelReply, ModelRequest, Spend } from './model.ts'
import { costOf, type Price } from './prices.ts'
import { expectedTokens } from './tokens.ts'

/**
 * The same model within a budget that others share: the worst case is set aside before each call, and what the reply took
 * replaces it. A failure takes nothing, unless the provider may have worked on it, or nobody knows (a reply that could not be
 * logged): then it counts what was set aside.
 */
export function metered(model: Model, budget: Budget, price: Price | 'free' | undefined): Model {
  return wrapping(model, async (request, signal) => {
    const wanted = worstCase(request, price)
    const reservation = await reservedIn(budget, wanted, signal, model.name)
    let took = wanted
    try {
      const reply = await model.complete({ ...request, reserved: wanted }, signal)
      took = spendOf(reply, wanted)
      return reply
    } catch (error) {
      if (error instanceof ModelError && !error.charged) took = { tokens: 0, dollars: 0 }
      throw error
    } finally {
      reservation.settle(took)
    }
  })
}

function worstCase(request: ModelRequest, price: Price | 'free' | undefined): Spend {
  const { input, output } = expectedTokens(request)
  const priceless = price === undefined || price === 'free'
  const dollars = priceless ? 0 : (costOf({ input, output, cached: null, reasoning: null }, price) ?? 0)
  return { tokens: input + output, dollars }
}

const spendOf = ({ tokens: { input, output }, cost }: ModelReply, wanted: Spend): Spend => ({
  tokens: input === null || output === null ? wanted.tokens : input + output,
  dollars: cost ?? wanted.dollars,
})

async function reservedIn(budget: Budget, wanted: Spend, signal: AbortSignal, name: string) {
  try {
    return await budget.reserve(wanted, signal)
  } catch (error) {
    if (error instanceof ModelError || !signal.aborted) throw error
    throw new ModelError('aborted', `the call to ${name} was stopped before it was sent`, { cause: error })
  }
}
