/** What a bid, hours or rates would come to: by the rules, with losses as losses, and no more than a seat can know. */
import fc from 'fast-check'
import { parseHTML } from 'linkedom'
import { describe, expect, it } from 'vitest'
import { taxOf } from '../../../games/taxation/brackets.ts'
import type { DecisionPage } from '../../../src/lab/pages.ts'
import { revenueBounds } from '../../../src/web/flows/revenue.ts'
import { renderDecision } from '../../../src/web/pages/decision.ts'
import { BIDDING, decisionPage, draftOf, GUESSING, PEN, type Played, TAXING, VOTING } from '../sample-pages.ts'

const shown = (page: DecisionPage) =>
  parseHTML(`<!doctype html><html><body>${renderDecision(page, PEN)}</body></html>`).document

const rowsIn = (document: ReturnType<typeof shown>, selector: string): readonly (readonly string[])[] =>
  [...document.querySelectorAll(`${selector} tr`)].map((row) =>
    [...row.querySelectorAll('th, td')].map((cell) => cell.textContent!.trim()),
  )

/** The table of what a bid would earn: highest other bid → who gets the item, what is paid, what is earned. */
function tried(params: Readonly<Record<string, unknown>>, bid: string, view: Readonly<Record<string, unknown>> = {}) {
  const played: Played = { ...BIDDING, params: { rounds: 1, ...params } }
  const page = decisionPage(played, 'bid', { draft: draftOf({ 'a.bid': bid }, {}, true) })
  return rowsIn(shown({ ...page, view: { ...(page.view as object), ...view } }), '.calculator tbody')
}

describe('the calculator of a sealed bid', () => {
  it('pays the own bid to a first price, with a loss as a loss', () => {
    expect(tried({}, '40', { value: 30 })).toEqual([
      ['0', 'yes', '40', '−10 (a loss)'],
      ['20', 'yes', '40', '−10 (a loss)'],
      ['30', 'yes', '40', '−10 (a loss)'],
      ['39', 'yes', '40', '−10 (a loss)'],
      ['40 (as high as yours)', 'perhaps: the bids are equal', '40, or 0', '−10 (a loss), or 0'],
      ['41', 'no', '0', '0'],
    ])
  })

  it('pays the highest other bid at a second price, and the reserve at least', () => {
    expect(tried({ format: 'second-price', reserve: 10 }, '40', { value: 50 })).toEqual([
      ['0', 'yes', '10', '40'],
      ['10', 'yes', '10', '40'],
      ['20', 'yes', '20', '30'],
      ['39', 'yes', '39', '11'],
      ['40 (as high as yours)', 'perhaps: the bids are equal', '40, or 0', '10, or 0'],
      ['41', 'no', '0', '0'],
      ['50', 'no', '0', '0'],
    ])
  })

  it('gives the span of a third price, which nobody can know', () => {
    expect(tried({ format: 'third-price' }, '40', { value: 30 }).slice(0, 3)).toEqual([
      ['0', 'yes', '0', '30'],
      ['20', 'yes', '0 to 20', '10 to 30'],
      ['30', 'yes', '0 to 30', '0 to 30'],
    ])
  })

  it('has everybody pay where all pay', () => {
    const rows = tried({ format: 'all-pay' }, '40', { value: 50 })
    expect(rows.at(-1)).toEqual(['50', 'no', '40', '−40 (a loss)'])
    expect(rows[0]).toEqual(['0', 'yes', '40', '10'])
  })

  it('sells nothing below the reserve', () => {
    for (const row of tried({ reserve: 60 }, '40', { value: 50 })) expect(row.slice(1)).toEqual(['no', '0', '0'])
  })

  it('gives the span of a common worth that a signal leaves', () => {
    const common = { values: { kind: 'common', low: 20, high: 79, noise: 8 } }
    expect(tried(common, '40', { value: 75 })[0]).toEqual(['0', 'yes', '40', '27 to 39'])
    expect(tried(common, '40', { value: 15 })[0]).toEqual(['0', 'yes', '40', '−20 (a loss) to −17 (a loss)'])
  })

  it('steps as bids do', () => {
    const rivals = tried({ increment: 0.5 }, '2.5', { value: 3 }).map(([rival]) => rival)
    expect(rivals).toEqual(['0', '1', '2', '2.5 (as high as yours)', '3'])
  })

  it('is there when it was asked for alone, and not with what could not be read', () => {
    expect(shown(decisionPage(BIDDING, 'bid')).querySelector('.calculator')).toBeNull()
    const sent = decisionPage(BIDDING, 'bid', { draft: draftOf({ 'a.bid': '4' }, { '': 'Too late.' }) })
    expect(shown(sent).querySelector('.calculator')).toBeNull()
    const wrong = decisionPage(BIDDING, 'bid', {
      draft: draftOf({ 'a.bid': 'x' }, { 'a.bid': 'Type a number.' }, true),
    })
    expect(shown(wrong).querySelector('.calculator')).toBeNull()
    expect(shown(decisionPage(BIDDING, 'bid')).querySelector('button[value=try]')).not.toBeNull()
    expect(shown(decisionPage(GUESSING, 'guess')).querySelector('button[value=try]')).toBeNull()
  })

  it('keeps what was tried in its box, and takes the focus', () => {
    const document = shown(decisionPage(BIDDING, 'bid', { draft: draftOf({ 'a.bid': '40' }, {}, true) }))
    expect(document.querySelector('[name="a.bid"]')!.getAttribute('value')).toBe('40')
    expect(document.querySelector('[autofocus]')!.getAttribute('class')).toBe('calculator')
  })
})

