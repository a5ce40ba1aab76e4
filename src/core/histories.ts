/** What each seat may look back on, one entry a finished round, kept beside the state and not in it. */
import type { Seat } from './game.ts'

/** Histories of the seats, made from the list of finished rounds that a state holds. */
export interface Histories<R, C, E> {
  /** The seat's entries, oldest first. The same list as long as no round is added. */
  of(rounds: readonly R[], seat: Seat, context: C): readonly E[]
  /** The rounds with one more: the histories grow by an entry each instead of being made anew. */
  added(rounds: readonly R[], round: R, context: C): readonly R[]
}

/**
 * A state that holds every round once is small to log and to fingerprint; but a view that makes its history of all rounds
 * anew costs more in each round. This makes each entry once, and remembers the histories of a list of rounds for as long as
 * that list lives. It is a memo of a pure function: without it views are the same and slower.
 *
 * `entry` says what a seat sees of a round; `seats` how many there are; the context (the params) is the same all match long.
 */
export function histories<R, C, E>(
  seats: (context: C) => number,
  entry: (round: R, seat: Seat, context: C) => E,
): Histories<R, C, E> {
  const known = new WeakMap<readonly R[], readonly (readonly E[])[]>()
  const made = (rounds: readonly R[], context: C): readonly (readonly E[])[] => {
    const found = known.get(rounds)
    if (found) return found
    const all = Array.from({ length: seats(context) }, (_, seat) => rounds.map((round) => entry(round, seat, context)))
    known.set(rounds, all)
    return all
  }
  return {
    of: (rounds, seat, context) => made(rounds, context)[seat] ?? [],
    added: (rounds, round, context) => {
      const longer = [...rounds, round]
      const before = known.get(rounds) // where nobody looks (a replay, a verification), nothing is made
      if (before)
        known.set(
          longer,
          before.map((history, seat) => [...history, entry(round, seat, context)]),
        )
      return longer
    },
  }
}
