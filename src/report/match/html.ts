/** Text made into HTML that says nothing but the text: a log may come from anybody. */
import { printable } from '../../agents/quotation.ts'

/** For elements and for quoted attributes alike. What a reader could not see is shown as \uXXXX. */
export const escaped = (text: string): string =>
  PLAIN.test(text) ? text : printable(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign]!)

/** Most of a page: what needs no second look. */
const PLAIN = /^[\w .,:;()+*/%-]*$/

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** At most six significant digits, thousands apart from 10,000 on. */
export function figure(x: number): string {
  if (Number.isInteger(x) && Math.abs(x) < 1e15) return Math.abs(x) < 10_000 ? String(x) : GROUPED.format(x)
  if (Math.abs(x) >= 1e15 || Math.abs(x) < 1e-6) return String(Number(x.toPrecision(6)))
  const rounded = Number(x.toPrecision(6))
  return Math.abs(rounded) < 10_000 ? String(rounded) : GROUPED.format(rounded)
}

const GROUPED = new Intl.NumberFormat('en', { maximumFractionDigits: 12 })

/** `meanHours` → `mean hours`, as a reader says it. */
export const words = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replaceAll('_', ' ')

/** A table that scrolls by itself where it is too wide for the page, by keyboard too. */
export const scrolling = (label: string, table: string): string =>
  `<div class="wide" role="region" aria-label="${escaped(label)}" tabindex="0">${table}</div>`

export const many = (n: number, one: string, more = `${one}s`): string => `${figure(n)} ${n === 1 ? one : more}`
