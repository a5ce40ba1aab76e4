/** Ratings: strengths of players from who did better than whom, with their uncertainty; pair by pair; and where there are cycles. */
import { alphaRank } from '../../statistics/alpha-rank.ts'
import type { Interval } from '../../statistics/bootstrap.ts'
import { eloScale, winProbability } from '../../statistics/bradley-terry.ts'
import { letters, type RankInterval, rankIntervals } from '../../statistics/rank-intervals.ts'
import type { Rating } from '../../statistics/rating.ts'
import { bootstrapRatings, rated } from '../../statistics/rating-bootstrap.ts'
import { simultaneous } from '../../statistics/simultaneous.ts'
import type { ComparisonOptions } from '../comparison.ts'
import type { Contest } from '../contests.ts'
import { counted, type DataTable, number, percent, share, text, withInterval, yes } from '../data-table.ts'
import type { Subject } from '../subject.ts'
import { type Wins, winShare, winsIn } from '../wins.ts'
import { rankColumns } from './results.ts'

interface Suffix {
  readonly name: string
  readonly title: string
}

/** Tables over the conditions in which players meet; none where they never do (self-play). */
export function ratingTables(
  { conditions }: Subject,
  contests: readonly Contest[],
  options: ComparisonOptions,
  suffix: Suffix,
): DataTable[] {
  const groups = conditions.flatMap(({ label }, condition) => {
    const own = contests.filter((one) => one.condition === condition && one.ranking.flat().length > 1)
    return own.length > 0 ? [ratedIn(label, own, options)] : []
  })
  if (groups.length === 0) return []
  return [ratingsTable(groups, options.confidence, suffix), winsTable(groups, suffix), alphaRankTable(groups, suffix)]
}

interface Rated {
  readonly label: string
  readonly players: readonly string[]
  readonly wins: Wins
  readonly contests: readonly number[]
  readonly model: string
  readonly rating: Rating
  /** Undefined where there is one block alone. */
  readonly uncertainty:
    | {
        readonly intervals: readonly Interval[]
        readonly ranks: readonly RankInterval[]
        readonly letters: readonly string[]
      }
    | undefined
}

function ratedIn(
  label: string,
  contests: readonly Contest[],
  { confidence, resamples, rng }: ComparisonOptions,
): Rated {
  const players = [...new Set(contests.flatMap(({ ranking }) => ranking.flat()))].sort()
  const at = new Map(players.map((player, index) => [player, index]))
  const rankings = contests.map(({ block, ranking }) => ({
    block,
    ranking: ranking.map((group) => group.map((player) => at.get(player)!)),
  }))
  const counts = players.map(() => 0)
  for (const { ranking } of rankings) for (const player of ranking.flat()) counts[player]!++
  const base = { label, players, wins: winsIn(contests, players), contests: counts }
  const sampled = bootstrapRatings(rankings, players.length, { resamples, rng, confidence })
  if (!sampled) {
    const { model, rating } = rated(rankings, players.length)
    return { ...base, model, rating, uncertainty: undefined }
  }
  const { model, rating, intervals, draws, estimates, blocks } = sampled
  const apart = new Set(rating.components).size > 1 // players who never met have no rank among each other
  const differences = apart ? [] : simultaneous(estimates, draws, confidence, blocks)
  const ranks = apart ? [] : rankIntervals(players.length, differences)
  return {
    ...base,
    model,
    rating,
    uncertainty: { intervals, ranks, letters: apart ? [] : letters(estimates, differences) },
  }
}

const ratingsTable = (groups: readonly Rated[], level: number, suffix: Suffix): DataTable => ({
  name: `ratings${suffix.name}`,
  title: `Ratings${suffix.title}`,
  describes: `A row is a player in a condition: its strength by who did better than whom, by maximum likelihood, with a ${percent(level)} interval from resampling blocks. Contests are matches; where each role has one seat, all rotations of a line-up together.`,
  columns: [
    text('condition', 'condition', 'The condition’s label.'),
    text('player', 'player', 'The player.'),
    text(
      'model',
      'model',
      'bradley-terry (with ties by Davidson 1970) where all contests are of two players, else plackett-luce.',
    ),
    counted('contests', 'contests', 'Contests that it was in.'),
    counted('wins', 'wins', 'Opponents that it did better than, over all contests.'),
    counted('ties', 'ties', 'Opponents that did equally well.'),
    counted('losses', 'losses', 'Opponents that did better.'),
    ...withInterval(
      number(
        'elo',
        'strength (Elo scale)',
        'Strength on the scale of Elo: 400 points are odds of ten to one; 0 is the mean player.',
      ),
      level,
    ),
    share(
      'against_mean',
      'beats the mean player',
      'Probability to do better than a player of mean strength, ties aside.',
    ),
    yes(
      'penalised',
      'penalised',
      'Whether the strengths of best likelihood were infinite, so that half a win and half a loss against a phantom hold them.',
    ),
    ...rankColumns(level),
  ],
  rows: groups.flatMap(({ label, players, wins, contests, model, rating, uncertainty }) => {
    const elo = eloScale(rating.strengths)
    const sum = (row: readonly number[]) => row.reduce((a, b) => a + b, 0)
    const order = players.map((_, player) => player).sort((a, b) => elo[b]! - elo[a]! || a - b)
    return order.map((player) => {
      const interval = uncertainty?.intervals[player]
      const [low, high] = interval ? eloScale(Float64Array.of(interval.low, interval.high)) : [null, null]
      const { best, worst } = uncertainty?.ranks[player] ?? { best: null, worst: null }
      return [
        ...[label, players[player]!, model, contests[player]!],
        ...[sum(wins.wins[player]!), sum(wins.ties[player]!), sum(wins.wins.map((row) => row[player]!))],
        ...[elo[player]!, low ?? null, high ?? null, winProbability(rating.strengths[player]!, 0)],
        ...[rating.penalised, best, worst, uncertainty?.letters[player] ?? null],
      ]
    })
  }),
  notes: groups.flatMap(notesOf),
})

