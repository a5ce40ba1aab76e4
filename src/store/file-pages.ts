/** The rows of a JSONL file as they stand there: for verification, which looks at what no store would take. */
import type { Page } from './archive.ts'
import { bodyOf } from './chain.ts'
import { type Broken, idIn, type Line, readWhatCanBe } from './jsonl.ts'
import { linkFor, type Row } from './row.ts'
import type { RunEventRow } from './run-row.ts'

/** Rows that are handed out at a time. */
const ROWS = 10_000

/** An event of a run's own log. */
export interface RunEventAt {
  readonly kind: 'run-event'
  readonly run: string
  readonly row: RunEventRow
}

/**
 * The file's matches in its order, page by page, with the lines that cannot be read and the events of runs where they stand.
 * A row without a hash has an empty one. Throws `missing-file`.
 */
export async function* pagesIn(file: string): AsyncGenerator<Page | Broken | RunEventAt> {
  let ordinal = 0
  let seq = 0
  let page: { readonly match: string; readonly run: string | null; readonly rows: Row[] } | undefined
  for await (const line of readWhatCanBe(file)) {
    if (line.kind === 'broken') {
      if (page) yield page
      yield line
      page = page && { ...page, rows: [] }
    }
    if (line.kind === 'run-event') yield line
    if (line.kind !== 'event' && line.kind !== 'erased') continue
    if (line.kind === 'event' && line.event.type === 'started') {
      if (page) yield page
      ordinal++
      seq = 0
      page = { match: line.event.match ?? idIn(file, ordinal), run: line.beside.run ?? null, rows: [] }
    }
    page ??= { match: idIn(file, ordinal), run: null, rows: [] }
    page.rows.push(rowOf(line, seq++))
    if (page.rows.length < ROWS) continue
    yield page
    page = { ...page, rows: [] }
  }
  if (page) yield page
}

function rowOf(line: Line & { readonly kind: 'event' | 'erased' }, seq: number): Row {
  const { at = '', salt = '', hash = '' } = line.beside
  if (line.kind === 'event') {
    return { ...linkFor(line.event, seq), at, body: bodyOf(line.event), salt, hash, commitment: null }
  }
  const { type, turn = null, seat = null, commitment } = line.erased
  return { seq, type, turn, seat, at, body: null, salt: '', hash, commitment }
}
