/** How many tokens a call is expected to take, where nobody has counted them yet. */
import type { ModelRequest } from './model.ts'

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
export function expectedTokens({ messages, schema, maxTokens }: ModelRequest): Expected {
  const words = messages.reduce((sum, { content }) => sum + tokensIn(content) + EACH_MESSAGE, 0)
  const held = schema ? tokensIn(JSON.stringify(schema)) : 0
  return { input: words + held, output: maxTokens ?? UNLIMITED_REPLY }
}
