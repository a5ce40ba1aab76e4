/** How wide a text is about to be, without a browser: for labels that must fit beside a drawing. */
import { printable } from '../../agents/quotation.ts'

/** Sizes of letters in charts, in pixels. */
export const LETTERS = { label: 13, small: 12 } as const

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Width in pixels at a size, on the safe side: fonts differ. */
export const widthOf = (text: string, size: number): number =>
  size * 1.05 * lettersOf(text).reduce((sum, letter) => sum + emOf(letter), 0)

/** One line, no wider than `room`: what is too long loses its middle, since names differ at both ends. */
export function fitted(text: string, room: number, size: number = LETTERS.label): string {
  const line = printable(text).replace(/\s+/g, ' ').trim()
  if (widthOf(line, size) <= room) return line
  const letters = lettersOf(line)
  let kept = letters.length - 1
  while (kept > 1 && widthOf(cut(letters, kept), size) > room) kept--
  return cut(letters, kept)
}

/** As `fitted`, in bold letters. */
export const fittedBold = (text: string, room: number, size: number = LETTERS.label): string =>
  fitted(text, room / 1.16, size)

/** As `fitted`, but names that came out alike are told apart by their number. */
export function fittedApart(names: readonly string[], room: number, size: number = LETTERS.label): readonly string[] {
  const short = names.map((name) => fitted(name, room, size))
  return short.map((name, at) =>
    short.indexOf(name) === short.lastIndexOf(name) ? name : fitted(`${at + 1}. ${names[at]!}`, room, size),
  )
}

const cut = (letters: readonly string[], kept: number): string =>
  `${letters.slice(0, Math.ceil(kept * 0.6)).join('')}…${letters.slice(letters.length - Math.floor(kept * 0.4)).join('')}`

const lettersOf = (text: string): readonly string[] => [...graphemes.segment(text)].map(({ segment }) => segment)

function emOf(letter: string): number {
  if (/^[iljtfrI.,:;'|!()[\]\s-]/.test(letter)) return 0.36
  if (/^[mwMW%@—…]/.test(letter)) return 0.92
  if (/^[A-Z]/.test(letter)) return 0.68
  if (/^[\p{Ll}\p{Nd}]/u.test(letter)) return 0.57
  return /^\p{ASCII}/u.test(letter) ? 0.6 : 1.25
}
