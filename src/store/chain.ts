/** The hash chain of a log: an edited, dropped or reordered row is found, and a text can be erased without breaking it. */
import { hash, randomBytes } from 'node:crypto'
import type { Event } from '../core/event.ts'
import { canonical, type Digest } from '../core/fingerprint.ts'

/** SHA-256 in hexadecimal, Node's own: what the fold and every store use. */
export const nodeDigest: Digest = (text) => hash('sha256', text)

/** What the chain holds of a row beside its commitment. */
export interface Link {
  readonly seq: number
  readonly type: Event['type']
  readonly turn: number | null
  readonly seat: number | null
}

/** The hash before a match's first event. */
export const NO_HASH = ''

/** SHA-256 of the salt followed by the canonical body. */
export const commitmentOf = (salt: string, body: string): string => nodeDigest(salt + body)

/** SHA-256 of the JSON [previous hash, seq, type, turn, seat, commitment]; turn and seat are null where there are none. */
export const linkOf = (
  previous: string,
  { seq, type, turn, seat }: Omit<Link, 'type'> & { readonly type: string },
  commitment: string,
): string => nodeDigest(`["${previous}",${seq},"${type}",${turn},${seat},"${commitment}"]`)

/**
 * 16 random bytes in hexadecimal where an event holds free text (a reason, a subject, what was told, a string in an action),
 * so that an erased text cannot be guessed back from its commitment; else nothing, so that runs of scripts have heads that
 * anyone can reproduce.
 */
export const saltFor = (event: Event): string => (holdsText(event) ? randomBytes(16).toString('hex') : '')

function holdsText(event: Event): boolean {
  switch (event.type) {
    case 'started':
      return event.seats.some(({ subject, told }) => subject !== undefined || told !== undefined)
    case 'moved':
      return event.reason !== undefined || hasString(event.action)
    case 'ended':
      return false
    default:
      return true // reseated, paused and voided give a reason
  }
}

function hasString(value: unknown): boolean {
  if (typeof value === 'string') return true
  if (typeof value !== 'object' || value === null) return false
  for (const member of Object.values(value)) if (hasString(member)) return true
  return false
}

/** The canonical JSON of an event. What is most often logged takes a short way to the same text. */
export function bodyOf(event: Event): string {
  if (event.type !== 'moved') return canonical(event)
  const { action, kind, origin, reason, seat, turn } = event
  const played = action === undefined ? '' : `"action":${canonical(action)},`
  const asked = kind === undefined ? '' : `"kind":${JSON.stringify(kind)},`
  const by = origin.by === 'player' ? '{"by":"player"}' : canonical(origin)
  const because = reason === undefined ? '' : `"reason":${JSON.stringify(reason)},`
  return `{${played}${asked}"origin":${by},${because}"seat":${seat},"turn":${turn},"type":"moved"}`
}

/** A match and the hash of its last event. */
export type MatchHead = readonly [match: string, head: string]

/** The head of a run: SHA-256 of the JSON list of its matches' [id, head], by id. */
export const runHead = (heads: Iterable<MatchHead>): string =>
  nodeDigest(JSON.stringify([...heads].sort(([a], [b]) => byId(a, b))))

/** The order of ids, the same as in SQLite: by code point. */
export function byId(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b))
}
