/** Errors that say what was expected, what came and where: a code for programs, a sentence for people. */

/** Base of all errors that a user can act on; the CLI prints their message without a stack. */
export class StagegameError extends Error {
  override readonly name: string = 'StagegameError'
  /** For programs: 'unknown-game', 'bad-params', … */
  readonly code: string
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Where a log and the rules disagree. */
export interface Mismatch {
  readonly turn?: number
  readonly seat?: number
  readonly expected?: string
  readonly found?: string
}

/** A log that the rules refuse. */
export class ReplayError extends StagegameError {
  override readonly name = 'ReplayError'
  readonly where: Mismatch
  constructor(code: string, message: string, where: Mismatch = {}, options?: ErrorOptions) {
    super(code, message, options)
    this.where = where
  }
}

/** `1, 2 and 5`, or `nobody`. */
export function list(items: readonly (string | number)[], none = 'nobody'): string {
  if (items.length === 0) return none
  if (items.length > 12) return `${items.slice(0, 10).join(', ')} and ${items.length - 10} more`
  return items.length === 1 ? `${items[0]}` : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** A value as a message quotes it: JSON, cut to a readable length. */
export function quoted(value: unknown): string {
  const text = value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value))
  return text.length > 120 ? `${text.slice(0, 117)}…` : text
}

/** `did you mean x?` with the nearest name where one is close, else the names there are. */
export function hint(found: string, names: readonly string[]): string {
  const [near] = names
    .map((name) => ({ name, far: distance(found.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, far }) => far <= Math.max(2, name.length / 3))
    .sort((a, b) => a.far - b.far)
  if (near) return `did you mean ${near.name}?`
  return names.length > 0 ? `there are: ${names.join(', ')}` : 'there are none'
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + Number(a[i - 1] !== b[j - 1])))
    row = next
  }
  return row[b.length]!
}
