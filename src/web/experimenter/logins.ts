/** Who is logged in as experimenter: kept in memory, as hashes, so that nothing outlives the process. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../lab/clock.ts'
import { hashOf, newCookie } from '../../lab/links.ts'

/** Milliseconds without a request after which a login is over. */
export const IDLE = 12 * 60 * 60 * 1000

export interface Logins {
  /** Begins one: the value of its cookie, of 256 bits. */
  open(): string
  holds(cookie: string | undefined): cookie is string
  /** The experimenter did something: the time until it is over begins again. */
  used(cookie: string): void
  /** What each form of this login carries. */
  proof(cookie: string): string
  proves(cookie: string, proof: string): boolean
  close(cookie: string): void
  /** Calls when it is closed. Gives what calls it off. */
  onClose(cookie: string, call: () => void): () => void
}

interface Login {
  until: number
  readonly closing: Set<() => void>
}

export function loginDesk(clock: Clock, secret: string): Logins {
  const logins = new Map<string, Login>()
  const end = (hash: string) => {
    const closing = logins.get(hash)?.closing ?? []
    logins.delete(hash)
    for (const call of closing) call()
  }
  const proof = (cookie: string) => createHmac('sha256', secret).update(`experimenter ${cookie}`).digest('base64url')
  return {
    open: () => {
      for (const [hash, { until }] of logins) if (until <= clock.now()) end(hash)
      const cookie = newCookie()
      logins.set(hashOf(cookie), { until: clock.now() + IDLE, closing: new Set() })
      return cookie
    },
    holds: (cookie): cookie is string => cookie !== undefined && (logins.get(hashOf(cookie))?.until ?? 0) > clock.now(),
    used: (cookie) => {
      const login = logins.get(hashOf(cookie))
      if (login) login.until = clock.now() + IDLE
    },
    proof,
    proves: (cookie, given) => {
      const [right, found] = [Buffer.from(proof(cookie)), Buffer.from(given)]
      return right.length === found.length && timingSafeEqual(right, found)
    },
    close: (cookie) => end(hashOf(cookie)),
    onClose: (cookie, call) => {
      const closing = logins.get(hashOf(cookie))?.closing
      closing?.add(call)
      return () => void closing?.delete(call)
    },
  }
}
