/** Short logs for the fold's tests. */
import { beautyContest } from '../../games/beauty-contest/rules.ts'
import { repeated } from '../../games/combinators/repeated.ts'
import { talk } from '../../games/combinators/talk.ts'
import { ultimatum } from '../../games/ultimatum/rules.ts'
import { ReplayError } from '../../src/core/errors.ts'
import type { Event, Moved, Started } from '../../src/core/event.ts'
import { type AnyGame, wrapped } from '../../src/core/game.ts'
import { replay } from '../../src/core/match.ts'

export { beautyContest, ultimatum }
export const talking: AnyGame = wrapped(ultimatum, [{ wrap: talk }])
export const talkedTwice: AnyGame = wrapped(ultimatum, [{ wrap: talk }, { wrap: repeated, params: { times: 2 } }])

export const started = (game: AnyGame, roles: readonly string[], more: Partial<Started> = {}): Started => ({
  type: 'started',
  game: game.id,
  version: game.version,
  seats: roles.map((role, seat) => ({ role, player: `p${seat}` })),
  seed: 'tables',
  ...more,
})

export const contest = (seats: number, more: Partial<Started> = {}): Started =>
  started(
    beautyContest,
    Array.from({ length: seats }, () => 'player'),
    more,
  )
export const deal = (more: Partial<Started> = {}): Started => started(ultimatum, ['proposer', 'responder'], more)

export const moved = (turn: number, seat: number, action: unknown): Moved => ({
  type: 'moved',
  turn,
  seat,
  action,
  origin: { by: 'player' },
})
export const missing = (turn: number, seat: number): Moved => ({
  type: 'moved',
  turn,
  seat,
  origin: { by: 'missing', reason: 'timeout' },
})
export const guesses = (turn: number, ...of: readonly number[]): readonly Moved[] =>
  of.map((guess, seat) => moved(turn, seat, { guess }))

export const fold = (game: AnyGame, ...log: readonly Event[]) => replay(game, log)

/** The error with which the rules refuse a log. */
export function refusal(game: AnyGame, ...log: readonly Event[]): ReplayError {
  try {
    fold(game, ...log)
  } catch (error) {
    if (error instanceof ReplayError) return error
    throw error
  }
  throw new Error('expected the log to be refused, but it was folded')
}
