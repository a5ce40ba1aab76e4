/** Whether a log and the rules belong together: the game, its wraps, its params and roles. */
import { list, quoted, ReplayError } from './errors.ts'
import type { Started } from './event.ts'
import { plain } from './fingerprint.ts'
import type { Game, Role, WrapRef } from './game.ts'

/** Params as the game reads them, defaults filled in. Throws `bad-params` with the path and what was expected. */
export function parsedParams<P, S, K, V>(game: Game<P, S, K, V>, params: unknown): P {
  const parsed = game.params.safeParse(params)
  if (parsed.success) return plain(parsed.data) as P // as a log would give them back
  const issues = parsed.error.issues.map((issue) => `${['params', ...issue.path].join('.')}: ${issue.message}`)
  throw new ReplayError(
    'bad-params',
    `${game.id} refuses its params: ${issues.join('; ')}`,
    {},
    { cause: parsed.error },
  )
}

/** Throws `wrong-game` or `wrong-wraps`. */
export function checkGame<P, S, K, V>(game: Game<P, S, K, V>, started: Started): void {
  if (started.game !== game.id || started.version !== game.version) {
    const [log, rules] = [`${started.game}@${started.version}`, `${game.id}@${game.version}`]
    throw new ReplayError('wrong-game', `the log is of ${log}, these rules are ${rules}`, {
      expected: rules,
      found: log,
    })
  }
  const [log, rules] = [named(started.wraps ?? []), named(game.wraps ?? [])]
  if (log !== rules)
    throw new ReplayError('wrong-wraps', `the log's wraps are ${log}, the game's are ${rules}`, {
      expected: rules,
      found: log,
    })
}

const named = (wraps: readonly Pick<WrapRef, 'id' | 'version'>[]): string =>
  list(
    wraps.map(({ id, version }) => `${id}@${version}`),
    'none',
  )

/** Throws `wrong-seats` unless the seats are filled in the order of the roles, within their bounds. */
export function checkRoles(roles: readonly Role[], seats: readonly string[]): void {
  let at = 0
  for (const { name, min, max } of roles) {
    const first = at
    while (seats[at] === name) at++
    const count = at - first
    if (count < min || count > max) {
      const expected = min === max ? `${min}` : `${min} to ${max}`
      throw new ReplayError('wrong-seats', `expected ${expected} of role ${name} from seat ${first} on, got ${count}`, {
        expected: `${expected} × ${name}`,
        found: `${count}`,
      })
    }
  }
  if (at < seats.length)
    throw new ReplayError(
      'wrong-seats',
      `seat ${at} has the role ${quoted(seats[at])}; expected ${list(
        roles.map((r) => r.name),
        'none',
      )}, in this order`,
    )
}
