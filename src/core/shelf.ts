/** Games, their scripted players and wraps by name: what a log or an experiment is looked up in. */
import type { BehaviourOf } from './behaviour.ts'
import { hint, StagegameError } from './errors.ts'
import { type AnyGame, type AnyStrategy, type Wrap, wrapped } from './game.ts'

export interface ShelvedGame {
  readonly game: AnyGame
  readonly strategies: Readonly<Record<string, AnyStrategy>>
  /** What is looked at in how it is played; a game without it is told by its payoffs and measures. */
  readonly behaviour?: BehaviourOf
}

export interface ShelvedWrap {
  readonly wrap: Wrap
  /** What a scripted player of the base game does when the wrap asks it something. */
  readonly quiet: ReturnType<AnyStrategy>
}

export interface Shelf {
  readonly games: readonly ShelvedGame[]
  readonly wraps: readonly ShelvedWrap[]
}

/** Which game with which wraps, innermost first: as an experiment and a started event name it. */
export interface GameRef {
  readonly game: string
  readonly wraps?: readonly { readonly id: string; readonly params?: unknown }[] | undefined
}

/** The game on the shelf. Throws `unknown-game` with the nearest name. */
export function shelvedGame(shelf: Shelf, id: string): ShelvedGame {
  const found = shelf.games.find(({ game }) => game.id === id)
  if (found) return found
  const names = shelf.games.map(({ game }) => game.id)
  throw new StagegameError('unknown-game', `there is no game ${JSON.stringify(id)}: ${hint(id, names)}`)
}

/** The wrap on the shelf. Throws `unknown-wrap` with the nearest name. */
export function shelvedWrap(shelf: Shelf, id: string): ShelvedWrap {
  const found = shelf.wraps.find(({ wrap }) => wrap.id === id)
  if (found) return found
  const names = shelf.wraps.map(({ wrap }) => wrap.id)
  throw new StagegameError('unknown-wrap', `there is no wrap ${JSON.stringify(id)}: ${hint(id, names)}`)
}

/** A game with its wraps around it, ready to be folded. Throws `unknown-game`, `unknown-wrap` or a ZodError on wrap params. */
export function gameOf(shelf: Shelf, { game, wraps = [] }: GameRef): AnyGame {
  const base = shelvedGame(shelf, game).game
  if (wraps.length === 0) return base
  return wrapped(
    base,
    wraps.map(({ id, params }) => ({ wrap: shelvedWrap(shelf, id).wrap, params })),
  )
}
