/** The report as a reader meets it: on paper and screen, wide and narrow, light and dark, seen or heard. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseHTML } from 'linkedom'
import { describe, expect, it } from 'vitest'
import { type Cell, counted, type DataTable, number, text } from '../../src/analysis/data-table.ts'
import { reportPage } from '../../src/report/page.ts'
import type { Report } from '../../src/report/report.ts'
import { COLOURS } from '../../src/report/style.ts'
import { accessibilityFaults, browserForTests, noBrowser, overflow } from '../browser.ts'
import { freshFolder } from '../cli/stagegame.ts'
import { SAMPLE } from './sample.ts'

const page = reportPage(SAMPLE)
const { document } = parseHTML(page)

const of = (table: DataTable): Report => ({
  ...SAMPLE,
  sections: [{ id: 'one', title: 'One', text: [], blocks: [{ kind: 'table', table }] }],
})

const plain = (name: string, rows: readonly (readonly Cell[])[]): DataTable => ({
  name,
  title: 'Plain',
  describes: 'A row is a player.',
  columns: [text('player', 'player', 'Who.'), counted('matches', 'matches', 'How many.')],
  rows,
  notes: [],
})

describe('the page of a report', () => {
  it('has every anchor once, and leads to each section from its contents', () => {
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.getAttribute('id'))
    expect(new Set(ids).size).toBe(ids.length)
    const links = [...document.querySelectorAll('nav a')].map((link) => link.getAttribute('href')!.slice(1))
    expect(links).toEqual([
      'results',
      'payoff',
      'wins',
      'contrasts',
      'behaviour',
      'failures',
      'spend',
      'methods',
      'codebook',
    ])
    for (const id of [...links, 'main']) expect(ids).toContain(id)
    const named = [...document.querySelectorAll('[aria-labelledby], [aria-describedby]')]
    for (const element of named)
      for (const name of ['aria-labelledby', 'aria-describedby'])
        if (element.getAttribute(name)) expect(ids).toContain(element.getAttribute(name))
  })

  it('descends from heading to heading without a leap', () => {
    const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(({ tagName }) => Number(tagName[1]))
    levels.slice(1).forEach((level, at) => {
      expect(level - levels[at]!).toBeLessThanOrEqual(1)
    })
    expect(levels.filter((level) => level === 1)).toHaveLength(1)
  })

  it('names every drawing, describes it, and has its numbers in a table under it', () => {
    const figures = [...document.querySelectorAll('figure:not(.code)')]
    expect(figures).toHaveLength(7)
    for (const figure of figures) {
      expect(figure.querySelectorAll('svg[role=img]')).toHaveLength(2)
      for (const svg of figure.querySelectorAll('svg')) {
        expect(svg.querySelector('title')!.textContent).toBe(
          figure.querySelector('figcaption strong')!.textContent!.slice(0, -1),
        )
        expect(svg.querySelector('desc')!.textContent!.length).toBeGreaterThan(60)
      }
      expect(figure.querySelector('details table caption')).not.toBeNull()
    }
  })

  it('says in words what a drawing shows', () => {
    const [first] = document.querySelectorAll('svg desc')
    expect(first!.textContent).toContain(
      'factor 1/2, told people: lowest anthropic:claude-haiku-4-5 2.01 [1.30, 2.71], highest level-2 4.16 [3.72, 4.60].',
    )
  })

  it('has no script, no style of an element, and allows itself nothing but its own style', () => {
    expect(page).not.toMatch(/<script|\son\w+=|\sstyle="|javascript:/i)
    expect(page.match(/<style/g)).toHaveLength(1)
    expect(page).toContain(`content="default-src 'none'; style-src 'sha256-`)
  })

  it('is the same to the last byte when it is made again', () => expect(reportPage(SAMPLE)).toBe(page))

  it('shows texts as texts, wherever they stand', () => {
    const harm = `"'><img src=x onerror=alert(1)>\u202e`
    const hostile = reportPage({
      ...{ title: harm, run: harm, began: harm, code: harm, head: harm, seed: harm, summary: [harm, `\`${harm}\``] },
      sections: [
        {
          ...{ id: harm, title: harm, text: [harm, 'see https://example.org/"onmouseover=x'] },
          blocks: [
            { kind: 'text', text: harm },
            { kind: 'code', text: harm, label: harm },
            {
              kind: 'table',
              open: false,
              table: {
                ...{ name: 'plain', title: harm, describes: harm, notes: [harm] },
                columns: [text(harm, harm, harm), text('b', harm, harm), number('c', harm, harm)],
                rows: [[harm, harm, 1]],
              },
            },
          ],
        },
      ],
    })
    const { document: found } = parseHTML(hostile)
    expect(found.querySelectorAll('img, script')).toHaveLength(0)
    expect(hostile).not.toContain('\u202e')
    const attributes = [...found.querySelectorAll('*')].flatMap((element) =>
      [...element.attributes].map(({ name }) => name),
    )
    expect(attributes.filter((name) => name.startsWith('on'))).toEqual([])
    expect(found.querySelector('h1')!.textContent).toBe(`"'><img src=x onerror=alert(1)>\\u202e`)
  })

  it('tells a group once, merges intervals, and leaves out a column that is missing in every row', () => {
    const table = document.querySelector('#payoff table')!
    const heads = [...table.querySelectorAll('thead th')].map((head) => head.textContent)
    expect(heads).toEqual([
      'player',
      'mean payoff [interval]',
      'values',
      'blocks',
      'rank, best',
      'rank, worst',
      'group',
    ])
    expect([...table.querySelectorAll('th[scope=rowgroup]')].map((head) => head.textContent)).toEqual([
      'condition factor 1/2, told people',
      'condition factor 2/3, told people',
      'condition factor 2/3, told models',
    ])
    expect(table.querySelector('tbody tr:nth-child(2)')!.textContent).toBe(
      'openai:gpt-5-mini2.23 [1.67, 2.79]1,2004025b',
    )
    expect(document.querySelector('#payoff .more')!.textContent).toBe('Missing in every row, and not shown: role.')
  })

  it('shows the first 200 rows of a long table and where the others are', () => {
    const rows = Array.from({ length: 1234 }, (_, at) => [`p-${at}`, at])
    const { document: long } = parseHTML(reportPage(of(plain('long', rows))))
    expect(long.querySelectorAll('tbody tr')).toHaveLength(200)
    expect(long.querySelector('.more')!.textContent).toBe('The first 200 of 1,234 rows; all are in tables/long.csv.')
  })

  it('says so where a table has no rows, and where a cell is missing', () => {
    const { document: empty } = parseHTML(reportPage(of(plain('empty', []))))
    expect(empty.querySelector('tbody')!.textContent).toBe('No rows.')
    const { document: gap } = parseHTML(
      reportPage(
        of(
          plain('gap', [
            ['a', null],
            ['b', 2],
          ]),
        ),
      ),
    )
    expect(gap.querySelector('tbody td span[title=missing]')!.textContent).toBe('–')
  })

  it('can be made of a run that has nothing to tell', () => {
    const { document: bare } = parseHTML(reportPage({ ...SAMPLE, summary: [], sections: [] }))
    expect(bare.querySelector('h1')!.textContent).toBe('guess-two-thirds')
  })

  it('refuses a table that breaks its contract, and says where', () => {
    expect(() => reportPage(of(plain('t', [['a', Number.NaN]])))).toThrow(
      'table t, row 1, column matches: expected a finite number or null, found NaN',
    )
    expect(() => reportPage(of(plain('t', [['a']])))).toThrow('table t, row 1: expected 2 cells, found 1')
    expect(() => reportPage(of(plain('t', [['a', 'b']])))).toThrow('expected a number or null, found "b"')
    expect(() => reportPage(of(plain('A/t', [])))).toThrow('expected small letters, digits and dashes, found "A/t"')
  })
})

describe.each(['light', 'dark'] as const)('the colours in the %s', (scheme) => {
  const { paper, shade, ...inks } = COLOURS[scheme]

  it('let texts be read and marks be seen (WCAG 2.2, 1.4.3 and 1.4.11)', () => {
    for (const ink of [inks.ink, inks.muted, inks.accent])
      for (const ground of [paper, shade]) expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5)
    for (const [name, mark] of Object.entries(inks))
      if (/^c\d$/.test(name)) expect(contrast(mark, paper)).toBeGreaterThanOrEqual(3)
  })

  it('let numbers be read on the darkest cell of a matrix', () => {
    for (const mark of [inks.c1, inks.c2])
      expect(contrast(inks.ink, mixed(mark, paper, 0.45))).toBeGreaterThanOrEqual(4.5)
  })
})

const channels = (colour: string): readonly number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)

const mixed = (over: string, under: string, opacity: number): string =>
  `#${channels(over)
    .map((x, at) => Math.round(255 * (opacity * x + (1 - opacity) * channels(under)[at]!)))
    .map((x) => x.toString(16).padStart(2, '0'))
    .join('')}`

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function contrast(a: string, b: string): number {
  const linear = (x: number) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4)
  const luminance = (colour: string) => {
    const [red, green, blue] = channels(colour).map(linear)
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
  }
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light! + 0.05) / (dark! + 0.05)
}

describe('in a browser', () => {
  const open = browserForTests()
  const address = (): string => {
    const file = join(freshFolder(), 'report.html')
    writeFileSync(file, page)
    return pathToFileURL(file).href
  }

  it.skipIf(noBrowser).each([
    [1280, 'light'],
    [1280, 'dark'],
    [360, 'light'],
    [360, 'dark'],
  ] as const)('is accessible and no wider than %i pixels in the %s (needs Chromium)', async (width, scheme) => {
    const shown = await open(address(), { width, scheme })
    expect(await overflow(shown)).toBe(0)
    await shown.evaluate(`for (const details of document.querySelectorAll('details')) details.open = true`)
    expect(await overflow(shown)).toBe(0)
    expect(await accessibilityFaults(shown)).toEqual([])
  })

  it.skipIf(noBrowser)(
    'draws each chart once, for the width there is, in letters of 11 pixels at least (needs Chromium)',
    async () => {
      for (const width of [360, 768, 1280]) {
        const shown = await open(address(), { width })
        const sizes = (await shown.evaluate(`[...document.querySelectorAll('svg')].flatMap((svg) => {
        const box = svg.getBoundingClientRect()
        return box.width === 0 ? [] : [box.width / svg.viewBox.baseVal.width * 12]
      })`)) as number[]
        expect(sizes).toHaveLength(7)
        expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11)
      }
    },
  )

  it.skipIf(noBrowser)('asks for nothing but itself, without script too (needs Chromium)', async () => {
    const shown = await open(address(), { script: false })
    const asked: string[] = []
    shown.on('request', (request) => asked.push(request.url()))
    const complaints: string[] = []
    shown.on('console', (message) => complaints.push(message.text()))
    await shown.reload()
    expect(asked).toEqual([shown.url()])
    expect(complaints).toEqual([])
    expect(await shown.locator('main h2').first().innerText()).toBe('In short')
  })

  it.skipIf(noBrowser)('prints the tables that are folded away (needs Chromium)', async () => {
    const shown = await open(address())
    await shown.emulateMedia({ media: 'print' })
    const heights = await shown.evaluate(
      `[...document.querySelectorAll('details:not(.again, .meaning) table')].map((table) => table.getBoundingClientRect().height)`,
    )
    expect(Math.min(...(heights as number[]))).toBeGreaterThan(50)
  })
})
