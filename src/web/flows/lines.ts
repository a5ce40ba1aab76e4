/** Lines over a common axis, told apart by their strokes, with the same numbers in a table. */
import { html } from 'hono/html'
import type { Html, Pen } from '../pen.ts'
import { tableHtml } from './table.ts'

export interface Lines {
  /** Begins the ids of its title and description. */
  readonly id: string
  readonly title: string
  readonly across: { readonly name: string; readonly at: readonly number[] }
  /** At most two: one is drawn full, the other dashed. Each has a value for each of `across.at`. */
  readonly lines: readonly { readonly name: string; readonly values: readonly number[] }[]
}

const WIDTH = 360
const HEIGHT = 190
const [LEFT, RIGHT, TOP, BOTTOM] = [60, 12, 14, 40]
const STROKES = [
  { stroke: 'var(--accent)', dash: '', name: 'full line' },
  { stroke: 'var(--ink)', dash: '6 4', name: 'dashed line' },
] as const

export function linesHtml(chart: Lines, pen: Pen): Html {
  const { title, across, lines } = chart
  return html`<figure class="lines">
    <figcaption>${title}</figcaption>
    ${drawing(chart, pen)}
    <ul class="legend">${lines.map((line, i) => html`<li>${sample(i)} ${line.name}</li>`)}</ul>
    <details><summary>These numbers as a table</summary>${tableHtml(
      title,
      [across.name, ...lines.map(({ name }) => name)],
      across.at.map((at, i) => [pen.number(at), ...lines.map(({ values }) => pen.number(values[i]!))]),
    )}</details>
  </figure>`
}

const sample = (nth: number): Html => {
  const { stroke, dash } = STROKES[nth]!
  return html`<svg class="sample" viewBox="0 0 32 8" width="32" height="8" aria-hidden="true"><line x1="0" x2="32" y1="4" y2="4" stroke="${stroke}" stroke-width="2.5"${dash && html` stroke-dasharray="${dash}"`}/></svg>`
}

function drawing({ id, title, across, lines }: Lines, pen: Pen): Html {
  const all = lines.flatMap(({ values }) => values)
  const [low, high] = [-roundedUp(-Math.min(0, ...all)), roundedUp(Math.max(0, ...all))]
  const [first, last] = [across.at[0]!, across.at.at(-1)!]
  const x = (at: number) => near(LEFT + ((WIDTH - LEFT - RIGHT) * (at - first)) / (last - first || 1))
  const y = (value: number) => near(HEIGHT - BOTTOM - ((HEIGHT - BOTTOM - TOP) * (value - low)) / (high - low || 1))
  const described = lines.map(
    ({ name, values }, i) =>
      `${name} (${STROKES[i]!.name}): from ${pen.number(values[0]!)} at ${pen.number(first)} to ${pen.number(values.at(-1)!)} at ${pen.number(last)}.`,
  )
  const grid = [...new Set([low, (low + high) / 2, high])]
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title ${id}-desc" font-size="13">
    <title id="${id}-title">${title}</title><desc id="${id}-desc">${described.join(' ')} The table has all numbers.</desc>
    ${grid.map(
      (value) => html`<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${y(value)}" stroke="var(--rule)"/>
    <text x="${LEFT - 6}" y="${y(value) + 4}" text-anchor="end" fill="var(--muted)">${pen.number(value)}</text>`,
    )}
    <text x="${LEFT}" y="${HEIGHT - BOTTOM + 18}" text-anchor="start" fill="var(--muted)">${pen.number(first)}</text>
    <text x="${WIDTH - RIGHT}" y="${HEIGHT - BOTTOM + 18}" text-anchor="end" fill="var(--muted)">${pen.number(last)}</text>
    <text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 6}" text-anchor="middle" fill="var(--muted)">${across.name}</text>
    ${lines.map(({ values }, i) => {
      const { stroke, dash } = STROKES[i]!
      const points = values.map((value, n) => `${x(across.at[n]!)},${y(value)}`).join(' ')
      return html`<polyline points="${points}" fill="none" stroke="${stroke}" stroke-width="2.5"${dash && html` stroke-dasharray="${dash}"`}/>`
    })}
  </svg>`
}

/** The next of 1, 2, 5, 10, 20, … that is at least so large. */
function roundedUp(x: number): number {
  if (x <= 0) return 0
  const power = 10 ** Math.floor(Math.log10(x))
  return power * [1, 2, 5, 10].find((times) => times * power >= x * (1 - 1e-9))!
}

const near = (x: number): number => Math.round(x * 10) / 10
