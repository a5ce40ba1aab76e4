/** The report as one page of HTML: no script, and nothing that it would have to fetch. */
import { createHash } from 'node:crypto'
import type { DataTable } from '../analysis/data-table.ts'
import { checkTable } from '../analysis/table-check.ts'
import { chartHtml } from './chart/figure.ts'
import { type Anchors, anchors, bullets, escaped, inline, isolated, paragraphs } from './html.ts'
import { tableHtml } from './html-table.ts'
import type { Block, Report, Section } from './report.ts'
import { STYLE } from './style.ts'

/** Throws `bad-table` and `bad-chart` where a table or a chart breaks its contract. */
export function reportPage(report: Report): string {
  const anchor = anchors()
  for (const taken of ['top', 'main', 'contents', 'summary']) anchor(taken)
  const placed = report.sections.map((section) => placedAt(section, anchor))
  const pen: Pen = { anchor, drawn: new Set() }
  const body = placed.map((section) => sectionHtml(section, 2, pen)).join('')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escaped(report.title)} – report</title>
<style>${STYLE}</style>
</head>
<body id="top">
<a class="skip" href="#main">Skip to the results</a>
${headerHtml(report)}
<nav aria-labelledby="contents"><h2 id="contents">Contents</h2>${contents(placed)}</nav>
<main id="main" tabindex="-1">
<section id="summary" aria-labelledby="summary-heading"><h2 id="summary-heading">In short</h2>${bullets(report.summary, 'summary')}</section>
${body}
</main>
<footer><p>Every number on this page follows from the log of the run. <code>stagegame report --tables</code> writes its tables as files, with a codebook.</p></footer>
</body>
</html>
`
}

/** The page's own style and nothing else. */
const policy = (): string =>
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`

function headerHtml({ title, run, began, code, head, seed }: Report): string {
  const facts = [
    ['run', run],
    ['began', readable(began)],
    ['seed', seed],
    ['code', code],
    ['head of the log', head],
  ].filter(([, value]) => value !== '')
  const entries = facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${escaped(value!)}</dd></div>`)
  return `<header><p class="kind">Report of an experiment</p><h1>${isolated(title)}</h1><dl class="facts">${entries.join('')}</dl></header>`
}

/** `2026-03-01T12:00:00.000Z` → `2026-03-01 12:00 UTC`; any other text as it is. */
const readable = (iso: string): string => iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d(\.\d+)?)?Z$/, '$1 $2 UTC')

interface Placed extends Omit<Section, 'sections'> {
  readonly sections: readonly Placed[]
}

/** Sections come before figures and tables in the choice of anchors: their links last. */
function placedAt(section: Section, anchor: Anchors): Placed {
  const id = anchor(section.id)
  return { ...section, id, sections: (section.sections ?? []).map((inner) => placedAt(inner, anchor)) }
}

const contents = (sections: readonly Placed[]): string =>
  `<ol>${sections
    .map(
      ({ id, title, sections: inner }) =>
        `<li><a href="#${id}">${isolated(title)}</a>${inner.length > 0 ? contents(inner) : ''}</li>`,
    )
    .join('')}</ol>`

function sectionHtml({ id, title, text, blocks, sections }: Placed, level: number, pen: Pen): string {
  const heading = `h${Math.min(6, level)}`
  const inner = sections.map((one) => sectionHtml(one, level + 1, pen))
  return `<section id="${id}" aria-labelledby="${id}-heading"><${heading} id="${id}-heading">${isolated(title)}</${heading}>${paragraphs(text)}${blocks.map((block) => blockHtml(block, pen)).join('')}${inner.join('')}</section>`
}

/** What the page has given out so far: anchors, and the rows under its charts. */
interface Pen {
  readonly anchor: Anchors
  readonly drawn: Set<DataTable['rows']>
}

function blockHtml(block: Block, { anchor, drawn }: Pen): string {
  switch (block.kind) {
    case 'text':
      return `<p>${inline(block.text)}</p>`
    case 'code':
      return `<figure class="code"><figcaption>${inline(block.label)}</figcaption><pre tabindex="0" role="group" aria-label="${escaped(block.label)}"><code>${escaped(block.text)}</code></pre></figure>`
    case 'chart':
      checkTable(block.table)
      return chartHtml(block.chart, block.table, anchor, !firstTime(drawn, block.table.rows))
    case 'table': {
      checkTable(block.table)
      const { table, open = true } = block
      const html = tableHtml(table, anchor(`table-${table.name}`))
      const rows = table.rows.length
      const summary = `<summary>${escaped(table.title)} <span class="count">(${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'})</span></summary>`
      return open ? `<div class="table">${html}</div>` : `<details class="table">${summary}${html}</details>`
    }
  }
}

const firstTime = <T>(seen: Set<T>, one: T): boolean => {
  const first = !seen.has(one)
  seen.add(one)
  return first
}
