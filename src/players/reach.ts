/** How the world is reached: what stands around a model's adapter. */
import type { ExperimentFile } from '../arena/experiment-file.ts'
import type { Moved } from '../core/event.ts'
import { type Breaker, breaker } from '../models/breaker.ts'
import { type Budget, budget } from '../models/budget.ts'
import { wrapping } from '../models/decorate.ts'
import { ModelError } from '../models/errors.ts'
import { limited } from '../models/limited.ts'
import { type Limiter, limiters } from '../models/limiter.ts'
import { metered } from '../models/metered.ts'
import type { CallKey, Model, Spend } from '../models/model.ts'
import { priced } from '../models/priced.ts'
import type { Price } from '../models/prices.ts'
import { recorded } from '../models/recorded.ts'
import { inWords, replaying } from '../models/replaying.ts'
import { retried } from '../models/retried.ts'
import type { CallLog, Store } from '../store/store.ts'
import type { Environment } from './models.ts'

export type Reach =
  /** Nobody is going to be asked: no key and no model file is needed. */
  | { readonly by: 'nobody' }
  /** `spent`: what the run has used up of its limits before. */
  | { readonly by: 'wire'; readonly environment: Environment; readonly spent: Spend }
  /** Models are answered from the calls of another log, and whoever else was outside from its decisions. */
  | { readonly by: 'log'; readonly log: Store; readonly missing: (key: CallKey) => void }

/** A model's own part in its limits. */
export interface Adapter {
  readonly model: Model
  /** Models with the same one share a limiter: address, model and the variable of the key. */
  readonly account: string
  /** What its endpoint sets in place of the experiment's limits. */
  readonly limits: OwnLimits
  readonly price: Price | 'free' | undefined
}

export interface OwnLimits {
  readonly requestsPerMinute?: number | undefined
  readonly tokensPerMinute?: number | undefined
  readonly concurrency?: number | undefined
}

/** Puts the decorators around an adapter. One set of limiters, breakers and budget a run. */
export function around(file: ExperimentFile, reach: Reach, log: CallLog): (adapter: Adapter) => Model {
  const { limits } = file.experiment
  const { dollars, tokens } = limits
  const shared = limiters()
  const breakers = new Map<string, Breaker>()
  const purse: Budget = budget({
    dollars,
    tokens,
    spent: reach.by === 'wire' ? reach.spent : { dollars: 0, tokens: 0 },
  })
  const limiterOf = ({ account, limits: own }: Adapter): Limiter =>
    shared.of(account, {
      name: account,
      requestsPerMinute: own.requestsPerMinute ?? limits.requestsPerMinute,
      tokensPerMinute: own.tokensPerMinute ?? limits.tokensPerMinute,
      concurrency: own.concurrency ?? limits.concurrency,
      windowMilliseconds: limits.windowSeconds * 1000,
    })
  const breakerOf = ({ account }: Adapter): Breaker => {
    const found = breakers.get(account) ?? breaker()
    breakers.set(account, found)
    return found
  }
  return (adapter) => {
    const { model, price } = adapter
    if (reach.by === 'nobody') return model
    if (reach.by === 'log') return replaying(unreachable(model, reach.missing), reach.log)
    if (model.simulated) return replaying(recorded(model, log), log)
    const logged = metered(recorded(priced(model, price), log), purse, price)
    if (model.provider === 'local') return replaying(logged, log)
    const once = limited(logged, limiterOf(adapter))
    const options = {
      tries: limits.tries,
      totalMilliseconds: limits.secondsPerCall * 1000,
      breaker: breakerOf(adapter),
    }
    return replaying(retried(once, options), log)
  }
}

/** A model that is not asked: what the log does not answer is noted, and fails. */
const unreachable = (model: Model, missing: (key: CallKey) => void): Model =>
  wrapping(model, async ({ key }) => {
    missing(key)
    throw new ModelError('no-recording', `${model.name}: the log has no answer for ${inWords(key)}`)
  })

/** The decisions of a log, a match at a time. */
export function decisionsIn(log: Store): (match: string, turn: number, seat: number) => Promise<Moved | undefined> {
  const known = new Map<string, Promise<ReadonlyMap<string, Moved>>>()
  const movesOf = async (match: string): Promise<ReadonlyMap<string, Moved>> => {
    const events = (await log.log(match)).flatMap(({ event }) => (event?.type === 'moved' ? [event] : []))
    return new Map(events.map((moved) => [`${moved.turn}/${moved.seat}`, moved]))
  }
  return async (match, turn, seat) => {
    const moves = known.get(match) ?? movesOf(match)
    known.set(match, moves)
    if (known.size > MOST_MATCHES) known.delete(known.keys().next().value!)
    return (await moves).get(`${turn}/${seat}`)
  }
}

/** Matches of which the decisions are held at the same time. */
const MOST_MATCHES = 256
