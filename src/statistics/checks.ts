/** What the statistics refuse: a wrong number must not become a plausible result. */
import { quoted, StagegameError } from '../core/errors.ts'

/** A list of numbers, plain or typed. */
export type Numbers = ArrayLike<number> & Iterable<number>

const refusal = (where: string, expected: string, found: unknown) =>
  new StagegameError('bad-statistics-input', `${where}: expected ${expected}, but it is ${quoted(found)}`)

/** Throws `bad-statistics-input` unless all are finite. */
export function finite(where: string, values: Numbers): void {
  for (let at = 0; at < values.length; at++)
    if (!Number.isFinite(values[at])) throw refusal(`${where}, at ${at}`, 'a finite number', String(values[at]))
}

/** Throws `bad-statistics-input` unless both lists are of one length. */
export function paired(where: string, lengths: readonly [number, number]): void {
  if (lengths[0] !== lengths[1]) throw refusal(where, 'lists of one length', lengths)
}

/** Throws `bad-statistics-input` unless it lies strictly between 0 and 1. */
export function share(where: string, value: number): void {
  if (!(value > 0 && value < 1)) throw refusal(where, 'a number between 0 and 1', String(value))
}

/** Throws `bad-statistics-input` unless it is finite and above 0. */
export function positive(where: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value))) throw refusal(where, 'a number above 0', String(value))
}

/** Throws `bad-statistics-input` unless it is a whole number of at least `least`. */
export function whole(where: string, value: number, least = 0): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw refusal(where, `a whole number of at least ${least}`, String(value))
}
