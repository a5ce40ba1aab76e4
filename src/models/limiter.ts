/** One limiter for each provider, model and key of a process: calls at the same time, requests and tokens a window. */
import PQueue from 'p-queue'
import { ModelError } from './errors.ts'
import { learning } from './learning.ts'
import type { Quota, Remaining } from './model.ts'
import { slidingWindow, type Use, type Window } from './window.ts'

export interface Limits {
  /** As messages call it. */
  readonly name: string
  /** Calls at the same time. */
  readonly concurrency: number
  /** Default: what the provider's headers say, and what its refusals teach. */
  readonly requestsPerMinute?: number | undefined
  /** Tokens in and out. */
  readonly tokensPerMinute?: number | undefined
  /** Over which these are kept; default a minute. */
  readonly windowMilliseconds?: number | undefined
}

/** Asynchronous, so that another process could answer one day. */
export interface Limiter {
  /** Resolves when it is this call's turn: the greatest priority first, equal ones as they came. Rejects with the signal's reason. */
  enter(entry: Entry): Promise<Slot>
  /** What is kept at the moment; Infinity where nothing is known of a limit. A window's worth. */
  limits(): { readonly requests: number; readonly tokens: number }
}

export interface Entry {
  /** What is set aside until the reply says what it took: asked when its turn comes, since expectations learn while it waits. */
  readonly tokens: () => number
  readonly priority: number
  readonly signal: AbortSignal
}

/** A place among the calls on the wire. To be left once. */
export interface Slot {
  /** Milliseconds that it took to get it. */
  readonly waited: number
  /** Said when it really goes on the wire, where that is some time after its turn came. */
  sent(): void
  leave(outcome: Outcome): void
}

/**
 * `answered`: with the tokens that it took, or null where they are not known; so does a failure that the provider may have
 * worked on. `refused`: too many requests. `unsent`: nothing went out.
 */
export type Outcome =
  | { readonly how: 'answered' | 'failed'; readonly tokens: number | null; readonly quota?: Quota | undefined }
  | { readonly how: 'refused'; readonly retryAfter?: number | undefined; readonly quota?: Quota | undefined }
  | { readonly how: 'unsent' }

export const MINUTE = 60_000

/**
 * A request counts from when it came to the provider. That is between sending and reply, and later than usual where the reply
 * came later than the fastest: so much of the window, and so many milliseconds at least, are allowed for it. The first calls
 * find no connection yet and are no measure of the fastest.
 */
const SLACK = 0.01
const LEAST_SLACK = 120

