/**
 * Wrong passwords: after a few, one must wait, longer each time. It does not go by addresses, which are not looked at; whoever is
 * logged in already is not touched by it.
 */
import type { Clock } from '../../lab/clock.ts'

const FREE = 4
/** Milliseconds. */
const FIRST = 2_000
const MOST = 5 * 60_000

export interface Lockout {
  /** Milliseconds to wait before the next attempt; 0: it may be made now, and counts as failed until it has succeeded. */
  attempt(): number
  succeeded(): void
}

export function lockout(clock: Clock): Lockout {
  let failures = 0
  let until = 0
  return {
    attempt: () => {
      const wait = until - clock.now()
      if (wait > 0) return wait
      failures++
      // The last free attempt locks as well, so that many at once are no way around.
      if (failures >= FREE) until = clock.now() + Math.min(MOST, FIRST * 2 ** (failures - FREE))
      return 0
    },
    succeeded: () => {
      failures = 0
      until = 0
    },
  }
}
