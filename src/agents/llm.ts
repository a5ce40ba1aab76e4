/** A player that asks a language model, and asks again with a complaint where the answer is not legal. */
import { jsonSchemaOf } from '../core/legal.ts'
import type { CallKey, Effort, Message, Model, ModelReply } from '../models/model.ts'
import { replyOf } from '../models/replaying.ts'
import type { CallLog } from '../store/store.ts'
import { type Agent, type Decision, noAnswer, type Past, type Request, type Session } from './agent.ts'
import { answerSchema, REASON, type Reasons } from './answer.ts'
import { saying, withReply } from './conversation.ts'
import type { PromptBook, Question } from './prompt.ts'
import { type Failure, readReply } from './reply.ts'
import { architectureOf, stepsOf } from './steps.ts'

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
  readonly topP?: number | undefined
  readonly effort?: Effort | undefined
  readonly maxTokens?: number | undefined
  /** Takes note of how each reply was read; knows the replies of the past. */
  readonly log: Pick<CallLog, 'read' | 'tried'>
}

/**
 * Throws what the model throws: a provider that stays away is the world, not the player. What it remembers is a fold over its
 * own views, actions and stored replies of the match: the same after a resume as before it.
 */
export function llm(options: LlmOptions): Agent {
  const { book } = options
  const minds = new WeakMap<Session, Map<number, Mind>>()
  if (!remembers(book)) return { name: options.name, outside: false, decide: (request) => once(options, request) }
  return {
    name: options.name,
    outside: false,
    decide: async (request) => {
      const { session, seat } = request
      const seats = (session && minds.get(session)) ?? new Map<number, Mind>()
      if (session) minds.set(session, seats)
      const before = seats.get(seat) ?? (await recalled(options, request))
      const { decision, mind } = await thought(options, asking(options, request), before, live(options, request))
      seats.set(seat, mind)
      return decision
    },
  }
}

/** What a seat carries from one decision to the next. */
interface Mind {
  /** The conversation so far, without the system's message; empty unless the memory is `chat`. */
  readonly chat: readonly Message[]
  readonly plan: string | undefined
}

const NOTHING: Mind = { chat: [], plan: undefined }

const remembers = ({ memory, reasoning }: PromptBook): boolean =>
  memory === 'chat' || architectureOf(reasoning) === 'plan'

async function once(options: LlmOptions, request: Request): Promise<Decision> {
  return (await thought(options, asking(options, request), NOTHING, live(options, request))).decision
}

/** What is asked, of whom the model is to be in this seat all match long. */
const asking = ({ book }: LlmOptions, { ask, view, told, session, seat }: Request): Asking => ({
  ...{ ask, view, told },
  persona: book.personaFrom(session?.chance(seat, 'persona')),
})

interface Asking extends Pick<Past, 'ask' | 'view' | 'told'> {
  readonly persona: string | undefined
}

/**
 * The mind as it was before this turn: what was asked before is gone through again, with the replies of the log. Where it lacks
 * them (a fork that stands in another log than its parent) the action of the log counts as what was replied.
 */
async function recalled(options: LlmOptions, { session, seat, turn }: Request): Promise<Mind> {
  let mind = NOTHING
  const persona = options.book.personaFrom(session?.chance(seat, 'persona'))
  for (const past of (await session?.past(seat)) ?? []) {
    if (past.turn >= turn) break
    const complete: Complete = async (purpose, attempt) => {
      const { answered } = await options.log.tried({ match: past.match, turn: past.turn, seat, purpose, attempt })
      if (answered) return replyOf(answered)
      return purpose === PURPOSE && attempt === 1 ? replyIn(past) : undefined
    }
    mind = (await thought(options, { ...past, persona }, mind, complete)).mind
  }
  return mind
}

/** What a player of its own decided, as a reply would have put it. */
function replyIn({ decision: { action, reason, origin } }: Past): ModelReply | undefined {
  if (origin.by !== 'player') return undefined
  const tokens = { input: null, output: null, reasoning: null, cached: null }
  const said = reason === undefined ? action : { [REASON]: reason, ...(action as object) }
  return { text: JSON.stringify(said), finish: 'stop', model: '', tokens }
}

