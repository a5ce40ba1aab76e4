/** Pieces of a page: text, anchors, and what stands between backticks or is an address. */
import { escaped } from './match/html.ts'

export { escaped }

/** A text in which words between backticks are set as code and addresses are links; all else says what it says. */
export const inline = (text: string): string =>
  escaped(text)
    .replace(/(\d) %/g, '$1\u00a0%')
    .replace(/`([^`\n]+)`/g, '<code>$1</code>')
    .replace(/https?:\/\/[^\s<>"']+[^\s<>"'.,;:)]/g, (address) => `<a href="${address}">${address}</a>`)

export const paragraphs = (texts: readonly string[]): string => texts.map((text) => `<p>${inline(text)}</p>`).join('')

export const bullets = (texts: readonly string[], name: string): string =>
  texts.length === 0 ? '' : `<ul class="${name}">${texts.map((text) => `<li>${inline(text)}</li>`).join('')}</ul>`

/** Direction follows the text where it may run from right to left. */
export const isolated = (text: string): string =>
  /^[\p{ASCII}\p{Script=Latin}–—’“”]*$/u.test(text) ? escaped(text) : `<bdi>${escaped(text)}</bdi>`

/** Gives out anchors: the name that is asked for, with a number where it is taken. */
export type Anchors = (name: string) => string

export function anchors(): Anchors {
  const taken = new Map<string, number>()
  return (name) => {
    const clean =
      name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-+|-+$/g, '') || 'part'
    const times = (taken.get(clean) ?? 0) + 1
    taken.set(clean, times)
    return times === 1 ? clean : anchorAfter(clean, times, taken)
  }
}

function anchorAfter(clean: string, times: number, taken: Map<string, number>): string {
  const name = `${clean}-${times}`
  if (taken.has(name)) return anchorAfter(clean, times + 1, taken)
  taken.set(name, 1)
  return name
}
