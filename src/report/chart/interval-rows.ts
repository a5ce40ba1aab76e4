/** A point and its interval a row, as in a forest plot: name, mark and numbers. On a phone the name stands above its mark. */
import type { Column } from '../../analysis/data-table.ts'
import { MISSING, tickText } from '../numbers.ts'
import { type Drawing, drawn, type Size } from './drawing.ts'
import { fitted, fittedApart, fittedBold, LETTERS, widthOf } from './lettering.ts'
import { gridDown, INK, line, type Mark, words } from './marks.ts'
import { type Axis, axisOver, placed } from './scale.ts'

export interface IntervalRow {
  readonly name: string
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  /** `12.3 [10.1, 14.5]` */
  readonly numbers: string
  /** What others did: another shape, in italics. */
  readonly people?: boolean
}

export interface IntervalPanel {
  readonly title: string
  readonly rows: readonly IntervalRow[]
}

export interface IntervalSheet {
  readonly panels: readonly IntervalPanel[]
  readonly type: Column['type']
  readonly unit: string
  readonly reference?: { readonly label: string; readonly value: number } | undefined
  /** Ranks have an axis of their own, and bars that weigh more than points. */
  readonly axis?: (many: number) => Axis
}

interface Placed extends IntervalRow {
  readonly short: string
  readonly y: number
}

/** Undefined where there is nothing to draw, or no axis can hold it. */
export function intervalRows(sheet: IntervalSheet, size: Size): Drawing | undefined {
  const rows = sheet.panels.flatMap((panel) => panel.rows)
  const axis = axisOf(sheet, rows, size)
  if (!axis) return undefined
  const field = fieldOf(rows, size)
  const at = placed(axis, [field.left, field.right])
  const tick = tickText(sheet.type, axis.ticks)
  const { headings, lines, top, bottom } = laidOut(sheet, field, size)
  return drawn({ width: size.width, height: bottom + 40 }, [
    ...gridDown(axis, at, { ...field, top: top - 4, bottom }, { tick, unit: sheet.unit, width: size.width }),
    ...zeroLine(axis, at, top - 4, bottom),
    ...referenceMarks(sheet, at, field, bottom, size),
    ...headings.map(({ text, whole, y }) => words(text, 0, y, { bold: true, halo: true, whole })),
    ...lines.flatMap((row) => [...nameAndNumbers(row, field, size), ...markOf(row, at)]),
  ])
}

function axisOf({ reference, axis }: IntervalSheet, rows: readonly IntervalRow[], { narrow }: Size): Axis | undefined {
  const many = narrow ? 4 : 5
  if (axis) return axis(many)
  const values = rows.flatMap(({ value, low, high }) => (value === null ? [] : [value, low ?? value, high ?? value]))
  return values.length === 0 ? undefined : axisOver([...values, ...(reference ? [reference.value] : [])], many)
}

interface Field {
  readonly left: number
  readonly right: number
  /** Where names end, or begin on a phone. */
  readonly names: number
}

function fieldOf(rows: readonly IntervalRow[], { width, narrow }: Size): Field {
  if (narrow) return { left: 14, right: width - 14, names: 0 }
  const names = Math.min(270, Math.max(60, ...rows.map(({ name }) => widthOf(name, LETTERS.label))))
  const numbers = Math.min(190, Math.max(30, ...rows.map((row) => widthOf(row.numbers, LETTERS.small))))
  return { left: names + 22, right: width - numbers - 22, names }
}

const HEADING = 28
const REFERENCE = 20

function laidOut({ panels, reference }: IntervalSheet, { names }: Field, { narrow, width }: Size) {
  const step = narrow ? 38 : 25
  const headings: { readonly text: string; readonly whole: string; readonly y: number }[] = []
  const lines: Placed[] = []
  const top = reference ? REFERENCE : 4
  let y = top
  for (const { title, rows } of panels) {
    if (title !== '') {
      headings.push({ text: fittedBold(title, width), whole: title, y: y + (y === top ? 8 : 14) })
      y += y === top ? HEADING - 6 : HEADING
    }
    const room = narrow ? width - 12 - Math.max(0, ...rows.map((row) => widthOf(row.numbers, LETTERS.small))) : names
    const short = fittedApart(
      rows.map(({ name }) => name),
      room,
    )
    for (const [at, row] of rows.entries()) {
      lines.push({ ...row, short: short[at]!, y: y + (narrow ? 28 : step / 2) })
      y += step
    }
  }
  return { headings, lines, top, bottom: y + 4 }
}

function nameAndNumbers(row: Placed, { names, right }: Field, { narrow, width }: Size): readonly Mark[] {
  const y = narrow ? row.y - 16 : row.y
  const how = { halo: true, italic: row.people === true, fill: row.people ? INK.muted : INK.text }
  return [
    narrow
      ? words(row.short, 0, y, { ...how, whole: row.name })
      : words(row.short, names, y, { ...how, anchor: 'end', whole: row.name }),
    narrow
      ? words(row.numbers, width, y, { size: LETTERS.small, anchor: 'end', halo: true, fill: how.fill })
      : words(row.numbers, right + 22, y, { size: LETTERS.small, fill: how.fill }),
  ]
}

function markOf(row: Placed, at: (x: number) => number): readonly Mark[] {
  const { value, low, high, y, people } = row
  const colour = people ? INK.people : INK.main
  const bar =
    low === null || high === null
      ? []
      : [
          line(
            [at(low), y],
            [at(high), y],
            colour,
            value === null ? { width: 7, round: true } : { width: 2, round: true },
          ),
        ]
  if (value === null) return bar
  const place = { kind: 'dot', x: at(value), y, title: `${row.name}: ${row.numbers}` } as const
  return [
    ...bar,
    people
      ? { ...place, look: { symbol: 'diamond', r: 5.5, fill: INK.paper, stroke: colour, strokeWidth: 2 } }
      : { ...place, look: { symbol: 'circle', r: 5, fill: colour, stroke: INK.paper, strokeWidth: 1.5 } },
  ]
}

const zeroLine = ({ domain: [low, high] }: Axis, at: (x: number) => number, top: number, bottom: number) =>
  low < 0 && high > 0 ? [line([at(0), top], [at(0), bottom], INK.muted)] : []

function referenceMarks(
  { reference, type }: IntervalSheet,
  at: (x: number) => number,
  { left, right }: Field,
  bottom: number,
  { width }: Size,
): readonly Mark[] {
  if (!reference) return []
  const x = at(reference.value)
  const before = x > (left + right) / 2
  const label = `${reference.label}: ${tickText(type, [reference.value])(reference.value)}`
  const text = fitted(label, before ? x - 6 : width - x - 6, LETTERS.small)
  return [
    line([x, 2], [x, bottom], INK.text, { dashed: true, width: 1.5 }),
    words(text, before ? x - 6 : x + 6, 7, { anchor: before ? 'end' : 'start', size: LETTERS.small, whole: label }),
  ]
}

/** For whoever cannot see it: how many rows, and which lie at the ends. */
export function intervalWords({ panels, unit }: IntervalSheet): string {
  const all = panels.map(({ title, rows }) => {
    const known = rows.filter((row) => row.value !== null).sort((a, b) => a.value! - b.value!)
    const ends = known.length > 1 ? [known[0]!, known.at(-1)!] : known
    const said = ends.map(({ name, numbers }) => `${name} ${numbers}`).join(', highest ')
    return `${title === '' ? '' : `${title}: `}${said === '' ? MISSING : ends.length > 1 ? `lowest ${said}` : said}`
  })
  return `${unit}. ${all.join('. ')}.`
}
