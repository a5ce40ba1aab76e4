/** α-rank: how long evolution stays with each player, also where nobody is best because they beat each other in circles. */
import { StagegameError } from '../core/errors.ts'
import { positive, whole } from './checks.ts'
import { strongComponents } from './comparison-graph.ts'
import type { Payoffs } from './matrix-game.ts'

export interface AlphaRank {
  /** The share of time that the population is all of one player, by player. */
  readonly distribution: readonly number[]
  /** Where α → ∞ ends: the smallest sets of players that no better or equal reply leaves, one player or several. */
  readonly sinks: readonly (readonly number[])[]
  /** Those of them in which not all earn the same: players each of which a next one beats, in a circle. */
  readonly cycles: readonly (readonly number[])[]
}

export interface AlphaRankOptions {
  /** How many there are in the population, m. */
  readonly population?: number
  /** How strongly payoffs select; without it the limit α → ∞. */
  readonly alpha?: number
}

/** Transitions are at least this likely, so that the chain is irreducible whatever vanishes: the limit of small mutations. */
const LEAST = 1e-100
/** Payoffs count as equal within this share of the largest. */
const SAME = 1e-12

/**
 * The stationary distribution of a population of one player each, into which mutants come one at a time (Omidshafiei et al.
 * 2019, Scientific Reports 9:9937), one population, `payoff[own][other]`: mutant j takes over i with
 * ρ = (1 − e^−αΔ) / (1 − e^−mαΔ), Δ = payoff[j][i] − payoff[i][j], and 1 / m where Δ is 0. What a player earns against itself
 * is not looked at. Where several cycles stay as α → ∞, their shares come from equal small chances to leave each.
 * Throws `bad-matrix` or `bad-statistics-input`.
 */
export function alphaRank(payoff: Payoffs, { population = 50, alpha }: AlphaRankOptions = {}): AlphaRank {
  checkMatrix(payoff)
  whole('population', population, 2)
  if (alpha !== undefined) positive('alpha', alpha)
  const players = payoff.length
  const leads = leadsOf(payoff)
  const takesOver = (lead: number) =>
    alpha === undefined ? fixationInTheLimit(lead, population) : fixation(alpha * lead, population)
  const transitions = leads.map((row) => row.map((lead) => Math.max(LEAST, takesOver(lead)) / Math.max(1, players - 1)))
  const sinks = sinksOf(leads)
  const cycles = sinks.filter((sink) => sink.some((i) => sink.some((j) => leads[i]![j]! > 0)))
  return { distribution: stationaryOf(transitions), sinks, cycles }
}

/** `[i][j]`: by how much a mutant j earns more against i than i against it; what rounding leaves of 0 is 0. */
function leadsOf(payoff: Payoffs): number[][] {
  const slack = SAME * Math.max(...payoff.flatMap((row, i) => row.map((paid, j) => (i === j ? 0 : Math.abs(paid)))))
  return payoff.map((row, i) =>
    row.map((paid, j) => {
      const lead = payoff[j]![i]! - paid
      return i === j || Math.abs(lead) <= slack ? 0 : lead
    }),
  )
}

/** (1 − e^−u) / (1 − e^−mu), without overflow: for u < 0 both are turned by e^u. */
function fixation(u: number, population: number): number {
  if (u === 0) return 1 / population
  if (u > 0) return Math.expm1(-u) / Math.expm1(-population * u)
  return (Math.exp((population - 1) * u) * Math.expm1(u)) / Math.expm1(population * u)
}

const fixationInTheLimit = (lead: number, population: number): number =>
  lead === 0 ? 1 / population : Number(lead > 0)

/** By the elimination of Grassmann, Taksar and Heyman (1985): no subtraction, so that the smallest chances keep all their digits. */
function stationaryOf(transitions: readonly (readonly number[])[]): number[] {
  const size = transitions.length
  const left = transitions.map((row) => [...row])
  for (let gone = size - 1; gone > 0; gone--) {
    const row = left[gone]!
    let leaving = 0
    for (let to = 0; to < gone; to++) leaving += row[to]!
    for (let from = 0; from < gone; from++) {
      left[from]![gone]! /= leaving
      for (let to = 0; to < gone; to++) left[from]![to]! += left[from]![gone]! * row[to]!
    }
  }
  const mass = [1]
  for (let at = 1; at < size; at++) {
    let flow = 0
    for (let from = 0; from < at; from++) flow += mass[from]! * left[from]![at]!
    mass.push(flow)
  }
  const total = mass.reduce((sum, part) => sum + part, 0)
  return mass.map((part) => part / total)
}

/** The strongly connected components of the graph of better and equal replies that no edge leaves. */
function sinksOf(leads: readonly (readonly number[])[]): number[][] {
  const edges = Float64Array.from(leads.flatMap((row, i) => row.map((lead, j) => Number(i !== j && lead >= 0))))
  return strongComponents({ size: leads.length, edges }).filter((component) =>
    component.every((i) => leads[i]!.every((lead, j) => lead < 0 || component.includes(j))),
  )
}

function checkMatrix(payoff: Payoffs): void {
  const size = payoff.length
  const bad = payoff.findIndex(
    (row, i) => row.length !== size || row.some((paid, j) => i !== j && !Number.isFinite(paid)),
  )
  if (size > 0 && bad === -1) return
  throw new StagegameError(
    'bad-matrix',
    size === 0
      ? 'expected payoffs of one player at least, but there are none'
      : `payoffs of player ${bad}: expected ${size} finite numbers, as many as there are players, but they are ${payoff[bad]!.join(', ') || 'none'}`,
  )
}
