/** The log's views, and other rows, as tables for a spreadsheet. */
import { stringify } from 'csv-stringify/sync'
import type { View } from './schema.ts'
import type { SqliteStore } from './sqlite-store.ts'

/** Rows that are written at a time. */
const ROWS = 1000

type Rows = Readonly<Record<string, unknown>>

/** A view as CSV. */
export const csvOf = (store: SqliteStore, view: View): AsyncGenerator<string> =>
  csvRows(store.columns(view), store.view(view))

/**
 * Rows as CSV (RFC 4180), a head line first. What a spreadsheet would run as a formula is escaped: logs hold strangers'
 * texts. What is absent and an empty text look alike.
 */
export async function* csvRows(
  columns: readonly string[],
  all: AsyncIterable<Rows> | Iterable<Rows>,
): AsyncGenerator<string> {
  const table = (rows: readonly Rows[], header: boolean) =>
    stringify([...rows], {
      columns: [...columns],
      header,
      escape_formulas: true,
      record_delimiter: 'windows',
    })
  yield table([], true)
  let rows: Rows[] = []
  for await (const row of all) {
    rows.push(row)
    if (rows.length < ROWS) continue
    yield table(rows, false)
    rows = []
  }
  if (rows.length > 0) yield table(rows, false)
}