/** One request to the model; undefined where the past has no reply to it. */
type Complete = (
  purpose: string,
  attempt: number,
  messages: readonly Message[],
  schema: Question['answer'] | null,
) => Promise<ModelReply | undefined>

function live(options: LlmOptions, request: Request): Complete & { readonly note?: Note } {
  const { model, temperature, topP, effort, maxTokens, log, reasons = 'off' } = options
  const { match, turn, seat, ask, view, chance, signal, stop } = request
  const answer = answerSchema(jsonSchemaOf(ask.schema), reasons)
  let begun = false
  const complete: Complete = async (purpose, attempt, messages, schema) => {
    if (begun) stop?.throwIfAborted()
    begun = true
    const key: CallKey = { match, turn, seat, purpose, attempt }
    const about = {
      kind: ask.kind,
      view,
      answer: purpose === PURPOSE ? answer : null,
      rng: chance('model', purpose, attempt),
    }
    const seed = chance('seed', purpose, attempt).int(2 ** 31)
    // what is furthest behind goes first where calls wait
    const settings = { schema, temperature, topP, effort, maxTokens, seed, priority: -turn, stop }
    return model.complete({ key, messages, ...settings, about }, signal)
  }
  const note: Note = (attempt, outcome, dropped) =>
    log.read({ match, turn, seat, purpose: PURPOSE, attempt }, outcome, dropped)
  return Object.assign(complete, { note })
}

type Note = (attempt: number, outcome: string, dropped: string | null) => void

const PURPOSE = 'answer'

/** One decision: the steps that come before it, the answer, and what is remembered of both. */
async function thought(
  options: LlmOptions,
  { ask, view, told, persona }: Asking,
  before: Mind,
  complete: Complete & { readonly note?: Note },
): Promise<{ readonly decision: Decision; readonly mind: Mind }> {
  const { book, attempts = 3, structured = true, reasons = 'off' } = options
  const answer = answerSchema(jsonSchemaOf(ask.schema), reasons)
  const question: Question = { kind: ask.kind, view, told, persona, answer }
  const schema = structured && architectureOf(book.reasoning) !== 'think' ? answer : null
  const system: Message = { role: 'system', content: book.system(question) }
  let said = saying([system, ...before.chat], book.lead(question))
  let { plan } = before
  for (const step of stepsOf(book.reasoning, { plan, history: looksBack(view) })) {
    const asked = saying(said, book.step(step))
    const reply = await complete(step.purpose, 1, asked, null)
    const text = reply && reply.finish !== 'refused' ? reply.text.trim() : ''
    if (text === '') continue // the player goes on without it
    said = withReply(asked, text)
    if (step.purpose === 'plan') plan = text
  }
  said = saying(said, book.close(question))
  let failure: Failure = 'empty'
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const reply = await complete(PURPOSE, attempt, said, schema)
    if (!reply) break
    const reading = readReply(reply, ask.schema, reasons)
    const dropped = reading.dropped.length > 0 ? JSON.stringify(reading.dropped) : null
    complete.note?.(attempt, reading.ok ? 'legal' : reading.failure, dropped)
    said = withReply(said, reply.text)
    if (reading.ok) {
      const { action, reason } = reading
      const decision: Decision = { action, ...(reason !== undefined && { reason }), origin: { by: 'player' } }
      return { decision, mind: mindAfter(book, said, plan) }
    }
    failure = reading.failure
    if (attempt < attempts) said = saying(said, book.reask({ ...reading, answer }))
  }
  return { decision: noAnswer(ask, failure), mind: mindAfter(book, said, plan) }
}

const mindAfter = ({ memory }: PromptBook, said: readonly Message[], plan: string | undefined): Mind => ({
  chat: memory === 'chat' ? said.slice(1) : [],
  plan,
})

/** Whether a view has a history with something in it, its own or that of a wrap. */
function looksBack(view: unknown): boolean {
  if (typeof view !== 'object' || view === null) return false
  const { history } = view as { history?: unknown }
  if (Array.isArray(history) && history.length > 0) return true
  return Object.values(view).some((member: { history?: unknown } | null) => {
    const inner = typeof member === 'object' ? member?.history : undefined
    return Array.isArray(inner) && inner.length > 0
  })
}
