/** A table that stands as a list of cards where there is no room for columns; its roles are said, since such a list is none by itself. */
import { html } from 'hono/html'
import type { Html } from '../pen.ts'

export interface Column<T> {
  readonly title: string
  readonly cell: (row: T) => unknown
  readonly right?: boolean
}

export interface Listed<T> {
  readonly caption: string
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[]
  /** Tells a row from the others, for the script. */
  readonly idOf: (row: T) => string
  /** Rows that are to be seen first. */
  readonly markOf?: (row: T) => string | undefined
}

export function tableHtml<T>({ caption, columns, rows, idOf, markOf = () => undefined }: Listed<T>): Html {
  return html`<table role="table" class="listed">
  <caption class="hidden">${caption}</caption>
  <thead role="rowgroup"><tr role="row">${columns.map(({ title, right }) => html`<th role="columnheader" scope="col"${right ? html` class="right"` : ''}>${title}</th>`)}</tr></thead>
  <tbody role="rowgroup">${rows.map((row) => html`<tr role="row" id="${idOf(row)}"${classed(markOf(row))}>${cells(columns, row)}</tr>`)}</tbody>
</table>`
}

const classed = (mark: string | undefined): Html | string => (mark === undefined ? '' : html` class="${mark}"`)

const cells = <T>(columns: readonly Column<T>[], row: T): readonly Html[] =>
  columns.map(({ title, cell, right }, i) => {
    const shown = cell(row)
    if (i === 0) return html`<th role="rowheader" scope="row">${shown}</th>`
    const marks = [right ? 'right' : '', shown === NOTHING ? 'none' : ''].filter((mark) => mark !== '')
    return html`<td role="cell" data-label="${title}"${classed(marks.length > 0 ? marks.join(' ') : undefined)}><div>${shown}</div></td>`
  })

/** A cell of which there is nothing to say; among cards it is left out. */
export const NOTHING = '–'

/** What stands where there is nothing to list. */
export const emptyHtml = (text: unknown): Html => html`<p class="empty">${text}</p>`