/** Windows slide by the clock of `performance.now()`. */
export function limiter(limits: Limits): Limiter {
  const { name, concurrency } = limits
  const { window, requestsToldByUser, tokensToldByUser } = sizesOf(limits)
  const now = () => performance.now()
  const queue = new PQueue({ concurrency })
  const requests = slidingWindow(now)
  const tokens = slidingWindow(now)
  const learnt = learning(window, now)
  const told = { requests: Infinity, tokens: Infinity }
  const others: { requests: Use | undefined; tokens: Use | undefined } = { requests: undefined, tokens: undefined }
  const onTheWire: Sent[] = []
  const gate: Waiting[] = []
  let pausedUntil = 0
  let firstReply = Infinity
  let fastest = Infinity
  let timer: ReturnType<typeof setTimeout> | undefined

  const requestLimit = () => Math.max(1, Math.floor(Math.min(requestsToldByUser, told.requests, learnt.requests())))
  const tokenLimit = () => Math.min(tokensToldByUser, told.tokens, learnt.tokens())

  function enter({ tokens, priority, signal }: Entry): Promise<Slot> {
    if (signal.aborted) return Promise.reject(signal.reason)
    if (tokens() > tokensToldByUser) return Promise.reject(tooLarge(name, tokens(), tokensToldByUser, window))
    const asked = now()
    return new Promise((resolve, reject) => {
      const turn = () =>
        new Promise<void>((release) => {
          const waiting: Waiting = {
            tokens,
            held: false,
            admit: () => {
              signal.removeEventListener('abort', abandoned)
              resolve(slotOf(waiting, now() - asked, release))
            },
          }
          const abandoned = () => {
            gate.splice(gate.indexOf(waiting), 1)
            release()
            reject(signal.reason)
            pump()
          }
          signal.addEventListener('abort', abandoned, { once: true })
          gate.push(waiting)
          pump()
        })
      queue.add(turn, { priority, signal }).catch(reject)
    })
  }

  /** Lets in whoever may go, and sets one timer for the next. */
  function pump(): void {
    clearTimeout(timer)
    for (let next = gate[0]; next; next = gate[0]) {
      const free = Math.max(requests.freeAt(requestLimit(), 1), tokens.freeAt(tokenLimit(), fitting(next)))
      if (free > now()) next.held = true
      const left = Math.max(pausedUntil, free) - now()
      if (left > 0) {
        if (left < Infinity) timer = setTimeout(pump, Math.ceil(left))
        return
      }
      gate.shift()
      next.admit()
    }
  }

  /** A call larger than a limit that was only learnt goes alone: the provider's word on it is final. */
  const fitting = ({ tokens: wanted }: Waiting): number => Math.min(wanted(), tokenLimit())

  function slotOf({ tokens: wanted, held }: Waiting, waited: number, release: () => void): Slot {
    const expected = wanted()
    const sent: Sent = { at: now(), request: requests.add(1), tokens: tokens.add(expected), expected, held }
    onTheWire.push(sent)
    // What is let in at one moment leaves this process only once all of it is made ready.
    const stamp = () => {
      sent.at = now()
    }
    setImmediate(stamp)
    let left = false
    return {
      waited,
      sent: () => {
        stamp()
        setImmediate(stamp)
      },
      leave: (outcome) => {
        if (left) return
        left = true
        onTheWire.splice(onTheWire.indexOf(sent), 1)
        took(sent, outcome)
        release()
        pump()
      },
    }
  }

  function took(sent: Sent, outcome: Outcome): void {
    if (outcome.how === 'unsent' || outcome.how === 'refused') {
      requests.remove(sent.request)
      tokens.remove(sent.tokens)
    } else {
      const until = sent.at + window + Math.min(lateness(sent), Math.max(LEAST_SLACK, window * SLACK)) + EDGE
      requests.settle(sent.request, 1, until)
      tokens.settle(sent.tokens, outcome.tokens ?? sent.expected, until)
    }
    if (outcome.how === 'unsent') return
    const used = { requests: requests.used(), tokens: tokens.used() }
    if (outcome.how === 'refused') {
      const inUse = { ...used, inFlight: onTheWire.length }
      const wait = learnt.refused(sent.at, inUse, outcome.retryAfter, isExplained(used))
      pausedUntil = Math.max(pausedUntil, now() + wait)
    } else learnt.accepted(sent.held)
    if (outcome.quota) heard(outcome.quota, sent.at)
  }

  /** How much later than it was sent a request may have come to the provider. */
  function lateness({ at }: Sent): number {
    const took = now() - at
    firstReply = Math.min(firstReply, now())
    if (at < firstReply) return took
    fastest = Math.min(fastest, took)
    return took - fastest
  }

  /** At the edge of a limit that was told, a refusal is a matter of milliseconds or of another way to count, and no news. */
  const isExplained = ({ requests: asked, tokens: spent }: { requests: number; tokens: number }): boolean =>
    asked >= Math.min(requestsToldByUser, told.requests) * EXPLAINED ||
    spent >= Math.min(tokensToldByUser, told.tokens) * EXPLAINED

  /** What the provider says counts, where it says less than we reckon. */
  function heard({ requests: ofRequests, tokens: ofTokens }: Quota, sentAt: number): void {
    if (ofRequests?.limit !== undefined) told.requests = (ofRequests.limit * window) / MINUTE
    if (ofTokens?.limit !== undefined) told.tokens = (ofTokens.limit * window) / MINUTE
    const later = onTheWire.filter(({ at }) => at >= sentAt)
    const unseen = { requests: later.length, tokens: later.reduce((sum, { expected }) => sum + expected, 0) }
    others.requests = foreign(requests, others.requests, ofRequests, told.requests, unseen.requests)
    others.tokens = foreign(tokens, others.tokens, ofTokens, told.tokens, unseen.tokens)
  }

  /** Somebody else uses the same key: what is left is less than what we used explains. Until the provider says otherwise. */
  function foreign(
    kept: Window,
    before: Use | undefined,
    left: Remaining | undefined,
    limit: number,
    unseen: number,
  ): Use | undefined {
    if (left?.remaining === undefined || limit === Infinity) return before
    if (before) kept.remove(before)
    const gap = limit - left.remaining - (kept.used() - unseen)
    if (gap <= limit * TOLERANCE) return undefined
    const use = kept.add(gap)
    kept.settle(use, gap, now() + Math.min(window, left.resetMilliseconds ?? window))
    return use
  }

  return { enter, limits: () => ({ requests: requestLimit(), tokens: tokenLimit() }) }
}

/** Milliseconds beyond the window: clocks and timers are no better. */
const EDGE = 5
/** Of a limit that was told. */
const EXPLAINED = 0.8
/** Of a limit: providers reckon tokens in other ways than we do. */
const TOLERANCE = 0.1

interface Waiting {
  readonly tokens: () => number
  /** By a limit: it would have been sent before if that were higher. */
  held: boolean
  readonly admit: () => void
}

interface Sent {
  at: number
  readonly request: Use
  readonly tokens: Use
  readonly expected: number
  readonly held: boolean
}

/** Less than one request a window is one in a longer window. */
function sizesOf({ requestsPerMinute = Infinity, tokensPerMinute = Infinity, windowMilliseconds = MINUTE }: Limits) {
  const window = Math.max(windowMilliseconds, MINUTE / requestsPerMinute)
  return {
    window,
    requestsToldByUser: (requestsPerMinute * window) / MINUTE,
    tokensToldByUser: (tokensPerMinute * window) / MINUTE,
  }
}

const tooLarge = (name: string, expected: number, limit: number, window: number): ModelError =>
  new ModelError(
    'too-long',
    `${name}: one call is expected to take ${expected} tokens, more than the limit of ${Math.floor(limit)} in ${window / 1000} seconds: raise tokensPerMinute, or give the player a smaller maxTokens`,
  )

/** One limiter an account. */
export function limiters(): { of(account: string, limits: Limits): Limiter } {
  const made = new Map<string, Limiter>()
  return {
    of: (account, limits) => {
      const found = made.get(account) ?? limiter(limits)
      made.set(account, found)
      return found
    },
  }
}
