/** Who did better than whom in a contest of any number of players. */
import { quoted, StagegameError } from '../core/errors.ts'

/** Groups of players from best to worst; those of one group did equally well. */
export type Ranking = readonly (readonly number[])[]

/** Throws `bad-ranking` unless it has two players or more, each from 0 to players − 1 and there once, and no empty group. */
export function checkRanking(where: string, ranking: Ranking, players: number): void {
  const refusal = (expected: string) =>
    new StagegameError('bad-ranking', `${where}: expected ${expected}, but it is ${quoted(ranking)}`)
  if (ranking.some((group) => group.length === 0)) throw refusal('no empty group')
  const all = ranking.flat()
  if (!all.every((player) => Number.isInteger(player) && player >= 0 && player < players))
    throw refusal(`players from 0 to ${players - 1}`)
  if (new Set(all).size < all.length) throw refusal('each player once')
  if (all.length < 2) throw refusal('two players at least')
}
