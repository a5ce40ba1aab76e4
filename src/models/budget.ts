/** What a run may take in all: set aside before a call, reconciled after it. */
import { ModelError } from './errors.ts'
import type { Spend } from './model.ts'

export interface Budget {
  /**
   * Resolves once so much is set aside. Waits where it fits only if calls in flight take less than was set aside for them.
   * Throws ModelError `budget` where it does not fit, and at once ever after.
   */
  reserve(wanted: Spend, signal: AbortSignal): Promise<Reservation>
  spent(): Spend
  reserved(): Spend
}

export interface Reservation {
  /** To be called once, with what it came to. */
  settle(took: Spend): void
}

export interface BudgetOptions {
  readonly dollars?: number | undefined
  readonly tokens?: number | undefined
  /** Used up before. */
  readonly spent: Spend
}

export function budget({ dollars = Infinity, tokens = Infinity, spent: before }: BudgetOptions): Budget {
  let spent = before
  let reserved: Spend = { tokens: 0, dollars: 0 }
  let inFlight = 0
  let over: ModelError | undefined
  const waiting: Waiting[] = []

  const fits = (wanted: Spend, beside: Spend) =>
    spent.dollars + beside.dollars + wanted.dollars <= dollars && spent.tokens + beside.tokens + wanted.tokens <= tokens

  function reserve(wanted: Spend, signal: AbortSignal): Promise<Reservation> {
    if (over) return Promise.reject(again(over))
    if (signal.aborted) return Promise.reject(signal.reason)
    if (waiting.length === 0 && fits(wanted, reserved)) return Promise.resolve(taken(wanted))
    return new Promise((resolve, reject) => {
      const abandoned = () => {
        waiting.splice(waiting.indexOf(one), 1)
        reject(signal.reason)
        decide()
      }
      const done = () => signal.removeEventListener('abort', abandoned)
      const one: Waiting = {
        wanted,
        admit: () => {
          done()
          resolve(taken(wanted))
        },
        refuse: (error) => {
          done()
          reject(error)
        },
      }
      signal.addEventListener('abort', abandoned, { once: true })
      waiting.push(one)
      decide()
    })
  }

  /** Lets in who fits; who does not fit even once all in flight is reconciled ends it for all. */
  function decide(): void {
    for (let next = waiting[0]; next; next = waiting[0]) {
      if (!over && fits(next.wanted, reserved)) {
        waiting.shift()
        next.admit()
        continue
      }
      if (!over && inFlight > 0 && fits(next.wanted, NOTHING)) return
      over ??= reached({ dollars, tokens }, spent, next.wanted)
      waiting.shift()
      next.refuse(again(over))
    }
  }

  function taken(wanted: Spend): Reservation {
    inFlight++
    reserved = plus(reserved, wanted)
    return {
      settle: (took) => {
        inFlight--
        reserved = inFlight === 0 ? NOTHING : minus(reserved, wanted)
        spent = plus(spent, took)
        decide()
      },
    }
  }

  return { reserve, spent: () => spent, reserved: () => reserved }
}

interface Waiting {
  readonly wanted: Spend
  readonly admit: () => void
  readonly refuse: (error: ModelError) => void
}

const NOTHING: Spend = { tokens: 0, dollars: 0 }
const plus = (a: Spend, b: Spend): Spend => ({ tokens: a.tokens + b.tokens, dollars: a.dollars + b.dollars })
const minus = (a: Spend, b: Spend): Spend => ({ tokens: a.tokens - b.tokens, dollars: a.dollars - b.dollars })

/** Each caller gets an error of its own: whoever catches one may add to it. */
const again = (error: ModelError): ModelError => new ModelError('budget', error.message)

function reached(limit: Spend, spent: Spend, next: Spend): ModelError {
  const [what, used, more, option] =
    spent.dollars + next.dollars > limit.dollars
      ? [inDollars(limit.dollars), inDollars(spent.dollars), inDollars(next.dollars), '--dollars']
      : [inTokens(limit.tokens), inTokens(spent.tokens), inTokens(next.tokens), '--tokens']
  return new ModelError(
    'budget',
    `the run's limit of ${what} is reached: ${used} are used up, and the next call may take ${more}; resume with a higher ${option}`,
  )
}

const inDollars = (dollars: number): string => `$${dollars >= 1 ? dollars.toFixed(2) : dollars.toPrecision(3)}`
const inTokens = (tokens: number): string => `${Math.ceil(tokens).toLocaleString('en')} tokens`
