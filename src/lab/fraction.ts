/** Exact fractions: money is never left to floating point. */
import { portable } from '../core/fingerprint.ts'

/** `over / under`, with `under` above 0; not in lowest terms. */
export interface Fraction {
  readonly over: bigint
  readonly under: bigint
}

export const whole = (n: bigint): Fraction => ({ over: n, under: 1n })

/** The decimal that a number is written as: 0.1 is one tenth. Throws a RangeError on what is not finite. */
export function fractionOf(x: number): Fraction {
  if (!Number.isFinite(x)) throw new RangeError(`expected a finite number, got ${x}`)
  const [digits, power = '0'] = String(x).split('e') as [string, string?]
  const [integer, rest = ''] = digits.split('.') as [string, string?]
  const mantissa = BigInt(integer + rest)
  const exponent = Number(power) - rest.length
  return exponent >= 0
    ? { over: mantissa * 10n ** BigInt(exponent), under: 1n }
    : { over: mantissa, under: 10n ** BigInt(-exponent) }
}

/** As `fractionOf`, to 12 significant digits: 0.30000000000000004, which sums of floating point leave, is 0.3. */
export const tidyFraction = (x: number): Fraction => fractionOf(portable(x))

export const plus = (a: Fraction, b: Fraction): Fraction =>
  a.under === b.under
    ? { over: a.over + b.over, under: a.under }
    : { over: a.over * b.under + b.over * a.under, under: a.under * b.under }

export const minus = (a: Fraction, b: Fraction): Fraction => plus(a, { over: -b.over, under: b.under })

export const times = (a: Fraction, b: Fraction): Fraction => ({ over: a.over * b.over, under: a.under * b.under })

/** Throws a RangeError unless `b` is above 0. */
export function dividedBy(a: Fraction, b: Fraction): Fraction {
  if (b.over <= 0n) throw new RangeError('expected a divisor above 0')
  return { over: a.over * b.under, under: a.under * b.over }
}

/** Below 0, 0 or above 0, as a is less than, equal to or more than b. */
export function compared(a: Fraction, b: Fraction): number {
  const difference = a.over * b.under - b.over * a.under
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export const isWhole = ({ over, under }: Fraction): boolean => over % under === 0n

/** The nearest number of floating point. */
export function numberOf({ over, under }: Fraction): number {
  const sign = over < 0n ? '-' : ''
  const size = over < 0n ? -over : over
  const digits = ((size * 10n ** PLACES) / under).toString().padStart(Number(PLACES) + 1, '0')
  return Number(`${sign}${digits.slice(0, -Number(PLACES))}.${digits.slice(-Number(PLACES))}`)
}

const PLACES = 30n

export type Rounding = 'up' | 'nearest' | 'down'

/** To a multiple of `step`, above 0: `up` is towards more, `down` towards less, and half a step goes up. */
export function rounded({ over, under }: Fraction, step: bigint, rounding: Rounding): bigint {
  const size = under * step
  switch (rounding) {
    case 'down':
      return floored(over, size) * step
    case 'up':
      return -floored(-over, size) * step
    case 'nearest':
      return floored(2n * over + size, 2n * size) * step
  }
}

const floored = (over: bigint, under: bigint): bigint => over / under - (over % under < 0n ? 1n : 0n)
