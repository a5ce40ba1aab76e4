/** Tables of a page: a caption, heads of columns and rows, and a frame in which a wide one scrolls by itself. */
import { html } from 'hono/html'
import type { Html } from '../pen.ts'

export type Cell = string | Html

export interface Row {
  readonly cells: readonly Cell[]
  /** It is about this person. */
  readonly own?: boolean
}

/** The first cell of each row is its head. */
export const tableHtml = (caption: string, head: readonly string[], rows: readonly (Row | readonly Cell[])[]): Html =>
  html`<div class="scroll" role="group" aria-label="${caption}" tabindex="0"><table>
    <caption>${caption}</caption>
    <thead><tr>${head.map((name) => html`<th scope="col"${name.length > 20 && LONG}>${name}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => rowHtml('cells' in row ? row : { cells: row }))}</tbody>
  </table></div>`

const rowHtml = ({ cells: [first, ...rest], own }: Row): Html =>
  html`<tr${own && html` class="own"`}><th scope="row"${isLong(first!, /./) && LONG}>${first}</th>${rest.map((cell) => html`<td${isLong(cell, LIST) && LONG}>${cell}</td>`)}</tr>`

/** Words, and lists of numbers, take some lines, but not one for each word. */
const LONG = html` class="long"`
const LIST = /^[\d\s.,−]+$/
const isLong = (cell: Cell, kind: RegExp): boolean => typeof cell === 'string' && cell.length > 12 && kind.test(cell)

/** One figure that matters most. */
export const figureHtml = (label: string, figure: string, unit = 'points'): Html =>
  html`<p class="figure"><span class="figure-label">${label}</span> <strong>${figure}</strong> ${unit}</p>`

/** Names with what they are. */
export const pairsHtml = (pairs: readonly (readonly [string, Cell])[]): Html =>
  html`<dl class="pairs">${pairs.map(([name, what]) => html`<div><dt>${name}</dt><dd>${what}</dd></div>`)}</dl>`
