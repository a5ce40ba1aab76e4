/** Who did better than whom: contests between players, from payoffs that compare. */
import type { MatchOutcome, SeatOutcome } from './outcomes.ts'

export interface Contest {
  readonly condition: number
  readonly block: number
  /** Players from best to worst; those of one group did equally well. At least two players. */
  readonly ranking: readonly (readonly string[])[]
}

/** Payoffs count as equal within this share of the largest: sums of floats differ in their last digits. */
const SAME = 1e-9

/**
 * Seats of one role in one match compare as they are. Where no role has two players (a proposer and a responder), payoffs
 * compare over all rotations of a line-up: each player's mean over the roles, so that everybody had every role; a contest of
 * which a rotation is missing is left out. A player in several seats counts its mean.
 */
export function contestsIn(matches: readonly MatchOutcome[]): Contest[] {
  const groups = new Map<string, MatchOutcome[]>()
  for (const match of matches) {
    const key = `${match.condition} ${match.contest}`
    const group = groups.get(key)
    if (group) group.push(match)
    else groups.set(key, [match])
  }
  return [...groups.values()].flatMap((group) => {
    const within = group.flatMap(withinRoles)
    return within.length > 0 ? within : overRotations(group)
  })
}

function withinRoles({ condition, block, status, seats }: MatchOutcome): Contest[] {
  if (status !== 'ended') return []
  return [...grouped(seats, ({ role }) => role).values()].flatMap((ofRole) => {
    const ranking = ranked(ofRole)
    return ranking ? [{ condition, block, ranking }] : []
  })
}

function overRotations(group: readonly MatchOutcome[]): Contest[] {
  const [first] = group
  if (!first || group.some(({ status }) => status !== 'ended')) return []
  const seats = group.flatMap(({ seats: own }) => own)
  const roles = grouped(seats, ({ player }) => player)
  const counts = [...roles.values()].map((own) =>
    own
      .map(({ role }) => role)
      .sort()
      .join(),
  )
  if (new Set(counts).size > 1) return [] // not everybody had every role
  const ranking = ranked(seats)
  return ranking ? [{ condition: first.condition, block: first.block, ranking }] : []
}

/** Players by their mean payoff; undefined for one player alone. */
function ranked(seats: readonly SeatOutcome[]): readonly (readonly string[])[] | undefined {
  const players = [...grouped(seats, ({ player }) => player)].map(([player, own]) => ({
    player,
    mean: own.reduce((sum, { payoff }) => sum + (payoff ?? 0), 0) / own.length,
  }))
  if (players.length < 2) return undefined
  players.sort((a, b) => b.mean - a.mean || (a.player < b.player ? -1 : 1))
  const slack = SAME * Math.max(...players.map(({ mean }) => Math.abs(mean)))
  const ranking: string[][] = []
  let last = Number.POSITIVE_INFINITY
  for (const { player, mean } of players) {
    if (last - mean > slack) ranking.push([player])
    else ranking.at(-1)!.push(player)
    last = mean
  }
  return ranking
}

function grouped<T>(items: readonly T[], of: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(of(item))
    if (group) group.push(item)
    else groups.set(of(item), [item])
  }
  return groups
}
