/** Tables of results as files: CSV or Parquet, with a codebook for all of them. */
import { createWriteStream, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ColumnSource } from 'hyparquet-writer'
import type { Column, DataTable } from '../analysis/data-table.ts'
import { checkTable } from '../analysis/table-check.ts'
import { StagegameError } from '../core/errors.ts'
import { codebook } from '../report/codebook.ts'
import { csvRows } from '../store/csv.ts'

export type TableFormat = 'csv' | 'parquet'

/**
 * Writes `<name>.csv`, `<name>.parquet` or both for each table, and `codebook.csv` and `codebook.md` for all their columns; says which
 * files it wrote. Throws `bad-table`, `file-exists` before anything is written (unless `force`), and `cannot-write`.
 */
export async function writeTables(
  folder: string,
  tables: readonly DataTable[],
  formats: readonly TableFormat[],
  { force = false }: { readonly force?: boolean } = {},
): Promise<readonly string[]> {
  for (const table of tables) checkTable(table)
  checkNames(tables)
  const book = codebook(tables)
  const files = [
    ...formats.flatMap((format) => tables.map((table) => ({ file: join(folder, `${table.name}.${format}`), table }))),
    { file: join(folder, 'codebook.csv'), table: book },
    { file: join(folder, 'codebook.md'), table: book },
  ]
  const there = files.find(({ file }) => existsSync(file))
  if (there && !force) throw new StagegameError('file-exists', `${there.file} is there already: --force writes over it`)
  await writing(folder, async () => void mkdirSync(folder, { recursive: true }))
  for (const { file, table } of files) await writing(file, () => written(file, table, tables))
  return files.map(({ file }) => file)
}

/** `codebook` is the codebook's own name. */
function checkNames(tables: readonly DataTable[]): void {
  const names = ['codebook', ...tables.map(({ name }) => name)]
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice === undefined) return
  throw new StagegameError('bad-table', `expected tables with names of their own, found two with the name ${twice}`)
}

async function written(file: string, table: DataTable, tables: readonly DataTable[]): Promise<void> {
  if (file.endsWith('.md')) return writeFileSync(file, markdownOf(tables))
  if (file.endsWith('.parquet')) {
    const { parquetWriteBuffer } = await import('hyparquet-writer')
    return writeFileSync(file, Buffer.from(parquetWriteBuffer({ columnData: columnsOf(table) })))
  }
  await pipeline(Readable.from(csvOfTable(table)), createWriteStream(file))
}

/** A table as CSV, part by part. */
export function csvOfTable({ columns, rows }: DataTable): AsyncGenerator<string> {
  const names = columns.map(({ name }) => name)
  const objects = rows.map((row) => Object.fromEntries(names.map((name, at) => [name, plain(row[at])])))
  return csvRows(names, objects)
}

/** What CSV would leave empty: `false` is told as a word, and so is `true`. */
const plain = (cell: DataTable['rows'][number][number] | undefined): string | number | null =>
  typeof cell === 'boolean' ? String(cell) : (cell ?? null)

/** Counts that are whole are integers, all other numbers doubles; every column may have nulls. */
const columnsOf = ({ columns, rows }: DataTable): ColumnSource[] =>
  columns.map(({ name, type }, at) => {
    const cells = rows.map((row) => row[at] ?? null)
    const whole = type === 'count' && cells.every((cell) => cell === null || Number.isSafeInteger(cell))
    if (!whole) return { name, data: cells, type: TYPES[type] }
    return { name, data: cells.map((cell) => (cell === null ? null : BigInt(cell as number))), type: 'INT64' }
  })

const TYPES = {
  text: 'STRING',
  count: 'DOUBLE',
  number: 'DOUBLE',
  share: 'DOUBLE',
  p: 'DOUBLE',
  yes: 'BOOLEAN',
} as const satisfies Readonly<Record<Column['type'], ColumnSource['type']>>

function markdownOf(tables: readonly DataTable[]): string {
  const parts = tables.map(({ name, title, describes, columns, notes }) => {
    const lines = columns.map((column) => `| \`${column.name}\` | ${column.type} | ${cellText(column.describes)} |`)
    const noted = notes.length > 0 ? `\n\n${notes.map((note) => `- ${note}`).join('\n')}` : ''
    return `## ${name}\n\n**${title}.** ${describes}\n\n| column | type | what it is |\n| --- | --- | --- |\n${lines.join('\n')}${noted}\n`
  })
  return `# Codebook\n\nMissing is empty in CSV and null in Parquet.\n\n${parts.join('\n')}`
}

const cellText = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ')

/** What keeps a file from being written is the user's to mend. */
export async function writing(file: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (cause) {
    if (typeof (cause as NodeJS.ErrnoException).code !== 'string') throw cause
    throw new StagegameError('cannot-write', `cannot write ${file}: ${(cause as Error).message}`, { cause })
  }
}
