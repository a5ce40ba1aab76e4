/** What a box wants, and what is wrong with what was typed, in the words of one person to another. */
import { quoted } from '../core/errors.ts'
import type { JsonSchema } from '../core/legal.ts'

/** Bounds of this size keep sums exact; nobody who is asked thinks of them. */
const TOLD_BELOW = 1e9

/** `a whole number from 0 to 100`, `a multiple of 10 from 0 to 100`, `a number, 0 or more`. */
export function wanted(schema: JsonSchema, toldBelow = TOLD_BELOW): string {
  const range = rangeIn(schema, toldBelow)
  const { type, multipleOf: step } = schema
  if (step === undefined || step === 1) return `a ${isWhole(schema) ? 'whole number' : 'number'}${range}`
  const whole = type === 'integer' && !Number.isInteger(step) ? 'a whole number and ' : ''
  return `${whole}a multiple of ${plainly(step)}${range}`
}

export const isWhole = ({ type, multipleOf }: JsonSchema): boolean =>
  type === 'integer' || (multipleOf !== undefined && Number.isInteger(multipleOf))

/** Whether a number below 0 may be typed. */
export function mayBeNegative(schema: JsonSchema): boolean {
  const least = leastOf(schema)
  return least === undefined || least.bound < 0
}

function rangeIn(schema: JsonSchema, toldBelow: number): string {
  const told = (bound: Bound | undefined) => (bound && Math.abs(bound.bound) < toldBelow ? bound : undefined)
  const [least, most] = [told(leastOf(schema)), told(mostOf(schema))]
  if (!least && !most) return ''
  if (least && most && !least.open && !most.open) return ` from ${plainly(least.bound)} to ${plainly(most.bound)}`
  const low = least && (least.open ? `above ${plainly(least.bound)}` : `${plainly(least.bound)} or more`)
  const high = most && (most.open ? `below ${plainly(most.bound)}` : `at most ${plainly(most.bound)}`)
  return `, ${[low, high].filter((part) => part !== undefined).join(' and ')}`
}

interface Bound {
  readonly bound: number
  /** The bound itself is not allowed. */
  readonly open: boolean
}

export function leastOf({ minimum, exclusiveMinimum }: JsonSchema): Bound | undefined {
  if (exclusiveMinimum !== undefined && exclusiveMinimum >= (minimum ?? exclusiveMinimum))
    return { bound: exclusiveMinimum, open: true }
  return isBound(minimum) ? { bound: minimum, open: false } : undefined
}

export function mostOf({ maximum, exclusiveMaximum }: JsonSchema): Bound | undefined {
  if (exclusiveMaximum !== undefined && exclusiveMaximum <= (maximum ?? exclusiveMaximum))
    return { bound: exclusiveMaximum, open: true }
  return isBound(maximum) ? { bound: maximum, open: false } : undefined
}

/** zod writes the limits of safe integers where a game sets none. */
const isBound = (x: number | undefined): x is number => x !== undefined && Math.abs(x) < Number.MAX_SAFE_INTEGER

/** What is said to a text that is no number: a comma is explained, and never read as one thing or the other. */
export function notNumber(schema: JsonSchema, text: string): string {
  const asked = wanted(schema)
  if (text === '') return `Type ${asked}.`
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(text))
    return `Type ${asked}, without commas: ${text.replaceAll(',', '')}${isWhole(schema) ? '' : `, or ${text.replaceAll(',', '.')} if the comma stands for a decimal point`}.`
  if (/^[+-]?\d*,\d+$/.test(text))
    return isWhole(schema)
      ? `Type ${asked}, without a comma.`
      : `Type ${asked} with a decimal point (${text.replace(',', '.')}), not a comma.`
  return `Type ${asked}, in digits alone. You typed ${cut(text)}.`
}

export const outside = (schema: JsonSchema, text: string): string =>
  `Choose ${wanted(schema, Number.POSITIVE_INFINITY)}. You typed ${cut(text)}.`

/** A number as it can be typed: without powers of ten, and without signs between thousands. */
export function plainly(x: number): string {
  const text = String(x === 0 ? 0 : x)
  const [digits, power] = text.split('e')
  if (power === undefined) return text
  const [whole, rest = ''] = digits!.replace('-', '').split('.') as [string, string?]
  const point = whole.length + Number(power)
  const all = whole + rest
  const sign = x < 0 ? '-' : ''
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${all}`
  return point >= all.length ? `${sign}${all.padEnd(point, '0')}` : `${sign}${all.slice(0, point)}.${all.slice(point)}`
}

const LONGEST = 30

const cut = (text: string): string => quoted(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)
