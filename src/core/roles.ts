/** Who sits where by role. */
import type { Role } from './game.ts'

/** Each role at its least; one seat of the first where none is needed. */
export function rolesOfLeast(roles: readonly Role[]): readonly string[] {
  const least = roles.flatMap(({ name, min }) => Array.from({ length: min }, () => name))
  return least.length > 0 ? least : roles.slice(0, 1).map(({ name }) => name)
}
