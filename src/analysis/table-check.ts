/** Holds a table of results to its contract before it is drawn or written. */
import { quoted, StagegameError } from '../core/errors.ts'
import type { Cell, Column, DataTable } from './data-table.ts'

const TYPES: Readonly<Record<Column['type'], string>> = {
  text: 'string',
  count: 'number',
  number: 'number',
  share: 'number',
  p: 'number',
  yes: 'boolean',
}

/** Throws `bad-table`: a name that is no file's, a column twice, a row of another width, a cell of another type, NaN or an infinity. */
export function checkTable(table: DataTable): void {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(table.name))
    throw bad(`a table's name: expected small letters, digits and dashes, found ${quoted(table.name)}`)
  const names = table.columns.map(({ name }) => name)
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) throw bad(`table ${table.name}: expected each column once, found ${quoted(twice)} twice`)
  for (const [at, row] of table.rows.entries()) {
    const where = `table ${table.name}, row ${at + 1}`
    if (row.length !== names.length) throw bad(`${where}: expected ${names.length} cells, found ${row.length}`)
    for (const [i, column] of table.columns.entries()) checkCell(row[i], column, `${where}, column ${column.name}`)
  }
}

function checkCell(cell: Cell | undefined, { type }: Column, where: string): void {
  if (cell === null) return
  if (typeof cell !== TYPES[type]) throw bad(`${where}: expected a ${TYPES[type]} or null, found ${quoted(cell)}`)
  if (typeof cell === 'number' && !Number.isFinite(cell))
    throw bad(`${where}: expected a finite number or null, found ${cell}`)
}

const bad = (message: string): StagegameError => new StagegameError('bad-table', message)
