/** One call of a model as a reader follows it: what was said to it, what it replied, and what that took. */
import type { Call } from '../store/store.ts'

export interface CallStory {
  readonly turn: number
  readonly seat: number
  /** What was wanted of the model: `answer`, `plan` … */
  readonly purpose: string
  readonly attempt: number
  /** Transport tries of the attempt, from 1. */
  readonly try: number
  readonly model: string
  /** The model that says it answered, where it is another. */
  readonly answered: string | undefined
  /** `ok`, or the class of the transport failure; null: not completed. */
  readonly status: string | null
  /** How the reply was read; null: it was not. */
  readonly outcome: string | null
  /** Fields of the reply that were dropped, JSON. */
  readonly dropped: string | null
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly reply: string | undefined
  readonly error: string | undefined
  readonly tokensIn: number | undefined
  readonly tokensOut: number | undefined
  readonly tokensReasoning: number | undefined
  /** The tokens are estimates. */
  readonly estimated: boolean
  /** Dollars. */
  readonly cost: number | undefined
  /** Milliseconds in the queue, and on the wire. */
  readonly waited: number | undefined
  readonly worked: number | undefined
}

export const callStory = (call: Call): CallStory => ({
  turn: call.turn,
  seat: call.seat,
  purpose: call.purpose,
  attempt: call.attempt,
  try: call.try,
  model: call.model,
  answered: call.answered === call.model ? undefined : (call.answered ?? undefined),
  status: call.status,
  outcome: call.outcome,
  dropped: call.dropped,
  messages: messagesIn(call.request),
  reply: call.text ?? undefined,
  error: call.error ?? undefined,
  tokensIn: call.tokensIn ?? undefined,
  tokensOut: call.tokensOut ?? undefined,
  tokensReasoning: call.tokensReasoning ?? undefined,
  estimated: call.estimated === true,
  cost: call.cost ?? undefined,
  waited: call.waited ?? undefined,
  worked: call.worked ?? undefined,
})

/** What the system says stands among the messages, or beside them. */
function messagesIn(request: unknown): CallStory['messages'] {
  const { messages, system } = (request ?? {}) as Readonly<Record<string, unknown>>
  return [
    ...(system === undefined ? [] : [{ role: 'system', content: textOf(system) }]),
    ...(Array.isArray(messages) ? messages : []).map((said) => {
      const { role, content } = (said ?? {}) as Readonly<Record<string, unknown>>
      return { role: textOf(role), content: textOf(content) }
    }),
  ]
}

const textOf = (content: unknown): string => (typeof content === 'string' ? content : (JSON.stringify(content) ?? ''))
