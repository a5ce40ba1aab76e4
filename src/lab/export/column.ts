/** Tables of an export: every column says what it holds, and the codebook is made of nothing else. */
import { csvRows } from '../../store/csv.ts'

/** Empty is null or undefined. */
export type Cell = string | number | boolean | null | undefined

export interface Described {
  readonly name: string
  /** `time`: ISO 8601 in UTC; `json`: a list or an object as JSON; `value`: a number, a text, true or false, or JSON. */
  readonly type: 'text' | 'number' | 'truth' | 'time' | 'json' | 'value'
  readonly says: string
  /** When a cell is empty; undefined: never. */
  readonly empty?: string
}

/** A column with what stands in it for a row. */
export interface Column<Row> extends Described {
  readonly cell: (row: Row) => Cell
}

/** A column that is there only where it has a meaning. */
export const columnIf = <Row>(there: boolean, column: Column<Row>): readonly Column<Row>[] => (there ? [column] : [])

export interface Table {
  readonly file: string
  readonly columns: readonly Described[]
  readonly rows: number
  /** The whole file: CSV by RFC 4180, a head line first, formulas escaped. */
  csv(): Promise<string>
}

export function table<Row>(file: string, columns: readonly Column<Row>[], rows: readonly Row[]): Table {
  const names = columns.map(({ name }) => name)
  return {
    file,
    columns: columns.map(({ name, type, says, empty }) => ({
      ...{ name, type, says },
      ...(empty !== undefined && { empty }),
    })),
    rows: rows.length,
    csv: async () => {
      const records = function* () {
        for (const row of rows) yield Object.fromEntries(columns.map(({ name, cell }) => [name, written(cell(row))]))
      }
      let text = ''
      for await (const part of csvRows(names, records())) text += part
      return text
    },
  }
}

/** A truth is `true` or `false`, so that `false` is not taken for missing. */
const written = (cell: Cell): string | number | null => (typeof cell === 'boolean' ? String(cell) : (cell ?? null))

/** A value of an action as a cell: null, which some games take for an answer, is a word; what is absent is empty. */
export function cellOf(value: unknown): Cell {
  if (value === undefined || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  return JSON.stringify(value)
}

/** Every column of every table, as a table. */
export function codebook(tables: readonly Table[]): Table {
  type Row = Described & { readonly file: string }
  const columns: readonly Column<Row>[] = [
    { name: 'file', type: 'text', says: 'The file that the column stands in.', cell: ({ file }) => file },
    { name: 'column', type: 'text', says: 'Its name in the head line.', cell: ({ name }) => name },
    {
      ...{ name: 'type', type: 'text', cell: ({ type }) => type },
      says: 'text; number; truth: true or false; time: ISO 8601 in UTC; json: a list or an object as JSON; value: a number, a text, true or false, or JSON.',
    },
    { name: 'says', type: 'text', says: 'What it holds.', cell: ({ says }) => says },
    {
      ...{ name: 'empty', type: 'text', cell: ({ empty }) => empty },
      ...{ says: 'When a cell of it is empty.', empty: 'no cell of the column is' },
    },
  ]
  const rows = tables.flatMap(({ file, columns: own }) => own.map((column) => ({ file, ...column })))
  const itself = columns.map(({ cell: _, ...own }) => ({ file: 'codebook.csv', ...own }))
  return table('codebook.csv', columns, [...rows, ...itself])
}
