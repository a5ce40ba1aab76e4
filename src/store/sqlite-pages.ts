/** Reads a log file bit by bit: nothing stays open between two of them, so that logging goes on meanwhile. */
import type { Page, Selection } from './archive.ts'
import type { Row } from './row.ts'
import { type RawRow, rowOf, type Statements } from './sqlite-statements.ts'

/** Matches that are listed at a time, and rows that are read at a time. */
const MATCHES = 500
const ROWS = 10_000

interface Listed {
  readonly key: number
  readonly id: string
  readonly run: string | null
}

/** The rows of each match, as `Archive.pages` gives them. */
export function* pagesOf(statements: Statements, selection: Selection): Generator<Page> {
  for (const { key, id, run } of listed(statements, selection)) {
    let found = false
    for (const rows of rowsOf(statements, key, selection.untimed)) {
      found = true
      yield { match: id, run, rows }
    }
    if (!found) yield { match: id, run, rows: [] }
  }
}

/** The rows of one match, in order; none of an empty one. */
export function* rowsOf(statements: Statements, key: number, untimed = false): Generator<readonly Row[]> {
  const statement = untimed ? statements.untimed : statements.rows
  let last = -1
  for (;;) {
    const rows = statement.all(key, last, ROWS) as RawRow[]
    if (rows.length > 0) yield rows.map(rowOf)
    if (rows.length < ROWS) return
    last = rows.at(-1)![0]
  }
}

function* listed(statements: Statements, { run, match }: Selection): Generator<Listed> {
  if (match !== undefined) {
    const found = statements.match.get(match) as Listed | undefined
    if (found && (run === undefined || found.run === run)) yield found
    return
  }
  let last = ''
  for (;;) {
    const found =
      run === undefined ? statements.matches.all(last, MATCHES) : statements.matchesOf.all(run, last, MATCHES)
    const page = found as Listed[]
    yield* page
    if (page.length < MATCHES) return
    last = page.at(-1)!.id
  }
}
