/** Which params and how many seats a game is tried with. */
import { quoted, StagegameError } from '../core/errors.ts'
import { parsedParams } from '../core/fit.ts'
import type { AnyGame, Role } from '../core/game.ts'

export type Params = Readonly<Record<string, unknown>>

export interface Case {
  /** As the caller wrote them: what a log would hold. */
  readonly params: Params
  /** The role of each seat. */
  readonly roles: readonly string[]
}

/** Every params with every number of seats. Throws `bad-params` or `bad-seats`. */
export function casesOf(
  game: AnyGame,
  params: Params | readonly Params[] = {},
  counts?: readonly number[],
): readonly Case[] {
  const cases = [params].flat().flatMap((one: Params) => {
    const roles = rolesUnder(game, one)
    return (counts ?? usualCounts(roles)).map((count) => ({ params: one, roles: filled(roles, count) }))
  })
  if (cases.length > 0) return cases
  throw new StagegameError('bad-params', 'laws: expected at least one params and one number of seats, got none')
}

/** The roles under these params as a log would hold them. Throws `bad-params`. */
export const rolesUnder = (game: AnyGame, params: Params): readonly Role[] => game.roles(parsedParams(game, params))

/** For messages: `params {"rounds":3}, 2 × bidder`. */
export function caseText({ params, roles }: Case): string {
  const names = [...new Set(roles)]
  const seats = names.map((name) => `${roles.filter((role) => role === name).length} × ${name}`)
  return `params ${quoted(params)}, ${seats.join(', ')}`
}

const total = (roles: readonly Role[], bound: 'min' | 'max'): number =>
  roles.reduce((sum, role) => sum + role[bound], 0)

function usualCounts(roles: readonly Role[]): readonly number[] {
  const least = Math.max(1, total(roles, 'min'))
  const most = total(roles, 'max')
  return [...new Set([least, least + 1, least + 3].map((count) => Math.min(count, Math.max(least, most))))]
}

/** Each role at its least, and who is left over in the first roles that have room. */
function filled(roles: readonly Role[], count: number): readonly string[] {
  let spare = count - total(roles, 'min')
  const seats = roles.flatMap(({ name, min, max }) => {
    const more = Math.max(0, Math.min(spare, max - min))
    spare -= more
    return Array.from({ length: min + more }, () => name)
  })
  if (seats.length === count && count > 0) return seats
  const bounds = roles.map(({ name, min, max }) => `${min} to ${max} × ${name}`).join(', ')
  throw new StagegameError('bad-seats', `laws: expected a number of seats within the roles (${bounds}), got ${count}`)
}
