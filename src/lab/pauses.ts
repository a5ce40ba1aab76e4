/** Pauses of a session give back the time that they took. */
import type { Live } from './live.ts'

/** A limit of time that ran from `from` to `until`, moved by the pauses within it; while the session is paused it moves on. */
export function withPauses({ session, clock }: Pick<Live, 'session' | 'clock'>, from: number, until: number): number {
  let end = until
  for (const pause of session.pauses) {
    const began = Math.max(pause.from, from)
    if (began < end) end += Math.max(0, (pause.until ?? clock.now()) - began)
  }
  return end
}
