/** One event as a row of the log. */
import { type Event, eventOf } from '../core/event.ts'
import { bodyOf, commitmentOf, type Link, linkOf, NO_HASH, saltFor } from './chain.ts'
import type { Logged } from './store.ts'

export interface Row extends Link {
  /** ISO 8601; empty where an imported log does not say. */
  readonly at: string
  /** The event's canonical JSON; null where it was erased. */
  readonly body: string | null
  readonly salt: string
  readonly hash: string
  /** Kept with salted rows alone: it follows from the body, and a row without free text is never erased. */
  readonly commitment: string | null
}

/** Where a chain has come to. */
export interface Tail {
  /** How many rows there are: the next one's seq. */
  readonly rows: number
  readonly head: string
}

export const EMPTY: Tail = { rows: 0, head: NO_HASH }

/** The row that an event becomes after those that are there. */
export function rowAfter({ rows, head }: Tail, event: Event, at: string, salt = saltFor(event)): Row {
  const body = bodyOf(event)
  const commitment = commitmentOf(salt, body)
  const link = linkFor(event, rows)
  const hash = linkOf(head, link, commitment)
  const { seq, type, turn, seat } = link // spelt out below: a spread takes longer than all the hashing
  return { seq, type, turn, seat, at, body, salt, hash, commitment: salt === '' ? null : commitment }
}

/** What the chain holds of an event. */
export function linkFor(event: Event, seq: number): Link {
  const { type } = event
  if (type === 'moved' || type === 'reseated') return { seq, type, turn: event.turn, seat: event.seat }
  return { seq, type, turn: type === 'paused' ? event.turn : null, seat: null }
}

/** The commitment that a row keeps, or that follows from its body. */
export const commitmentIn = ({ salt, body, commitment }: Pick<Row, 'salt' | 'body' | 'commitment'>): string =>
  body === null ? (commitment ?? '') : commitmentOf(salt, body)

/** The row as it is read. Throws ReplayError `bad-event` where its body is none. */
export function loggedOf(row: Row): Logged {
  const { seq, at, type, turn, seat, hash, salt } = row
  const event = row.body === null ? null : eventOf(JSON.parse(row.body))
  return { seq, at, type, turn, seat, event, hash, salt, commitment: commitmentIn(row) }
}
