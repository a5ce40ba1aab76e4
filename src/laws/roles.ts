/** A match takes as many of each role as the game says, in that order. */
import { ReplayError } from '../core/errors.ts'
import type { Role } from '../core/game.ts'
import { caseText, type Params, rolesUnder } from './cases.ts'
import { broken } from './holds.ts'
import type { Bench, Law } from './law.ts'
import { startedOf } from './play.ts'

export const roleLaws = (bench: Bench): readonly Law[] => [
  { name: 'the bounds and the order of roles are honoured', check: () => keepsBounds(bench) },
]

/** Above this many seats a full table is not set up. */
const MOST_SEATS = 2000

function keepsBounds(bench: Bench): void {
  for (const params of new Set(bench.cases.map((one) => one.params))) {
    const roles = rolesUnder(bench.game, params)
    mustBeBounds(roles)
    const least = roles.map(({ min }) => min)
    const most = roles.map(({ max }) => max)
    const enough = least.some((count) => count > 0)
    const table = (counts: readonly number[]) => seated(roles, counts)
    if (enough) mustStart(bench, params, table(least))
    if (sum(most) <= MOST_SEATS) mustStart(bench, params, table(most))
    roles.forEach(({ min, max }, role) => {
      const fewer = table(least.with(role, min - 1))
      if (min > 0) mustRefuse(bench, params, fewer)
      if (max <= MOST_SEATS) mustRefuse(bench, params, table(least.with(role, max + 1)))
    })
    const ordered = table(roles.map(({ min, max }) => Math.max(min, Math.min(1, max))))
    const reversed = [...ordered].reverse()
    if (JSON.stringify(reversed) !== JSON.stringify(ordered)) mustRefuse(bench, params, reversed)
    mustRefuse(bench, params, [...ordered, 'a role that there is not'])
  }
}

function mustBeBounds(roles: readonly Role[]): void {
  for (const { name, min, max } of roles)
    if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || min < 0 || max < min)
      throw broken(`role ${name}: expected whole numbers 0 ≤ min ≤ max, got ${min} to ${max}`)
  if (new Set(roles.map(({ name }) => name)).size < roles.length) throw broken('two roles have one name')
  if (sum(roles.map(({ max }) => max)) === 0) throw broken('expected at least one seat, but no role has room for one')
}

function mustStart({ game, fold }: Bench, params: Params, roles: readonly string[]): void {
  const one = { params, roles }
  try {
    fold.start(game, startedOf(game, one, 'roles'))
  } catch (error) {
    throw broken(`a table within the bounds is refused: ${String(error)}\n  under ${caseText(one)}`, error)
  }
}

function mustRefuse({ game, fold }: Bench, params: Params, roles: readonly string[]): void {
  const one = { params, roles }
  try {
    fold.start(game, startedOf(game, one, 'roles'))
  } catch (error) {
    if (error instanceof ReplayError && error.code === 'wrong-seats') return
    throw broken(`expected to be refused as wrong-seats, got ${String(error)}\n  under ${caseText(one)}`, error)
  }
  throw broken(`a table outside the bounds is accepted\n  under ${caseText(one)}`)
}

const seated = (roles: readonly Role[], counts: readonly number[]): string[] =>
  roles.flatMap(({ name }, role) => Array.from({ length: counts[role]! }, () => name))

const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0)
