/** A player that asks a language model, and asks again with a complaint where the answer is not legal. */
import { jsonSchemaOf } from '../core/legal.ts'
import type { CallKey, Message, Model } from '../models/model.ts'
import type { CallLog } from '../store/store.ts'
import { type Agent, type Decision, noAnswer, type Request } from './agent.ts'
import { answerSchema, type Reasons } from './answer.ts'
import type { PromptBook } from './prompt.ts'
import { type Failure, readReply } from './reply.ts'

export interface LlmOptions {
  readonly name: string
  readonly model: Model
  readonly book: PromptBook
  /** Asks of the player before it counts as no legal answer. */
  readonly attempts?: number | undefined
  /** Whether the model is held to the answer's JSON Schema where it can be; not while it reasons in prose first. */
  readonly structured?: boolean | undefined
  readonly reasons?: Reasons | undefined
  readonly temperature?: number | undefined
  readonly maxTokens?: number | undefined
  /** Takes note of how each reply was read. */
  readonly log: Pick<CallLog, 'read'>
}

/** Throws what the model throws: a provider that stays away is the world, not the player. */
export function llm(options: LlmOptions): Agent {
  return { name: options.name, outside: false, decide: (request) => decided(options, request) }
}

async function decided(options: LlmOptions, request: Request): Promise<Decision> {
  const { model, book, attempts = 3, structured = true, reasons = 'off', temperature, maxTokens, log } = options
  const { match, turn, seat, ask, view, told, chance, signal } = request
  const answer = answerSchema(jsonSchemaOf(ask.schema), reasons)
  const schema = structured && book.reasoning === 'direct' ? answer : null
  let messages = book.messages({ kind: ask.kind, view, told, answer })
  let failure: Failure = 'empty'
  for (let attempt = 1; attempt <= attempts; attempt++) {
    if (attempt > 1) request.stop?.throwIfAborted()
    const key: CallKey = { match, turn, seat, purpose: PURPOSE, attempt }
    const about = { kind: ask.kind, view, answer, rng: chance('model', PURPOSE, attempt) }
    const seed = chance('seed', PURPOSE, attempt).int(2 ** 31)
    const reply = await model.complete({ key, messages, schema, temperature, maxTokens, seed, about }, signal)
    const reading = readReply(reply, ask.schema, reasons)
    const dropped = reading.dropped.length > 0 ? JSON.stringify(reading.dropped) : null
    log.read(key, reading.ok ? 'legal' : reading.failure, dropped)
    if (reading.ok) {
      const { action, reason } = reading
      return { action, ...(reason !== undefined && { reason }), origin: { by: 'player' } }
    }
    failure = reading.failure
    messages = continued(messages, reply.text, book.reask({ ...reading, answer }))
  }
  return noAnswer(ask, failure)
}

const PURPOSE = 'answer'

/** A runaway reply is put back to the model only so far: its own words must not push the rules out of its context. */
const KEPT = 2000

/** The conversation with one more exchange. Roles alternate even where there is no reply to repeat: some models insist. */
function continued(messages: readonly Message[], reply: string, complaint: string): readonly Message[] {
  const said = reply.trim()
  if (said === '') {
    const last = messages.at(-1)!
    return [...messages.slice(0, -1), { ...last, content: `${last.content}\n\n${complaint}` }]
  }
  const kept = said.length > KEPT ? `${said.slice(0, KEPT)} …` : said
  return [...messages, { role: 'assistant', content: kept }, { role: 'user', content: complaint }]
}
