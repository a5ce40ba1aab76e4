/** Names a request on the wire, so that a provider's log can be matched with ours: a hash, which tells nobody anything. */
import { createHash } from 'node:crypto'
import type { CallKey } from './model.ts'

/** Sent with every request. */
export const CALL_ID = 'x-client-request-id'

/** The first 24 hexadecimal digits of SHA-256 over the key's JSON, and the number of the try. */
export function callId({ match, turn, seat, purpose, attempt }: CallKey, nth = 1): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([match, turn, seat, purpose, attempt]))
    .digest('hex')
  return `${digest.slice(0, 24)}-${nth}`
}
