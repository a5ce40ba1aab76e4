/** Texts of the session file: Markdown of paragraphs, headings, lists, emphasis and links; nothing else in it means anything. */
import { html } from 'hono/html'
import type { Html } from './pen.ts'

/** No HTML passes: what is no sign of these is text. Links lead to http, https and mailto alone. Headings begin at h2. */
export function prose(markdown: string): Html {
  const blocks = blocksOf(markdown)
  const top = Math.min(...blocks.flatMap((block) => (block.kind === 'heading' ? [block.level] : [])))
  return html`${blocks.map((block) => blockHtml(block, top))}`
}

type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly start: number; readonly items: string[] }
  | { readonly kind: 'paragraph'; readonly lines: string[] }

const HEADING = /^(#{1,6})\s+(.+?)\s*#*$/
const ITEM = /^\s{0,3}(?:[-*+]|(\d{1,4})[.)])\s+(.*)$/

function blocksOf(markdown: string): readonly Block[] {
  const blocks: Block[] = []
  let apart = true
  for (const line of markdown.split(/\r\n?|\n/)) {
    const last = blocks.at(-1)
    const heading = HEADING.exec(line)
    const item = ITEM.exec(line)
    if (line.trim() === '') apart = true
    else {
      if (heading) blocks.push({ kind: 'heading', level: heading[1]!.length, text: heading[2]! })
      else if (item) addItem(blocks, item[1], item[2]!)
      else if (last?.kind === 'list' && (!apart || /^\s{2,}/.test(line)))
        last.items.push(`${last.items.pop()} ${line.trim()}`)
      else if (last?.kind === 'paragraph' && !apart) last.lines.push(line)
      else blocks.push({ kind: 'paragraph', lines: [line] })
      apart = false
    }
  }
  return blocks
}

function addItem(blocks: Block[], number: string | undefined, text: string): void {
  const last = blocks.at(-1)
  const ordered = number !== undefined
  if (last?.kind === 'list' && last.ordered === ordered) last.items.push(text)
  else blocks.push({ kind: 'list', ordered, start: Number(number ?? 1), items: [text] })
}

function blockHtml(block: Block, top: number): Html {
  switch (block.kind) {
    case 'heading': {
      const inside = inline(block.text)
      const level = block.level - top
      return level === 0 ? html`<h2>${inside}</h2>` : level === 1 ? html`<h3>${inside}</h3>` : html`<h4>${inside}</h4>`
    }
    case 'list': {
      const items = block.items.map((item) => html`<li>${inline(item)}</li>`)
      if (!block.ordered) return html`<ul>${items}</ul>`
      return html`<ol${block.start !== 1 && html` start="${block.start}"`}>${items}</ol>`
    }
    case 'paragraph':
      return html`<p>${inline(block.lines.map((line) => line.replace(/ {2,}$/, '\n').replace(/^\s+/, '')).join(' '))}</p>`
  }
}

/** `**strong**`, `*emphasis*`, `_emphasis_`, `[a link](https://…)`, two blanks at the end of a line, and a sign after `\` as it is. */
const SIGNS =
  /\\([\\*_[\]#+.-])|\*\*(?=\S)(.+?)(?<=\S)\*\*|\*(?=[^\s*])(.+?)(?<=[^\s*])\*|(?<![\p{L}\d])_(?=\S)(.+?)(?<=\S)_(?![\p{L}\d])|\[([^\]]+)\]\(((?:https?:\/\/|mailto:)[^\s)]+)\)|(\n) ?/gu

function inline(text: string): Html {
  const parts: (string | Html)[] = []
  let from = 0
  for (const found of text.matchAll(SIGNS)) {
    parts.push(text.slice(from, found.index), signHtml(found))
    from = found.index + found[0].length
  }
  return html`${[...parts, text.slice(from)]}`
}

function signHtml([, itself, strong, starred, lined, link, to]: RegExpExecArray): string | Html {
  if (itself !== undefined) return itself
  if (strong !== undefined) return html`<strong>${inline(strong)}</strong>`
  if (link !== undefined) return html`<a href="${to}" target="_blank" rel="noopener noreferrer">${inline(link)}</a>`
  const said = starred ?? lined
  return said === undefined ? html`<br>` : html`<em>${inline(said)}</em>`
}
