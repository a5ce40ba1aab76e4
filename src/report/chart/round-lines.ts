/** Means by round: a line a player with a shape of its own, its interval as a band; people dashed. Many players have a panel each. */
import type { Column, DataTable } from '../../analysis/data-table.ts'
import { shownBy, tickText } from '../numbers.ts'
import type { RoundsChart } from '../report.ts'
import { composed, type Drawing, drawn, type Size, stacked } from './drawing.ts'
import { fitted, fittedBold, LETTERS, widthOf } from './lettering.ts'
import { INK, LINES, line, type Mark, words } from './marks.ts'
import { isOf, nameIn, numberIn, panelsOf } from './rows.ts'
import { type Axis, axisOver, placed, wholeAxis } from './scale.ts'

interface Point {
  readonly round: number
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
}

interface RoundLine {
  readonly name: string
  readonly points: readonly Point[]
  readonly people: boolean
}

interface RoundPanel {
  readonly title: string
  readonly lines: readonly RoundLine[]
}

export interface RoundSheet {
  readonly panels: readonly RoundPanel[]
  /** The names of lines that are told apart by colour and shape. */
  readonly names: readonly string[]
  readonly people: readonly string[]
  readonly type: Column['type']
  readonly unit: string
}

export function roundSheet(table: DataTable, chart: RoundsChart): RoundSheet {
  const { groups, unit } = chart
  const name = nameIn(table, chart.label)
  const [round, value, low, high] = [chart.round, chart.value, chart.low, chart.high].map((one) => numberIn(table, one))
  const people = chart.baselines ?? []
  const panels = panelsOf(table, groups).map((panel): RoundPanel => {
    const names = [...new Set(panel.rows.map(name))]
    const lines = names.map((one): RoundLine => {
      const points = panel.rows
        .filter((row) => name(row) === one)
        .flatMap((row): Point[] => {
          const at = round!(row)
          return at === null ? [] : [{ round: at, value: value!(row), low: low!(row), high: high!(row) }]
        })
      return { name: one, points: gapped(points), people: false }
    })
    const others = people
      .filter(({ group }) => isOf(panel, group))
      .map(({ label, values }): RoundLine => {
        const points = values.map(({ round, value }) => ({ round, value, low: null, high: null }))
        return { name: label, points: inOrder(points), people: true }
      })
    return { title: panel.title, lines: [...lines, ...others] }
  })
  const names = [...new Set(table.rows.map(name))]
  const told = {
    people: people.map(({ label }) => label),
    type: table.columns.find((c) => c.name === chart.value)!.type,
    unit,
  }
  if (names.length <= LINES.length) return { panels, names, ...told }
  return { ...byPlayer(panels, names), ...told }
}

/** A round between others that is missing breaks the line. */
function gapped(points: readonly Point[]): readonly Point[] {
  const sorted = inOrder(points)
  return sorted.flatMap((point, at) => {
    const before = sorted[at - 1]
    const gap = before && point.round - before.round > 1
    return gap ? [{ round: before.round + 1, value: null, low: null, high: null }, point] : [point]
  })
}

const inOrder = (points: readonly Point[]): readonly Point[] => [...points].sort((a, b) => a.round - b.round)

/** A panel a player, and in it a line a group where these can be told apart. */
function byPlayer(panels: readonly RoundPanel[], names: readonly string[]) {
  const titles = panels.map(({ title }) => title)
  const few = titles.length <= LINES.length
  const renamed = names.flatMap((name): RoundPanel[] => {
    const own = panels.flatMap(({ title, lines }) =>
      lines.filter((one) => one.people || one.name === name).map((one) => (one.people ? one : { ...one, name: title })),
    )
    if (few) return [{ title: name, lines: own }]
    return titles.map((title) => ({
      title: `${name} · ${title}`,
      lines: own.filter((one) => one.people || one.name === title),
    }))
  })
  return { panels: renamed, names: few ? titles : [] }
}

/** Undefined where there is nothing to draw, or no axis can hold it. */
export function roundLines(sheet: RoundSheet, size: Size): Drawing | undefined {
  const points = sheet.panels.flatMap(({ lines }) => lines.flatMap((one) => one.points))
  const values = points.flatMap(({ value, low, high }) => (value === null ? [] : [value, low ?? value, high ?? value]))
  const up = values.length === 0 ? undefined : axisOver(values, 4)
  if (!up) return undefined
  const rounds = points.map(({ round }) => round)
  const across = acrossOf(sheet.panels.length, size)
  const gap = 16
  const width = (size.width - (across - 1) * gap) / across
  const first = rounds.reduce((a, b) => Math.min(a, b))
  const last = rounds.reduce((a, b) => Math.max(a, b))
  const over = wholeAxis(first, last, width > 300 ? 10 : 5)
  const drawings = sheet.panels.map((panel) => panelDrawing(panel, { sheet, up, over, width, tall: across === 1 }))
  const grid = drawings.map((drawing, at) => ({
    at: [(at % across) * (width + gap), Math.floor(at / across) * (drawings[0]!.height + 12)] as const,
    drawing,
  }))
  return stacked(size.width, [legend(sheet, size), composed(size.width, grid)], 6)
}

function acrossOf(panels: number, { narrow }: Size): number {
  if (narrow) return panels > 6 ? 2 : 1
  if (panels === 1) return 1
  return panels === 2 || panels === 4 ? 2 : 3
}

