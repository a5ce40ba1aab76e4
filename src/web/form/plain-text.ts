/** The words of rules and prompts as they are: paragraphs and lists, and no other sign means anything. */
import { html } from 'hono/html'
import { printable } from '../../agents/quotation.ts'
import type { Html } from '../pen.ts'

/**
 * Rules and situations come from prompts, and quote what others wrote: they are no Markdown. Lines that begin with a dash are a
 * list; blank lines part paragraphs; other lines keep to their own. What a reader could not see is shown as \uXXXX.
 */
export function plainText(text: string): Html {
  return html`${blocksOf(printable(text)).map((block) =>
    block.list
      ? html`<ul>${block.lines.map((line) => html`<li>${line}</li>`)}</ul>`
      : html`<p>${block.lines.map((line, i) => (i === 0 ? line : html`<br>${line}`))}</p>`,
  )}`
}

interface Block {
  readonly list: boolean
  readonly lines: readonly string[]
}

function blocksOf(text: string): readonly Block[] {
  const blocks: { list: boolean; lines: string[] }[] = []
  let apart = true
  for (const line of text.split(/\r?\n/)) {
    const said = line.trim()
    const list = said.startsWith('- ')
    const last = blocks.at(-1)
    if (said === '') apart = true
    else {
      const shown = list ? said.slice(2) : said
      if (last && last.list === list && (list || !apart)) last.lines.push(shown)
      else blocks.push({ list, lines: [shown] })
      apart = false
    }
  }
  return blocks
}
