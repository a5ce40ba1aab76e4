/** A signal that ends with either of two, for as long as one wait takes: nothing stays behind on them. */

export interface Either {
  readonly signal: AbortSignal
  clear(): void
}

export function either(one: AbortSignal, other: AbortSignal | undefined): Either {
  if (!other) return { signal: one, clear: () => {} }
  const own = new AbortController()
  const ended = (signal: AbortSignal) => () => own.abort(signal.reason)
  const listeners = [one, other].map((signal) => [signal, ended(signal)] as const)
  for (const [signal, listener] of listeners) {
    if (signal.aborted) listener()
    else signal.addEventListener('abort', listener, { once: true })
  }
  return {
    signal: own.signal,
    clear: () => {
      for (const [signal, listener] of listeners) signal.removeEventListener('abort', listener)
    },
  }
}
