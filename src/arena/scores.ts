/** What players made of a table: the share of opponents that each has beaten, from payoffs that compare. */
import { rolesDiffer } from './tables.ts'

/** A match that ended. */
export interface Result {
  readonly roles: readonly string[]
  readonly lineup: readonly string[]
  readonly payoffs: readonly number[]
}

/** By player, from 0 to 1. */
export type Scores = ReadonlyMap<string, number>

/** Payoffs count as equal within this share of the larger: sums of floats differ in their last digits. */
const SAME = 1e-9

/**
 * The contests in all rotations of one table, in their order; undefined stands for a match that has no result. Where every
 * role has several seats each match is a contest, scored within the roles; else all rotations together are one, in which mean
 * payoffs over all of them compare, and which has no scores where one has no result. A tie counts half; a player in several
 * seats has the mean of their scores; one that nobody else can be compared with has none.
 */
export function scoresOf(rotations: readonly (Result | undefined)[]): readonly Scores[] {
  const results = rotations.filter((result) => result !== undefined)
  const [first] = results
  if (!first) return []
  if (!rolesDiffer(first.roles)) return results.map(withinRoles)
  return results.length < rotations.length ? [] : [overRotations(results)]
}

function withinRoles({ roles, lineup, payoffs }: Result): Scores {
  const scores = new Map<string, number[]>()
  for (const [seat, player] of lineup.entries()) {
    const others = payoffs.filter((_, other) => roles[other] === roles[seat] && lineup[other] !== player)
    const score = shareBeaten(payoffs[seat]!, others)
    if (score !== undefined) scores.set(player, [...(scores.get(player) ?? []), score])
  }
  return new Map([...scores].map(([player, own]) => [player, mean(own)]))
}

function overRotations(results: readonly Result[]): Scores {
  const payoffs = new Map<string, number[]>()
  for (const { lineup, payoffs: of } of results)
    for (const [seat, player] of lineup.entries()) payoffs.set(player, [...(payoffs.get(player) ?? []), of[seat]!])
  const means = [...payoffs].map(([player, own]) => ({ player, mean: mean(own) }))
  return new Map(
    means.flatMap(({ player, mean: own }) => {
      const others = means.flatMap((other) => (other.player === player ? [] : [other.mean]))
      const score = shareBeaten(own, others)
      return score === undefined ? [] : [[player, score] as const]
    }),
  )
}

function shareBeaten(own: number, others: readonly number[]): number | undefined {
  if (others.length === 0) return undefined
  const points = others.map((other) => {
    if (Math.abs(own - other) <= SAME * Math.max(Math.abs(own), Math.abs(other))) return 0.5
    return own > other ? 1 : 0
  })
  return mean(points)
}

export const mean = (of: readonly number[]): number => of.reduce((sum, x) => sum + x, 0) / of.length
