/** Shares of classes: a line of bars a row and a column of bars a class, all measured alike, so that each class compares down its column. */
import type { DataTable } from '../../analysis/data-table.ts'
import { MISSING, shownBy } from '../numbers.ts'
import type { SharesChart } from '../report.ts'
import { type Drawing, drawn, type Size, stacked } from './drawing.ts'
import { fittedApart, fittedBold, LETTERS, widthOf } from './lettering.ts'
import { INK, line, type Mark, words } from './marks.ts'
import { isOf, nameIn, numberIn, panelsOf } from './rows.ts'

interface Bar {
  readonly share: number
  readonly low: number | null
  readonly high: number | null
}

interface ShareRow {
  readonly name: string
  readonly bars: ReadonlyMap<string, Bar>
  readonly people: boolean
}

export interface ShareSheet {
  readonly classes: readonly string[]
  /** What bars are measured to: a whole tenth. */
  readonly full: number
  readonly panels: readonly { readonly title: string; readonly rows: readonly ShareRow[] }[]
}

export function shareSheet(table: DataTable, chart: SharesChart): ShareSheet {
  const [name, kind, share] = [nameIn(table, chart.label), nameIn(table, chart.class), numberIn(table, chart.share)]
  const bound = (column: string | undefined) => (column === undefined ? () => null : numberIn(table, column))
  const [low, high] = [bound(chart.low), bound(chart.high)]
  const people = chart.baselines ?? []
  const classes = [...new Set([...table.rows.map(kind), ...people.flatMap(({ shares }) => Object.keys(shares))])]
  const panels = panelsOf(table, chart.groups).map((panel) => {
    const rows = new Map<string, Map<string, Bar>>()
    for (const row of panel.rows) {
      const bars = rows.get(name(row)) ?? new Map<string, Bar>()
      rows.set(name(row), bars)
      const value = share(row)
      if (value !== null) bars.set(kind(row), { share: value, low: low(row), high: high(row) })
    }
    return {
      title: panel.title,
      rows: [
        ...[...rows].map(([name, bars]) => ({ name, bars, people: false })),
        ...people
          .filter(({ group }) => isOf(panel, group))
          .map(({ label, shares }) => ({
            name: label,
            bars: new Map(Object.entries(shares).map(([one, share]) => [one, { share, low: null, high: null }])),
            people: true,
          })),
      ],
    }
  })
  const ends = panels.flatMap(({ rows }) =>
    rows.flatMap(({ bars }) => [...bars.values()].flatMap((bar) => [bar.share, bar.high ?? 0])),
  )
  const most = ends.reduce((a, b) => Math.max(a, b), 0.1)
  return { classes, full: Math.min(1, Math.ceil(most * 10 - 1e-9) / 10), panels }
}

/** A column is no narrower than this. */
const LEAST = { wide: 88, narrow: 62 }
const GAP = 12

/** Undefined where there is nothing to draw. Classes that do not fit side by side go on below. */
export function shareBars({ classes, full, panels }: ShareSheet, size: Size): Drawing | undefined {
  const names = panels.flatMap(({ rows }) => rows.map(({ name }) => name))
  if (names.length === 0) return undefined
  const left = size.narrow ? 0 : Math.min(200, Math.max(60, ...names.map((name) => widthOf(name, LETTERS.label)))) + 14
  const most = Math.max(1, Math.floor((size.width - left) / (size.narrow ? LEAST.narrow : LEAST.wide)))
  const lines = Math.ceil(classes.length / most)
  const across = Math.ceil(classes.length / lines)
  const parts = Array.from({ length: lines }, (_, at) => classes.slice(at * across, (at + 1) * across)).map((some) =>
    shareBlock(some, panels, { size, left, across, full }),
  )
  return stacked(size.width, parts, 10)
}

interface Layout {
  readonly size: Size
  readonly left: number
  readonly across: number
  readonly full: number
}

function shareBlock(
  classes: readonly string[],
  panels: ShareSheet['panels'],
  { size, left, across, full }: Layout,
): Drawing {
  const column = (size.width - left) / across
  const marks: Mark[] = []
  const step = size.narrow ? 40 : 25
  let y = 26
  for (const [at, one] of classes.entries())
    marks.push(
      words(fittedBold(one, column - GAP, LETTERS.small), left + at * column, 9, {
        size: LETTERS.small,
        bold: true,
        whole: one,
      }),
    )
  for (const { title, rows } of panels) {
    if (title !== '') {
      marks.push(words(fittedBold(title, size.width), 0, y + 8, { bold: true, whole: title }))
      y += 26
    }
    const short = fittedApart(
      rows.map(({ name }) => name),
      size.narrow ? size.width : left - 14,
    )
    for (const [nth, row] of rows.entries()) {
      const middle = y + (size.narrow ? 26 : step / 2)
      const how = { italic: row.people, fill: row.people ? INK.muted : INK.text, whole: row.name }
      marks.push(
        size.narrow
          ? words(short[nth]!, 0, y + 9, how)
          : words(short[nth]!, left - 14, middle, { ...how, anchor: 'end' }),
      )
      for (const [at, one] of classes.entries())
        marks.push(...barMarks(row, one, { x: left + at * column, y: middle, width: column - GAP, full }))
      y += step
    }
    y += 8
  }
  return drawn({ width: size.width, height: y }, marks)
}

/** A bar's number needs so much beside it. */
const NUMBER = 36

function barMarks(
  { name, bars, people }: ShareRow,
  one: string,
  { x, y, width, full }: { readonly x: number; readonly y: number; readonly width: number; readonly full: number },
): readonly Mark[] {
  const bar = bars.get(one)
  const room = Math.max(12, width - NUMBER)
  const place = (share: number) => x + Math.min(1, Math.max(0, share / full)) * room
  const ground = line([x, y - 8], [x, y + 8], INK.muted)
  if (!bar) return [ground, words(MISSING, x + 5, y, { size: LETTERS.small, fill: INK.muted })]
  const text = percent(bar.share)
  const ends = bar.low === null || bar.high === null ? undefined : ([place(bar.low), place(bar.high)] as const)
  return [
    {
      kind: 'box',
      x1: x,
      x2: Math.max(place(bar.share), x + 0.5),
      y1: y - 7,
      y2: y + 7,
      title: `${name}, ${one}: ${text}`,
      look: people
        ? { fill: INK.people, fillOpacity: 0.16, stroke: INK.people, strokeDasharray: '3 2' }
        : { fill: INK.main, fillOpacity: 0.5 },
    },
    ground,
    ...(ends ? [line([ends[0], y], [ends[1], y], INK.text, { width: 1.5 })] : []),
    words(text, Math.max(place(bar.share), ends?.[1] ?? 0) + 4, y, {
      size: LETTERS.small,
      fill: people ? INK.muted : INK.text,
    }),
  ]
}

/** Whole percents: the table has the digits. */
const percent = (share: number): string => (share > 0 && share < 0.005 ? '< 1 %' : `${Math.round(100 * share)} %`)

/** For whoever cannot see it: the most frequent class of each row. */
export function shareWords({ classes, panels }: ShareSheet): string {
  const shown = shownBy({ type: 'share' }, [0.5])
  const said = panels.flatMap(({ title, rows }) =>
    rows.slice(0, 12).map(({ name, bars }) => {
      const [top] = [...bars].sort(([, a], [, b]) => b.share - a.share)
      return `${title === '' ? '' : `${title}, `}${name}: ${top ? `most often ${top[0]}, ${shown(top[1].share)}` : 'none'}`
    }),
  )
  return `Shares of ${classes.join(', ')}. ${said.join('. ')}.`
}
