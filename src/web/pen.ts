/** How a page writes: where its form goes, and how numbers, money and texts look. */
import type { html } from 'hono/html'

/** What the `html` tag gives. */
export type Html = ReturnType<typeof html>

export interface Pen {
  /** Where the form of the page is posted to. */
  readonly action: string
  readonly nonce: string
  readonly language: string
  /** At most six significant digits, with a point as numbers are to be typed; thousands stand apart from 10,000 on. */
  number(n: number): string
  /** An amount in the smallest coins of its currency. */
  money(coins: number, currency: string): string
  /** A text of the session file: Markdown, rendered safely. */
  prose(markdown: string): Html
}

/** A pen for one page. */
export const penOf = (page: Pick<Pen, 'action' | 'nonce' | 'language' | 'prose'>): Pen => ({
  ...page,
  number: numberText,
  money: moneyIn(page.language),
})

/**
 * Numbers look as the rules’ own words and the boxes have them, in any language: with a comma they would read as one thing, and be
 * refused as another. Thousands are set apart by a narrow space.
 */
function numberText(n: number): string {
  const rounded = Number(n.toPrecision(6)) + 0
  const format = Math.abs(rounded) < 10_000 ? PLAIN : GROUPED
  return format.format(rounded).replaceAll(',', '\u202f').replace('-', '−')
}

const PLAIN = new Intl.NumberFormat('en', { useGrouping: false, maximumFractionDigits: 12 })
const GROUPED = new Intl.NumberFormat('en', { maximumFractionDigits: 12 })

function moneyIn(language: string): Pen['money'] {
  return (coins, currency) => {
    const format = new Intl.NumberFormat(language, { style: 'currency', currency })
    const { maximumFractionDigits = 2 } = format.resolvedOptions()
    return format.format(coins / 10 ** maximumFractionDigits)
  }
}
