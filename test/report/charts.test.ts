/** Charts hold whatever a run brings: nothing at all, one of it, all the same, far too much, and names that mean harm. */
import { parseHTML } from 'linkedom'
import { describe, expect, it } from 'vitest'
import { type Cell, counted, type DataTable, number, share, text, withInterval } from '../../src/analysis/data-table.ts'
import { reportPage } from '../../src/report/page.ts'
import type { Block, Chart } from '../../src/report/report.ts'
import { SAMPLE } from './sample.ts'

const HARM = '<script>alert(1)</script>'
const LONG = `${'a very long name of a model '.repeat(3).slice(0, 70)}🦊מודל${HARM}`

/** All columns that any chart reads; `values` are one a row. */
function table(names: readonly string[], values: readonly (readonly [Cell, Cell, Cell])[], rounds = 1): DataTable {
  return {
    name: 'extreme',
    title: 'Extreme',
    describes: 'A row is a player in a round.',
    columns: [
      text('condition', 'condition', 'c'),
      text('player', 'player', 'p'),
      text('other', 'other', 'o'),
      counted('round', 'round', 'r'),
      ...withInterval(number('mean', 'mean', 'm'), 0.95),
      counted('best', 'best', 'b'),
      counted('worst', 'worst', 'w'),
      share('part', 'part', 's'),
    ],
    rows: names.flatMap((name, at) =>
      Array.from({ length: rounds }, (_, round): Cell[] => {
        const [value, low, high] = values[(at + round) % values.length]!
        const part = value === null ? null : at / Math.max(1, names.length)
        return ['all', name, names[(at + 1) % names.length]!, round + 1, value, low, high, at + 1, names.length, part]
      }),
    ),
    notes: [],
  }
}

const interval = { label: 'player', value: 'mean', low: 'mean_low', high: 'mean_high', unit: 'points' } as const

const CHARTS: readonly Chart[] = [
  { type: 'intervals', ...interval, groups: ['condition'] },
  {
    type: 'intervals',
    ...interval,
    reference: { label: LONG, value: -3 },
    baselines: [{ label: LONG, value: 7, low: null, source: HARM }],
  },
  { type: 'shares', label: 'player', class: 'other', share: 'part' },
  { type: 'rounds', ...interval, round: 'round', groups: ['condition'] },
  { type: 'ranks', label: 'player', low: 'best', high: 'worst' },
  { type: 'matrix', row: 'player', column: 'other', value: 'part', even: 0.5, unit: 'share' },
  { type: 'matrix', row: 'player', column: 'other', value: 'mean', even: 0, unit: 'difference' },
]

const many = (n: number): readonly string[] => Array.from({ length: n }, (_, at) => `player-${at}`)

const TABLES: Readonly<Record<string, DataTable>> = {
  'no rows': table([], [[1, 0, 2]]),
  'one row': table(['a'], [[1, 0.5, 1.5]]),
  'one row of 0 without an interval': table(['a'], [[0, null, null]]),
  'equal values': table(['a', 'b'], [[4, 4, 4]], 3),
  'values that are missing': table(['a', 'b'], [[null, null, null]], 2),
  'values some of which are missing': table(
    ['a', 'b', 'c'],
    [
      [null, null, null],
      [1, null, 2],
      [2, 1, null],
    ],
    4,
  ),
  'forty players': table(
    many(40),
    [
      [1, 0, 2],
      [-3, -4, -2],
      [9, 8, 10],
    ],
    5,
  ),
  'long, strange and hostile names': table([LONG, `${LONG} too`, 'שחקן', '👩‍🚀', HARM, ''], [[1, 0, 2]], 2),
  'negative values': table(
    ['a', 'b'],
    [
      [-9, -12, -6],
      [-1, -2, -0.5],
    ],
    2,
  ),
  'huge ranges': table(
    ['a', 'b'],
    [
      [1e-9, 0, 1e-8],
      [4e15, -3e15, 5e15],
    ],
    2,
  ),
  'numbers beyond any axis': table(
    ['a', 'b'],
    [
      [1.7e308, null, null],
      [-1.7e308, null, null],
    ],
    2,
  ),
  'almost equal values': table(
    ['a', 'b'],
    [
      [1e15, null, null],
      [1e15 + 0.25, null, null],
    ],
    2,
  ),
  'hundreds of rounds': table(
    ['a', 'b'],
    [
      [1, 0, 2],
      [3, 2, 4],
    ],
    400,
  ),
}

const pageOf = (...blocks: readonly Block[]): string =>
  reportPage({ ...SAMPLE, sections: [{ id: 'one', title: 'One', text: [], blocks }] })

/** Without what is text: the table may say anything. */
const drawingsIn = (page: string): string => (page.match(/<svg[\s\S]*?<\/svg>/g) ?? []).join('\n')

describe.each(Object.entries(TABLES))('with %s', (_, extreme) => {
  it.each(CHARTS.map((chart, at) => [`${chart.type} (${at})`, chart] as const))(
    'a chart of %s is drawn, or says why not, over its table',
    (_, chart) => {
      const page = pageOf({ kind: 'chart', chart, table: extreme })
      const { document } = parseHTML(page)
      const [figure] = document.querySelectorAll('main figure')
      expect(figure!.querySelector('details table')).not.toBeNull()
      expect(figure!.querySelector('.chart, .empty')).not.toBeNull()
      expect(drawingsIn(page)).not.toMatch(/NaN|Infinity|undefined|null/)
      expect(page).not.toContain('<script')
      for (const svg of figure!.querySelectorAll('svg')) {
        const [, , width, height] = svg.getAttribute('viewBox')!.split(' ').map(Number)
        expect(width).toBeGreaterThan(0)
        expect(height).toBeGreaterThan(0)
        for (const dot of svg.querySelectorAll('circle')) {
          expect(Number(dot.getAttribute('cx'))).toBeGreaterThanOrEqual(0)
          expect(Number(dot.getAttribute('cx'))).toBeLessThanOrEqual(width!)
        }
      }
    },
  )
})

describe('a chart', () => {
  const points = (page: string) => parseHTML(page).document.querySelectorAll('svg.wide circle')

  it('draws each value that is there, and a point where there is no interval', () => {
    const [chart] = CHARTS
    const some = table(
      ['a', 'b', 'c'],
      [
        [1, 0, 2],
        [2, null, null],
        [null, null, null],
      ],
    )
    const page = pageOf({ kind: 'chart', chart: chart!, table: some })
    expect([...points(page)].map((dot) => dot.textContent)).toEqual(['a: 1 [0, 2]', 'b: 2'])
    expect(page).toContain('>c</text>')
  })

  it('tells names that were cut apart', () => {
    const alike = ['x', 'y'].map((letter) => `${'long '.repeat(10)}${letter}${' name'.repeat(10)}`)
    const page = pageOf({ kind: 'chart', chart: CHARTS[0]!, table: table(alike, [[1, 0, 2]]) })
    const names = [...parseHTML(page).document.querySelectorAll('svg.wide text')]
      .map((element) => element.firstChild?.textContent ?? '')
      .filter((name) => name.includes('…'))
    expect(names).toHaveLength(2)
    expect(new Set(names).size).toBe(2)
  })

  it('that reads a column which its table does not have is refused by name', () => {
    const chart: Chart = { type: 'ranks', label: 'player', low: 'best', high: 'worse' }
    expect(() => pageOf({ kind: 'chart', chart, table: TABLES['one row']! })).toThrow(
      'a chart of table extreme: expected a column of it (condition, player, other, round, mean, mean_low, mean_high, best, worst, part), found "worse"',
    )
  })
})
