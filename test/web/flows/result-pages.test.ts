/** Pages of results: one’s own decision and points, what others chose in order of size, and how the payment came about. */
import { parseHTML } from 'linkedom'
import { describe, expect, it } from 'vitest'
import type { PartResult } from '../../../src/lab/pages.ts'
import { renderResult } from '../../../src/web/pages/result.ts'
import { renderResults } from '../../../src/web/pages/results.ts'
import type { Html } from '../../../src/web/pen.ts'
import { BIDDING, FRAME, GUESSING, OFFERING, PEN, type Played, ROUNDS, resultOf, TAXING } from '../sample-pages.ts'

const documentOf = (page: Html) => parseHTML(`<!doctype html><html><body>${page}</body></html>`).document
const shown = (result: PartResult) => documentOf(renderResult({ ...FRAME, kind: 'result', result }, PEN))

const FULL: Played = { ...GUESSING, params: { feedback: 'full', integer: true } }

const cellsIn = (document: ReturnType<typeof shown>, selector: string) =>
  [...document.querySelectorAll(`${selector} tbody tr`)].map((row) =>
    [...row.querySelectorAll('th, td')].map((cell) => cell.textContent!.trim()),
  )

describe('the result of a beauty contest', () => {
  it('shows the numbers of the others in order of size and marks one’s own alone', () => {
    const { view, ...rest } = resultOf(FULL)
    const result = { payoff: 0, statistic: 40, target: 26.6667, winning: [20], won: false, guesses: [20, 20, 80] }
    const document = shown({ ...rest, view: { ...(view as object), history: [{ guess: 80, result }] } })
    expect(cellsIn(document, '.strip')).toEqual([
      ['20', '2 players', ''],
      ['80', '1 player', 'yours'],
    ])
    expect(document.querySelectorAll('.strip circle')).toHaveLength(2)
    expect(document.querySelector('.strip svg')!.textContent).toContain('target 26.6667')
    expect(document.querySelector('.strip svg desc')!.textContent).toContain('Your own is 80.')
  })

  it('is the same whichever seats the others sit in', () => {
    const base = resultOf(FULL)
    const of = (values: number[]) =>
      String(renderResult({ ...FRAME, kind: 'result', result: { ...base, others: { field: 'guess', values } } }, PEN))
    expect(of([50, 20, 20, 99])).toBe(of([99, 20, 50, 20]))
  })

  it('shows no numbers of others where the feedback has none', () => {
    const document = shown(resultOf(GUESSING))
    expect(document.querySelector('.strip')).toBeNull()
    expect(cellsIn(document, '.scroll')).toHaveLength(1)
  })

  it('tells apart a thousand numbers without a page that is a mile long', () => {
    const others = { field: 'guess', values: Array.from({ length: 999 }, (_, i) => i % 101) }
    const document = shown({ ...resultOf(FULL), others })
    expect(document.querySelectorAll('.strip circle')).toHaveLength(999)
    const [, , , height] = document.querySelector('.strip svg')!.getAttribute('viewBox')!.split(' ').map(Number)
    expect(height).toBeLessThan(240)
    expect(document.querySelector('.strip details table')).not.toBeNull()
  })
})

describe('the result of any part', () => {
  it('says what one decided, digit for digit', () => {
    const text = (own: PartResult['own']) =>
      shown({ ...resultOf(OFFERING), own })
        .querySelector('.pairs')!
        .textContent!.trim()
    expect(text({ offer: 33.1234567890123 })).toMatch(/Your offer\s*33\.1234567890123/)
    expect(text({ accept: false })).toMatch(/Your accept\s*no/)
    expect(text({ bid: null })).toMatch(/Your bid\s*none/)
    expect(text({ rates: [1, 2.5] })).toMatch(/Your rates\s*1, 2\.5/)
  })

  it('says what the belief paid', () => {
    const document = shown({ ...resultOf(OFFERING), belief: { stated: 20, right: 31.5, points: 8 } })
    expect(document.body.textContent).toContain('You stated 20 for the others; it was 31.5. For this you get 8 points.')
  })

  it('says where it is not known yet, and where there is none', () => {
    const open = { ...resultOf(GUESSING), view: null, situation: '', points: null }
    expect(shown({ ...open, pending: true }).body.textContent).toContain('Its result is not known yet.')
    expect(shown(open).body.textContent).toContain('This part has no result')
  })

  it('says whether it is paid', () => {
    expect(shown({ ...resultOf(OFFERING), practice: true }).querySelector('.practice')).not.toBeNull()
    expect(shown({ ...resultOf(OFFERING), paid: false }).body.textContent).toContain('This part is not paid.')
  })

  it('is text and nothing else', () => {
    const hostile = '<img src=x onerror=alert(1)>'
    const document = shown({ ...resultOf(OFFERING), title: hostile, situation: hostile, own: { [hostile]: hostile } })
    expect(document.querySelectorAll('img')).toHaveLength(0)
    expect(document.querySelector('h1')!.textContent).toContain(hostile)
  })

  it('shows losses as they are', () => {
    expect(shown({ ...resultOf(BIDDING), points: -12.5 }).querySelector('.figure')!.textContent).toContain('−12.5')
  })
})

describe('the results', () => {
  const results = [ROUNDS, ROUNDS, FULL, BIDDING, TAXING, OFFERING].map((played) => resultOf(played))
  const payment = { points: 133.3, currency: 'EUR', amount: 1835, fee: 500, how: ['Part 2 was drawn.'] }

  it('have every part, and every id once', () => {
    const document = documentOf(renderResults({ ...FRAME, kind: 'results', results, payment }, PEN))
    expect(document.querySelectorAll('.part-result')).toHaveLength(6)
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.getAttribute('id'))
    expect(new Set(ids).size).toBe(ids.length)
    for (const element of document.querySelectorAll('[aria-labelledby]'))
      for (const id of element.getAttribute('aria-labelledby')!.split(' ')) expect(ids).toContain(id)
  })

  it('say what is paid and how it came about', () => {
    const text = documentOf(renderResults({ ...FRAME, kind: 'results', results, payment }, PEN)).querySelector(
      '.payment',
    )!.textContent!
    expect(text).toContain('€18.35')
    expect(text).toContain('€5.00')
    expect(text).toContain('Part 2 was drawn.')
  })

  it('say that the payment is still open where it is', () => {
    const document = documentOf(renderResults({ ...FRAME, kind: 'results', results: [], payment: null }, PEN))
    expect(document.querySelector('.payment')!.textContent).toContain('will be known when all parts have been played')
  })
})
