/** What sections are made of: tables as blocks, rows and cells of tables, and the columns that divide a chart into panels. */
import type { Cell, DataTable } from '../analysis/data-table.ts'
import type { Block } from './report.ts'

export const tableBlock = (table: DataTable, open = true): Block => ({ kind: 'table', table, open })

/** The rows that are asked for, as a table of their own. */
export function rowsOf(table: DataTable, column: string, value: Cell): DataTable {
  const at = table.columns.findIndex(({ name }) => name === column)
  return { ...table, rows: table.rows.filter((row) => row[at] === value), notes: [] }
}

export const has = (table: DataTable | undefined): table is DataTable => table !== undefined && table.rows.length > 0

export const cellOf = (table: DataTable, row: readonly Cell[], column: string): Cell =>
  row[table.columns.findIndex(({ name }) => name === column)] ?? null

/** Panels: the columns in which rows differ at all. */
export const panels = (table: DataTable, ...columns: readonly string[]): string[] =>
  columns.filter((name) => new Set(table.rows.map((row) => cellOf(table, row, name))).size > 1)
