/** Numbers along a line, a dot each, with the same numbers in a table; whose they are is not told but of one’s own. */
import { html } from 'hono/html'
import type { Html, Pen } from '../pen.ts'
import { tableHtml } from './table.ts'

export interface Strip {
  /** Begins the ids of its title and description. */
  readonly id: string
  readonly title: string
  readonly min: number
  readonly max: number
  /** Of the others, in any order. */
  readonly others: readonly number[]
  readonly own: number | null
  /** A line across, and what it is called. */
  readonly mark: { readonly label: string; readonly at: number } | null
}

const WIDTH = 360
const MARGIN = 16
const TALLEST = 120
const LARGEST = 5

/** In whatever order numbers come, nothing of it is in what goes out. */
export function stripHtml(given: Strip, pen: Pen): Html {
  const strip = { ...given, others: given.others.toSorted((a, b) => a - b) }
  const counts = countsOf(strip)
  const table = tableHtml(
    `${strip.title}, lowest first`,
    ['Number', 'Chosen by', ...(strip.own === null ? [] : ['Yours'])],
    counts.map(({ number, times, own }) => ({
      cells: [
        pen.number(number),
        times === 1 ? '1 player' : `${times} players`,
        ...(strip.own === null ? [] : [own ? 'yours' : '']),
      ],
      own,
    })),
  )
  return html`<figure class="strip">${drawing(strip, pen)}${
    counts.length <= MOST_ROWS ? table : html`<details><summary>These numbers as a table</summary>${table}</details>`
  }</figure>`
}

const MOST_ROWS = 12

interface Count {
  readonly number: number
  readonly times: number
  readonly own: boolean
}

function countsOf({ others, own }: Strip): readonly Count[] {
  const all = own === null ? others : [...others, own]
  const times = new Map<number, number>()
  for (const number of all) times.set(number, (times.get(number) ?? 0) + 1)
  return [...times].sort(([a], [b]) => a - b).map(([number, count]) => ({ number, times: count, own: number === own }))
}

function drawing(strip: Strip, pen: Pen): Html {
  const { id, title, min, max, own, mark } = strip
  const x = (number: number) => MARGIN + ((WIDTH - 2 * MARGIN) * (number - min)) / (max - min || 1)
  const { radius, dots, top } = stacked(strip, x)
  const base = 24 + top + LARGEST
  const described = [
    `${strip.others.length} numbers of others on a line from ${pen.number(min)} to ${pen.number(max)}.`,
    own === null ? '' : `Your own is ${pen.number(own)}.`,
    mark ? `${mark.label}: ${pen.number(mark.at)}.` : '',
    'The table has them all.',
  ]
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${base + (own === null ? 26 : 44)}" role="img" aria-labelledby="${id}-title ${id}-desc" font-size="13">
    <title id="${id}-title">${title}</title><desc id="${id}-desc">${described.filter(Boolean).join(' ')}</desc>
    <line x1="${MARGIN}" x2="${WIDTH - MARGIN}" y1="${base}" y2="${base}" stroke="var(--rule)"/>
    <text x="${MARGIN}" y="${base + 20}" text-anchor="start" fill="var(--muted)">${pen.number(min)}</text>
    <text x="${WIDTH - MARGIN}" y="${base + 20}" text-anchor="end" fill="var(--muted)">${pen.number(max)}</text>
    ${dots.map(({ at, up }) => html`<circle cx="${near(at)}" cy="${near(base - up)}" r="${radius}" fill="var(--paper)" stroke="var(--ink)" stroke-width="1.5"/>`)}
    ${
      mark &&
      html`<line x1="${near(x(mark.at))}" x2="${near(x(mark.at))}" y1="18" y2="${base + 4}" stroke="var(--ink)" stroke-width="1.5" stroke-dasharray="5 4"/>
    ${lettering(x(mark.at), 13, `${mark.label} ${pen.number(mark.at)}`, 'var(--ink)')}`
    }
    ${own !== null && ownMark(x(own), base, `you ${pen.number(own)}`)}
  </svg>`
}

/** Dots that would cover each other stand one above the other. */
function stacked({ others }: Strip, x: (number: number) => number) {
  const columns = new Map<number, number[]>()
  for (const number of others) {
    const column = Math.round(x(number) / (2 * LARGEST + 1))
    columns.set(column, [...(columns.get(column) ?? []), x(number)])
  }
  const highest = Math.max(1, ...[...columns.values()].map(({ length }) => length))
  const step = Math.min(2 * LARGEST + 1, TALLEST / highest)
  const radius = Math.max(1.5, Math.min(LARGEST, step / 2))
  const dots = [...columns.values()].flatMap((column) => {
    const middle = column.reduce((a, b) => a + b, 0) / column.length
    return column.map((_, i) => ({ at: column.length === 1 ? column[0]! : middle, up: radius + 1 + i * step }))
  })
  return { radius, dots, top: highest * step }
}

/** Below the line, of a shape of its own: no dot hides it, and it hides none. */
const ownMark = (at: number, base: number, words: string): Html =>
  html`<path d="M${near(at)} ${base + 2}l6 9h-12z" fill="var(--accent)"/>${lettering(at, base + 38, words, 'var(--accent)', true)}`

function lettering(at: number, y: number, words: string, fill: string, bold = false): Html {
  const anchor = at < WIDTH / 3 ? 'start' : at > (2 * WIDTH) / 3 ? 'end' : 'middle'
  return html`<text x="${near(at)}" y="${y}" text-anchor="${anchor}" fill="${fill}"${bold && html` font-weight="bold"`}>${words}</text>`
}

const near = (x: number): number => Math.round(x * 10) / 10
