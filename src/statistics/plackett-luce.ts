/** Strengths from contests of any number of players: the model of Plackett (1975) and Luce (1959). */
import { StagegameError } from '../core/errors.ts'
import { finite, type Numbers, paired, whole } from './checks.ts'
import { type ChoiceTable, choicesOf } from './choices.ts'
import { componentsOf, type Graph, stronglyConnected } from './comparison-graph.ts'
import { type Climb, summit } from './concave.ts'
import { checkRanking, type Ranking } from './ranking.ts'
import { centred, type Fit, pinned, type Rating, ratingOf } from './rating.ts'

/**
 * The strengths of greatest likelihood when of those left i comes next with πi / Σ π, each ranking counted `weights` times
 * (once, without them). Who stands in the last group is only known to come after the others, so a contest in which all tie
 * says nothing here. Finite, and else `penalised`, as in `bradleyTerry`, which it equals for contests of two without ties
 * (Hunter 2004, whose algorithm reaches the same maximum in more steps). Throws `bad-statistics-input` or `bad-ranking`.
 */
export function plackettLuce(rankings: readonly Ranking[], players: number, weights?: Numbers): Rating {
  whole('players', players, 1)
  for (const [at, ranking] of rankings.entries()) checkRanking(`ranking ${at}`, ranking, players)
  if (weights) checkWeights(weights, rankings.length)
  const table = choicesOf(rankings)
  const counts = new Float64Array(table.choices.length)
  for (const [at, held] of table.held.entries())
    for (const { choice, weight } of held) counts[choice]! += weight * (weights?.[at] ?? 1)
  const fit = fitChoices(table, counts, players)
  return ratingOf(fit, logLikelihood(table, counts, fit.strengths))
}

/** What `plackettLuce` does, without the checks and the errors: each choice of the table counts as often as told. */
export function fitChoices(table: ChoiceTable, counts: Float64Array, players: number, start?: Float64Array): Fit {
  const graph = beaten(table, counts, players)
  const components = componentsOf(graph)
  const penalised = !stronglyConnected(graph, components)
  const tally = tallied(table, counts, players)
  const from = new Float64Array(players + Number(penalised))
  if (start) from.set(start)
  const top = penalised
    ? summit(pinned(climbOf(withPhantom(tally)), new Array<number>(players + 1).fill(0)), from)
    : summit(pinned(climbOf(tally), components), from)
  return { strengths: centred(top.point, components), tie: 0, components, penalised, summit: top }
}

/** Edges from those who were chosen to those who were left. */
function beaten({ choices, sets }: ChoiceTable, counts: Float64Array, size: number): Graph {
  const edges = new Float64Array(size * size)
  for (let at = 0; at < choices.length; at++) {
    if (counts[at] === 0) continue
    const { chosen, set } = choices[at]!
    for (const member of sets[set]!.members) edges[chosen * size + member]! += counts[at]!
  }
  return { size, edges }
}

/** All that the likelihood needs. */
interface Tally {
  /** How often each player was chosen. */
  readonly chosen: Float64Array
  readonly sets: ChoiceTable['sets']
  /** How often somebody was chosen out of each set. */
  readonly counts: Float64Array
}

function tallied({ choices, sets }: ChoiceTable, counts: Float64Array, players: number): Tally {
  const tally = { chosen: new Float64Array(players), sets, counts: new Float64Array(sets.length) }
  for (let at = 0; at < choices.length; at++) {
    const { chosen, set } = choices[at]!
    tally.chosen[chosen]! += counts[at]!
    tally.counts[set]! += counts[at]!
  }
  return tally
}

/** One more player, that everybody met: half a win, half a loss. */
function withPhantom({ chosen, sets, counts }: Tally): Tally {
  const players = chosen.length
  return {
    chosen: Float64Array.from([...chosen.map((count) => count + 0.5), players / 2]),
    sets: [...sets, ...Array.from({ length: players }, (_, player) => ({ members: [player, players] }))],
    counts: Float64Array.from([...counts, ...new Array<number>(players).fill(1)]),
  }
}

const climbOf =
  ({ chosen, sets, counts }: Tally): Climb =>
  (point, slope) => {
    const { gradient, information } = slope
    const size = point.length
    const likely = new Float64Array(size)
    for (const [player, count] of chosen.entries()) {
      slope.value += count * point[player]!
      gradient[player]! += count
    }
    for (let set = 0; set < sets.length; set++) {
      const count = counts[set]!
      if (count === 0) continue
      const { members, shares } = sets[set]!
      let most = Number.NEGATIVE_INFINITY
      for (let at = 0; at < members.length; at++) most = Math.max(most, point[members[at]!]!)
      let all = 0
      for (let at = 0; at < members.length; at++) {
        likely[at] = (shares ? shares[at]! : 1) * Math.exp(point[members[at]!]! - most)
        all += likely[at]!
      }
      slope.value -= count * (most + Math.log(all))
      for (let at = 0; at < members.length; at++) {
        const row = members[at]! * size
        const expected = (count * likely[at]!) / all
        gradient[members[at]!]! -= expected
        information[row + members[at]!]! += expected
        for (let other = 0; other < members.length; other++)
          information[row + members[other]!]! -= (expected * likely[other]!) / all
      }
    }
  }

function logLikelihood(table: ChoiceTable, counts: Float64Array, strengths: Float64Array): number {
  const size = strengths.length
  const slope = { value: 0, gradient: new Float64Array(size), information: new Float64Array(size ** 2) }
  climbOf(tallied(table, counts, size))(strengths, slope)
  return slope.value
}

function checkWeights(weights: Numbers, rankings: number): void {
  paired('rankings and weights', [rankings, weights.length])
  finite('weights', weights)
  const below = Array.from(weights).findIndex((weight) => weight < 0)
  if (below >= 0)
    throw new StagegameError(
      'bad-statistics-input',
      `weights, at ${below}: expected at least 0, but it is ${weights[below]}`,
    )
}
