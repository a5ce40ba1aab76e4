/** Who meets whom at which table, and in which roles. */
import { hint, list } from '../core/errors.ts'
import type { Role } from '../core/game.ts'
import type { Condition } from './conditions.ts'
import type { ExperimentFile } from './experiment-file.ts'

export interface TableOf {
  readonly lineup: readonly string[]
  readonly roles: readonly string[]
}

/** Who plays from the start: all but the bench of a league. */
export const startersOf = ({ experiment }: ExperimentFile, { players }: Condition): readonly string[] =>
  players.filter((player) => !experiment.design.league?.bench.includes(player))

/**
 * Who meets whom in each repetition; nobody where that is drawn or paired as the run goes (`population`, `swiss`). Throws
 * `wrong-seats` on an impossible count of seats, `bad-experiment`.
 */
export function tablesOf(
  file: ExperimentFile,
  condition: Condition,
  players: readonly string[] = startersOf(file, condition),
): TableOf[] {
  const { format } = condition
  if (format === 'seats') return [seated(file, condition)]
  const roles = rolesOf(file, condition, players)
  switch (format) {
    case 'self-play':
      return players.map((player) => ({ roles, lineup: roles.map(() => player) }))
    case 'everyone':
      if (players.length > roles.length)
        throw seatsFault(
          file,
          condition,
          `everyone sits at one table, but there are ${players.length} players for ${roles.length} seats (use round-robin)`,
        )
      if (players.length === 0) return []
      return [{ roles, lineup: roles.map((_, seat) => players[seat % players.length]!) }]
    case 'round-robin':
      return roundRobin(file, condition, players, roles.length).map((lineup) => ({ roles, lineup }))
    case 'population':
    case 'swiss':
      return []
  }
}

/** The role of each seat of a table. Throws as `tablesOf`. */
export function rolesOf(
  file: ExperimentFile,
  condition: Condition,
  players: readonly string[] = startersOf(file, condition),
): readonly string[] {
  const { format, seats } = condition
  if (format === 'seats') return seated(file, condition).roles
  if (seats !== undefined && typeof seats !== 'number')
    throw file.fault(['design', 'seats'], 'expected a number of seats; a list of players goes with format: seats')
  const { min, max } = bounds(condition.roles)
  const wanted = seats ?? (format === 'everyone' ? Math.min(max, Math.max(min, players.length)) : min)
  checkSeats(file, condition, wanted)
  return rolesFor(condition.roles, wanted)
}

/**
 * A table that a player sits at, and its seat there: the first of the plan, or any where tables are drawn or paired as the
 * run goes, and for the bench. Undefined for a player without a seat.
 */
export function seatOf(
  file: ExperimentFile,
  condition: Condition,
  player: string,
): { readonly roles: readonly string[]; readonly seat: number } | undefined {
  const table = tablesOf(file, condition).find(({ lineup }) => lineup.includes(player))
  if (table) return { roles: table.roles, seat: table.lineup.indexOf(player) }
  const { format, players } = condition
  if (format !== 'population' && format !== 'swiss' && startersOf(file, condition).includes(player)) return undefined
  const roles = rolesOf(file, condition)
  return { roles, seat: players.indexOf(player) % roles.length }
}

/** Whether nobody in a role has another in the same role to compare with: then payoffs compare over all rotations. */
export const rolesDiffer = (roles: readonly string[]): boolean =>
  roles.some((role) => roles.indexOf(role) === roles.lastIndexOf(role))

/** More line-ups than this are surely a slip of the pen, and would be listed before the first is played. */
const MOST_LINEUPS = 200_000

function roundRobin(file: ExperimentFile, condition: Condition, players: readonly string[], seats: number): string[][] {
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

export const seatsFault = (file: ExperimentFile, { seatsAt }: Condition, message: string) =>
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
