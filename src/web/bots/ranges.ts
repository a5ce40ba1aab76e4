/** Numbers that a box asks for, read from the words beside it as a person reads them. */
import type { Rng } from '../../core/chance.ts'
import { plainly } from '../../lab/wanted.ts'

interface Range {
  readonly least: number
  readonly most: number
  /** Of which every number is a multiple; undefined: of nothing. */
  readonly step: number | undefined
  /** The bounds themselves are not allowed. */
  readonly aboveLeast: boolean
  readonly belowMost: boolean
}

const NUMBER = '(-?\\d+(?:\\.\\d+)?)'
const FROM_TO = new RegExp(`from ${NUMBER} to ${NUMBER}`)
const OR_MORE = new RegExp(`${NUMBER} or more`)
const ABOVE = new RegExp(`above ${NUMBER}`)
const AT_MOST = new RegExp(`at most ${NUMBER}`)
const BELOW = new RegExp(`below ${NUMBER}`)
const MULTIPLE = new RegExp(`multiple of ${NUMBER}`)

/** How far numbers go where nothing is said. */
const FAR = 100
/** Steps that are taken of a range without any. */
const STEPS = 1000

/** `A whole number from 0 to 100.`; undefined where the words say nothing of a number. */
export function rangeIn(words: string): Range | undefined {
  const said = words.split(/\.(?:\s|$)/).find((sentence) => /\b(number|multiple)\b/i.test(sentence))
  if (said === undefined) return undefined
  const found = (pattern: RegExp, at = 1) => {
    const text = pattern.exec(said)?.[at]
    return text === undefined ? undefined : Number(text)
  }
  const low = found(FROM_TO) ?? found(OR_MORE) ?? found(ABOVE)
  const high = found(FROM_TO, 2) ?? found(AT_MOST) ?? found(BELOW)
  const least = low ?? (high === undefined ? 0 : high - FAR)
  return {
    least,
    most: high ?? least + FAR,
    step: found(MULTIPLE) ?? (/whole number/i.test(said) ? 1 : undefined),
    aboveLeast: ABOVE.test(said),
    belowMost: BELOW.test(said),
  }
}

/** One of the numbers, each as likely, as it is typed. */
export function typedNumber({ least, most, step, aboveLeast, belowMost }: Range, rng: Rng): string {
  const width = step ?? fine(most - least)
  const from = step === undefined ? least : 0
  const first = Math.ceil((least - from) / width - 1e-9) + Number(aboveLeast)
  const last = Math.floor((most - from) / width + 1e-9) - Number(belowMost)
  const nth = first + rng.int(Math.max(1, last - first + 1))
  return plainly(Number((from + nth * width).toPrecision(12)))
}

/** Hundredths, or finer where the range is narrow. */
const fine = (span: number): number => Math.min(0.01, span / STEPS) || 0.01
