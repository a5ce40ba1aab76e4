/** Notices a provider that fails all calls alike, over all matches: a thousand calls need not find out one by one. */
import { ModelError } from './errors.ts'

export interface Breaker {
  /** Throws what makes it useless to send anything. */
  check(): void
  answered(): void
  /** A call that was sent then (on the clock of `performance.now()`) failed. Returns what to throw in its place, if anything. */
  failed(error: ModelError, sentAt: number): ModelError | undefined
}

/** What is wrong for every call through the same account: nothing that one of them could do better. */
const FOR_ALL: ReadonlySet<string> = new Set([
  'key',
  'forbidden',
  'quota',
  'not-found',
  'certificate',
  'missing-package',
  'missing-file',
])

/**
 * `most`: identical failures in a row, without an answer in between, after which it is given up. Calls that were on the wire
 * together and failed together count once: a failure counts where its call was sent after the last one that counted.
 */
export function breaker({ most = 20 }: { readonly most?: number } = {}): Breaker {
  let open: ModelError | undefined
  let last: { readonly kind: string; readonly at: number } | undefined
  let inARow = 0
  return {
    check: () => {
      if (open) throw again(open)
    },
    answered: () => {
      last = undefined
      inARow = 0
    },
    failed: (error, sentAt) => {
      if (FOR_ALL.has(error.class)) {
        open ??= error
        return undefined
      }
      const kind = `${error.class} ${error.status ?? ''}`
      if (last?.kind === kind && sentAt < last.at) return open && again(open)
      inARow = last?.kind === kind ? inARow + 1 : 1
      last = { kind, at: performance.now() }
      if (inARow >= most)
        open ??= new ModelError(
          'unavailable',
          `given up after ${inARow} failures of the same kind in a row: ${error.message}`,
          {
            cause: error,
            status: error.status,
          },
        )
      return open && again(open)
    },
  }
}

/** Each caller gets an error of its own. */
const again = (error: ModelError): ModelError =>
  new ModelError(error.class, error.message, { cause: error.cause, status: error.status })
