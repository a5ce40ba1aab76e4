/** How cells read on a page: digits by the column, so that its numbers compare. */
import type { Cell, Column } from '../analysis/data-table.ts'

/** A cell as a reader takes it in; missing is an en dash. */
export type Shown = (cell: Cell) => string

export const MISSING = '–'

/**
 * How a column's cells are written, and the bounds of their intervals with them: with as many digits as give half an interval
 * of median width two significant ones; without intervals, a number of median size three.
 */
export function shownBy(
  { type }: Pick<Column, 'type'>,
  cells: readonly Cell[],
  bounds: readonly (readonly [Cell, Cell])[] = [],
): Shown {
  const write = writerOf(type, numbersIn([...cells, ...bounds.flat()]), widthsOf(bounds))
  return (cell) => {
    if (cell === null) return MISSING
    if (typeof cell === 'boolean') return cell ? 'yes' : 'no'
    return typeof cell === 'number' ? write(cell) : cell
  }
}

function writerOf(type: Column['type'], numbers: readonly number[], widths: readonly number[]): (x: number) => string {
  if (type === 'share') return shareWith(numbers.every((x) => x === 0 || Math.abs(x) === 1) ? 0 : 1)
  if (type === 'p') return chanceText
  if (type === 'count') return (x) => plain(x, Number.isInteger(x) ? 0 : 1)
  const digits = digitsOf(numbers, widths)
  return (x) => numberText(x, digits)
}

const widthsOf = (bounds: readonly (readonly [Cell, Cell])[]): readonly number[] =>
  bounds.flatMap(([low, high]) => (typeof low === 'number' && typeof high === 'number' ? [(high - low) / 2] : []))

/** Digits after the point: none where all numbers are whole. */
function digitsOf(numbers: readonly number[], widths: readonly number[]): number {
  if (numbers.every(Number.isInteger)) return 0
  const width = medianSize(widths)
  const digits = width === undefined ? 2 - orderOf(medianSize(numbers)!) : 1 - orderOf(width)
  return Math.min(6, Math.max(0, digits))
}

const orderOf = (size: number): number => Math.floor(Math.log10(size))

/** Of what is not 0. */
function medianSize(numbers: readonly number[]): number | undefined {
  const sizes = numbers
    .map(Math.abs)
    .filter((x) => x > 0 && Number.isFinite(x))
    .sort((a, b) => a - b)
  return sizes[Math.floor(sizes.length / 2)]
}

/** A number that its column's digits would show as 0 keeps two significant digits; very large and very small ones are powers of ten. */
function numberText(x: number, digits: number): string {
  const size = Math.abs(x)
  if (size !== 0 && (size >= 1e12 || size < 1e-6)) return powerText(x)
  if (size === 0 || size >= 0.5 * 10 ** -digits) return plain(x, digits)
  return plain(x, 1 - orderOf(size))
}

function powerText(x: number): string {
  const [digits, power] = x.toExponential(2).split('e') as [string, string]
  const raised = [...String(Number(power))].map((sign) => RAISED[sign]!).join('')
  return `${minus(String(Number(digits)))} × 10${raised}`
}

const RAISED: Readonly<Record<string, string>> = Object.fromEntries(
  [...'-0123456789'].map((c, i) => [c, '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'[i]!]),
)

/** 100 % is all and 0 % is none: what is nearly so says so. */
const shareWith =
  (digits: number) =>
  (x: number): string => {
    const percent = 100 * x
    const least = 10 ** -digits
    if (digits > 0 && x > 0 && percent < least / 2) return `< ${least.toFixed(digits)} %`
    if (digits > 0 && x < 1 && percent > 100 - least / 2) return `> ${(100 - least).toFixed(digits)} %`
    return `${plain(percent, digits)} %`
  }

const chanceText = (p: number): string => {
  if (p < 0.001) return '< 0.001'
  return p < 1 && p > 0.9995 ? '> 0.999' : p.toFixed(3)
}

/** Thousands apart, a true minus sign, no minus zero. */
function plain(x: number, digits: number): string {
  const text = formatWith(digits).format(x)
  return /^-[0.,]+$/.test(text) ? text.slice(1) : minus(text)
}

const formats = new Map<number, Intl.NumberFormat>()

function formatWith(digits: number): Intl.NumberFormat {
  const known = formats.get(digits)
  if (known) return known
  const made = new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  formats.set(digits, made)
  return made
}

const minus = (text: string): string => text.replace('-', '−')

const numbersIn = (cells: readonly Cell[]): readonly number[] => cells.filter((cell) => typeof cell === 'number')

/** `12.3 [10.1, 14.5]`; without an interval the value alone. The unit of a share stands once. */
export function withBounds(value: string, low: string, high: string): string {
  if (low === MISSING && high === MISSING) return value
  const bare = (text: string) => text.replace(/ %$/, '')
  return `${value} [${bare(low)}, ${bare(high)}]`
}

/** The numbers of an axis, evenly spaced: as many digits as tell them apart. */
export function tickText(type: Column['type'], ticks: readonly number[]): (x: number) => string {
  const times = type === 'share' ? 100 : 1
  const unit = type === 'share' ? ' %' : ''
  const most = times * Math.max(...ticks.map(Math.abs))
  const step = ticks.length > 1 ? times * Math.abs(ticks[1]! - ticks[0]!) : most
  if (most >= 1e6 || (most > 0 && most < 1e-4)) return (x) => (x === 0 ? '0' : `${powerText(times * x)}${unit}`)
  const digits = step > 0 ? Math.min(6, Math.max(0, -Math.floor(Math.log10(step) + 1e-9))) : 0
  return (x) => `${plain(times * x, digits)}${unit}`
}
