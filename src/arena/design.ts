/** From a design to its matches: who sits where, how often, under which seed. Ids do not depend on the order of play. */
import type { Condition } from './conditions.ts'
import type { ExperimentFile } from './experiment-file.ts'
import { drawnPlaces, sharesOf } from './population.ts'
import { rolesOf, startersOf, type TableOf, tablesOf } from './tables.ts'

export interface PlannedMatch {
  readonly id: string
  readonly condition: Condition
  readonly roles: readonly string[]
  /** The player of each seat. */
  readonly lineup: readonly string[]
  readonly repetition: number
  readonly seed: string
}

/** By condition, players who are not seated in it. */
export type Absent = ReadonlyMap<Condition, ReadonlySet<string>>

/** A table at its place in the design: what is played there in all rotations of its seats. */
export interface Sitting extends TableOf {
  readonly condition: Condition
  /** Which of how many tables, from 0. */
  readonly table: Place
  /** From 0. */
  readonly repetition: number
  /** Of a Swiss tournament, from 0. */
  readonly round?: Place
}

interface Place {
  readonly at: number
  readonly of: number
}

/** How a run names its matches. */
export interface Naming {
  readonly file: ExperimentFile
  readonly run: string
  /** How many conditions there are. */
  readonly conditions: number
}

/**
 * The matches of a run that are known before the first of them is played, in the order of their ids, made one by one: a run
 * of a million is not held in memory. Of a league as if nobody were replaced; of a Swiss tournament none.
 */
export function* plannedMatches(
  file: ExperimentFile,
  conditions: readonly Condition[],
  run: string,
): Generator<PlannedMatch> {
  const naming = { file, run, conditions: conditions.length }
  for (const condition of conditions) yield* knownMatches(naming, condition)
}

/** Those of one condition. */
export function* knownMatches(naming: Naming, condition: Condition): Generator<PlannedMatch> {
  const { file } = naming
  const { repetitions } = file.experiment.design
  const tables = tablesOf(file, condition)
  for (const [nth, table] of tables.entries())
    for (let repetition = 0; repetition < repetitions; repetition++)
      yield* matchesOf(naming, { ...table, condition, table: { at: nth, of: tables.length }, repetition })
  if (condition.format !== 'population') return
  for (let repetition = 0; repetition < repetitions; repetition++)
    for (const sitting of sittingsOf(file, condition, repetition)) yield* matchesOf(naming, sitting)
}

/** All tables of a repetition; of a Swiss tournament none. `players` stand in the places of those who played from the start. */
export function sittingsOf(
  file: ExperimentFile,
  condition: Condition,
  repetition: number,
  from: readonly string[] = startersOf(file, condition),
  players: readonly string[] = from,
): readonly Sitting[] {
  if (condition.format === 'population') {
    const roles = rolesOf(file, condition, players)
    const places = drawnPlaces(file, condition, repetition, roles.length, sharesOf(file, from))
    const lineup = places.map((place) => players[place]!)
    return [{ condition, roles, lineup, repetition, table: { at: 0, of: 1 } }]
  }
  const tables = tablesOf(file, condition, players)
  return tables.map((table, at) => ({ ...table, condition, repetition, table: { at, of: tables.length } }))
}

/** What is played at a table: each rotation of its seats. */
export function* matchesOf({ file, run, conditions }: Naming, sitting: Sitting): Generator<PlannedMatch> {
  const { condition, roles, table, repetition, round } = sitting
  const { design, seed, fork } = file.experiment
  if (fork) {
    const nth = String(repetition + 1)
    yield {
      id: `${run}/fork${nth.padStart(Math.max(2, String(design.repetitions).length), '0')}`,
      ...{ condition, roles, lineup: sitting.lineup, repetition },
      seed: fork.chance === 'same' ? fork.seed : `${fork.seed}/fork/${fork.turn}/${nth}`,
    }
    return
  }
  const seatings = seatingsOf(file, condition, sitting.lineup)
  for (const [turned, lineup] of seatings.entries()) {
    const parts = [
      ['c', condition.index, conditions],
      ['round', round?.at ?? 0, round?.of ?? 1],
      ['t', table.at, table.of],
      ['rep', repetition, design.repetitions],
      ['rot', turned, seatings.length],
    ] as const
    const within = round === undefined ? '' : `round-${round.at}/`
    const common = `${seed}/common/${within}rep-${repetition}`
    const own = `${seed}/${condition.label}/${within}${lineup.join('|')}/rep-${repetition}/rot-${turned}`
    yield {
      id: `${run}/${parts.flatMap(([name, at, of]) => (of > 1 ? [name + padded(at, of)] : [])).join('-') || 'match'}`,
      condition,
      roles,
      lineup,
      repetition,
      seed: design.seeds === 'common' ? common : own,
    }
  }
}

