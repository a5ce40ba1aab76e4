/** One match of random moves before a run: what is asked, how often, and what a seat sees then. Nothing of it is logged. */

import { playerStream } from '../core/chance.ts'
import type { AnyAsk, Seat } from '../core/game.ts'
import { draw, jsonSchemaOf } from '../core/legal.ts'
import { advance, isOver, type Position, start } from '../core/match.ts'
import type { Condition } from './conditions.ts'

/** A moment at which one kind of decision was asked for. */
export interface Moment {
  readonly kind: string
  readonly role: string
  readonly seat: Seat
  readonly turn: number
  readonly ask: AnyAsk
  readonly view: unknown
}

export interface Rehearsal {
  /** The first and the last time that each kind was asked of each role: what a prompt must be able to word. */
  readonly moments: readonly Moment[]
  /** Decisions a match, by seat. A guess where the length of a match depends on what is played. */
  readonly decisions: readonly number[]
  /** What it came to, by seat. */
  readonly payoffs: readonly number[]
  /** Names of the measures that it came to. */
  readonly measures: readonly string[]
  /** It was broken off at the most that is rehearsed: a match takes more. */
  readonly cut: boolean
}

const MOST_DECISIONS = 200_000

/** Throws what the rules throw. */
export function rehearse({ game, params }: Condition, roles: readonly string[], seed = 'rehearsal'): Rehearsal {
  const seats = roles.map((role) => ({ role, player: 'rehearsal' }))
  // biome-ignore lint/suspicious/noExplicitAny: any game is rehearsed
  let at: Position<any, Record<string, any>> = start(game, {
    type: 'started',
    game: game.id,
    version: game.version,
    params,
    ...(game.wraps && { wraps: game.wraps as { id: string; version: number; params: Record<string, unknown> }[] }),
    seats,
    seed,
  })
  const first = new Map<string, Moment>()
  const last = new Map<string, Moment>()
  const decisions = roles.map(() => 0)
  for (let made = 0; !isOver(at) && made < MOST_DECISIONS; ) {
    const asked = at
    for (const [seat, ask] of asked.asks) {
      const key = `${roles[seat]}/${ask.kind}`
      if (!first.has(key) || last.get(key)?.turn !== asked.turn) {
        const moment = {
          kind: ask.kind,
          role: roles[seat]!,
          seat,
          turn: asked.turn,
          ask,
          view: game.view(asked.state, seat),
        }
        if (first.has(key)) last.set(key, moment)
        else first.set(key, moment)
      }
      const action = randomAction(ask, () => playerStream(seed, seat, asked.turn))
      at = advance(game, at, { type: 'moved', turn: asked.turn, seat, action, origin: { by: 'player' } })
      decisions[seat]!++
      made++
    }
  }
  return {
    moments: [...first.values(), ...last.values()],
    decisions,
    payoffs: game.payoffs(at.state),
    measures: Object.entries(game.measures?.(at.state) ?? {}).flatMap(([name, value]) =>
      value === undefined ? [] : [name],
    ),
    cut: !isOver(at),
  }
}

function randomAction(ask: AnyAsk, rng: () => ReturnType<typeof playerStream>): unknown {
  const stream = rng()
  for (let tries = 0; tries < 20; tries++) {
    const action = draw(jsonSchemaOf(ask.schema), stream)
    if (ask.schema.safeParse(action).success) return action
  }
  return ask.fallback
}
