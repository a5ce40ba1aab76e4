/** Who is nearest, in exact arithmetic: a number stands for the decimal that String(x) prints. */
import { memo } from '../../src/core/memo.ts'

/** A fraction of whole numbers, the denominator above 0. */
export interface Fraction {
  readonly over: bigint
  readonly under: bigint
}

/** `0.7`, `7/10`, `1e-7` and the number 0.7 as fractions. Throws a RangeError on anything else. */
export function fractionOf(text: string | number): Fraction {
  const [over, under, more] = String(text).split('/')
  if (over === undefined || more !== undefined) throw new RangeError(`expected a number or a fraction a/b, got ${text}`)
  const [a, b] = [decimal(over), under === undefined ? { over: 1n, under: 1n } : decimal(under)]
  if (b.over <= 0n) throw new RangeError(`expected a fraction with a denominator above 0, got ${text}`)
  return { over: a.over * b.under, under: a.under * b.over }
}

/** A factor as a float, for what need not be exact. Throws as `fractionOf`; not finite where a part is beyond floats. */
export const floatOf = (factor: string | number): number => (typeof factor === 'number' ? factor : floatOfText(factor))

const floatOfText = memo((text: string) => {
  const { over, under } = fractionOf(text)
  return Number(over) / Number(under)
})

function decimal(text: string): Fraction {
  const parts = /^\s*(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,3}))?\s*$/i.exec(text)
  if (!parts) throw new RangeError(`expected a decimal number, got ${JSON.stringify(text)}`)
  const [, sign, whole = '', part = '', power = '0'] = parts
  const digits = BigInt(whole + part) * (sign === '-' ? -1n : 1n)
  const exponent = Number(power) - part.length
  return exponent >= 0
    ? { over: digits * 10n ** BigInt(exponent), under: 1n }
    : { over: digits, under: 10n ** BigInt(-exponent) }
}

/** target = factor · (sum / count + offset): a mean is a sum over n, a median of an even number over 2, a maximum over 1. */
export interface Target {
  /** The factor as it was written, and its value. */
  readonly fraction: string | number
  readonly factor: number
  readonly offset: number
  /** The guesses that the statistic adds up. */
  readonly of: readonly number[]
}

/**
 * Places of the guesses nearest to the target, lowest place first; two equally far on either side are both nearest.
 * Floats rule out what is clearly farther; what is within 1e-9 of the best, relative to all that was added up, is compared exactly.
 */
export function nearest(guesses: readonly number[], target: Target): number[] {
  const near = nearlyNearest(guesses, target)
  if (near.every((place) => guesses[place] === guesses[near[0]!])) return near
  const { over, under } = fractionOf(target.fraction)
  const exact = inCommonUnits([...target.of, target.offset, ...near.map((place) => guesses[place]!)])
  const count = BigInt(target.of.length)
  const sum = exact.slice(0, target.of.length).reduce((a, b) => a + b, 0n)
  const aim = over * (sum + count * exact[target.of.length]!)
  const distances = exact.slice(target.of.length + 1).map((guess) => distance(under * count * guess, aim))
  const best = distances.reduce((a, b) => (b < a ? b : a))
  return near.filter((_, i) => distances[i] === best)
}

function nearlyNearest(guesses: readonly number[], { factor, offset, of }: Target): number[] {
  const aim = factor * (of.reduce((a, b) => a + b, 0) / of.length + offset)
  let best = Number.POSITIVE_INFINITY
  let largest = 0
  for (const guess of guesses) {
    best = Math.min(best, Math.abs(guess - aim))
    largest = Math.max(largest, Math.abs(guess))
  }
  // What may have cancelled out in the aim still left its rounding errors there.
  const scale = largest + factor * (largest + Math.abs(offset))
  const within = best + 1e-9 * scale
  const near: number[] = []
  for (let place = 0; place < guesses.length; place++) if (Math.abs(guesses[place]! - aim) <= within) near.push(place)
  return near
}

/** Decimals as whole multiples of their common unit. */
function inCommonUnits(numbers: readonly number[]): bigint[] {
  const fractions = numbers.map(fractionOf)
  const unit = fractions.reduce((most, { under }) => (under > most ? under : most), 1n)
  return fractions.map(({ over, under }) => over * (unit / under))
}

const distance = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a)