/** The condition of a match, by its id. */
export function conditionIn(conditions: readonly Condition[], match: string): Condition {
  const [, nth] = /\/c(\d+)[^/]*$/.exec(match) ?? []
  return conditions[conditions.length > 1 ? Number(nth) - 1 : 0]!
}

/** How many matches that is: of a league as if nobody were replaced. */
export const countMatches = (
  file: ExperimentFile,
  conditions: readonly Condition[],
  absent: Absent = new Map(),
): number => conditions.reduce((sum, condition) => sum + countOf(file, condition, absent.get(condition)), 0)

function countOf(file: ExperimentFile, condition: Condition, absent: ReadonlySet<string> = new Set()): number {
  const { repetitions, pairing } = file.experiment.design
  const { format } = condition
  const rotations = () => (pairing === 'fixed' ? 1 : rolesOf(file, condition).length)
  if (format === 'swiss') {
    const players = startersOf(file, condition).filter((player) => !absent.has(player))
    const tables = Math.floor(players.length / rolesOf(file, condition).length)
    return roundsOf(file, players.length) * tables * repetitions * rotations()
  }
  if (absent.size > 0 && !file.experiment.design.league) {
    let count = 0
    for (const { lineup } of knownMatches({ file, run: '', conditions: 1 }, condition))
      if (!lineup.some((player) => absent.has(player))) count++
    return count
  }
  if (format === 'population') return repetitions * rotations()
  const players = startersOf(file, condition).filter((player) => !absent.has(player))
  return tablesOf(file, condition, players).reduce(
    (sum, { lineup }) => sum + seatingsOf(file, condition, lineup).length * repetitions,
    0,
  )
}

/** The rounds of a Swiss tournament: as many as halve the players down to one, unless the design says. */
export const roundsOf = ({ experiment }: ExperimentFile, players: number): number =>
  experiment.design.rounds ?? Math.max(1, Math.ceil(Math.log2(players)))

/** The seats that each player takes over all matches: expected ones, where tables are drawn or paired as the run goes. */
export function seatsTaken(file: ExperimentFile, condition: Condition): ReadonlyMap<string, number> {
  const { format } = condition
  const players = startersOf(file, condition)
  if (format === 'population' || format === 'swiss') {
    const all = countMatches(file, [condition]) * rolesOf(file, condition).length
    const shares = format === 'swiss' ? players.map(() => 1 / players.length) : sharesOf(file, players)
    return new Map(players.map((player, place) => [player, all * shares[place]!]))
  }
  const taken = new Map<string, number>()
  for (const { lineup } of tablesOf(file, condition)) {
    const matches = seatingsOf(file, condition, lineup).length * file.experiment.design.repetitions
    for (const player of lineup) taken.set(player, (taken.get(player) ?? 0) + matches)
  }
  return taken
}

/**
 * The line-up in each of its distinct rotations, so that everybody takes every seat equally often; or as it is. Of a drawn
 * line-up all rotations, alike or not, so that each that was drawn weighs the same.
 */
function seatingsOf(file: ExperimentFile, { format }: Condition, lineup: readonly string[]): (readonly string[])[] {
  if (file.experiment.design.pairing === 'fixed' || format === 'seats') return [lineup]
  const length = format === 'population' ? lineup.length : period(lineup)
  return Array.from({ length }, (_, by) => [...lineup.slice(by), ...lineup.slice(0, by)])
}

/** After how many places a line-up repeats itself: that many of its rotations differ. */
function period(lineup: readonly string[]): number {
  const n = lineup.length
  for (let by = 1; by < n; by++)
    if (n % by === 0 && lineup.every((player, seat) => player === lineup[(seat + by) % n])) return by
  return n
}

const padded = (at: number, of: number): string => String(at + 1).padStart(String(of).length, '0')
