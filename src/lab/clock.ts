/** Time as the lab knows it; in tests it stands still until it is moved. */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls once at that time, or at once where it is over. Gives what calls it off. */
  at(time: number, call: () => void): () => void
}

/** Timers of Node cannot wait longer than this at a time. */
const MOST = 2 ** 31 - 1

export const wallClock: Clock = {
  now: Date.now,
  at: (time, call) => {
    let timer: NodeJS.Timeout
    const wait = () => {
      timer = setTimeout(look, Math.min(MOST, Math.max(0, time - Date.now())))
    }
    // a timer may come a little early, and the clock may have been set back: nothing is open before its time
    const look = () => (Date.now() < time ? wait() : call())
    wait()
    return () => clearTimeout(timer)
  },
}
