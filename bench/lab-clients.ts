/** Participants of the bench of the lab, in a process of their own: forked with what to do as one message, it answers with one. */
import { setTimeout as after } from 'node:timers/promises'
import { stream } from '../src/core/chance.ts'
import { responseTime } from '../src/lab/release.ts'
import { bot } from '../src/web/bots/bot.ts'

export interface Task {
  /** One a participant. */
  readonly links: readonly string[]
  /** Of the time between a page and its answer. */
  readonly medianSeconds: number
  /** All join within so many milliseconds. */
  readonly within: number
}

export interface Measured {
  /** Milliseconds of each page that was got, of each that was posted, and of the first page of each participant. */
  readonly gets: readonly number[]
  readonly posts: readonly number[]
  readonly firsts: readonly number[]
  readonly pages: number
  readonly bytes: number
  readonly finished: number
  /** What went wrong, by its message. */
  readonly failures: readonly string[]
}

process.once('message', async (task: Task) => {
  process.send!(await measured(task), () => process.disconnect())
})

async function measured({ links, medianSeconds, within }: Task): Promise<Measured> {
  const went = await Promise.allSettled(
    links.map(async (url, i) => {
      const rng = stream(['bench', 'lab', i])
      await after(rng.next() * within)
      return bot({
        url,
        fetch,
        rng,
        now: () => performance.now(),
        wait: (milliseconds, signal) => after(milliseconds, undefined, { signal }).catch(() => {}),
        thinking: () => responseTime(rng, { medianSeconds, sigma: 0.6 }),
      })
    }),
  )
  const reports = went.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const of = (method: 'GET' | 'POST') =>
    reports.flatMap(({ timings }) => timings.filter((one) => one.method === method).map((one) => one.milliseconds))
  return {
    gets: of('GET'),
    posts: of('POST'),
    firsts: reports.map(
      ({ timings }) => timings.find(({ method, page }) => method === 'GET' && page !== '')!.milliseconds,
    ),
    pages: reports.reduce((sum, { pages }) => sum + pages.length, 0),
    bytes: reports.reduce((sum, { bytes }) => sum + bytes, 0),
    finished: reports.filter(({ end }) => end !== null).length,
    failures: [...new Set(went.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : [])))],
  }
}
