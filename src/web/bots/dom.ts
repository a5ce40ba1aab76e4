/** The little of a page’s DOM that bots read. */
import { parseHTML } from 'linkedom'

export interface Root {
  querySelector(selector: string): Element | null
  querySelectorAll(selector: string): Iterable<Element>
}

export interface Element extends Root {
  readonly tagName: string
  readonly textContent: string
  getAttribute(name: string): string | null
  hasAttribute(name: string): boolean
  closest(selector: string): Element | null
}

export const parsed = (html: string): Root => parseHTML(html).document as unknown as Root

/** What a reader sees of it, on one line. */
export const textOf = (element: Element | null): string => (element?.textContent ?? '').replace(/\s+/g, ' ').trim()
