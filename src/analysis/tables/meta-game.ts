/** The game between players: what each earns against each, what it gives up by not being another, and who could invade whom. */
import { meanOfBlocks } from '../../statistics/clustered.ts'
import { empiricalNashConv, gainsAgainst, regretOfPlayers } from '../../statistics/empirical-game.ts'
import { add, type BlockSums } from '../block-sums.ts'
import { type Cell, counted, type DataTable, number, text, withInterval } from '../data-table.ts'
import type { MatchOutcome } from '../outcomes.ts'
import type { LeftOut } from '../samples.ts'
import type { Subject } from '../subject.ts'

interface MetaGame {
  readonly label: string
  readonly players: readonly string[]
  /** Payoffs of one player's seats against another, by block. */
  readonly sums: ReadonlyMap<string, BlockSums>
  readonly means: readonly (readonly (number | undefined)[])[]
}

/** Two tables, of conditions whose matches have two seats; none where there are none. */
export function metaGameTables(subject: Subject, matches: readonly MatchOutcome[], leftOut: LeftOut): DataTable[] {
  const games = subject.conditions.flatMap(({ label }, condition) => {
    const own = matches.filter((match) => match.condition === condition && match.status === 'ended')
    const game =
      own.length > 0 && own.every(({ seats }) => seats.length === 2) ? gameOf(label, own, leftOut) : undefined
    return game && game.players.length > 1 ? [game] : []
  })
  return games.length === 0 ? [] : [payoffsTable(games, subject.plan.confidence), regretsTable(games)]
}

const keyOf = (a: string, b: string): string => JSON.stringify([a, b])

function gameOf(label: string, matches: readonly MatchOutcome[], leftOut: LeftOut): MetaGame {
  const sums = new Map<string, BlockSums>()
  for (const { condition, block, seats } of matches)
    for (const [seat, { player, payoff }] of seats.entries()) {
      const other = seats[1 - seat]!.player
      if (payoff === null || leftOut(condition, player) || leftOut(condition, other)) continue
      const own = sums.get(keyOf(player, other)) ?? (new Map() as BlockSums)
      sums.set(keyOf(player, other), own)
      add(own, block, payoff)
    }
  const players = [...new Set([...sums.keys()].flatMap((key) => JSON.parse(key) as [string, string]))].sort()
  const meanOf = (a: string, b: string) => {
    const own = sums.get(keyOf(a, b))
    return own && meanOfBlocks([...own.values()])?.mean
  }
  return { label, players, sums, means: players.map((a) => players.map((b) => meanOf(a, b))) }
}

const payoffsTable = (games: readonly MetaGame[], level: number): DataTable => ({
  name: 'meta-game',
  title: 'What players earn against each other',
  describes:
    'A row is an ordered pair of players of a condition with two seats: what a earns on average against b, over all roles that it had, and what it gives up by not being whoever earns most against b.',
  columns: [
    text('condition', 'condition', 'The condition’s label.'),
    text('a', 'a', 'The player who earns.'),
    text('b', 'against', 'Against whom; the same player: in self-play.'),
    ...withInterval(number('mean', 'mean payoff of a', 'Mean payoff of a’s seats in matches against b.'), level),
    counted('values', 'values', 'Seats that the mean is over.'),
    number('regret', 'regret', 'The highest mean that any player has against b, less this one.'),
  ],
  rows: games.flatMap(({ label, players, sums, means }) => {
    const regrets = players.map((_, at) => regretOfPlayers(means, pure(players.length, at)))
    return players.flatMap((a, i) =>
      players.flatMap((b, j): Cell[][] => {
        const found = meanOfBlocks([...(sums.get(keyOf(a, b))?.values() ?? [])], level)
        if (!found) return []
        const { mean, low, high, count } = found
        return [[label, a, b, mean, low, high, count, regrets[j]![i] ?? null]]
      }),
    )
  }),
  notes: [],
})

const regretsTable = (games: readonly MetaGame[]): DataTable => ({
  name: 'regret-of-players',
  title: 'What it costs to be each player',
  describes:
    'A row is a player of a condition with two seats: the mean of its regrets over the opponents that it met, and how much the best invader would gain against a population of its like. Point estimates from mean payoffs: the largest of several means is biased upwards.',
  columns: [
    text('condition', 'condition', 'The condition’s label.'),
    text('player', 'player', 'The player.'),
    number('regret', 'regret', 'Mean over its opponents of the highest mean payoff against each, less its own.'),
    text(
      'invader',
      'best invader',
      'Who would gain most against a population of this player; missing where it never met itself.',
    ),
    number(
      'gain',
      'its gain',
      'What that one earns against it, less what it earns against itself: above 0 it can be invaded.',
    ),
  ],
  rows: games.flatMap(({ label, players, means }) =>
    players.map((player, i) => {
      const regrets = players.flatMap((_, j) => {
        const met = i !== j && means[i]![j] !== undefined
        return met ? (regretOfPlayers(means, pure(players.length, j))[i] ?? []) : []
      })
      const gains = gainsAgainst(means, pure(players.length, i)).map((gain, j) => (j === i ? undefined : gain))
      const best = gains.reduce<number | undefined>(
        (top, gain, j) => (gain !== undefined && (top === undefined || gain > gains[top]!) ? j : top),
        undefined,
      )
      return [
        label,
        player,
        regrets.length > 0 ? regrets.reduce((a, b) => a + b, 0) / regrets.length : null,
        best === undefined ? null : players[best]!,
        best === undefined ? null : gains[best]!,
      ]
    }),
  ),
  notes: games.map(({ label, players, means }) => {
    const even = players.map(() => 1 / players.length)
    const found = empiricalNashConv(means, even)
    return found === undefined
      ? `${label}: NashConv of an even mix of players is not known, since not every pair met (nor each player itself).`
      : `${label}: NashConv of an even mix of the players is ${Number(found.toPrecision(4))} (0 in an equilibrium among them).`
  }),
})

const pure = (size: number, at: number): number[] => Array.from({ length: size }, (_, i) => Number(i === at))
