/** Strengths from contests of two: the model of Bradley and Terry (1952), with ties after Davidson (1970). */
import { StagegameError } from '../core/errors.ts'
import { finite, paired, whole } from './checks.ts'
import { componentsOf, type Graph, stronglyConnected } from './comparison-graph.ts'
import { type Climb, summit } from './concave.ts'
import { centred, type Fit, pinned, type Rating, ratingOf } from './rating.ts'

/** Counts, or weights; row by row. */
export interface PairCounts {
  readonly players: number
  /** `wins[i * players + j]`: how often i beat j. */
  readonly wins: Float64Array
  /** How often i and j tied: `ties[i * players + j]` and `ties[j * players + i]` are added up, so write each tie once. */
  readonly ties?: Float64Array
}

/** Where an estimate begins. */
export interface Start {
  readonly strengths: Float64Array
  readonly tie: number
}

/**
 * The strengths of greatest likelihood when i beats j with πi / (πi + πj + ν √(πi πj)) and ties with ν √(πi πj) over the same.
 * They are finite just where everybody leads to everybody in its component, along wins, and along ties both ways (Ford
 * 1957), and, where there are ties, some circle of players holds more wins one way round than ties: otherwise ν and the
 * strengths can grow together. Where they are not, each player has half a win and half a loss more against one phantom,
 * whose strength is estimated with the others, so that it is average: `penalised`.
 * Throws `bad-statistics-input` or `bad-pairs`.
 */
export function bradleyTerry(pairs: PairCounts): Rating {
  checkPairs(pairs)
  const fit = fitPairs(pairs)
  return ratingOf(fit, logLikelihood(pairs, fit))
}

/** Strengths on the scale of Elo, where 400 points are odds of 10 to 1; 0 is the average player. */
export const eloScale = (strengths: Float64Array): Float64Array =>
  strengths.map((strength) => (strength * 400) / Math.LN10)

/** That a player of strength `a` beats one of `b`, where `tie` is Davidson's ν. */
export const winProbability = (a: number, b: number, tie = 0): number =>
  1 / (1 + Math.exp(b - a) + tie * Math.exp((b - a) / 2))

/** What `bradleyTerry` does, without the checks and the errors. */
export function fitPairs(pairs: PairCounts, start?: Start): Fit {
  const { players } = pairs
  const met = listed(pairs)
  const graph = beaten(players, met)
  const components = componentsOf(graph)
  const penalised = !(stronglyConnected(graph, components) && tiesBounded(players, met))
  const counted = penalised ? [...met, ...phantom(players)] : met
  const tied = met.some(({ ties }) => ties > 0)
  const rated = players + Number(penalised)
  const from = new Float64Array(rated + Number(tied))
  if (start) from.set(start.strengths)
  if (tied) from[rated] = Math.log(start && start.tie > 0 ? start.tie : tieOfEquals(counted))
  const top = summit(
    pinned(climbOf(counted, tied ? rated : undefined), penalised ? new Array<number>(rated).fill(0) : components),
    from,
  )
  const strengths = centred(top.point, components)
  return { strengths, tie: tied ? Math.exp(top.point[rated]!) : 0, components, penalised, summit: top }
}

/** Two players that met. */
interface Meeting {
  readonly i: number
  readonly j: number
  /** Of i, and of j. */
  readonly won: number
  readonly lost: number
  readonly ties: number
}

function listed({ players, wins, ties }: PairCounts): Meeting[] {
  const met: Meeting[] = []
  for (let i = 0; i < players; i++)
    for (let j = i + 1; j < players; j++) {
      const [there, back] = [i * players + j, j * players + i]
      const [won, lost] = [wins[there]!, wins[back]!]
      const tied = ties ? ties[there]! + ties[back]! : 0
      if (won + lost + tied > 0) met.push({ i, j, won, lost, ties: tied })
    }
  return met
}

/** Edges from those who were not always worse. */
function beaten(size: number, met: readonly Meeting[]): Graph {
  const edges = new Float64Array(size * size)
  for (const { i, j, won, lost, ties } of met) {
    edges[i * size + j] = won + ties
    edges[j * size + i] = lost + ties
  }
  return { size, edges }
}

