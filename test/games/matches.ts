/** Whole matches for the games' tests: played here, then replayed from their log as anybody would. */
import { playerStream, type Rng } from '../../src/core/chance.ts'
import type { Ended, Event, Origin, Started } from '../../src/core/event.ts'
import type { AnyGame, Seat } from '../../src/core/game.ts'
import { advance, awaited, ending, isOver, type Position, replay, start } from '../../src/core/match.ts'

export interface Table {
  readonly params?: Record<string, unknown>
  /** The role of each seat. */
  readonly roles: readonly string[]
  readonly seed?: string
}

export interface Match {
  readonly events: readonly Event[]
  readonly payoffs: readonly number[]
  readonly measures: Readonly<Record<string, number>>
  readonly fingerprint: string
  /** What each seat sees after the end. */
  readonly views: readonly unknown[]
}

/** Stands for an answer that a seat does not give. */
export const MISSING = Symbol('missing')

export interface Awaited {
  readonly seat: Seat
  readonly kind: string
  readonly turn: number
  // biome-ignore lint/suspicious/noExplicitAny: a view of any game
  readonly view: any
  readonly rng: Rng
}

/** Plays a match by asking `answer` for each action, replays its log, and gives what follows from that. */
export function played(game: AnyGame, table: Table, answer: (asked: Awaited) => unknown): Match {
  const events: Event[] = [startedOf(game, table)]
  let at: Position<unknown, Record<string, unknown>> = start(game, events[0] as Started)
  while (!isOver(at)) {
    for (const seat of awaited(at)) {
      const asked = { seat, kind: at.asks.get(seat)!.kind, turn: at.turn, view: game.view(at.state, seat) }
      const rng = playerStream(at.started.seed, seat, 'turn', at.turn)
      const action = answer({ ...asked, rng })
      const moved: Event =
        action === MISSING
          ? { type: 'moved', turn: asked.turn, seat, origin: { by: 'missing', reason: 'timeout' } }
          : { type: 'moved', turn: asked.turn, seat, action, origin: PLAYER }
      events.push(moved)
    }
    for (const event of events.slice(-at.asks.size)) at = advance(game, at, event)
  }
  return replayed(game, events)
}

/** What follows from a log. */
export function replayed(game: AnyGame, events: readonly Event[]): Match {
  const end = replay(game, events)
  const { payoffs, measures = {}, fingerprint = '' }: Ended = ending(game, end)
  const views = end.started.seats.map((_, seat) => game.view(end.state, seat))
  return { events, payoffs, measures, fingerprint, views }
}

/** Plays a match of scripted players, one a seat, by kind. */
export const playedBy = (
  game: AnyGame,
  table: Table,
  // biome-ignore lint/suspicious/noExplicitAny: a scripted player of any game
  players: readonly Readonly<Record<string, any>>[],
): Match => played(game, table, ({ seat, kind, view, rng }) => players[seat]![kind](view, rng))

export function startedOf(game: AnyGame, { params = {}, roles, seed = 'seed' }: Table): Started {
  return {
    type: 'started',
    game: game.id,
    version: game.version,
    params,
    ...(game.wraps && {
      wraps: game.wraps.map(({ id, version, params: of }) => ({ id, version, params: of as Record<string, unknown> })),
    }),
    seats: roles.map((role, seat) => ({ role, player: `player ${seat}` })),
    seed,
  }
}

export const PLAYER: Origin = { by: 'player' }
