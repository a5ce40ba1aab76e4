/** Time that goes on by itself: to the next thing that somebody waits for, once nothing else is under way. */
import { setImmediate as nextTick } from 'node:timers/promises'
import type { Clock } from '../../src/lab/clock.ts'
import type { Fetch } from '../../src/web/bots/browser.ts'
import type { Wait } from '../../src/web/bots/due.ts'

export interface VirtualTime extends Clock {
  readonly wait: Wait
  /** The same fetch: while it is answered, time stands still. */
  readonly held: (fetch: Fetch) => Fetch
  /** Lets time go on until the work is done. Throws where everybody waits for what never comes. */
  readonly run: <T>(work: Promise<T>) => Promise<T>
}

/** Turns of Node’s loop in which nothing is asked, after which nothing is under way: writing to disk takes two. */
const QUIET = 8

export function virtualTime(start = Date.UTC(2026, 0, 5, 9)): VirtualTime {
  const waiting = new Set<{ readonly time: number; readonly call: () => void }>()
  let now = start
  let asked = 0
  let underWay = 0
  const at: Clock['at'] = (time, call) => {
    const one = { time, call }
    waiting.add(one)
    return () => void waiting.delete(one)
  }
  return {
    now: () => now,
    at,
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        const callOff = at(now + milliseconds, resolve)
        signal.addEventListener('abort', () => {
          callOff()
          resolve()
        })
      }),
    held: (fetch) => async (url, init) => {
      asked++
      underWay++
      try {
        return await fetch(url, init)
      } finally {
        underWay--
      }
    },
    run: async (work) => {
      let done = false
      const over = work.finally(() => {
        done = true
      })
      over.catch(() => {})
      while (!done) {
        await quiet(() => done)
        if (!done) step()
      }
      return over
    },
  }

  async function quiet(isDone: () => boolean): Promise<void> {
    for (let turns = 0; turns < QUIET && !isDone(); turns++) {
      const before = asked
      await nextTick()
      if (asked > before || underWay > 0) turns = 0
    }
  }

  function step(): void {
    const [first, ...rest] = waiting
    if (!first) throw new Error('everybody waits, and nothing is going to happen')
    const next = rest.reduce((soonest, one) => (one.time < soonest.time ? one : soonest), first)
    waiting.delete(next)
    now = Math.max(now, next.time)
    next.call()
  }
}
