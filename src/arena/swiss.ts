/** The rounds of a Swiss tournament: who meets whom next follows from what everybody made of the rounds before. */
import { portable } from '../core/fingerprint.ts'
import { mean, type Scores } from './scores.ts'

export interface Swiss {
  /** In the order of the draw, which decides between equals. */
  readonly players: readonly string[]
  readonly rounds: readonly Played[]
}

/** A round that was played. */
interface Played extends Pairing {
  /** By player: absent where its matches gave no score. */
  readonly scores: Scores
}

export interface Pairing {
  readonly tables: readonly (readonly string[])[]
  /** Who has no table this time. */
  readonly byes: readonly string[]
}

/** What a bye counts: the mean share of opponents beaten. */
export const BYE = 0.5

/**
 * The next round. Players are sorted by their score, the mean over the rounds that gave them one. Where they do not fill all
 * tables, the lowest of those with the fewest byes sit out. Then tables are filled from the top, so that as few as possible
 * meet again (a pair that met twice counts twice), and among such rounds the one in which each of the upper players sits with
 * the next in the standings.
 */
export function nextRound(swiss: Swiss, seats: number): Pairing {
  const order = standingsOf(swiss).map(({ player }) => player)
  const hadByes = (player: string) => swiss.rounds.filter(({ byes }) => byes.includes(player)).length
  const sitOut = order
    .map((player, place) => ({ player, place, byes: hadByes(player) }))
    .sort((a, b) => a.byes - b.byes || b.place - a.place)
    .slice(0, order.length % seats)
    .map(({ player }) => player)
  const playing = order.filter((player) => !sitOut.includes(player))
  const met = meetings(swiss)
  return { tables: tablesFrom(playing, seats, (a, b) => met.get(pairOf(a, b)) ?? 0), byes: sitOut }
}

/** With a round's contests: a player's score is the mean over those that it had one in, and of a bye one half. */
export function withRound(swiss: Swiss, pairing: Pairing, contests: readonly Scores[]): Swiss {
  const all = new Map<string, number[]>(pairing.byes.map((player) => [player, [BYE]]))
  for (const contest of contests)
    for (const [player, score] of contest) all.set(player, [...(all.get(player) ?? []), score])
  const scores = new Map([...all].map(([player, own]) => [player, mean(own)]))
  return { ...swiss, rounds: [...swiss.rounds, { ...pairing, scores }] }
}

/** From the first to the last; who has no score yet stands in the middle. */
export function standingsOf({
  players,
  rounds,
}: Swiss): readonly { readonly player: string; readonly score: number }[] {
  return players
    .map((player) => {
      const scores = rounds.flatMap(({ scores: of }) => of.get(player) ?? [])
      return { player, score: scores.length === 0 ? BYE : portable(mean(scores)) }
    })
    .sort((a, b) => b.score - a.score) // stable: equals stay in the order of the draw
}

const pairOf = (a: string, b: string): string => JSON.stringify(a < b ? [a, b] : [b, a])

function meetings({ rounds }: Swiss): ReadonlyMap<string, number> {
  const met = new Map<string, number>()
  for (const { tables } of rounds)
    for (const table of tables)
      for (const [seat, a] of table.entries())
        for (const b of table.slice(seat + 1)) met.set(pairOf(a, b), (met.get(pairOf(a, b)) ?? 0) + 1)
  return met
}

/** Steps of the search after which tables are filled without looking back: far more than a few dozen players take. */
const MOST_STEPS = 100_000

/**
 * Exact, by trying ever more meetings of players that met before; beyond the steps above each table is filled from the top by
 * those who met the fewest at it.
 */
function tablesFrom(
  players: readonly string[],
  seats: number,
  met: (a: string, b: string) => number,
): readonly (readonly string[])[] {
  const pairs = players.flatMap((a, at) => players.slice(at + 1).map((b) => met(a, b)))
  const least = pairs.reduce((a, b) => Math.min(a, b), pairs[0] ?? 0) // everybody has met everybody that often
  const again = (table: readonly string[], player: string) =>
    table.reduce((sum, other) => sum + met(other, player) - least, 0)
  let steps = 0

  /** Fills `table`, then further ones, with those left, at most `allowed` meetings again. */
  function filled(
    table: readonly string[],
    left: readonly string[],
    from: number,
    allowed: number,
  ): string[][] | undefined {
    if (table.length === seats) {
      const [first, ...others] = left
      if (first === undefined) return [[...table]]
      const rest = filled([first], others, 0, allowed)
      return rest && [[...table], ...rest]
    }
    for (let at = from; at < left.length; at++) {
      if (++steps > MOST_STEPS) return undefined
      const cost = again(table, left[at]!)
      if (cost > allowed) continue
      const found = filled([...table, left[at]!], [...left.slice(0, at), ...left.slice(at + 1)], at, allowed - cost)
      if (found) return found
    }
    return undefined
  }

  const [first, ...others] = players
  if (first === undefined) return []
  for (let allowed = 0; steps <= MOST_STEPS; allowed++) {
    const found = filled([first], others, 0, allowed)
    if (found) return found
  }
  return greedily(players, seats, again)
}

function greedily(
  players: readonly string[],
  seats: number,
  again: (table: readonly string[], player: string) => number,
): readonly (readonly string[])[] {
  const left = [...players]
  const tables: string[][] = []
  while (left.length > 0) {
    const table = [left.shift()!]
    while (table.length < seats) {
      const costs = left.map((player) => again(table, player))
      table.push(...left.splice(costs.indexOf(Math.min(...costs)), 1))
    }
    tables.push(table)
  }
  return tables
}
