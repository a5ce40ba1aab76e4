/** A chart on the page: the drawing for a page and the one for a phone, in words for whoever sees neither, its key, and its table. */
import type { DataTable } from '../../analysis/data-table.ts'
import { type Anchors, bullets, escaped, inline } from '../html.ts'
import { tableHtml } from '../html-table.ts'
import type { Chart } from '../report.ts'
import { type Drawing, SIZES, type Size } from './drawing.ts'
import { intervalRows, intervalWords } from './interval-rows.ts'
import { intervalSheet, rankSheet } from './intervals.ts'
import { matrixCells, matrixSheet, matrixWords } from './matrix-cells.ts'
import { roundLines, roundSheet, roundWords } from './round-lines.ts'
import { shareBars, shareSheet, shareWords } from './share-bars.ts'

/** `again`: its table stands on the page already, and need not be printed once more. Throws `bad-chart` where the chart names a column that its table does not have. */
export function chartHtml(chart: Chart, table: DataTable, anchor: Anchors, again: boolean): string {
  const title = chart.title ?? table.title
  const { draw, words, key } = plannedAs(chart, table)
  const id = anchor(`figure-${table.name}`)
  const [wide, narrow] = SIZES.map((size) => draw(size))
  const svg = (drawing: Drawing, kind: string) =>
    `<svg class="${kind}" role="img" aria-labelledby="${id}-${kind}-title" aria-describedby="${id}-${kind}-desc" viewBox="0 0 ${drawing.width} ${Math.ceil(drawing.height)}" width="${drawing.width}" height="${Math.ceil(drawing.height)}" fill="currentColor" text-anchor="middle"><title id="${id}-${kind}-title">${escaped(title)}</title><desc id="${id}-${kind}-desc">${escaped(`${words} The table below has the numbers.`)}</desc>${drawing.marks}</svg>`
  const drawing =
    wide && narrow
      ? `<div class="chart">${svg(wide, 'wide')}${svg(narrow, 'narrow')}</div><p class="key">${escaped(key)}</p>`
      : `<p class="empty">${table.rows.length === 0 ? 'No rows: there is nothing to draw.' : 'Nothing can be drawn: the values are missing, or too far apart for one axis. The table has them.'}</p>`
  return `<figure id="${id}" aria-labelledby="${id}-caption"><figcaption id="${id}-caption"><strong>${escaped(title)}.</strong> ${inline(table.describes)}</figcaption>${drawing}${bullets(sourcesOf(chart), 'sources')}<details${again ? ' class="again"' : ''}><summary>The numbers of this chart</summary>${tableHtml(table, anchor(`table-${table.name}`))}</details></figure>`
}

interface Planned {
  readonly draw: (size: Size) => Drawing | undefined
  readonly words: string
  /** How to read it: no mark is told by its colour alone. */
  readonly key: string
}

function plannedAs(chart: Chart, table: DataTable): Planned {
  switch (chart.type) {
    case 'intervals': {
      const sheet = intervalSheet(table, chart)
      const people = chart.baselines?.length ? ' Hollow diamonds, in italics: what others did.' : ''
      const line = chart.reference ? ` Dashed line: ${chart.reference.label}.` : ''
      const key = `Dots are values, bars their intervals.${people}${line}`
      return { draw: (size) => intervalRows(sheet, size), words: intervalWords(sheet), key }
    }
    case 'ranks': {
      const sheet = rankSheet(table, chart)
      const key = 'Bars go from the best to the worst rank that the data allow; a dot is a rank that is certain.'
      return { draw: (size) => intervalRows(sheet, size), words: rankWords(table, chart.label), key }
    }
    case 'shares': {
      const sheet = shareSheet(table, chart)
      const people = chart.baselines?.length ? ' Dashed outlines, in italics: what others did.' : ''
      const bounds = chart.low === undefined ? '' : ' Thin lines are intervals.'
      const key = `Bars are measured from 0 to ${Math.round(100 * sheet.full)} %, in every column alike.${bounds}${people}`
      return { draw: (size) => shareBars(sheet, size), words: shareWords(sheet), key }
    }
    case 'rounds': {
      const sheet = roundSheet(table, chart)
      const people = chart.baselines?.length ? ' Dashed, with hollow diamonds: what others did.' : ''
      const key = `Each line has a shape of its own; bands are intervals.${people}`
      return { draw: (size) => roundLines(sheet, size), words: roundWords(sheet), key }
    }
    case 'matrix': {
      const sheet = matrixSheet(table, chart)
      const percent = sheet.type === 'share' ? ' Numbers, where there is room for them, are percent.' : ''
      const key = `Each cell is the ${chart.unit}: the row against the column, by number. More than even is bold, or a filled square; less is plain, or hollow.${percent}`
      return { draw: (size) => matrixCells(sheet, size), words: matrixWords(sheet), key }
    }
  }
}

const rankWords = (table: DataTable, label: string): string =>
  `The best and the worst rank that the data allow, for each ${label}: ${table.rows.length} rows.`

const sourcesOf = (chart: Chart): readonly string[] => {
  const people = 'baselines' in chart ? (chart.baselines ?? []) : []
  return [...new Set(people.flatMap(({ label, source }) => (source === undefined ? [] : [`${label}: ${source}`])))]
}
