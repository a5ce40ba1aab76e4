/** Values by player and block, ready to be compared: payoffs by role, measures of matches, figures of behaviour. */
import { add, type BlockSums } from './block-sums.ts'
import type { Sample } from './comparison.ts'
import type { Conducts } from './conduct.ts'
import type { MatchOutcome } from './outcomes.ts'

/** Players of one condition whose values are of one kind. */
export interface Group {
  readonly condition: number
  /** Where payoffs of several roles do not compare; null: all. */
  readonly role: string | null
  readonly samples: readonly Sample[]
}

/** Who is left out of a condition. */
export type LeftOut = (condition: number, player: string) => boolean

/** A payoff a seat, of finished matches. Roles are told apart where a condition has several. */
export function payoffGroups(matches: readonly MatchOutcome[], leftOut: LeftOut): Group[] {
  const groups = new Map<string, Map<string, BlockSums>>()
  const roles = new Map<number, Set<string>>()
  for (const { condition, block, status, seats } of matches) {
    if (status !== 'ended') continue
    for (const { player, role, payoff } of seats) {
      if (payoff === null || leftOut(condition, player)) continue
      roles.set(condition, (roles.get(condition) ?? new Set()).add(role))
      add(sumsAt(groups, JSON.stringify([condition, role]), player), block, payoff)
    }
  }
  return [...groups].map(([key, players]) => {
    const [condition, role] = JSON.parse(key) as [number, string]
    return { condition, role: roles.get(condition)!.size > 1 ? role : null, samples: samplesOf(players) }
  })
}

/** The name under which a match's measures stand that nobody played alone. */
export const ALL = '(all)'

/** A measure of finished matches: of each player that had all seats, and of all matches. */
export function measureGroups(
  matches: readonly MatchOutcome[],
  leftOut: LeftOut,
): ReadonlyMap<string, readonly Group[]> {
  const byMeasure = new Map<string, Map<string, Map<string, BlockSums>>>()
  for (const { condition, block, status, seats, measures } of matches) {
    if (status !== 'ended') continue
    const players = new Set(seats.map(({ player }) => player))
    const names = players.size === 1 ? [ALL, ...players] : [ALL]
    for (const [measure, value] of Object.entries(measures))
      for (const name of names) {
        if (leftOut(condition, name)) continue
        const groups = byMeasure.get(measure) ?? new Map<string, Map<string, BlockSums>>()
        byMeasure.set(measure, groups)
        add(sumsAt(groups, String(condition), name), block, value)
      }
  }
  return new Map(
    [...byMeasure].map(([measure, groups]) => [
      measure,
      [...groups].map(([condition, players]) => ({
        condition: Number(condition),
        role: null,
        samples: samplesOf(players),
      })),
    ]),
  )
}

/** A figure of decisions. */
export function figureGroups({ conducts }: Conducts, figure: string): Group[] {
  const groups = new Map<number, Sample[]>()
  for (const { condition, player, figures } of conducts) {
    const sums = figures.get(figure)
    if (sums) groups.set(condition, [...(groups.get(condition) ?? []), { player, sums }])
  }
  return [...groups].map(([condition, samples]) => ({ condition, role: null, samples }))
}

function sumsAt(groups: Map<string, Map<string, BlockSums>>, key: string, player: string): BlockSums {
  const players = groups.get(key) ?? new Map<string, BlockSums>()
  groups.set(key, players)
  const sums = players.get(player) ?? (new Map() as BlockSums)
  players.set(player, sums)
  return sums
}

const samplesOf = (players: ReadonlyMap<string, BlockSums>): Sample[] =>
  [...players].map(([player, sums]) => ({ player, sums }))
