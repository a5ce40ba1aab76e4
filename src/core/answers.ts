/** The answers to one turn, as they come in, and as the rules get them. */
import type { Moves, Seat, Turn } from './game.ts'

/** Answers to one turn. Positions of one turn share it and each sees its own first part, so that adding one copies nothing. */
export class Answers {
  private readonly order: Seat[] = []
  private readonly bySeat = new Map<Seat, { readonly nth: number; readonly action: unknown }>()

  has(seat: Seat, answered: number): boolean {
    const found = this.bySeat.get(seat)
    return found !== undefined && found.nth < answered
  }

  /** MISSING where the rules go on without one. */
  action(seat: Seat): unknown {
    return this.bySeat.get(seat)?.action
  }

  with(seat: Seat, action: unknown, answered: number): Answers {
    const own = answered === this.order.length ? this : this.firstOnes(answered)
    own.bySeat.set(seat, { nth: own.order.length, action })
    own.order.push(seat)
    return own
  }

  /** A branch: somebody advances a position that was advanced before. */
  private firstOnes(answered: number): Answers {
    const copy = new Answers()
    for (const seat of this.order.slice(0, answered)) copy.with(seat, this.action(seat), copy.order.length)
    return copy
  }
}

/** Stands for an answer that the rules go on without. */
export const MISSING = Symbol('missing')

/** What `apply` is given, once every answer is in. */
export function movesOf<K>(asks: Turn<K>, answers: Answers): Moves<K> {
  const of = (kind: string) => {
    const found = new Map<Seat, unknown>()
    for (const [seat, ask] of asks) {
      const action = answers.action(seat)
      if (ask.kind === kind && action !== MISSING) found.set(seat, action)
    }
    return found
  }
  const at = (seat: Seat, kind: string) => {
    const action = answers.action(seat)
    if (asks.get(seat)?.kind !== kind || action === MISSING || action === undefined)
      throw new RangeError(`seat ${seat} gave no ${kind} in this turn`)
    return action
  }
  return { of, at } as unknown as Moves<K> // the one cast: each answer was checked against its ask's schema
}

/** A turn with its seats in order. */
export function inSeatOrder<K>(turn: Turn<K>): Turn<K> {
  let last = -1
  for (const seat of turn.keys()) {
    if (seat < last) return new Map([...turn].sort(([a], [b]) => a - b))
    last = seat
  }
  return turn
}