interface Frame {
  readonly sheet: RoundSheet
  readonly up: Axis
  readonly over: Axis
  readonly width: number
  readonly tall: boolean
}

function panelDrawing({ title, lines }: RoundPanel, { sheet, up, over, width, tall }: Frame): Drawing {
  const tick = tickText(sheet.type, up.ticks)
  const left = Math.max(...up.ticks.map((value) => widthOf(tick(value), LETTERS.small))) + 8
  const top = title === '' ? 8 : 26
  const bottom = top + (tall ? 200 : 150)
  const x = placed(over, [left + 8, width - 10])
  const y = placed(up, [bottom, top])
  return drawn({ width, height: bottom + 36 }, [
    ...(title === '' ? [] : [words(fittedBold(title, width), 0, 9, { bold: true, whole: title })]),
    ...up.ticks.flatMap((value) => [
      line([left, y(value)], [width, y(value)], INK.rule),
      words(tick(value), left - 6, y(value), { anchor: 'end', size: LETTERS.small, fill: INK.muted }),
    ]),
    ...over.ticks.map((round) =>
      words(String(round), x(round), bottom + 13, { anchor: 'middle', size: LETTERS.small, fill: INK.muted }),
    ),
    words('round', (left + width) / 2, bottom + 28, { anchor: 'middle', size: LETTERS.small }),
    ...lines.filter((one) => one.people).flatMap((one) => lineMarks(one, sheet, x, y)),
    ...lines.filter((one) => !one.people).flatMap((one) => lineMarks(one, sheet, x, y)),
  ])
}

function lineMarks(
  { name, points, people }: RoundLine,
  { names, type }: RoundSheet,
  x: (round: number) => number,
  y: (value: number) => number,
): readonly Mark[] {
  const own = people ? PEOPLE : LINES[Math.max(0, names.indexOf(name))]!
  const at = (value: number | null) => (value === null ? null : y(value))
  const told = shownBy(
    { type },
    points.map(({ value }) => value),
  )
  const band = ({ value, low, high }: Point) => value !== null && low !== null && high !== null
  const course = points.map((point) => ({
    x: x(point.round),
    y: at(point.value),
    low: band(point) ? at(point.low) : null,
    high: band(point) ? at(point.high) : null,
  }))
  return [
    { kind: 'course', points: course, look: { stroke: own.colour, width: people ? 1.5 : 2, dashed: people } },
    ...points.flatMap(({ round, value }): Mark[] =>
      value === null ? [] : [dot(x(round), y(value), own, `${name}, round ${round}: ${told(value)}`)],
    ),
  ]
}

type Own = (typeof LINES)[number] | typeof PEOPLE

const PEOPLE = { colour: INK.muted, symbol: 'diamond', hollow: true } as const

const dot = (x: number, y: number, own: Own, title?: string): Mark => ({
  ...{ kind: 'dot', x, y, ...(title === undefined ? {} : { title }) },
  look: {
    ...{ symbol: own.symbol, r: 3.5, strokeWidth: 1.5 },
    ...('hollow' in own ? { fill: INK.paper, stroke: own.colour } : { fill: own.colour, stroke: INK.paper }),
  },
})

/** What each line is, in as many lines of text as it takes. */
function legend({ names, people, unit }: RoundSheet, { width }: Size): Drawing {
  const marks: Mark[] = [words(fitted(unit, width, LETTERS.small), 0, 8, { size: LETTERS.small, whole: unit })]
  let [left, y] = [0, 28]
  const entries = [
    ...names.filter((name) => name !== '').map((name) => ({ name, own: LINES[names.indexOf(name)]! })),
    ...[...new Set(people)].map((name) => ({ name, own: PEOPLE })),
  ]
  for (const { name, own } of entries) {
    const text = fitted(name, Math.min(width - 30, 260), LETTERS.small)
    const needs = 46 + widthOf(text, LETTERS.small)
    if (left > 0 && left + needs - 16 > width) [left, y] = [0, y + 19]
    marks.push(
      ...sample(left, y, own),
      words(text, left + 30, y, { size: LETTERS.small, whole: name, italic: 'hollow' in own }),
    )
    left += needs
  }
  return drawn({ width, height: entries.length > 0 ? y + 12 : 18 }, marks)
}

const sample = (left: number, y: number, own: Own): readonly Mark[] => [
  line([left, y], [left + 24, y], own.colour, { width: 2, dashed: 'hollow' in own }),
  dot(left + 12, y, own),
]

/** For whoever cannot see it: where each line begins and ends. */
export function roundWords({ panels, unit, type }: RoundSheet): string {
  const said = panels.flatMap(({ title, lines }) =>
    lines.slice(0, 12).map(({ name, points }) => {
      const known = points.filter(({ value }) => value !== null)
      const told = shownBy(
        { type },
        known.map(({ value }) => value),
      )
      const [first, last] = [known[0], known.at(-1)]
      const course =
        first && last
          ? `${told(first.value)} in round ${first.round}, ${told(last.value)} in round ${last.round}`
          : 'none'
      return `${[title, name].filter((part) => part !== '').join(', ')}: ${course}`
    }),
  )
  return `${unit}, by round. ${said.join('. ')}.`
}
