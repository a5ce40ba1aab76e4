/** A table of results keeps its contract before anything is drawn or written from it. */
import { describe, expect, it } from 'vitest'
import { counted, type DataTable, text, yes } from '../../src/analysis/data-table.ts'
import { checkTable } from '../../src/analysis/table-check.ts'

const TABLE: DataTable = {
  name: 'a-table',
  title: 'A table',
  describes: 'A row is a case.',
  columns: [
    text('player', 'player', 'Who.'),
    counted('matches', 'matches', 'How many.'),
    yes('exact', 'exact', 'Whether.'),
  ],
  rows: [
    ['a', 1, true],
    [null, null, null],
  ],
  notes: [],
}

describe('a table of results', () => {
  it('may have missing cells, and no rows', () => {
    expect(() => checkTable(TABLE)).not.toThrow()
    expect(() => checkTable({ ...TABLE, rows: [] })).not.toThrow()
  })

  it.each([
    [{ name: '../a' }, `a table's name: expected small letters, digits and dashes, found "../a"`],
    [
      { columns: [TABLE.columns[0]!, TABLE.columns[0]!] },
      'table a-table: expected each column once, found "player" twice',
    ],
    [{ rows: [['a', 1]] }, 'table a-table, row 1: expected 3 cells, found 2'],
    [
      { rows: [...TABLE.rows, ['a', '1', true]] },
      'table a-table, row 3, column matches: expected a number or null, found "1"',
    ],
    [{ rows: [['a', 1, 1]] }, 'column exact: expected a boolean or null, found 1'],
    [
      { rows: [['a', Number.POSITIVE_INFINITY, true]] },
      'column matches: expected a finite number or null, found Infinity',
    ],
  ] as const)('is refused where it is broken, and says where: %#', (broken, message) => {
    expect(() => checkTable({ ...TABLE, ...broken })).toThrow(message)
  })
})
