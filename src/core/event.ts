/** What is logged: the wire format of a match, one object a line. `started` and the `moved` events determine the play. */
import { z } from 'zod'
import { quoted, ReplayError } from './errors.ts'

const Count = z.int().min(0)

/** Why an answer is not a player's own; never merged into one class. */
export const Reason = z.enum([
  'empty',
  'truncated',
  'unparsable',
  'illegal',
  'refused',
  'timeout',
  'failed',
  'departed',
])
export type Reason = z.output<typeof Reason>

export const Origin = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('player') }),
  z.strictObject({ by: z.literal('fallback'), reason: Reason }),
  z.strictObject({ by: z.literal('missing'), reason: Reason }),
])
export type Origin = z.output<typeof Origin>

const SeatRecord = z.strictObject({
  role: z.string(),
  /** The name of who answers for the seat. */
  player: z.string(),
  /** A person's pseudonym. */
  subject: z.string().optional(),
  /** Hash of the player's full description in the frozen experiment. */
  spec: z.string().optional(),
  /** What this seat was told of the others. */
  told: z.string().optional(),
})

const Started = z.strictObject({
  type: z.literal('started'),
  wire: z.literal(1).optional(),
  match: z.string().min(1).optional(),
  game: z.string(),
  version: z.int().min(1),
  params: z.record(z.string(), z.unknown()).optional(),
  /** Games made from games: innermost first. */
  wraps: z
    .array(
      z.strictObject({ id: z.string(), version: z.int().min(1), params: z.record(z.string(), z.unknown()).optional() }),
    )
    .optional(),
  seats: z.array(SeatRecord).min(1),
  seed: z.string(),
  /** The version of the code that played. */
  code: z.string().optional(),
  /** A fork: the match that it goes on from. What was played before `turn` stands in this log too. */
  parent: z
    .strictObject({
      match: z.string(),
      turn: Count,
      /**
       * By whose seed chance is drawn at the start and in the turns below `until`, oldest first: the parent's, and before it
       * those of its own parents. From there on, and where it is absent all along, it is drawn by `seed`.
       */
      lineage: z.array(z.strictObject({ match: z.string(), seed: z.string(), until: Count })).optional(),
    })
    .optional(),
})
export type Started = z.output<typeof Started>

const Moved = z.strictObject({
  type: z.literal('moved'),
  turn: Count,
  seat: Count,
  /** The kind of the ask it answers, so that a log can be read without the rules; checked where it is there. */
  kind: z.string().optional(),
  /** Absent where the answer is missing. */
  action: z.unknown().optional(),
  /** Free text beside the action; it does not fold. */
  reason: z.string().optional(),
  origin: Origin,
})
export type Moved = z.output<typeof Moved>

const Reseated = z.strictObject({
  type: z.literal('reseated'),
  turn: Count,
  seat: Count,
  player: z.string(),
  subject: z.string().optional(),
  spec: z.string().optional(),
  told: z.string().optional(),
  reason: z.string(),
})
export type Reseated = z.output<typeof Reseated>

const Paused = z.strictObject({ type: z.literal('paused'), turn: Count, reason: z.string() })
export type Paused = z.output<typeof Paused>

const Ended = z.strictObject({
  type: z.literal('ended'),
  payoffs: z.array(z.number()),
  measures: z.record(z.string(), z.number()).optional(),
  fingerprint: z.string().optional(),
})
export type Ended = z.output<typeof Ended>

const Voided = z.strictObject({ type: z.literal('voided'), reason: z.string() })
export type Voided = z.output<typeof Voided>

const schemas = { started: Started, moved: Moved, reseated: Reseated, paused: Paused, ended: Ended, voided: Voided }

export const Event = z.discriminatedUnion('type', [Started, Moved, Reseated, Paused, Ended, Voided])
export type Event = z.output<typeof Event>

/** Checks one logged object against the wire format. Throws ReplayError `bad-event` that names the field. */
export function eventOf(value: unknown): Event {
  if (isPlainMove(value)) return value
  const type = (value as { type?: unknown } | null)?.type
  const schema =
    typeof type === 'string' && Object.hasOwn(schemas, type) ? schemas[type as keyof typeof schemas] : undefined
  if (!schema)
    throw new ReplayError(
      'bad-event',
      `expected an event (${Object.keys(schemas).join(', ')}), got ${quoted(type ?? value)}`,
    )
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map((issue) =>
    issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message,
  )
  throw new ReplayError('bad-event', `a ${type} event is not of the wire format: ${issues.join('; ')}`)
}

/** A player's own answer and nothing else: most of a log, told without zod what zod would tell. */
function isPlainMove(value: unknown): value is Moved {
  if (typeof value !== 'object' || value === null) return false
  const { type, turn, seat, kind, action, origin } = value as Partial<Moved>
  if (type !== 'moved' || !isCount(turn) || !isCount(seat) || action === undefined) return false
  if (origin?.by !== 'player' || Object.keys(origin).length !== 1) return false
  return Object.keys(value).length === (typeof kind === 'string' ? 6 : 5)
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
