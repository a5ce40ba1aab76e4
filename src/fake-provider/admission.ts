/** What a provider lets in: real sliding windows of requests and tokens, and so many at the same time. */

export interface Admission {
  /** Takes a request in, or says how many milliseconds later it would fit. */
  enter(tokens: number): Entered
  /** What is left of a window now, and when all of it is there again (milliseconds). */
  left(): { readonly requests: number; readonly tokens: number; readonly reset: number }
}

export type Entered =
  | { readonly ok: true; readonly leave: (tokens: number) => void }
  | { readonly ok: false; readonly why: 'requests' | 'tokens' | 'concurrency'; readonly wait: number }

export interface AdmissionOptions {
  /** A window's worth. */
  readonly requests: number
  readonly tokens: number
  readonly windowMilliseconds: number
  readonly concurrency: number
  readonly countRejected: boolean
  readonly now: () => number
}

/** A request counts from when it came in, with the tokens that were reckoned for it until those that it took are known. */
export function admission(options: AdmissionOptions): Admission {
  const { requests, tokens: most, windowMilliseconds, concurrency, countRejected, now } = options
  let taken: Taken[] = []
  let inFlight = 0
  const recent = () => {
    const since = now() - windowMilliseconds
    const first = taken.findIndex(({ at }) => at > since)
    taken = first < 0 ? [] : first === 0 ? taken : taken.slice(first)
    return taken
  }
  /** When, going by what is known now, so much fits. */
  const waitFor = (all: readonly Taken[], over: (requests: number, tokens: number) => boolean) => {
    let [count, sum] = [all.length, tokensOf(all)]
    for (const { at, tokens } of all) {
      count--
      sum -= tokens
      if (!over(count, sum)) return at + windowMilliseconds - now()
    }
    return windowMilliseconds
  }
  return {
    enter: (tokens) => {
      const all = recent()
      const refused = (why: 'requests' | 'tokens' | 'concurrency', wait: number): Entered => {
        if (countRejected) taken.push({ at: now(), tokens: 0 })
        return { ok: false, why, wait }
      }
      if (inFlight + 1 > concurrency) return refused('concurrency', 0)
      if (all.length + 1 > requests)
        return refused(
          'requests',
          waitFor(all, (count) => count + 1 > requests),
        )
      if (tokensOf(all) + tokens > most)
        return refused(
          'tokens',
          waitFor(all, (_, sum) => sum + tokens > most),
        )
      const one = { at: now(), tokens }
      taken.push(one)
      inFlight++
      return {
        ok: true,
        leave: (took) => {
          one.tokens = took
          inFlight--
        },
      }
    },
    left: () => {
      const all = recent()
      const last = all.at(-1)
      return {
        requests: Math.max(0, Math.floor(requests) - all.length),
        tokens: Math.max(0, Math.floor(most - tokensOf(all))),
        reset: last ? last.at + windowMilliseconds - now() : 0,
      }
    },
  }
}

interface Taken {
  readonly at: number
  tokens: number
}

const tokensOf = (all: readonly Taken[]): number => all.reduce((sum, { tokens }) => sum + tokens, 0)
