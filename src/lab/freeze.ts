/**
 * The one hash to preregister. Anybody can compute it again from the files: write a line for each part, `<SHA-256>  <name>` as
 * `sha256sum` does, sort the lines by the names' bytes, end each by a newline, and take the SHA-256 of that text. The parts are
 *
 *   code                the version of stagegame: the hash of its text, `0.1.0`
 *   rules/<game>        rules of one's own: the hash of the module's text
 *   session             the session file, as it stands on the disk
 *   texts/<path>        every text that the session reads, by the path by which it is found: prompts, rules of the games, consent
 */
import { hashOf } from '../arena/frozen.ts'
import { StagegameError } from '../core/errors.ts'

export interface FrozenParts {
  /** The text of the session file. */
  readonly session: string
  /** Path → text. */
  readonly texts: ReadonlyMap<string, string>
  /** Id of a game of one’s own → SHA-256 of its rules. */
  readonly rules: ReadonlyMap<string, string>
  /** The version of stagegame. */
  readonly code: string
}

export interface Freeze {
  /** SHA-256 over the lines. */
  readonly hash: string
  /** `<SHA-256>  <name>`, sorted by name. */
  readonly lines: readonly string[]
}

/** Throws `bad-path` where a name cannot stand in a line. */
export function freezeOf({ session, texts, rules, code }: FrozenParts): Freeze {
  const parts: readonly (readonly [name: string, hash: string])[] = [
    ['code', hashOf(code)],
    ...[...rules].map(([game, hash]) => [`rules/${game}`, hash] as const),
    ['session', hashOf(session)],
    ...[...texts].map(([path, text]) => [`texts/${path}`, hashOf(text)] as const),
  ]
  const lines = parts.toSorted(([a], [b]) => byBytes(a, b)).map(([name, hash]) => `${hash}  ${inOneLine(name)}`)
  return { hash: hashOf(lines.map((line) => `${line}\n`).join('')), lines }
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

function inOneLine(name: string): string {
  if (!/[\n\r\\]/.test(name)) return name
  throw new StagegameError(
    'bad-path',
    `expected a path without line breaks and backslashes, got ${JSON.stringify(name)}`,
  )
}
