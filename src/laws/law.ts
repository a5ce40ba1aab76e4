/** What a law is, what a game tells the laws about itself, and the bench they are tried on. */

import type { Event, Started } from '../core/event.ts'
import type { AnyGame, Seat } from '../core/game.ts'
import type { FoldOptions, Position } from '../core/match.ts'
import { advance, start } from '../core/match.ts'
import { type Case, casesOf, type Params } from './cases.ts'

/** One property that every game must have. A test runner needs no more: `it(law.name, law.check)`. */
export interface Law {
  readonly name: string
  /** Throws where the law is broken, with the params, seats and seed that break it. */
  readonly check: () => void | Promise<void>
}

/** What the laws must be told of a game. `S` is its state. */
export interface LawOptions<S = unknown> {
  /** One or several params to play under; the defaults if absent. */
  readonly params?: Params | readonly Params[]
  /** How many seats to try; the least the roles allow and a few more if absent. Roles are filled in their order. */
  readonly seats?: readonly number[]
  /** What of the others' actions the rules reveal to that seat so far; nothing if absent. */
  readonly reveals?: (state: S, seat: Seat) => unknown
  /** Every action is seen by every seat: the leak laws need not find anything to compare. */
  readonly allPublic?: true
  /** Random matches per law, params and number of seats: 20 if absent. */
  readonly runs?: number
  /** A match that is not over by then breaks the laws: 1,000 if absent. */
  readonly mostTurns?: number
  /** @internal A fold to play with in place of the core's: the laws' own tests plant faults in it. */
  readonly fold?: Fold
}

export type AnyPosition = Position<unknown, Record<string, unknown>>

export interface Fold {
  readonly start: (game: AnyGame, started: Started, options?: FoldOptions) => AnyPosition
  readonly advance: (game: AnyGame, at: AnyPosition, event: Event) => AnyPosition
}

/** A game with all that is needed to try a law on it. */
export interface Bench {
  readonly game: AnyGame
  readonly fold: Fold
  readonly cases: readonly Case[]
  readonly reveals: (state: unknown, seat: Seat) => unknown
  readonly allPublic: boolean
  readonly runs: number
  readonly mostTurns: number
}

/** Throws StagegameError `bad-params` or `bad-seats` where the game cannot be played as asked. */
export function benchOf<S>(game: AnyGame, options: LawOptions<S>): Bench {
  return {
    game,
    fold: options.fold ?? { start, advance },
    cases: casesOf(game, options.params, options.seats),
    reveals: (options.reveals ?? (() => null)) as Bench['reveals'], // the state is the game's own
    allPublic: options.allPublic ?? false,
    runs: options.runs ?? 20,
    mostTurns: options.mostTurns ?? 1000,
  }
}
