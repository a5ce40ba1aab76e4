/** Payoffs so far by seat over the turns: a small drawing, and the same figures as a table. */
import type { MatchStory } from '../../analysis/match-story.ts'
import { escaped, figure, many, scrolling } from './html.ts'

const WIDTH = 520
const HEIGHT = 240
const MARGIN = { left: 66, right: 66, top: 12, bottom: 30 }
/** More points are thinned out, more lines are not drawn. */
const MOST_POINTS = 200
const MOST_SEATS = 60
/** Of so many lines each has its own colour, dashes and name. */
const TOLD_APART = 8

interface Point {
  /** The turn after which this holds; −1 before the first. */
  readonly turn: number
  readonly payoffs: readonly number[]
}

/** Nothing where the payoffs are not known after two turns at least, or never differ. */
export function payoffLinesHtml({ turns, payoffsBefore, seats }: MatchStory): string {
  const known = turns.flatMap(({ turn, payoffs }) => (payoffs ? [{ turn, payoffs }] : []))
  const all: Point[] = payoffsBefore ? [{ turn: -1, payoffs: payoffsBefore }, ...known] : known
  if (known.length < 2 || seats.length > MOST_SEATS) return ''
  const every = Math.ceil(all.length / MOST_POINTS)
  const points = all.filter((_, i) => i % every === 0 || i === all.length - 1)
  const values = points.flatMap(({ payoffs }) => payoffs)
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)]
  if (low === high) return ''
  const names = seats.map(({ player }, seat) => `seat ${seat}${player === undefined ? '' : ` ${player}`}`)
  const thinned = every > 1 ? ` Every ${every}th turn.` : ''
  return `<figure id="payoffs"><figcaption>Payoffs so far, by seat.${thinned}</figcaption>${drawing(points, low, high, seats.length)}<details><summary>The same as a table</summary>${scrolling(
    'Payoffs so far',
    tableOf(points, names),
  )}</details></figure>`
}

function drawing(points: readonly Point[], low: number, high: number, seats: number): string {
  const first = points[0]!.turn
  const last = points.at(-1)!.turn
  const x = (turn: number) =>
    round(MARGIN.left + ((turn - first) / (last - first)) * (WIDTH - MARGIN.left - MARGIN.right))
  const y = (value: number) =>
    round(HEIGHT - MARGIN.bottom - ((value - low) / (high - low)) * (HEIGHT - MARGIN.top - MARGIN.bottom))
  const ends = labelHeights(points.at(-1)!.payoffs.map(y))
  const lines = Array.from({ length: seats }, (_, seat) => {
    const path = points.map(({ turn, payoffs }) => `${x(turn)},${y(payoffs[seat]!)}`).join(' ')
    if (seats > TOLD_APART) return `<polyline class="line" points="${path}"/>`
    const label = `<text class="end" x="${WIDTH - MARGIN.right + 8}" y="${ends[seat]}" dy="4">seat ${seat}</text>`
    return `<g class="line-${seat}"><polyline class="line" points="${path}"/>${label}</g>`
  })
  const ticks = ticksBetween(low, high).map(
    (value) =>
      `<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y(value)}" y2="${y(value)}"/><text class="tick" x="${MARGIN.left - 8}" y="${y(value)}" dy="4" text-anchor="end">${figure(value)}</text>`,
  )
  const under = turnTicks(first, last).map(
    (turn) =>
      `<text class="tick" x="${x(turn)}" y="${HEIGHT - 10}" text-anchor="middle">${turn < 0 ? 'start' : `turn ${turn}`}</text>`,
  )
  // the script moves the marker to the turn that is shown
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Lines of the payoffs so far of ${many(seats, 'seat')}; the table below has the figures" data-first="${first}" data-last="${last}" data-left="${MARGIN.left}" data-right="${WIDTH - MARGIN.right}">${ticks.join('')}${under.join('')}${lines.join('')}<line class="now" x1="0" x2="0" y1="${MARGIN.top}" y2="${HEIGHT - MARGIN.bottom}" visibility="hidden"/></svg>`
}

function tableOf(points: readonly Point[], names: readonly string[]): string {
  const head = names.map((name) => `<th scope="col">${escaped(name)}</th>`).join('')
  const rows = points.map(
    ({ turn, payoffs }) =>
      `<tr><th scope="row">${turn < 0 ? 'start' : turn}</th>${payoffs.map((payoff) => `<td class="n">${figure(payoff)}</td>`).join('')}</tr>`,
  )
  return `<table><thead><tr><th scope="col">after turn</th>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`
}

const round = (x: number): number => Math.round(x * 10) / 10

/** Labels one under the other, at least 16 apart, as near as can be to where their lines end. */
function labelHeights(ends: readonly number[]): readonly number[] {
  const heights = [...ends]
  const order = ends.map((_, i) => i).sort((a, b) => ends[a]! - ends[b]! || a - b)
  order.forEach((seat, i) => {
    if (i > 0) heights[seat] = Math.max(heights[seat]!, heights[order[i - 1]!]! + 16)
  })
  const over = Math.max(0, heights[order.at(-1)!]! - (HEIGHT - MARGIN.bottom))
  return heights.map((height) => round(height - over))
}

/** Round numbers, three to six of them. */
function ticksBetween(low: number, high: number): readonly number[] {
  const rough = (high - low) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((n) => n * power).find((candidate) => candidate >= rough)!
  const from = Math.ceil(low / step)
  const count = Math.floor(high / step) - from + 1
  return Array.from({ length: count }, (_, i) => Number(((from + i) * step).toPrecision(12)))
}

function turnTicks(first: number, last: number): readonly number[] {
  const step = Math.max(1, Math.ceil((last - first) / 4))
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step)
}
