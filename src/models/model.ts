/**
 * One exchange with a language model. What happens around a call is a decorator, from the outside in:
 * `replaying(retried(limited(metered(recorded(priced(openai(…)))))))`. Retries stand outside the limits, since every try is a
 * request that counts; the log stands inside them, since a row says what is on the wire and not what waits.
 */
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
  readonly topP?: number | undefined
  readonly maxTokens?: number | undefined
  readonly effort?: Effort | undefined
  /** For models that can be seeded: follows from the match's seed and the key. */
  readonly seed: number
  /** What the prompt was made from, for simulated models alone: it is never sent and never logged. */
  readonly about: {
    readonly kind: string
    readonly view: unknown
    /** Null where thoughts are wanted, and no answer yet. */
    readonly answer: JsonSchema | null
    readonly rng: Rng
  }
  /** Where calls wait for their turn, the greatest goes first; equal ones in the order in which they came. Default 0. */
  readonly priority?: number | undefined
  /** The nth time that this call goes on the wire, from 1: set by whoever retries. */
  readonly try?: number | undefined
  /** Milliseconds that this try stood in queues: set by whoever let it wait. */
  readonly waited?: number | undefined
  /** Once it is aborted nothing new is begun: what waits for its turn, or for its next try, throws its reason. */
  readonly stop?: AbortSignal | undefined
  /**
   * Told when this try begins to wait for its turn, and when that is over: such time is nobody's failure. Throws at the end of
   * it what makes it useless to send anything by then.
   */
  readonly waiting?: ((waits: boolean) => void) | undefined
  /** Told when this try goes on the wire, by whoever logs it before. */
  readonly sending?: (() => void) | undefined
  /** What is set aside for this try until its reply says what it took: set by whoever keeps the budget. */
  readonly reserved?: Spend | undefined
}

/** How much a reasoning model is asked to reason. */
export type Effort = 'minimal' | 'low' | 'medium' | 'high'

/** Tokens in and out, and what they cost. */
export interface Spend {
  readonly tokens: number
  readonly dollars: number
}

export interface Tokens {
  readonly input: number | null
  readonly output: number | null
  readonly reasoning: number | null
  readonly cached: number | null
}

/** What a provider's headers say of one of its limits; what they leave out is absent. */
export interface Remaining {
  /** A minute, as far as providers say. */
  readonly limit?: number | undefined
  readonly remaining?: number | undefined
  /** Until all of it is there again. */
  readonly resetMilliseconds?: number | undefined
}

/** Tokens are of both directions (OpenAI), or of each apart (Anthropic). */
export interface Quota {
  readonly requests?: Remaining | undefined
  readonly tokens?: Remaining | undefined
  readonly tokensIn?: Remaining | undefined
  readonly tokensOut?: Remaining | undefined
}

export interface ModelReply {
  readonly text: string
  /** `length`: cut off by the token limit; `refused`: the provider or the model declined. */
  readonly finish: 'stop' | 'length' | 'refused' | 'other'
  /** The model that says it answered. */
  readonly model: string
  readonly tokens: Tokens
  /** The tokens were not said by the provider: they are estimated from the texts. */
  readonly estimated?: boolean | undefined
  /** Dollars; null where there is no price. Absent until somebody reckons it. */
  readonly cost?: number | null | undefined
  readonly requestId?: string | undefined
  /** What the provider says of the configuration that answered (`system_fingerprint`). */
  readonly fingerprint?: string | undefined
  /** What its headers say of its limits. */
  readonly quota?: Quota | undefined
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
