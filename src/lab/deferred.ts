/** Deferred matching: people choose before anybody knows in which group, from the first view, which is the same for all of them. */
import type { AnyAsk } from '../core/game.ts'
import { start } from '../core/match.ts'
import { nodeDigest } from '../store/chain.ts'
import type { Asking } from './asks.ts'
import type { Live } from './live.ts'
import { PERSON, type PreparedBlock } from './prepared.ts'
import type { Person } from './session.ts'

/** What is asked of any person in this block. Throws what the rules throw. */
export function firstAsk(
  { condition, roles, personSeats }: PreparedBlock,
  seat = personSeats[0]!,
  seed = 'deferred',
): { ask: AnyAsk; view: unknown } {
  const { game, params } = condition
  const at = start(
    game,
    {
      type: 'started',
      ...{ game: game.id, version: game.version, params, seed },
      ...(game.wraps && {
        wraps: game.wraps.map((wrap) => ({ ...wrap, params: wrap.params as Record<string, unknown> })),
      }),
      seats: roles.map((role) => ({ role, player: PERSON })),
    },
    { digest: nodeDigest },
  )
  return { ask: at.asks.get(seat) as AnyAsk, view: game.view(at.state, seat) }
}

/** The choice that a person is asked for now; the time for it runs from when it was first shown. */
export function deferredAsk(live: Live, person: Person, block: string): Asking {
  const position = person.assigned!.order.indexOf(block) + 1
  const opensAt = person.shown.get(`decision:${position}:0:0`) ?? live.clock.now()
  return { person: person.id, match: '', block, nth: 0, turn: 0, ...sameAsk(live.block(block)), opensAt }
}

const known = new WeakMap<PreparedBlock, ReturnType<typeof firstAsk>>()

/** The ask of everybody in a block, which is looked up at every page of theirs. */
function sameAsk(block: PreparedBlock): ReturnType<typeof firstAsk> {
  const found = known.get(block) ?? firstAsk(block)
  known.set(block, found)
  return found
}
