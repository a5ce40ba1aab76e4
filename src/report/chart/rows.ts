/** What charts read of a table: cells by the name of their column, and rows by panel. */
import type { Cell, Column, DataTable } from '../../analysis/data-table.ts'
import { quoted, StagegameError } from '../../core/errors.ts'

/** Throws `bad-chart` where the table has no such column. */
export function columnOf(table: DataTable, name: string): { readonly at: number; readonly column: Column } {
  const at = table.columns.findIndex((column) => column.name === name)
  if (at >= 0) return { at, column: table.columns[at]! }
  const there = table.columns.map((column) => column.name).join(', ')
  throw new StagegameError(
    'bad-chart',
    `a chart of table ${table.name}: expected a column of it (${there}), found ${quoted(name)}`,
  )
}

export type Row = readonly Cell[]

/** Reads a number of a row; null where it is missing. */
export function numberIn(table: DataTable, name: string): (row: Row) => number | null {
  const { at } = columnOf(table, name)
  return (row) => {
    const cell = row[at]
    return typeof cell === 'number' ? cell : null
  }
}

/** Reads a row's name. */
export function nameIn(table: DataTable, name: string): (row: Row) => string {
  const { at } = columnOf(table, name)
  return (row) => String(row[at] ?? '–')
}

export interface Panel {
  /** The values of the columns that divide. */
  readonly group: readonly (string | null)[]
  /** `told people · proposer`; empty where nothing divides. */
  readonly title: string
  readonly rows: readonly Row[]
}

/** Rows by the values of some columns, in the order in which they come. One panel where nothing divides. */
export function panelsOf(table: DataTable, groups: readonly string[] = []): readonly Panel[] {
  const places = groups.map((name) => columnOf(table, name).at)
  const panels = new Map<string, Panel & { readonly rows: Row[] }>()
  for (const row of table.rows) {
    const group = places.map((at) => (row[at] === null ? null : String(row[at])))
    const key = JSON.stringify(group)
    const panel = panels.get(key)
    if (panel) panel.rows.push(row)
    else panels.set(key, { group, title: group.filter((part) => part !== null).join(' · '), rows: [row] })
  }
  return [...panels.values()]
}

/** What holds of this panel: of all panels where it names none. */
export const isOf = (panel: Panel, group: readonly (string | null)[] | undefined): boolean =>
  group === undefined || JSON.stringify(group) === JSON.stringify(panel.group)