function notesOf({ label, players, wins, rating, uncertainty }: Rated): string[] {
  const notes: string[] = []
  const sum = (row: readonly number[]) => row.reduce((a, b) => a + b, 0)
  const won = wins.wins.map(sum)
  const lost = players.map((_, player) => sum(wins.wins.map((row) => row[player]!)))
  if (won.every((count) => count === 0))
    notes.push(`${label}: all contests were ties, so that all strengths are equal.`)
  else if (rating.penalised) {
    const among = (counts: readonly number[]) => players.filter((_, player) => counts[player] === 0)
    const bounds = [
      ...among(lost).map(
        (player) => `${player} was never bettered, so that its strength has no upper bound in these data`,
      ),
      ...among(won).map(
        (player) => `${player} never did better than anybody, so that its strength has no lower bound in these data`,
      ),
    ]
    const why = bounds.length > 0 ? bounds.join('; ') : 'some players never lost to others, directly or through others'
    notes.push(
      `${label}: ${why}. The finite strengths here are penalised estimates: half a win and half a loss against a phantom are added for each player.`,
    )
  }
  if (new Set(rating.components).size > 1)
    notes.push(`${label}: some players never met, nor through others: their strengths and ranks do not compare.`)
  if (!uncertainty) notes.push(`${label}: there are too few independent blocks for intervals.`)
  return notes
}

const winsTable = (groups: readonly Rated[], suffix: Suffix): DataTable => ({
  name: `wins${suffix.name}`,
  title: `Who does better than whom${suffix.title}`,
  describes: 'A row is an ordered pair of players that met: how often a did better than b.',
  columns: [
    text('condition', 'condition', 'The condition’s label.'),
    text('a', 'a', 'One player.'),
    text('b', 'b', 'The other.'),
    counted('meetings', 'meetings', 'Contests that both were in.'),
    counted('wins', 'a better', 'Contests in which a did better.'),
    counted('ties', 'ties', 'Contests in which both did equally well.'),
    share('share', 'share of a', 'Share of meetings in which a did better, ties half.'),
  ],
  rows: groups.flatMap(({ label, players, wins }) =>
    players.flatMap((a, i) =>
      players.flatMap((b, j) => {
        const part = i === j ? undefined : winShare(wins, i, j)
        if (part === undefined) return []
        const [won, tied] = [wins.wins[i]![j]!, wins.ties[i]![j]!]
        return [[label, a, b, won + tied + wins.wins[j]![i]!, won, tied, part]]
      }),
    ),
  ),
  notes: [],
})

/** Selection intensity and population of α-rank: large enough that its sink cycles are told apart. */
const SELECTION = 100
const POPULATION = 50

/** Where every pair met: the long-run share of each player, if players copy who does better. */
function alphaRankTable(groups: readonly Rated[], suffix: Suffix): DataTable {
  const complete = groups.flatMap((group) => {
    const { players, wins } = group
    const shares = players.map((_, i) => players.map((_, j) => (i === j ? 0.5 : winShare(wins, i, j))))
    if (players.length < 3 || shares.some((row) => row.includes(undefined))) return []
    return [{ group, ...alphaRank(shares as number[][], { alpha: SELECTION, population: POPULATION }) }]
  })
  return {
    name: `alpha-rank${suffix.name}`,
    title: `α-rank${suffix.title}`,
    describes: `A row is a player: its share of the long run of a population that copies whoever does better (α-rank, Omidshafiei et al. 2019; α ${SELECTION}, population ${POPULATION}), on shares of meetings. It tells cycles, in which no order is right, from an order.`,
    columns: [
      text('condition', 'condition', 'The condition’s label.'),
      text('player', 'player', 'The player.'),
      share('share', 'long-run share', 'Mass of the stationary distribution.'),
      yes(
        'in_cycle',
        'in a cycle',
        'Whether it is in a cycle of players each of which does better than the next, that nothing leads out of.',
      ),
    ],
    rows: complete.flatMap(({ group: { label, players }, distribution, cycles }) =>
      players
        .map((player, at) => [label, player, distribution[at]!, cycles.some((cycle) => cycle.includes(at))] as const)
        .sort((a, b) => b[2] - a[2] || (a[1] < b[1] ? -1 : 1)),
    ),
    notes: complete.flatMap(({ group: { label, players }, cycles }) =>
      cycles.map(
        (cycle) =>
          `${label}: ${cycle.map((at) => players[at]).join(', ')} do better than one another in a cycle: no order of them is right.`,
      ),
    ),
  }
}
