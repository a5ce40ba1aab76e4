/** What drawings are made of, in pixels: words, lines, dots, boxes and courses; colours by name, so that the page gives them. */
import { fitted, LETTERS, widthOf } from './lettering.ts'
import type { Axis } from './scale.ts'

export const INK = {
  text: 'var(--ink)',
  muted: 'var(--muted)',
  rule: 'var(--rule)',
  paper: 'var(--paper)',
  main: 'var(--c1)',
  people: 'var(--c2)',
} as const

/** Colours of lines, each with a shape of its own. */
export const LINES = [
  { colour: 'var(--c1)', symbol: 'circle' },
  { colour: 'var(--c2)', symbol: 'square' },
  { colour: 'var(--c3)', symbol: 'triangle' },
  { colour: 'var(--c4)', symbol: 'diamond' },
  { colour: 'var(--c5)', symbol: 'star' },
  { colour: 'var(--c6)', symbol: 'cross' },
] as const

export type Symbol = (typeof LINES)[number]['symbol']

/** One line of text, centred on `y`. A title is shown where a pointer rests. */
export interface Words {
  readonly kind: 'words'
  readonly x: number
  readonly y: number
  readonly text: string
  readonly title: string | undefined
  readonly look: {
    readonly anchor: 'start' | 'middle' | 'end'
    readonly fill: string
    readonly size: number
    readonly bold: boolean
    readonly italic: boolean
    /** Keeps lines behind it away. */
    readonly halo: boolean
  }
}

export interface Line {
  readonly kind: 'line'
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
  readonly look: {
    readonly stroke: string
    readonly width: number
    readonly dashed: boolean
    readonly round: boolean
  }
}

export interface Dot {
  readonly kind: 'dot'
  readonly x: number
  readonly y: number
  readonly title?: string
  readonly look: {
    readonly symbol: Symbol
    readonly r: number
    readonly fill: string
    readonly stroke: string
    readonly strokeWidth: number
  }
}

export interface Box {
  readonly kind: 'box'
  readonly x1: number
  readonly x2: number
  readonly y1: number
  readonly y2: number
  readonly title: string
  readonly look: {
    readonly fill: string
    readonly fillOpacity?: number
    readonly stroke?: string
    readonly strokeDasharray?: string
  }
}

/** A line through points, broken where y is missing, with a band from low to high where there are intervals. */
export interface Course {
  readonly kind: 'course'
  readonly points: readonly {
    readonly x: number
    readonly y: number | null
    readonly low: number | null
    readonly high: number | null
  }[]
  readonly look: { readonly stroke: string; readonly width: number; readonly dashed: boolean }
}

export type Mark = Words | Line | Dot | Box | Course

interface Lettering extends Partial<Words['look']> {
  /** What was too long for the drawing. */
  readonly whole?: string
}

export const words = (text: string, x: number, y: number, { whole, ...look }: Lettering = {}): Words => ({
  ...{ kind: 'words', x, y, text },
  title: whole === text ? undefined : whole,
  look: { anchor: 'start', fill: INK.text, size: LETTERS.label, bold: false, italic: false, halo: false, ...look },
})

export const line = (
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  stroke: string,
  look: Partial<Line['look']> = {},
): Line => ({ kind: 'line', x1, y1, x2, y2, look: { stroke, width: 1, dashed: false, round: false, ...look } })

interface Field {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Grid lines down a field with their numbers below, and what they measure under those. */
export function gridDown(
  { ticks }: Axis,
  at: (x: number) => number,
  { left, right, top, bottom }: Field,
  { tick, unit, width }: { readonly tick: (x: number) => string; readonly unit: string; readonly width: number },
): readonly Mark[] {
  const title = fitted(unit, width, LETTERS.small)
  return [
    ...ticks.map((x) => line([at(x), top], [at(x), bottom], INK.rule)),
    ...ticks.map((x) => words(tick(x), at(x), bottom + 12, { anchor: 'middle', size: LETTERS.small, fill: INK.muted })),
    words(title, middle(left, right, width, title), bottom + 29, {
      anchor: 'middle',
      size: LETTERS.small,
      whole: unit,
    }),
  ]
}

/** Below the middle of the field, but on the drawing. */
function middle(left: number, right: number, width: number, text: string): number {
  const half = widthOf(text, LETTERS.small) / 2
  return Math.min(Math.max((left + right) / 2, half), Math.max(half, width - half))
}
