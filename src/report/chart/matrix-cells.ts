/** Who does better than whom: a cell a pair. More than even is a filled square, less a hollow one; where there is room, the number. */
import type { Column, DataTable } from '../../analysis/data-table.ts'
import { shownBy } from '../numbers.ts'
import type { MatrixChart } from '../report.ts'
import { type Drawing, drawn, type Size, stacked } from './drawing.ts'
import { fitted, fittedBold, LETTERS, widthOf } from './lettering.ts'
import { type Box, INK, type Mark, words } from './marks.ts'
import { columnOf, nameIn, numberIn, panelsOf } from './rows.ts'

export interface MatrixSheet {
  readonly panels: readonly MatrixPanel[]
  readonly even: number
  /** The farthest from even, over all panels; 0 where nothing is. */
  readonly farthest: number
  readonly type: Column['type']
  readonly unit: string
}

interface MatrixPanel {
  readonly title: string
  readonly names: readonly string[]
  readonly value: (row: string, column: string) => number | undefined
}

export function matrixSheet(table: DataTable, chart: MatrixChart): MatrixSheet {
  const [row, column, value] = [nameIn(table, chart.row), nameIn(table, chart.column), numberIn(table, chart.value)]
  const panels = panelsOf(table, chart.groups).map(({ title, rows }): MatrixPanel => {
    const values = new Map<string, number>()
    for (const cells of rows) {
      const found = value(cells)
      if (found !== null) values.set(JSON.stringify([row(cells), column(cells)]), found)
    }
    const names = [...new Set(rows.flatMap((cells) => [row(cells), column(cells)]))]
    return { title, names, value: (a, b) => values.get(JSON.stringify([a, b])) }
  })
  const far = table.rows.flatMap((cells) => value(cells) ?? []).map((x) => Math.abs(x - chart.even))
  const type = columnOf(table, chart.value).column.type
  const most = far.reduce((a, b) => Math.max(a, b), 0)
  return { panels, even: chart.even, farthest: type === 'share' ? 0.5 : most, type, unit: chart.unit }
}

/** Undefined where there is nothing to draw. */
export function matrixCells(sheet: MatrixSheet, size: Size): Drawing | undefined {
  const panels = sheet.panels.filter(({ names }) => names.length > 0)
  if (panels.length === 0) return undefined
  return stacked(
    size.width,
    panels.map((panel) => panelCells(panel, sheet, size)),
    18,
  )
}

function panelCells({ title, names, value }: MatrixPanel, sheet: MatrixSheet, { width, narrow }: Size): Drawing {
  const numbered = names.map((name, at) => `${at + 1}  ${name}`)
  const most = narrow ? 116 : 280
  const left = Math.min(most, Math.max(40, ...numbered.map((name) => widthOf(name, LETTERS.label)))) + 10
  const across = Math.min(narrow ? 60 : 72, (width - left) / names.length)
  const tall = Math.min(32, Math.max(18, across))
  const top = (title === '' ? 0 : 28) + 20
  const every = Math.ceil(18 / across)
  const shown = shownBy(
    { type: sheet.type },
    names.flatMap((a) => names.flatMap((b) => value(a, b) ?? [])),
  )
  const text = (x: number) => (sheet.type === 'share' ? String(Math.round(100 * x)) : shown(x))
  const fits = names.every((a) => names.every((b) => widthOf(text(value(a, b) ?? 0), LETTERS.small) < across - 4))
  const cells = names.flatMap((row, i) =>
    names.flatMap((column, j) => {
      const found = value(row, column)
      const place = { x: left + (j + 0.5) * across, y: top + (i + 0.5) * tall, width: across - 2, height: tall - 2 }
      if (found === undefined)
        return i === j ? [words('·', place.x, place.y, { anchor: 'middle', fill: INK.muted })] : []
      const told = `${row} against ${column}: ${shown(found)}`
      return cellMarks(found, { told, text: fits ? text(found) : undefined, ...place }, sheet)
    }),
  )
  return drawn({ width, height: top + names.length * tall + 4 }, [
    ...(title === '' ? [] : [words(fittedBold(title, width), 0, 10, { bold: true, whole: title })]),
    ...names.flatMap((name, i) => [
      words(fitted(numbered[i]!, left - 10), 0, top + (i + 0.5) * tall, { whole: name }),
      ...(i % every === 0
        ? [
            words(String(i + 1), left + (i + 0.5) * across, top - 9, {
              anchor: 'middle',
              size: LETTERS.small,
              fill: INK.muted,
              whole: name,
            }),
          ]
        : []),
    ]),
    ...cells,
  ])
}

interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly told: string
  readonly text: string | undefined
}

function cellMarks(value: number, { x, y, width, height, told, text }: Place, { even, farthest }: MatrixSheet) {
  const far = farthest === 0 ? 0 : Math.min(1, Math.abs(value - even) / farthest)
  const more = value > even
  const square = (w: number, h: number, look: Box['look']): Mark => ({
    ...{ kind: 'box', x1: x - w / 2, x2: x + w / 2, y1: y - h / 2, y2: y + h / 2, title: told, look },
  })
  if (text !== undefined)
    return [
      square(width, height, {
        fill: far === 0 ? INK.rule : more ? 'var(--c1)' : 'var(--c2)',
        fillOpacity: Math.round(10 + 35 * far) / 100,
      }),
      words(text, x, y, { anchor: 'middle', size: LETTERS.small, bold: more }),
    ]
  const side = Math.max(2, Math.min(width, height) * Math.sqrt(far))
  if (far === 0) return [square(2, 2, { fill: INK.muted })]
  return [more ? square(side, side, { fill: 'var(--c1)' }) : square(side, side, { fill: 'none', stroke: 'var(--c2)' })]
}

/** For whoever cannot see it: how many each does better than. */
export function matrixWords({ panels, even, unit }: MatrixSheet): string {
  const said = panels.flatMap(({ title, names, value }) =>
    names.slice(0, 12).map((name) => {
      const others = names.flatMap((other) => value(name, other) ?? [])
      const more = others.filter((x) => x > even).length
      return `${title === '' ? '' : `${title}, `}${name}: more than even against ${more} of ${others.length}`
    }),
  )
  return `${unit}. ${said.join('. ')}.`
}
