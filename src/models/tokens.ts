/** How many tokens a call is expected to take, where nobody has counted them yet. */
import type { ModelReply, ModelRequest } from './model.ts'

/** Four characters a token: a rough measure of English text. */
export const tokensIn = (text: string): number => Math.ceil(text.length / 4)

/** What roles and separators of a message take beside its words. */
const EACH_MESSAGE = 4

/** Tokens of a reply whose length nobody limits. */
export const UNLIMITED_REPLY = 1000

export interface Expected {
  readonly input: number
  /** At most, where the request limits it. */
  readonly output: number
}

/** What is set aside before a call: its prompt, its schema, and as long a reply as it allows. */
export function expectedTokens({
  messages,
  schema,
  maxTokens,
}: Pick<ModelRequest, 'messages' | 'schema' | 'maxTokens'>): Expected {
  const words = messages.reduce((sum, { content }) => sum + tokensIn(content) + EACH_MESSAGE, 0)
  const held = schema ? tokensIn(JSON.stringify(schema)) : 0
  return { input: words + held, output: maxTokens ?? UNLIMITED_REPLY }
}

/** Expectations that learn from what replies of one model took. */
export interface Expecting {
  /** Tokens in and out that a request is going to take: rather too many than too few. */
  of(request: ModelRequest): number
  saw(request: ModelRequest, reply: ModelReply): void
}

/** What is expected beyond the most that was seen lately: little, since nearly all take less than that. */
const MARGIN = 1.02
/** Of what was seen most, what is left after each reply: one long answer is forgotten after some hundreds. */
const FADING = 0.995
/** Replies before what was seen is trusted. */
const ENOUGH = 5

/**
 * Where a request limits its reply, a provider may count all that it allows: only replies without a limit are learnt. Nor is a
 * prompt expected to be shorter than its characters say, which is how providers reckon before they have counted.
 */
export function expecting(): Expecting {
  let ratio = 0
  let longest = 0
  let seen = 0
  return {
    of: (request) => {
      const { input, output } = expectedTokens(request)
      if (seen < ENOUGH) return input + output
      const reply = request.maxTokens === undefined ? Math.min(output, Math.ceil(longest * MARGIN)) : output
      return Math.ceil(input * Math.max(ratio * MARGIN, 1)) + reply
    },
    saw: (request, { tokens: { input, output } }) => {
      if (input === null || output === null) return
      seen++
      ratio = Math.max(ratio * FADING, input / Math.max(1, expectedTokens(request).input))
      longest = Math.max(longest * FADING, output)
    },
  }
}
