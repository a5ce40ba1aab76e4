/** Conversations in which roles alternate: some models insist. */
import type { Message } from '../models/model.ts'

/** A runaway reply is put back to the model only so far: its own words must not push the rules out of its context. */
const KEPT = 2000

/** The conversation with something said to the model: where nothing was replied to the last words, they go on. */
export function saying(messages: readonly Message[], content: string): readonly Message[] {
  const last = messages.at(-1)
  if (last?.role !== 'user') return [...messages, { role: 'user', content }]
  return [...messages.slice(0, -1), { ...last, content: `${last.content}\n\n${content}` }]
}

/** The conversation with the model's reply; an empty one leaves no trace. */
export function withReply(messages: readonly Message[], reply: string): readonly Message[] {
  const said = reply.trim()
  if (said === '') return messages
  return [...messages, { role: 'assistant', content: said.length > KEPT ? `${said.slice(0, KEPT)} …` : said }]
}
