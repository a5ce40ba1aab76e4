/** Elo's ratings, updated contest by contest: they depend on the order, so they tell of a course and not of a strength. */
import { StagegameError } from '../core/errors.ts'
import { finite, positive, whole } from './checks.ts'
import { checkRanking, type Ranking } from './ranking.ts'

export interface EloOptions {
  /** The most points that one contest moves. */
  readonly k?: number
  readonly start?: number
}

/**
 * After contests of two in their order: R' = R + k (score − expected), expected = 1 / (1 + 10^((other − own) / 400)), both from
 * the ratings before the contest (Elo 1978). A tie scores ½ each. Throws `bad-ranking`, also for more than two players.
 */
export function elo(
  contests: readonly Ranking[],
  players: number,
  { k = 32, start = 1500 }: EloOptions = {},
): number[] {
  whole('players', players, 1)
  positive('k', k)
  finite('start', [start])
  const ratings = new Array<number>(players).fill(start)
  for (const [at, ranking] of contests.entries()) {
    checkRanking(`contest ${at}`, ranking, players)
    const [first, second, ...more] = ranking.flat()
    if (more.length > 0)
      throw new StagegameError(
        'bad-ranking',
        `contest ${at}: Elo rates contests of 2, this is one of ${more.length + 2}`,
      )
    const expected = 1 / (1 + 10 ** ((ratings[second!]! - ratings[first!]!) / 400))
    const gain = k * ((ranking.length === 1 ? 0.5 : 1) - expected)
    ratings[first!]! += gain
    ratings[second!]! -= gain
  }
  return ratings
}
