/** One exchange with a language model. What happens around a call (recording; limits, retries, budgets later) is a decorator. */
import type { Rng } from '../core/chance.ts'
import type { JsonSchema } from '../core/legal.ts'

export interface Message {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

/** Names a call for good: the same key is never asked twice. `attempt` counts re-asks of the player, from 1. */
export interface CallKey {
  readonly match: string
  readonly turn: number
  readonly seat: number
  readonly purpose: string
  readonly attempt: number
}

export interface ModelRequest {
  readonly key: CallKey
  readonly messages: readonly Message[]
  /** What the answer must be, for models that can be held to it; null leaves the form to the words of the prompt. */
  readonly schema: JsonSchema | null
  readonly temperature?: number | undefined
  readonly maxTokens?: number | undefined
  /** For models that can be seeded: follows from the match's seed and the key. */
  readonly seed: number
  /** What the prompt was made from, for simulated models alone: it is never sent and never logged. */
  readonly about: { readonly kind: string; readonly view: unknown; readonly answer: JsonSchema; readonly rng: Rng }
}

export interface Tokens {
  readonly input: number | null
  readonly output: number | null
  readonly reasoning: number | null
  readonly cached: number | null
}

export interface ModelReply {
  readonly text: string
  /** `length`: cut off by the token limit; `refused`: the provider or the model declined. */
  readonly finish: 'stop' | 'length' | 'refused' | 'other'
  /** The model that says it answered. */
  readonly model: string
  readonly tokens: Tokens
  readonly requestId?: string | undefined
  /** What was received, as far as it is worth keeping: provider-shaped. */
  readonly received?: unknown
}

export interface Model {
  /** As the experiment names it: `openai:gpt-5-mini`, `local:file.gguf`, `simulated:level-k`. */
  readonly name: string
  readonly provider: string
  /** Marked as simulated in every table; its calls have no effect outside the process. */
  readonly simulated: boolean
  /** The request as it is sent, without any key: logged before it goes. Default: the messages and settings as they are. */
  sends?(request: ModelRequest): unknown
  /** Throws ModelError where the world fails; a refusal or a cut-off is a reply. Leaves nothing running once aborted. */
  complete(request: ModelRequest, signal: AbortSignal): Promise<ModelReply>
  /** Frees what the model holds. */
  close?(): Promise<void>
}
