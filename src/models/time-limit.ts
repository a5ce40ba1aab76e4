/** A signal with an end: the caller's, or its own time. Nothing stays behind on the caller's, which may live for a whole run. */

export interface TimeLimit {
  readonly signal: AbortSignal
  /** Stops the clock, and lets it go on. */
  waiting(waits: boolean): void
  /** Milliseconds. */
  left(): number
  /** Whether the time was up. */
  expired(): boolean
  clear(): void
}

export function timeLimit(outer: AbortSignal, milliseconds: number): TimeLimit {
  const own = new AbortController()
  let late = false
  let used = 0
  let since: number | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const left = () => milliseconds - used - (since === undefined ? 0 : performance.now() - since)
  const expire = () => {
    late = !own.signal.aborted // by the caller, before
    own.abort(new DOMException('the time is up', 'TimeoutError'))
  }
  const waiting = (waits: boolean) => {
    if (waits === (since === undefined)) return
    clearTimeout(timer)
    if (since === undefined) {
      since = performance.now()
      timer = setTimeout(expire, left())
      return
    }
    used += performance.now() - since
    since = undefined
  }
  const stop = () => own.abort(outer.reason)
  if (outer.aborted) stop()
  else outer.addEventListener('abort', stop, { once: true })
  waiting(false)
  return {
    signal: own.signal,
    waiting,
    left,
    expired: () => late,
    clear: () => {
      clearTimeout(timer)
      outer.removeEventListener('abort', stop)
    },
  }
}
