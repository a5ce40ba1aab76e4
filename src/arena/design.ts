/** From a design to its matches: who sits where, how often, under which seed. Ids do not depend on the order of play. */
import { hint, list } from '../core/errors.ts'
import type { Role } from '../core/game.ts'
import type { Condition } from './conditions.ts'
import type { ExperimentFile } from './experiment-file.ts'

export interface PlannedMatch {
  readonly id: string
  readonly condition: Condition
  readonly roles: readonly string[]
  /** The player of each seat. */
  readonly lineup: readonly string[]
  readonly repetition: number
  readonly seed: string
}

/** The matches of a run, in the order of their ids, made one by one: a run of a million is not held in memory. */
export function* plannedMatches(
  file: ExperimentFile,
  conditions: readonly Condition[],
  run: string,
): Generator<PlannedMatch> {
  const { design, seed } = file.experiment
  for (const condition of conditions) {
    const tables = tablesOf(file, condition)
    for (const [nth, { lineup, roles }] of tables.entries()) {
      const seatings = seatingsOf(file, condition, lineup)
      for (let repetition = 0; repetition < design.repetitions; repetition++)
        for (const [turned, seating] of seatings.entries()) {
          const parts = [
            ['c', condition.index, conditions.length],
            ['t', nth, tables.length],
            ['rep', repetition, design.repetitions],
            ['rot', turned, seatings.length],
          ] as const
          const common = `${seed}/common/rep-${repetition}`
          const own = `${seed}/${condition.label}/${seating.join('|')}/rep-${repetition}/rot-${turned}`
          yield {
            id: `${run}/${parts.flatMap(([name, at, of]) => (of > 1 ? [name + padded(at, of)] : [])).join('-') || 'match'}`,
            condition,
            roles,
            lineup: seating,
            repetition,
            seed: design.seeds === 'common' ? common : own,
          }
        }
    }
  }
}

/** The condition of a match, by its id. */
export function conditionIn(conditions: readonly Condition[], match: string): Condition {
  const [, nth] = /\/c(\d+)[^/]*$/.exec(match) ?? []
  return conditions[conditions.length > 1 ? Number(nth) - 1 : 0]!
}

/** How many matches that is. */
export const countMatches = (file: ExperimentFile, conditions: readonly Condition[]): number =>
  conditions
    .flatMap((condition) => tablesOf(file, condition).map(({ lineup }) => seatingsOf(file, condition, lineup).length))
    .reduce((sum, seatings) => sum + seatings * file.experiment.design.repetitions, 0)

/** The line-up in each of its distinct rotations, so that everybody takes every seat equally often; or as it is. */
function seatingsOf(file: ExperimentFile, { format }: Condition, lineup: readonly string[]): (readonly string[])[] {
  if (file.experiment.design.pairing === 'fixed' || format === 'seats') return [lineup]
  return Array.from({ length: period(lineup) }, (_, by) => [...lineup.slice(by), ...lineup.slice(0, by)])
}

/** After how many places a line-up repeats itself: that many of its rotations differ. */
function period(lineup: readonly string[]): number {
  const n = lineup.length
  for (let by = 1; by < n; by++)
    if (n % by === 0 && lineup.every((player, seat) => player === lineup[(seat + by) % n])) return by
  return n
}

interface TableOf {
  readonly lineup: readonly string[]
  readonly roles: readonly string[]
}

/** Who meets whom. Throws `bad-experiment` on an impossible count of seats. */
export function tablesOf(file: ExperimentFile, condition: Condition): TableOf[] {
  const { players, format, seats } = condition
  if (format === 'seats') return [seated(file, condition)]
  if (seats !== undefined && typeof seats !== 'number')
    throw file.fault(['design', 'seats'], 'expected a number of seats; a list of players goes with format: seats')
  const { min, max } = bounds(condition.roles)
  const wanted = seats ?? (format === 'everyone' ? Math.min(max, Math.max(min, players.length)) : min)
  checkSeats(file, condition, wanted)
  const roles = rolesFor(condition.roles, wanted)
  switch (format) {
    case 'self-play':
      return players.map((player) => ({ roles, lineup: roles.map(() => player) }))
    case 'everyone':
      if (players.length > wanted)
        throw seatsFault(
          file,
          condition,
          `everyone sits at one table, but there are ${players.length} players for ${wanted} seats (use round-robin)`,
        )
      return [{ roles, lineup: roles.map((_, seat) => players[seat % players.length]!) }]
    case 'round-robin':
      return roundRobin(file, condition, wanted).map((lineup) => ({ roles, lineup }))
  }
}