/**
 * Whether ν stays finite. With log ν growing by 1/2 a step, the likelihood falls nowhere just where strengths can grow by d
 * with d(winner) − d(loser) ≥ 1 and |d(i) − d(j)| ≤ 1 for each tie. That has no solution where a circle of −1 for each
 * win and +1 for each tie, both ways, adds up to less than 0 (Bellman and Ford).
 */
function tiesBounded(players: number, met: readonly Meeting[]): boolean {
  if (met.every(({ ties }) => ties === 0)) return true
  const edges = met.flatMap(({ i, j, won, lost, ties }) => [
    ...(won > 0 ? [{ from: i, to: j, length: -1 }] : []),
    ...(lost > 0 ? [{ from: j, to: i, length: -1 }] : []),
    ...(ties > 0
      ? [
          { from: i, to: j, length: 1 },
          { from: j, to: i, length: 1 },
        ]
      : []),
  ])
  const distances = new Float64Array(players)
  for (let round = 0; round < players; round++) {
    let settled = true
    for (const { from, to, length } of edges)
      if (distances[from]! + length < distances[to]!) {
        distances[to] = distances[from]! + length
        settled = false
      }
    if (settled) return false
  }
  return true
}

/** One more player, that everybody met. */
const phantom = (players: number): Meeting[] =>
  Array.from({ length: players }, (_, i) => ({ i, j: players, won: 0.5, lost: 0.5, ties: 0 }))

/** The ν of greatest likelihood if all were equally strong. */
function tieOfEquals(met: readonly Meeting[]): number {
  const ties = met.reduce((sum, meeting) => sum + meeting.ties, 0)
  const decided = met.reduce((sum, { won, lost }) => sum + won + lost, 0)
  return (2 * ties) / decided
}

/** By the difference of the two strengths, d, and log ν, the coordinate `tie`: a multinomial logit, and so concave. */
const climbOf =
  (met: readonly Meeting[], tie: number | undefined): Climb =>
  (point, slope) => {
    const { gradient, information } = slope
    const size = point.length
    for (const { i, j, won, lost, ties } of met) {
      const half = (point[i]! - point[j]!) / 2
      const even = tie === undefined ? Number.NEGATIVE_INFINITY : point[tie]!
      const most = Math.max(Math.abs(half), even)
      const [forWin, forLoss, forTie] = [Math.exp(half - most), Math.exp(-half - most), Math.exp(even - most)]
      const all = forWin + forLoss + forTie
      const met = won + lost + ties
      slope.value += (won - lost) * half - met * (most + Math.log(all))
      if (tie !== undefined) slope.value += ties * even
      const lead = (forWin - forLoss) / all
      const rise = (won - lost - met * lead) / 2
      gradient[i]! += rise
      gradient[j]! -= rise
      const tieShare = forTie / all
      const curvature = (met * (1 - tieShare - lead ** 2)) / 4
      information[i * size + i]! += curvature
      information[j * size + j]! += curvature
      information[i * size + j]! -= curvature
      information[j * size + i]! -= curvature
      if (tie === undefined) continue
      gradient[tie]! += ties - met * tieShare
      information[tie * size + tie]! += met * tieShare * (1 - tieShare)
      const crossed = (met * lead * tieShare) / 2
      information[i * size + tie]! -= crossed
      information[tie * size + i]! -= crossed
      information[j * size + tie]! += crossed
      information[tie * size + j]! += crossed
    }
  }

function logLikelihood(pairs: PairCounts, { strengths, tie }: Fit): number {
  const size = pairs.players + 1
  const slope = { value: 0, gradient: new Float64Array(size), information: new Float64Array(size ** 2) }
  const point = Float64Array.from([...strengths, tie > 0 ? Math.log(tie) : 0])
  climbOf(listed(pairs), tie > 0 ? pairs.players : undefined)(point, slope)
  return slope.value
}

function checkPairs({ players, wins, ties }: PairCounts): void {
  whole('players', players, 1)
  for (const [name, counts] of Object.entries({ wins, ...(ties && { ties }) })) {
    paired(`${name} and players × players`, [counts.length, players ** 2])
    finite(name, counts)
    counts.forEach((count, at) => {
      const [i, j] = [Math.floor(at / players), at % players]
      if (count >= 0 && (i !== j || count === 0)) return
      throw new StagegameError(
        'bad-pairs',
        `${name} of player ${i} against ${j}: expected ${i === j ? '0, as nobody meets itself' : 'at least 0'}, but it is ${count}`,
      )
    })
  }
}
