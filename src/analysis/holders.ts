/** Whom a match's results belong to. */
import type { MatchSummary } from '../store/store.ts'

/** By seat: who held it at the start; of a fork, who played it on from the turn at which it was forked. */
export function holdersOf({ started, answers }: Pick<MatchSummary, 'started' | 'answers'>): readonly string[] {
  return started.seats.map(({ player }, seat) => {
    if (!started.parent) return player
    return answers.findLast((answer) => answer.seat === seat)?.player ?? player
  })
}
