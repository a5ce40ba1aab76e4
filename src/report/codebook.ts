/** The codebook: a line a column of every table. */
import { type DataTable, text } from '../analysis/data-table.ts'

/** Tables of one name are one table: parts of it are drawn in several places. */
export function codebook(tables: readonly DataTable[]): DataTable {
  const once = [...new Map(tables.map((table) => [table.name, table])).values()]
  return {
    name: 'codebook',
    title: 'Codebook',
    describes: 'A row is a column of a table.',
    columns: [
      text('table', 'table', 'The table: its file’s name without the ending.'),
      text('column', 'column', 'The column’s name in the files.'),
      text(
        'type',
        'type',
        'text, count (a whole number as a rule), number, share (from 0 to 1), p or yes (true or false).',
      ),
      text('describes', 'what it is', 'What it is, its unit and range, and when it is missing.'),
    ],
    rows: once.flatMap(({ name, columns }) =>
      columns.map((column) => [name, column.name, column.type, column.describes]),
    ),
    notes: [],
  }
}
