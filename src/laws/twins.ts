/** Two matches side by side: the same answers wherever both ask for them. */
import { stream } from '../core/chance.ts'
import type { Moved } from '../core/event.ts'
import { canonical } from '../core/fingerprint.ts'
import type { Seat } from '../core/game.ts'
import { check } from '../core/legal.ts'
import { awaited } from '../core/match.ts'
import type { Case } from './cases.ts'
import type { AnyPosition, Bench } from './law.ts'
import { answerOf, askOf, played } from './play.ts'

export type Answers = ReadonlyMap<Seat, Moved>

/** A match by turns: the position before each turn's first answer, and its answers; the last has none. */
export interface PlayedTurn {
  readonly at: AnyPosition
  readonly answers: Answers
}

export function turnsOf(bench: Bench, one: Case, seed: string): readonly PlayedTurn[] {
  const { steps, end } = played(bench, one, seed)
  const turns = new Map<number, { at: AnyPosition; answers: Map<Seat, Moved> }>()
  for (const { before, event } of steps) {
    const turn = turns.get(before.turn) ?? { at: before, answers: new Map() }
    turn.answers.set(event.seat, event)
    turns.set(before.turn, turn)
  }
  return [...turns.values(), { at: end, answers: new Map() }]
}

/** The position after one turn in which each seat gives that answer, if it is legal there, or else one of its own. */
export function afterTurn(bench: Bench, at: AnyPosition, answers: Answers, seed: string): AnyPosition {
  return awaited(at).reduce((now, seat) => {
    const given = answers.get(seat)
    const event = given && isLegal(at, given) ? given : answerOf(at, seat, seed)
    return bench.fold.advance(bench.game, now, event)
  }, at)
}

/** All answers of a turn, as that seed has them. */
export const answersTo = (at: AnyPosition, seed: string): Answers =>
  new Map(awaited(at).map((seat) => [seat, answerOf(at, seat, seed)]))

/** The turn's answers but for one seat, which gives another; undefined if none other came up. */
export function oneChanged(turn: PlayedTurn, seat: Seat, seed: string, salt: string): Answers | undefined {
  const other = answerOf(turn.at, seat, seed, salt)
  if (sameAnswer(other, turn.answers.get(seat)!)) return undefined
  return new Map([...turn.answers, [seat, other]])
}

/** The turn's answers with those of two seats exchanged; undefined where they are the same, or may not be exchanged. */
export function exchanged({ at, answers }: PlayedTurn, k: Seat, l: Seat): Answers | undefined {
  const [a, b] = [answers.get(k)!, answers.get(l)!]
  if (sameAnswer(a, b) || askOf(at, k).kind !== askOf(at, l).kind) return undefined
  const [toK, toL] = [
    { ...b, seat: k },
    { ...a, seat: l },
  ]
  return isLegal(at, toK) && isLegal(at, toL) ? new Map([...answers, [k, toK], [l, toL]]) : undefined
}

export const twinStream = (seed: string, twin: number) => stream(['twin', seed, twin])

function isLegal(at: AnyPosition, { seat, action, origin }: Moved): boolean {
  const ask = askOf(at, seat)
  return origin.by === 'missing' ? ask.absent === true : check(ask.schema, action).ok
}

const sameAnswer = (a: Moved, b: Moved): boolean =>
  canonical([a.origin.by === 'missing', a.action ?? null]) === canonical([b.origin.by === 'missing', b.action ?? null])
