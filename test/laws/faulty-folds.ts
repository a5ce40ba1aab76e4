/** Folds with a planted fault. */
import { ReplayError, StagegameError } from '../../src/core/errors.ts'
import type { Moves, Seat } from '../../src/core/game.ts'
import { advance, start } from '../../src/core/match.ts'
import type { LawOptions } from '../../src/laws/index.ts'
import type { Kinds } from './sealed-bid.ts'

type Fold = NonNullable<LawOptions['fold']>

/** A fold that hands answers over in the order in which they came. */
export function arrivalFold(): Fold {
  let turn = -1
  let order: Seat[] = []
  return {
    start,
    advance: (game, at, event) => {
      if (event.type !== 'moved') return advance(game, at, event)
      if (event.turn !== turn || at.answered === 0) order = []
      turn = event.turn
      order.push(event.seat)
      const arrived = [...order]
      return advance(
        { ...game, apply: (state, moves, chance) => game.apply(state, inOrder(moves, arrived), chance) },
        at,
        event,
      )
    },
  }
}

const inOrder = (moves: Moves<Kinds>, order: readonly Seat[]): Moves<Kinds> => ({
  of: (kind) => new Map(order.map((seat) => [seat, moves.at(seat, kind)])),
  at: moves.at,
})

/** A fold that plays the fallback where a logged move is illegal, and says nothing. */
export const lenientFold: Fold = {
  start,
  advance: (game, at, event) => {
    try {
      return advance(game, at, event)
    } catch (error) {
      if (event.type !== 'moved' || !(error instanceof StagegameError) || error.code !== 'illegal-move') throw error
      return advance(game, at, { ...event, action: at.asks.get(event.seat)!.fallback })
    }
  },
}

/** A fold that refuses, but says neither where nor why. */
export const mumblingFold: Fold = {
  start,
  advance: (game, at, event) => {
    try {
      return advance(game, at, event)
    } catch {
      throw new StagegameError('illegal-move', 'no')
    }
  },
}

/** A fold that refuses by the right name, and says no more. */
export const curtFold: Fold = {
  start,
  advance: (game, at, event) => {
    try {
      return advance(game, at, event)
    } catch {
      throw new ReplayError('illegal-move', 'no')
    }
  },
}

/** A fold with bounds of its own. */
export const boundFold = (bounds: { readonly min?: number; readonly max?: number }): Fold => ({
  start: (game, started, options) =>
    start({ ...game, roles: (params) => game.roles(params).map((role) => ({ ...role, ...bounds })) }, started, options),
  advance,
})

/** A fold that takes whoever comes. */
export const openFold: Fold = {
  start: (game, started, options) => {
    const roles = [...new Set(started.seats.map(({ role }) => role))].map((name) => ({ name, min: 1, max: 1000 }))
    return start({ ...game, roles: () => roles }, started, options)
  },
  advance,
}
