/** The decisions of a played match, with what each seat saw before and after its turn: what behaviour is looked at in. */
import type { Made } from '../../src/core/behaviour.ts'
import type { Started } from '../../src/core/event.ts'
import type { AnyGame } from '../../src/core/game.ts'
import { advance, type Position, start } from '../../src/core/match.ts'
import type { Match } from './matches.ts'

/** Of the seats' own, in the order of the log. */
export function decisionsIn(game: AnyGame, { events }: Match): Made[] {
  const { seats } = events[0] as Started
  let at: Position<unknown, Record<string, unknown>> = start(game, events[0] as Started)
  let open: Omit<Made, 'after'>[] = []
  const made: Made[] = []
  for (const event of events.slice(1)) {
    if (event.type !== 'moved' || event.action === undefined) continue
    const { seat, turn, action } = event
    const view = game.view(at.state, seat)
    const round = (view.history?.length ?? 0) + 1
    open.push({ role: seats[seat]!.role, seat, turn, round, kind: at.asks.get(seat)!.kind, action, view })
    at = advance(game, at, event)
    if (at.turn === turn) continue
    for (const decision of open) made.push({ ...decision, after: game.view(at.state, decision.seat) })
    open = []
  }
  return made
}
