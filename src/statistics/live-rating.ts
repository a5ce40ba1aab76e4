/** Ratings that can be kept while a tournament runs: Weng and Lin's (2011) Bayesian approximation to Plackett–Luce. */
import { ordinal, rate, rating } from 'openskill'
import { whole } from './checks.ts'
import { checkRanking, type Ranking } from './ranking.ts'

export interface LiveRating {
  /** The mean and the standard deviation of what is believed of the player's skill; 25 and 25/3 before the first contest. */
  readonly mu: number
  readonly sigma: number
  /** μ − 3 σ: what one can be almost sure of. */
  readonly ordinal: number
}

/** By player, after the contests in their order, on which they depend a little. Throws `bad-statistics-input` or `bad-ranking`. */
export function liveRatings(contests: readonly Ranking[], players: number): LiveRating[] {
  whole('players', players, 1)
  const skills = Array.from({ length: players }, () => rating())
  for (const [at, ranking] of contests.entries()) {
    checkRanking(`contest ${at}`, ranking, players)
    const seated = ranking.flat()
    const rank = ranking.flatMap((group, place) => group.map(() => place))
    const after = rate(
      seated.map((player) => [skills[player]!]),
      { rank },
    )
    for (const [seat, player] of seated.entries()) skills[player] = after[seat]![0]!
  }
  return skills.map(({ mu, sigma }) => ({ mu, sigma, ordinal: ordinal({ mu, sigma }) }))
}
