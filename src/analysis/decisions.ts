/** Goes through the decisions of a run as they were made: folds each match, and hands out what its seats saw and did. */
import type { Made } from '../core/behaviour.ts'
import type { Event, Moved, Started } from '../core/event.ts'
import type { AnyGame } from '../core/game.ts'
import { advance, type Position, regretsAfter, start } from '../core/match.ts'
import { nodeDigest } from '../store/chain.ts'

export interface Decided extends Made {
  readonly player: string
  /** What it gave up against what the others did, where the rules say so. */
  readonly regret: number | undefined
}

// biome-ignore lint/suspicious/noExplicitAny: any game is read
type AnyPosition = Position<any, Record<string, any>>

/**
 * The decisions of a match that were a player's own, turn by turn; views are made when they are looked at. Throws ReplayError
 * where the log does not follow the rules.
 */
export function* decisionsIn(game: AnyGame, events: Iterable<Event>): Generator<Decided> {
  let at: AnyPosition | undefined
  let ofTurn: { readonly moved: Moved; readonly before: AnyPosition }[] = []
  for (const event of events) {
    if (at === undefined) {
      at = start(game, event as Started, { digest: nodeDigest })
      continue
    }
    if (event.type !== 'moved') {
      at = advance(game, at, event)
      continue
    }
    ofTurn.push({ moved: event, before: at })
    const regrets = regretsAfter(game, at, event)
    const next = advance(game, at, event)
    if (next.turn > at.turn) {
      for (const { moved, before } of ofTurn)
        if (moved.origin.by === 'player') yield decided(game, before, next, moved, regrets?.get(moved.seat))
      ofTurn = []
    }
    at = next
  }
}

function decided(
  game: AnyGame,
  before: AnyPosition,
  after: AnyPosition,
  { turn, seat, action }: Moved,
  regret: number | undefined,
): Decided {
  let [seen, learnt]: unknown[] = []
  const view = () => {
    seen ??= game.view(before.state, seat)
    return seen
  }
  return {
    role: before.started.seats[seat]?.role ?? '',
    player: before.players[seat] ?? '',
    seat,
    turn,
    kind: before.asks.get(seat)?.kind ?? '',
    action,
    regret,
    get round() {
      return ((view() as { history?: readonly unknown[] } | null)?.history?.length ?? 0) + 1
    },
    get view() {
      return view()
    },
    get after() {
      learnt ??= game.view(after.state, seat)
      return learnt
    },
  }
}
