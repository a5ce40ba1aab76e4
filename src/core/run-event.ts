/** What is logged of a run beside its matches: how a part of its design came about. It follows from the matches before it. */
import { z } from 'zod'
import { StagegameError } from './errors.ts'

/** The label of the condition that it happened in. */
const condition = z.string()

/** Tables that a round of a Swiss tournament pairs, and who has none this time. */
const Round = z.strictObject({
  type: z.literal('round'),
  condition,
  round: z.int().min(1),
  tables: z.array(z.array(z.string()).min(1)),
  byes: z.array(z.string()),
})

const OfLeague = {
  condition,
  /** The repetition after which it was found, from 1. */
  at: z.int().min(1),
  player: z.string(),
  /** Mean share of opponents beaten over the player's last matches. */
  standing: z.number().min(0).max(1),
}

export const RunEvent = z.discriminatedUnion('type', [
  Round,
  z.strictObject({ type: z.literal('probation'), ...OfLeague }),
  z.strictObject({ type: z.literal('restored'), ...OfLeague }),
  z.strictObject({ type: z.literal('replaced'), ...OfLeague, by: z.string() }),
])
export type RunEvent = z.output<typeof RunEvent>

/** Throws `bad-run-event` on what is none. */
export function runEventOf(value: unknown): RunEvent {
  const parsed = RunEvent.safeParse(value)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map(({ path, message }) => [...path, message].join(': '))
  throw new StagegameError('bad-run-event', `no event of a run: ${issues.join('; ')}`)
}
