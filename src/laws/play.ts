/** Random matches: every answer is drawn from its ask alone, by a stream named after turn and seat. */
import { type Rng, stream } from '../core/chance.ts'
import { StagegameError } from '../core/errors.ts'
import type { Moved, Started } from '../core/event.ts'
import type { AnyAsk, AnyGame, Seat } from '../core/game.ts'
import { check, draw, jsonSchemaOf } from '../core/legal.ts'
import { awaited, type FoldOptions, isOver } from '../core/match.ts'
import type { Case } from './cases.ts'
import type { AnyPosition, Bench } from './law.ts'

export interface Played {
  readonly started: Started
  /** Each answer, and the position before it. */
  readonly steps: readonly { readonly before: AnyPosition; readonly event: Moved }[]
  readonly end: AnyPosition
}

/** A whole random match. Throws `endless` after the bench's most turns. */
export function played(bench: Bench, played: Case, seed: string, options: FoldOptions = {}): Played {
  const started = startedOf(bench.game, played, seed)
  return { started, ...playedOn(bench, bench.fold.start(bench.game, started, options), seed) }
}

/** A random match from a position on: the same answers as in any other match of that seed, where they are asked for. */
export function playedOn(bench: Bench, from: AnyPosition, seed: string): Omit<Played, 'started'> {
  const steps: { before: AnyPosition; event: Moved }[] = []
  let at = from
  while (!isOver(at)) {
    if (at.turn >= bench.mostTurns)
      throw new StagegameError(
        'endless',
        `the match is not over after ${at.turn} turns; if that is right, say mostTurns`,
      )
    for (const seat of awaited(at)) {
      const event = answerOf(at, seat, seed)
      steps.push({ before: at, event })
      at = bench.fold.advance(bench.game, at, event)
    }
  }
  return { steps, end: at }
}

export const startedOf = (game: AnyGame, { params, roles }: Case, seed: string): Started => ({
  type: 'started',
  game: game.id,
  version: game.version,
  params,
  ...(game.wraps && { wraps: game.wraps as NonNullable<Started['wraps']> }),
  seats: roles.map((role, seat) => ({ role, player: `random-${seat}` })),
  seed,
})

/** What a seat that is awaited answers: mostly a draw, at times the fallback, or nothing where the rules can do without. */
export function answerOf(at: AnyPosition, seat: Seat, seed: string, salt = ''): Moved {
  const ask = askOf(at, seat)
  const rng = stream(['laws', seed, salt, at.turn, seat])
  const moved = { type: 'moved', turn: at.turn, seat } as const
  const chance = rng.next()
  if (ask.absent && chance < 0.2) return { ...moved, origin: { by: 'missing', reason: 'timeout' } }
  const drawn = chance > 0.85 ? undefined : drawLegal(ask, rng)
  if (drawn === undefined) return { ...moved, action: ask.fallback, origin: { by: 'fallback', reason: 'illegal' } }
  return { ...moved, action: drawn, origin: { by: 'player' } }
}

export function askOf(at: AnyPosition, seat: Seat): AnyAsk {
  const ask = at.asks.get(seat)
  if (!ask) throw new RangeError(`turn ${at.turn} asks nothing of seat ${seat}`)
  return ask
}

/** Undefined if twenty draws were illegal. */
function drawLegal(ask: AnyAsk, rng: Rng): unknown {
  const schema = jsonSchemaOf(ask.schema)
  for (let i = 0; i < 20; i++) {
    const action = draw(schema, rng)
    if (check(ask.schema, action).ok) return action
  }
  return undefined
}
