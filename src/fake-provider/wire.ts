/** A provider's wire format: a request as it comes in, an answer and an error as they go out. */
import type { JsonSchema } from '../core/legal.ts'
import type { Message, ModelReply } from '../models/model.ts'

export interface Wire {
  readonly path: string
  /** Throws WireError that says what is missing. */
  asked(body: Body): Asked
  answer(answered: Answered): object
  error(error: WireError, requestId: string): object
  /** The same answer in lines, for a format that streams unless it is told not to. */
  readonly lines?: (answer: object) => readonly object[]
  /** How limits are told in headers, if they are. */
  readonly limits: 'openai' | 'anthropic' | undefined
  /** The header that carries the request's id. */
  readonly idHeader: string
}

export type Body = Readonly<Record<string, unknown>>

/** What is asked, whatever the format. */
export interface Asked {
  readonly model: string
  readonly messages: readonly Message[]
  /** What the answer is held to. */
  readonly schema: JsonSchema | null
  /** The tool that the model must use, whose arguments the schema is of. */
  readonly tool: string | undefined
  readonly maxTokens: number | undefined
  /** Whether the answer is wanted in pieces. */
  readonly stream: boolean
}

export interface Answered {
  readonly asked: Asked
  readonly reply: ModelReply
  readonly id: string
  /** The model that says it answered. */
  readonly model: string
  readonly fingerprint: string
  /** Whether tokens are counted. */
  readonly usage: boolean
}

/** A request that gets no answer. `code` in OpenAI's words. */
export class WireError extends Error {
  override readonly name = 'WireError'
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}