/** More line-ups than this are surely a slip of the pen, and would be listed before the first is played. */
const MOST_LINEUPS = 200_000

function roundRobin(file: ExperimentFile, condition: Condition, seats: number): string[][] {
  const { players } = condition
  const again = players.length < seats
  const count = binomial(again ? players.length + seats - 1 : players.length, seats)
  if (count > MOST_LINEUPS)
    throw seatsFault(
      file,
      condition,
      `a round-robin of ${players.length} players in ${seats} seats has ${Math.round(count).toLocaleString('en')} line-ups; at most ${MOST_LINEUPS.toLocaleString('en')} are played`,
    )
  return [...groups(players, seats, again)]
}

const binomial = (n: number, k: number): number =>
  Array.from({ length: k }, (_, i) => i).reduce((product, i) => (product * (n - i)) / (i + 1), 1)

function checkSeats(file: ExperimentFile, condition: Condition, seats: number): void {
  const { roles, game } = condition
  const { min, max } = bounds(roles)
  if (seats >= min && seats <= max) return
  throw seatsFault(file, condition, `${game.id} takes ${min === max ? min : `${min} to ${max}`} seats, got ${seats}`)
}

const seatsFault = (file: ExperimentFile, { seatsAt }: Condition, message: string) =>
  file.fault(seatsAt, message, 'wrong-seats')

/** Seats are filled in the order of the roles: the least of each first, then what is left from the first role on. */
export function rolesFor(roles: readonly Role[], seats: number): string[] {
  let spare = seats - roles.reduce((sum, { min }) => sum + min, 0)
  return roles.flatMap(({ name, min, max }) => {
    const more = Math.min(spare, max - min)
    spare -= more
    return Array.from({ length: min + more }, () => name)
  })
}

export const bounds = (roles: readonly Role[]): { min: number; max: number } => ({
  min: roles.reduce((sum, { min }) => sum + min, 0),
  max: roles.reduce((sum, { max }) => sum + max, 0),
})

/** `seats: [a, b]` or `seats: { proposer: a, responder: [b] }`. */
function seated(file: ExperimentFile, condition: Condition): TableOf {
  const { roles, players, game, seats } = condition
  if (seats === undefined || typeof seats === 'number')
    throw file.fault(['design', 'seats'], 'format seats needs who sits where: a list of players, or players by role')
  const byRole = Array.isArray(seats) ? undefined : seats
  for (const name of Object.keys(byRole ?? {}))
    if (!roles.some((role) => role.name === name))
      throw file.fault(
        ['design', 'seats', name],
        `${game.id} has no such role; it has ${list(roles.map((role) => role.name))}`,
      )
  const lineup = byRole ? roles.flatMap(({ name }) => byRole[name] ?? []) : (seats as readonly string[])
  for (const name of lineup)
    if (!players.includes(name))
      throw file.fault(['design', 'seats'], `there is no player ${JSON.stringify(name)}: ${hint(name, players)}`)
  if (!byRole) {
    checkSeats(file, condition, lineup.length)
    return { lineup, roles: rolesFor(roles, lineup.length) }
  }
  const filled = roles.flatMap(({ name, min, max }) => {
    const count = [byRole[name] ?? []].flat().length
    if (count < min || count > max)
      throw seatsFault(
        file,
        condition,
        `expected ${min === max ? min : `${min} to ${max}`} of role ${name}, got ${count}`,
      )
    return Array.from({ length: count }, () => name)
  })
  return { lineup, roles: filled }
}

/** Every set of `size` players, or every multiset. */
function* groups(players: readonly string[], size: number, again: boolean, from = 0): Generator<string[]> {
  if (size === 0) {
    yield []
    return
  }
  for (let i = from; i < players.length; i++)
    for (const rest of groups(players, size - 1, again, again ? i : i + 1)) yield [players[i]!, ...rest]
}

const padded = (at: number, of: number): string => String(at + 1).padStart(String(of).length, '0')
