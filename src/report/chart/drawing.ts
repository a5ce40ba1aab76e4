/** Marks drawn by Observable Plot without a browser, made fit for any page: no style of its own, no ids, short numbers. */
import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { type Box, type Dot, INK, type Line, type Mark, type Words } from './marks.ts'

/** A drawing in pixels: what stands inside its `<svg>`. */
export interface Drawing {
  readonly width: number
  readonly height: number
  readonly marks: string
}

/** Every chart is drawn twice: for a page, and for a phone. */
export interface Size {
  readonly width: number
  readonly narrow: boolean
}

export const SIZES: readonly [wide: Size, narrow: Size] = [
  { width: 760, narrow: false },
  { width: 328, narrow: true },
]

const { document } = parseHTML('<!doctype html><html><body></body></html>')

const IN_PIXELS = { axis: null, type: 'identity' } as const

/** In pixels from the top left corner. Marks of one look are drawn together, where the first of them stands; texts come last. */
export function drawn(
  { width, height }: { readonly width: number; readonly height: number },
  marks: readonly Mark[],
): Drawing {
  const alike = new Map<string, Mark[]>()
  for (const mark of marks) {
    const key = JSON.stringify([mark.kind, mark.look])
    const same = alike.get(key)
    if (same && mark.kind !== 'course') same.push(mark)
    else alike.set(same ? `${key} ${alike.size}` : key, [mark])
  }
  const layers = [...alike.values()]
  const isText = ([first]: readonly Mark[]) => first?.kind === 'words'
  const ordered = [...layers.filter((layer) => !isText(layer)), ...layers.filter(isText)]
  const svg = Plot.plot({
    document,
    width,
    height,
    margin: 0,
    x: IN_PIXELS,
    y: IN_PIXELS,
    marks: ordered.flatMap((layer) => plotted(layer)),
  })
  for (const style of svg.querySelectorAll('style')) style.remove()
  for (const element of svg.querySelectorAll('*')) tidied(element)
  return { width, height, marks: svg.innerHTML }
}

/** All of one kind and look. */
function plotted(layer: readonly Mark[]): readonly Plot.Markish[] {
  const [first] = layer
  switch (first!.kind) {
    case 'words':
      return [textOf(layer as readonly Words[], first!.look)]
    case 'line':
      return [linksOf(layer as readonly Line[], first!.look)]
    case 'dot':
      return [Plot.dot(layer as readonly Dot[], { x: 'x', y: 'y', title: 'title', ...first!.look })]
    case 'box':
      return [
        Plot.rect(layer as readonly Box[], { x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', title: 'title', ...first!.look }),
      ]
    case 'course':
      return courseOf(first!)
  }
}

function textOf(texts: readonly Words[], { anchor, fill, size, bold, italic, halo }: Words['look']): Plot.Markish {
  const titled = texts.some(({ title }) => title !== undefined)
  return Plot.text(texts, {
    x: 'x',
    y: 'y',
    text: 'text',
    textAnchor: anchor,
    fill,
    fontSize: size,
    ...(bold ? { fontWeight: 600 } : {}),
    ...(italic ? { fontStyle: 'italic' } : {}),
    ...(halo ? { stroke: INK.paper, strokeWidth: 4 } : {}),
    ...(titled ? { title: 'title' } : {}),
  })
}

const linksOf = (lines: readonly Line[], { stroke, width, dashed, round }: Line['look']): Plot.Markish =>
  Plot.link(lines, {
    x1: 'x1',
    y1: 'y1',
    x2: 'x2',
    y2: 'y2',
    stroke,
    strokeWidth: width,
    ...(dashed ? { strokeDasharray: '4 3' } : {}),
    ...(round ? { strokeLinecap: 'round' as const } : {}),
  })

function courseOf({ points, look: { stroke, width, dashed } }: Extract<Mark, { kind: 'course' }>): Plot.Markish[] {
  const band = points.some(({ low, high }) => low !== null && high !== null)
  return [
    ...(band ? [Plot.areaY(points, { x: 'x', y1: 'low', y2: 'high', fill: stroke, fillOpacity: 0.13 })] : []),
    Plot.lineY(points, {
      ...{ x: 'x', y: 'y', stroke, strokeWidth: width },
      ...(dashed ? { strokeDasharray: '5 4' } : {}),
    }),
  ]
}

interface Attributed {
  readonly attributes: Iterable<{ readonly name: string; value: string }>
  removeAttribute(name: string): void
}

/** A picture's parts have no names of their own, and a tenth of a pixel is enough. */
function tidied(element: Attributed): void {
  for (const attribute of [...element.attributes]) {
    if (attribute.name.startsWith('aria-')) element.removeAttribute(attribute.name)
    else if (PLACES.has(attribute.name)) attribute.value = attribute.value.replace(/-?\d+\.\d{2,}/g, short)
  }
}

const PLACES = new Set(['d', 'transform', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'r', 'width', 'height'])

const short = (digits: string): string => String(Math.round(Number(digits) * 10) / 10)

/** Drawings at places of their own. */
export function composed(
  width: number,
  parts: readonly { readonly at: readonly [number, number]; readonly drawing: Drawing }[],
): Drawing {
  const height = parts.reduce((most, { at: [, y], drawing }) => Math.max(most, y + drawing.height), 0)
  const marks = parts.map(({ at: [x, y], drawing }) => `<g transform="translate(${x},${y})">${drawing.marks}</g>`)
  return { width, height, marks: marks.join('') }
}

/** One under the other. */
export function stacked(width: number, drawings: readonly Drawing[], gap = 0): Drawing {
  let y = 0
  const parts = drawings.map((drawing) => {
    const part = { at: [0, y] as const, drawing }
    y += drawing.height + gap
    return part
  })
  return composed(width, parts)
}
