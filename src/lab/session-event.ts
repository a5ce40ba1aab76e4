/** What is logged of a session beside its matches: its state is the fold of these events, and nothing else is kept. */
import { z } from 'zod'
import { StagegameError } from '../core/errors.ts'
import { Origin } from '../core/event.ts'
import { Exit } from './lab-schema.ts'

const Count = z.int().min(0)
/** Of a participant: random, and nothing but a name in this session. */
const person = z.string().min(1)
/** Milliseconds since 1970. */
const time = z.number()
const Place = {
  block: z.string(),
  nth: Count.describe('match of the block, from 0; practice matches count from −n'),
} as const
const nth = z.int()

/** The session begins. */
const Opened = z.strictObject({
  type: z.literal('opened'),
  session: z.string(),
  run: z.string().describe('of its matches in the log'),
  db: z.string().describe('the log of its matches, from the folder of the session file'),
  seed: z.string(),
  freeze: z.string().describe('the one hash over the session file, all texts and the code version'),
  code: z.string(),
  demo: z.boolean().describe('no people: left out of exports unless asked for'),
  pilot: z.boolean().describe('people are scripted'),
})
/** A place for one more participant, with the hash of the link to it; of an open room, of none. */
const Created = z.strictObject({
  type: z.literal('created'),
  person,
  link: z.string().nullable(),
  room: z.string().nullable(),
})
/** Somebody confirmed the link, at first or again on another device. */
const Joined = z.strictObject({ type: z.literal('joined'), person, cookie: z.string().describe('hash') })
/** A page was sent to a participant for the first time. */
const Shown = z.strictObject({ type: z.literal('shown'), person, page: z.string() })
const Consented = z.strictObject({
  type: z.literal('consented'),
  person,
  agreed: z.boolean(),
  textToModels: z.boolean(),
})
/** A page without a question was left. */
const Passed = z.strictObject({ type: z.literal('passed'), person, page: z.string() })
const Quizzed = z.strictObject({
  type: z.literal('quizzed'),
  person,
  attempt: z.int().min(1),
  answers: z.array(z.union([z.string(), z.number(), z.boolean()]).nullable()),
  right: z.array(z.boolean()),
  passed: z.boolean(),
})
const Assigned = z.strictObject({
  type: z.literal('assigned'),
  person,
  nth: Count.describe('how many were assigned before'),
  treatment: z.string(),
  order: z.array(z.string()).describe('blocks, in the order in which this person gets them'),
})
/** Answer to who the others are: of a check after it was told, or of the manipulation check at the end. */
const Checked = z.strictObject({
  type: z.literal('checked'),
  person,
  page: z.string(),
  answer: z.string(),
  right: z.boolean().nullable(),
})
/** A decision of a person, or what stands for it. Durable before anything follows from it. */
const Chose = z.strictObject({
  type: z.literal('chose'),
  person,
  ...Place,
  nth,
  turn: Count,
  kind: z.string(),
  action: z.unknown().optional(),
  origin: Origin,
  /** When the page was shown, when something was first typed or chosen (null: not known), when it was sent. */
  shownAt: time.nullable(),
  firstInputAt: time.nullable(),
  at: time,
})
/** The reason beside a decision. */
const Reasoned = z.strictObject({ type: z.literal('reasoned'), person, ...Place, nth, turn: Count, reason: z.string() })
const Believed = z.strictObject({ type: z.literal('believed'), person, ...Place, nth, belief: z.number().nullable() })
/** What a person would do in each case, in the order of the cases. */
const Strategy = z.strictObject({ type: z.literal('strategy'), person, ...Place, nth, actions: z.array(z.unknown()) })
/** A match and who of the session sits there; the rest stands in its log. */
const Grouped = z.strictObject({
  type: z.literal('grouped'),
  match: z.string(),
  ...Place,
  nth,
  unit: z.string().describe('matching group: the unit of independence'),
  people: z.array(z.strictObject({ person, seat: Count })),
})
const Left = z.strictObject({ type: z.literal('leftover'), person, ...Place, nth, policy: z.enum(['leave', 'fill']) })
/** When the next stage of a match is shown: the earliest time. */
const Released = z.strictObject({ type: z.literal('released'), match: z.string(), turn: Count, at: time })
/** Somebody else answers for a seat from now on, as the match's log says. */
const Reseated = z.strictObject({
  type: z.literal('reseated'),
  match: z.string(),
  seat: Count,
  player: z.string(),
  reason: z.string(),
})
/** A seat is out of its match before the end: it is asked nothing more, and its points stand. Shown from `at` on. */
const Out = z.strictObject({ type: z.literal('out'), person, match: z.string(), points: z.number(), at: time })
/** A match is over, as its log says: what it came to for the people in it. */
const Finished = z.strictObject({
  type: z.literal('finished'),
  match: z.string(),
  status: z.enum(['ended', 'voided']),
  points: z.array(z.strictObject({ person, points: z.number().nullable() })),
  reason: z.string().optional(),
})
/** A page of the questionnaire. Null where a question was left open. */
const Answered = z.strictObject({
  type: z.literal('answered'),
  person,
  page: z.string(),
  answers: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string()).readonly()]).nullable()),
})
/** The person left the flow by this way out. `completed` stands at its regular end. */
const Exited = z.strictObject({ type: z.literal('exited'), person, exit: Exit, reason: z.string(), code: z.string() })
const Paid = z.strictObject({
  type: z.literal('paid'),
  person,
  points: z.number(),
  /** In the smallest coins of the currency. */
  amount: z.int().min(0),
  fee: z.int().min(0),
  drawn: z.string().nullable().describe('the match or block that was drawn'),
  how: z.array(z.string()).describe('how it came about, as the person is told'),
})
const Extended = z.strictObject({
  type: z.literal('extended'),
  person,
  page: z.string(),
  by: z.enum(['person', 'experimenter']),
  until: time,
})
/** A post that came too late, or from a page that was left: refused, and nothing else. */
const Late = z.strictObject({ type: z.literal('late'), person, page: z.string(), why: z.string() })
/** What the experimenter did. */
const Acted = z.strictObject({
  type: z.literal('acted'),
  act: z.enum(['advance', 'pause', 'go-on', 'note', 'end-group', 'close-matching', 'withdraw']),
  person: z.string().nullable(),
  match: z.string().nullable(),
  note: z.string().nullable(),
})

export const SessionEvent = z.discriminatedUnion('type', [
  Opened,
  Created,
  Joined,
  Shown,
  Consented,
  Passed,
  Quizzed,
  Assigned,
  Checked,
  Chose,
  Reasoned,
  Believed,
  Strategy,
  Grouped,
  Left,
  Released,
  Reseated,
  Out,
  Finished,
  Answered,
  Exited,
  Paid,
  Extended,
  Late,
  Acted,
])
export type SessionEvent = z.output<typeof SessionEvent>
export type EventOf<T extends SessionEvent['type']> = Extract<SessionEvent, { type: T }>

/** Throws `bad-session-event` on what is none. */
export function sessionEventOf(value: unknown): SessionEvent {
  const parsed = SessionEvent.safeParse(value)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map(({ path, message }) => [...path, message].join(': '))
  throw new StagegameError('bad-session-event', `no event of a session: ${issues.join('; ')}`)
}
