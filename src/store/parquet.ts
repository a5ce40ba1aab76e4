/** The log's views as Parquet, a group of rows at a time. */
import { fileWriter, parquetWriteRows } from 'hyparquet-writer'
import type { View } from './schema.ts'
import type { SqliteStore } from './sqlite-store.ts'

/**
 * Writes a view to a file. A column is of doubles where every value there is a number, else of texts; missing is null. The view
 * is read twice: columns of a view have no type of their own.
 */
export async function writeParquet(store: SqliteStore, view: View, file: string): Promise<void> {
  const names = store.columns(view)
  const texts = new Set<string>()
  for await (const row of store.view(view))
    for (const name of names) if (row[name] !== null && typeof row[name] !== 'number') texts.add(name)
  await parquetWriteRows({
    writer: fileWriter(file),
    columns: names.map((name) => ({ name, type: texts.has(name) ? 'STRING' : 'DOUBLE', nullable: true })),
    rows: rowsOf(store, view, names, texts),
    rowGroupSize: ROWS,
  })
}

const ROWS = 50_000

async function* rowsOf(store: SqliteStore, view: View, names: readonly string[], texts: ReadonlySet<string>) {
  for await (const row of store.view(view))
    yield Object.fromEntries(
      names.map((name) => {
        const value = row[name] ?? null
        return [name, texts.has(name) && value !== null ? String(value) : value]
      }),
    )
}
