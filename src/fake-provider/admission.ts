/** What a provider lets in: real sliding windows of requests and of tokens, and so many at the same time. */

export interface Admission {
  /** Takes a request in with the tokens that are reckoned for it, or says why not. */
  enter(tokens: number): Entered
  /** What is left now, and in how many milliseconds all of it is there again. */
  left(): { readonly requests: number; readonly tokens: number; readonly resetMilliseconds: number }
}

/**
 * `leave` is told the tokens that the request took, once. `wait`: milliseconds until it would fit, going by what is known now;
 * undefined where time alone does not help.
 */
export type Entered =
  | { readonly ok: true; readonly leave: (tokens: number) => void }
  | { readonly ok: false; readonly why: 'requests' | 'tokens' | 'concurrency'; readonly wait: number | undefined }

export interface AdmissionOptions {
  /** In a window. */
  readonly requests: number
  readonly tokens: number
  readonly windowMilliseconds: number
  readonly concurrency: number
  /** Whether a refused request counts as one that was let in. */
  readonly countRejected: boolean
  /** Milliseconds. */
  readonly now: () => number
}

/** A request counts from when it came in, with what was reckoned for it until what it took is known. */
export function admission(options: AdmissionOptions): Admission {
  const { requests, tokens: most, windowMilliseconds, concurrency, countRejected, now } = options
  const unlimited = requests === Infinity && most === Infinity
  /** In the order in which they came in; those before `oldest` are over. */
  let counted: Counted[] = []
  let oldest = 0
  let sum = 0
  let inFlight = 0

  function expire(): void {
    const since = now() - windowMilliseconds
    for (let one = counted[oldest]; one && one.at <= since; one = counted[oldest]) {
      sum -= one.tokens
      one.over = true
      oldest++
    }
    if (oldest < 1024 || oldest * 2 < counted.length) return
    counted = counted.slice(oldest)
    oldest = 0
  }

  function count(tokens: number): Counted {
    const one = { at: now(), tokens, over: unlimited }
    if (unlimited) return one
    counted.push(one)
    sum += tokens
    return one
  }

  const untilOver = ({ at }: Counted) => at + windowMilliseconds - now()

  function waitForRequest(): number {
    const surplus = counted.length - oldest + 1 - requests
    return surplus > 0 ? untilOver(counted[oldest + surplus - 1]!) : 0
  }

  function waitForTokens(wanted: number): number | undefined {
    let left = sum
    if (left + wanted <= most) return 0
    for (let i = oldest; i < counted.length; i++) {
      left -= counted[i]!.tokens
      if (left + wanted <= most) return untilOver(counted[i]!)
    }
    return undefined // it is too large for any window
  }

  function enter(tokens: number): Entered {
    expire()
    const forRequest = waitForRequest()
    const forTokens = waitForTokens(tokens)
    const fits = forRequest === 0 && forTokens === 0
    if (fits && inFlight < concurrency) {
      const one = count(tokens)
      inFlight++
      return {
        ok: true,
        leave: (took) => {
          inFlight--
          if (!one.over) sum += took - one.tokens
          one.tokens = took
        },
      }
    }
    if (countRejected) count(0)
    if (fits) return { ok: false, why: 'concurrency', wait: undefined }
    const why = forRequest > 0 ? 'requests' : 'tokens'
    return { ok: false, why, wait: forTokens === undefined ? undefined : Math.max(forRequest, forTokens) }
  }

  function left(): ReturnType<Admission['left']> {
    expire()
    const last = counted.at(-1)
    return {
      requests: Math.max(0, requests - (counted.length - oldest)),
      tokens: Math.max(0, most - sum),
      resetMilliseconds: last && !last.over ? untilOver(last) : 0,
    }
  }

  return { enter, left }
}

interface Counted {
  readonly at: number
  tokens: number
  over: boolean
}