const pairsIn = (document: ReturnType<typeof shown>) =>
  Object.fromEntries(
    [...document.querySelectorAll('.calculator .pairs div')].map((pair) => [
      pair.querySelector('dt')!.textContent,
      pair.querySelector('dd')!.textContent,
    ]),
  )

describe('what hours bring in', () => {
  const played: Played = { ...TAXING, params: { ...TAXING.params, skills: { given: [400, 31, 80] } } }

  it('is worked out under the rates in force, without a rebate before there was one', () => {
    const page = decisionPage(played, 'labour', { draft: draftOf({ 'a.hours': '40' }, {}, true) })
    const rates = [10, 20, 0, 0, 0, 0, 0]
    const document = shown({ ...page, view: { ...(page.view as object), rates } })
    // 1160 on the first 11,600 of 16,000, and 880 on the rest; 0.0005 · 40^3.5 = 202.386
    expect(pairsIn(document)).toEqual({
      Income: '16\u202f000',
      Tax: '2040',
      'What is left': '13\u202f960',
      'Cost of the effort': '202.386',
      'Utility without a rebate': '13\u202f757.6',
    })
    expect(rowsIn(document, '.calculator tbody')).toEqual([
      ['0 to 11\u202f600', '10\u00a0%', '1160'],
      ['11\u202f600 to 16\u202f000', '20\u00a0%', '880'],
    ])
  })

  it('has the rebate of the last time where there was one', () => {
    const page = decisionPage(played, 'labour', { nth: -1, draft: draftOf({ 'a.hours': '0' }, {}, true) })
    const last = (page.view as { history: { steps: { rebate: number }[] }[] }).history.at(-1)!.steps.at(-1)!
    const pairs = pairsIn(shown(page))
    expect(pairs['Utility without a rebate']).toBe('0')
    expect(pairs['Utility with such a rebate']).toBe(PEN.number(last.rebate))
  })

  it('is a chart with its numbers in a table, and says nothing by colour alone', () => {
    const document = shown(decisionPage(played, 'labour'))
    const chart = document.querySelector('svg[role=img]')!
    for (const id of chart.getAttribute('aria-labelledby')!.split(' '))
      expect(document.getElementById(id)!.textContent).not.toBe('')
    const [full, dashed] = [...chart.querySelectorAll('polyline')]
    expect(full!.hasAttribute('stroke-dasharray')).toBe(false)
    expect(dashed!.hasAttribute('stroke-dasharray')).toBe(true)
    expect(rowsIn(document, '.lines tbody').map(([hours]) => hours)).toEqual(
      [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map(String),
    )
  })

  it('has at most some twenty points, however fine the hours', () => {
    const fine: Played = { ...played, params: { ...played.params, labour: { max: 100, step: 1 } } }
    expect(rowsIn(shown(decisionPage(fine, 'labour')), '.lines tbody')).toHaveLength(21)
  })
})

describe('what rates would have brought in', () => {
  const thresholds = [0, 100, 300]

  it('is known exactly where all incomes lie in one bracket, or all rates are equal', () => {
    expect(revenueBounds({ counts: [3, 0, 0], mean: 50 }, thresholds, [10, 90, 0])).toEqual([15, 15])
    const [least, most] = revenueBounds({ counts: [1, 1, 1], mean: 250 }, thresholds, [20, 20, 20])
    expect(least).toBeCloseTo(150, 9)
    expect(most).toBeCloseTo(150, 9)
  })

  it('lies between the bounds whatever the incomes were, and reaches both', () => {
    const rate = fc.integer({ min: 0, max: 100 })
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 8 }),
        fc.tuple(rate, rate, rate),
        (incomes, rates) => {
          const counts = [0, 1, 2].map(
            (i) =>
              incomes.filter((z) => z >= thresholds[i]! && z < (thresholds[i + 1] ?? Number.POSITIVE_INFINITY)).length,
          )
          const mean = incomes.reduce((a, b) => a + b, 0) / incomes.length
          const revenue = incomes.reduce((sum, income) => sum + taxOf(income, thresholds, rates), 0)
          const [least, most] = revenueBounds({ counts, mean }, thresholds, rates)
          expect(revenue).toBeGreaterThanOrEqual(least - 1e-6)
          expect(revenue).toBeLessThanOrEqual(most + 1e-6)
        },
      ),
    )
    // 60 beyond the thresholds of [0, 100): where the rate is 0, or 50
    expect(revenueBounds({ counts: [1, 1, 0], mean: 80 }, thresholds, [0, 50, 0])).toEqual([0, 30])
  })

  const rates = Object.fromEntries([10, 12, 22, 24, 32, 35, 37].map((rate, i) => [`a.rates.${i}`, String(rate)]))

  it('is told of last year’s incomes, and that work may change', () => {
    const text = shown(decisionPage(TAXING, 'schedule', { nth: -1, draft: draftOf(rates, {}, true) })).querySelector(
      '.calculator',
    )!.textContent!
    expect(text).toMatch(/If all incomes were those of year 2, these rates would bring in [\d. ]+ in taxes/)
    expect(text).toContain('Workers may work more or less under other rates.')
  })

  it('is told in the first year of hours that are named, and as an approximation where skills are not given', () => {
    const text = (played: Played) =>
      shown(decisionPage(played, 'schedule', { draft: draftOf(rates, {}, true) })).querySelector('.calculator')!
        .textContent!
    // 10 percent of 40 hours at 12.5, 31 and 80
    expect(text(TAXING)).toContain('If every worker worked 40 hours, these rates would bring in 494 in taxes')
    const drawn: Played = { ...TAXING, params: { years: 2 } }
    expect(text(drawn)).toContain('would bring in about')
    expect(text(drawn)).toContain('those of these workers are not known')
  })
})

describe('a vote', () => {
  it('is for a candidate whose rates stand beside the button', () => {
    const page = decisionPage(VOTING, 'vote')
    const view = {
      ...(page.view as object),
      candidates: [
        { seat: 2, rates: [1, 2, 3] },
        { seat: 0, rates: [4, 5, 6] },
      ],
    }
    const document = shown({ ...page, view })
    expect(rowsIn(document, '.ballot tbody').map(([who, ...cells]) => [who, ...cells.slice(0, 3)])).toEqual([
      ['Worker 2', '1\u00a0%', '2\u00a0%', '3\u00a0%'],
      ['Worker 0 (you)', '4\u00a0%', '5\u00a0%', '6\u00a0%'],
    ])
    const buttons = [...document.querySelectorAll('.ballot input[name="a.for"]')]
    expect(buttons.map((button) => button.getAttribute('value'))).toEqual(['2', '0'])
  })
})
