/** Tables as files: what was computed is what is read back. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parquetReadObjects } from 'hyparquet'
import { describe, expect, it } from 'vitest'
import { type Cell, chance, counted, type DataTable, number, share, text, yes } from '../../src/analysis/data-table.ts'
import { writeTables } from '../../src/cli/write-tables.ts'
import { SAMPLE, TABLES } from '../report/sample.ts'
import { freshFolder } from './stagegame.ts'

const TABLE: DataTable = {
  name: 'all-kinds',
  title: 'All kinds',
  describes: 'A row is a case.',
  columns: [
    text('player', 'player', 'Who | where.'),
    counted('matches', 'matches', 'How many.'),
    number('mean', 'mean', 'How much.'),
    share('part', 'part', 'How often.'),
    chance('p', 'p', 'How likely.'),
    yes('exact', 'exact', 'Whether.'),
    number('never', 'never', 'Missing always.'),
  ],
  rows: [
    ['=1+2', 3, 0.1 + 0.2, 1 / 3, 1e-300, true, null],
    ['a, "b"\nשחקן 🦊', 2 ** 53 - 1, -1.7e308, 0, 1, false, null],
    [null, null, null, null, null, null, null],
    ['', 0, 5e-324, 1, 0, true, null],
  ],
  notes: ['A note.'],
}

const read = (folder: string, file: string): string => readFileSync(join(folder, file), 'utf8')

/** As hyparquet reads it: whole counts are bigints. */
async function parquetRows(folder: string, { name, columns }: DataTable): Promise<readonly (readonly Cell[])[]> {
  const bytes = readFileSync(join(folder, `${name}.parquet`))
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
  const rows = await parquetReadObjects({ file })
  return rows.map((row) =>
    columns.map((column): Cell => {
      const cell = row[column.name] ?? null
      return typeof cell === 'bigint' ? Number(cell) : cell
    }),
  )
}

describe('tables that are written', () => {
  it('come back from Parquet to the last bit', async () => {
    const folder = freshFolder()
    await writeTables(folder, [TABLE, ...TABLES], ['parquet'])
    for (const table of [TABLE, ...TABLES]) expect(await parquetRows(folder, table)).toEqual(table.rows)
  })

  it('are CSV with every digit, missing cells empty, and formulas disarmed', async () => {
    const folder = freshFolder()
    await writeTables(folder, [TABLE], ['csv'])
    expect(read(folder, 'all-kinds.csv')).toBe(
      [
        'player,matches,mean,part,p,exact,never',
        `'=1+2,3,0.30000000000000004,0.3333333333333333,1e-300,true,`,
        `"a, ""b""\nשחקן 🦊",9007199254740991,-1.7e+308,0,1,false,`,
        ',,,,,,',
        ',0,5e-324,1,0,true,',
        '',
      ].join('\r\n'),
    )
  })

  it('can have no rows', async () => {
    const folder = freshFolder()
    const empty = { ...TABLE, rows: [] }
    await writeTables(folder, [empty], ['csv', 'parquet'])
    expect(read(folder, 'all-kinds.csv')).toBe('player,matches,mean,part,p,exact,never\r\n')
    expect(await parquetRows(folder, empty)).toEqual([])
  })

  it('have a codebook of every column of every table, for programs and for people', async () => {
    const folder = freshFolder()
    const files = await writeTables(folder, [TABLE, ...TABLES], ['csv'])
    expect(readdirSync(folder).sort()).toEqual(files.map((file) => file.slice(folder.length + 1)).sort())
    const lines = read(folder, 'codebook.csv').trimEnd().split('\r\n')
    expect(lines.slice(0, 2)).toEqual(['table,column,type,describes', 'all-kinds,player,text,Who | where.'])
    for (const { name, columns } of [TABLE, ...TABLES])
      for (const column of columns) {
        expect(lines.filter((line) => line.startsWith(`${name},${column.name},${column.type},`))).toHaveLength(1)
        expect(read(folder, 'codebook.md')).toContain(`| \`${column.name}\` | ${column.type} |`)
      }
    expect(read(folder, 'codebook.md')).toContain('| `player` | text | Who \\| where. |')
    expect(SAMPLE.sections.at(-1)!.title).toBe('Codebook')
  })

  it('write over nothing that is there, unless they are told to', async () => {
    const folder = freshFolder()
    writeFileSync(join(folder, 'codebook.md'), 'mine')
    await expect(writeTables(folder, [TABLE], ['csv'])).rejects.toThrow(
      'codebook.md is there already: --force writes over it',
    )
    expect(readdirSync(folder)).toEqual(['codebook.md'])
    await writeTables(folder, [TABLE], ['csv'], { force: true })
    expect(read(folder, 'codebook.md')).toContain('# Codebook')
  })

  it('are refused where two have one name, or a folder cannot be made', async () => {
    const folder = freshFolder()
    await expect(writeTables(folder, [TABLE, TABLE], ['csv'])).rejects.toThrow('found two with the name all-kinds')
    writeFileSync(join(folder, 'file'), '')
    await expect(writeTables(join(folder, 'file'), [TABLE], ['csv'])).rejects.toThrow(/^cannot write .*file: /)
  })
})
