/** Anything that can answer an ask: a script, a model, a person, a recording. */
import type { Label, Rng } from '../core/chance.ts'
import type { Origin } from '../core/event.ts'
import type { AnyAsk, Seat } from '../core/game.ts'

/** One decision to make: who, what they see, what they may answer. */
export interface Request {
  readonly match: string
  readonly turn: number
  readonly seat: Seat
  readonly ask: AnyAsk
  /** What the seat may know; the state never leaves the arena. */
  readonly view: unknown
  /** What this seat was told of the others. */
  readonly told?: string | undefined
  /** Streams of this seat's own in this turn, by purpose and attempt; the match's seed stays in the arena. */
  readonly chance: (...label: Label) => Rng
  /** Aborts what is in flight. */
  readonly signal: AbortSignal
  /** The match as it is played in this process: what was asked of this seat before. */
  readonly session?: Session | undefined
  /** Once it is aborted nothing new is begun: a player that would ask again throws its reason. */
  readonly stop?: AbortSignal | undefined
}

/** One match for as long as this process plays it: the same object at each of its asks, so that memory can hang on it. */
export interface Session {
  /** What this seat was asked in the turns before, as it saw it then, and what it answered, oldest first: folded anew from the log. */
  past(seat: Seat): Promise<readonly Past[]>
  /** Streams of a seat's own for the whole match, by purpose; the match's seed stays in the arena. */
  chance(seat: Seat, ...label: Label): Rng
}

/** An ask that was answered. */
export interface Past {
  /** The match that its calls stand under: this one, or, of what a fork copied, the one that it was copied from. */
  readonly match: string
  readonly turn: number
  readonly ask: AnyAsk
  readonly view: unknown
  readonly told?: string | undefined
  readonly decision: Decision
}

/** What was decided. The action is absent only where the origin is `missing`. */
export interface Decision {
  readonly action?: unknown
  /** Free text beside the action; it does not fold. */
  readonly reason?: string
  readonly origin: Origin
}

export interface Agent {
  readonly name: string
  /**
   * Whether asking it has effects outside this process that the agent does not log before (a page, a request of another
   * program). What was decided before is made durable first.
   */
  readonly outside: boolean
  /** Throws where the world fails (no network, no key); a player's own failure is a decision with its origin. */
  decide(request: Request): Decision | Promise<Decision>
  /** The match is over: what the seat may still see, and what it earned. Nothing follows from it. */
  over?(match: string, seat: Seat, view: unknown, payoff: number): void
}

/** What stands for an agent that gave no legal answer: missing where the rules can do without, else the flagged fallback. */
export function noAnswer(ask: AnyAsk, reason: Exclude<Origin, { by: 'player' }>['reason']): Decision {
  return ask.absent
    ? { origin: { by: 'missing', reason } }
    : { action: ask.fallback, origin: { by: 'fallback', reason } }
}
