/** Who does better than whom, pair by pair, from contests of any number of players. */
import type { Contest } from './contests.ts'

export interface Wins {
  readonly players: readonly string[]
  /** `wins[i][j]`: contests in which i did better than j; `ties[i][j]` in which they did equally well. */
  readonly wins: readonly (readonly number[])[]
  readonly ties: readonly (readonly number[])[]
}

export function winsIn(contests: readonly Contest[], players: readonly string[]): Wins {
  const at = new Map(players.map((player, index) => [player, index]))
  const blank = () => players.map(() => players.map(() => 0))
  const [wins, ties] = [blank(), blank()]
  for (const { ranking } of contests)
    for (const [place, group] of ranking.entries())
      for (const player of group) {
        const i = at.get(player)
        if (i === undefined) continue
        for (const equal of group) {
          const j = at.get(equal)
          if (j !== undefined && j !== i) ties[i]![j]!++
        }
        for (const worse of ranking.slice(place + 1))
          for (const loser of worse) {
            const j = at.get(loser)
            if (j !== undefined) wins[i]![j]!++
          }
      }
  return { players, wins, ties }
}

/** Share of their meetings in which i did better than j, ties half; undefined where they never met. */
export function winShare({ wins, ties }: Wins, i: number, j: number): number | undefined {
  const met = wins[i]![j]! + wins[j]![i]! + ties[i]![j]!
  return met === 0 ? undefined : (wins[i]![j]! + ties[i]![j]! / 2) / met
}
