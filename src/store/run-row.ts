/** One event of a run as a row of the log. */
import { canonical } from '../core/fingerprint.ts'
import { type RunEvent, runEventOf } from '../core/run-event.ts'
import { commitmentOf, linkOf } from './chain.ts'
import type { Tail } from './row.ts'
import type { LoggedOfRun } from './store.ts'

export interface RunEventRow {
  readonly seq: number
  /** ISO 8601. */
  readonly at: string
  readonly type: string
  /** The event's canonical JSON. */
  readonly body: string
  readonly hash: string
}

/** The row that an event becomes after those that are there. */
export function runRowAfter({ rows: seq, head }: Tail, event: RunEvent, at: string): RunEventRow {
  const row = { seq, type: event.type, body: canonical(event) }
  return { ...row, at, hash: runHashOf(head, row) }
}

/** Chained as the events of a match are, without turn, seat and salt. */
export const runHashOf = (previous: string, { seq, type, body }: Pick<RunEventRow, 'seq' | 'type' | 'body'>): string =>
  linkOf(previous, { seq, type, turn: null, seat: null }, commitmentOf('', body))

/** The row as it is read. Throws `bad-run-event` where its body is none. */
export const loggedOfRun = ({ seq, at, body, hash }: RunEventRow): LoggedOfRun => ({
  seq,
  at,
  event: runEventOf(JSON.parse(body)),
  hash,
})
