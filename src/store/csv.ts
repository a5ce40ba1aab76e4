/** The log's views as tables for a spreadsheet. */
import { stringify } from 'csv-stringify/sync'
import type { View } from './schema.ts'
import type { SqliteStore } from './sqlite-store.ts'

/** Rows that are written at a time. */
const ROWS = 1000

/**
 * A view as CSV (RFC 4180), a head line first. What a spreadsheet would run as a formula is escaped: logs hold strangers'
 * texts. What is absent and an empty text look alike.
 */
export async function* csvOf(store: SqliteStore, view: View): AsyncGenerator<string> {
  const columns = store.columns(view)
  const table = (rows: readonly Readonly<Record<string, unknown>>[], header: boolean) =>
    stringify([...rows], {
      columns: [...columns],
      header,
      escape_formulas: true,
      record_delimiter: 'windows',
    })
  yield table([], true)
  let rows: Readonly<Record<string, unknown>>[] = []
  for await (const row of store.view(view)) {
    rows.push(row)
    if (rows.length < ROWS) continue
    yield table(rows, false)
    rows = []
  }
  if (rows.length > 0) yield table(rows, false)
}
