/** What the separated pairs say about ranks: from which to which place each player can be, and who shares a letter with whom. */
import type { Numbers } from './checks.ts'
import type { Difference } from './simultaneous.ts'

export interface RankInterval {
  /** 1 is the first place; more is better. */
  readonly best: number
  readonly worst: number
}

/**
 * For each player 1 + the number of players that are separated from it and better, to K − the number that are separated and
 * worse. With the differences of `simultaneous`, all ranks lie in their intervals together with its confidence
 * (Mogstad, Romano, Shaikh and Wilhelm 2024, Review of Economic Studies 91).
 */
export function rankIntervals(players: number, differences: readonly Difference[]): readonly RankInterval[] {
  const better = new Array<number>(players).fill(0)
  const worse = new Array<number>(players).fill(0)
  for (const { first, second, difference, separated } of differences) {
    if (!separated) continue
    const [winner, loser] = difference > 0 ? [first, second] : [second, first]
    better[loser]!++
    worse[winner]!++
  }
  return better.map((count, player) => ({ best: 1 + count, worst: players - worse[player]! }))
}

/**
 * Compact letter display by insertion and absorption (Piepho 2004): two players share a letter just where they are not
 * separated. `a` goes to the set with the best player; after `z` come `a2`, `b2` …
 */
export function letters(estimates: Numbers, differences: readonly Difference[]): readonly string[] {
  const everyone = new Set(Array.from(estimates, (_, player) => player))
  let sets: readonly ReadonlySet<number>[] = [everyone]
  for (const { first, second, separated } of differences) if (separated) sets = absorbed(split(sets, first, second))
  const byEstimate = [...everyone].sort((a, b) => estimates[b]! - estimates[a]! || a - b)
  const places = new Map(byEstimate.map((player, place) => [player, place]))
  const ordered = sets
    .map((set) => ({ set, places: [...set].map((player) => places.get(player)!).sort((a, b) => a - b) }))
    .sort((a, b) => firstOtherwise(a.places, b.places))
  return Array.from(estimates, (_, player) =>
    ordered.map(({ set }, at) => (set.has(player) ? letter(at) : '')).join(''),
  )
}

/** Every set with both becomes two, each without one of them. */
const split = (sets: readonly ReadonlySet<number>[], first: number, second: number): readonly ReadonlySet<number>[] =>
  sets.flatMap((set) =>
    set.has(first) && set.has(second)
      ? [first, second].map((out) => new Set([...set].filter((one) => one !== out)))
      : [set],
  )

/** Without the sets that lie within another. */
const absorbed = (sets: readonly ReadonlySet<number>[]): readonly ReadonlySet<number>[] =>
  sets.filter((set, at) => !sets.some((other, place) => place !== at && within(set, other, place < at)))

/** Of two equal sets the earlier one stays. */
const within = (set: ReadonlySet<number>, other: ReadonlySet<number>, earlier: boolean): boolean =>
  (set.size < other.size || (set.size === other.size && earlier)) && [...set].every((one) => other.has(one))

function firstOtherwise(a: readonly number[], b: readonly number[]): number {
  for (const [at, place] of a.entries()) if (place !== b[at]) return place - (b[at] ?? Number.POSITIVE_INFINITY)
  return a.length - b.length
}

const letter = (at: number): string => `${String.fromCharCode(97 + (at % 26))}${at < 26 ? '' : 1 + Math.floor(at / 26)}`
