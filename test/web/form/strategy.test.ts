/** The page on which a decision is made for each case. */
import { parseHTML } from 'linkedom'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { jsonSchemaOf } from '../../../src/core/legal.ts'
import { renderStrategy } from '../../../src/web/pages/strategy.ts'
import { draftOf, PEN, strategyPage } from '../sample-pages.ts'

const shown = (over: Parameters<typeof strategyPage>[0] = {}) =>
  parseHTML(`<!doctype html><html><body>${renderStrategy(strategyPage(over), PEN)}</body></html>`).document

describe('the table of cases', () => {
  it('has a box for each case, named by its row and its column', () => {
    const document = shown()
    const boxes = [...document.querySelectorAll('input[type=text]')]
    expect(boxes.map((box) => box.getAttribute('name'))).toEqual([0, 1, 2, 3, 4].map((i) => `case.${i}.bid`))
    const names = boxes.map((box) =>
      box
        .getAttribute('aria-labelledby')!
        .split(' ')
        .map((id: string) => document.getElementById(id)!.textContent)
        .join(' '),
    )
    expect(names).toEqual(['Your bid 10', 'Your bid 30', 'Your bid 50', 'Your bid 70', 'Your bid 90'])
    for (const box of boxes) expect(box.getAttribute('value')).toBe('')
  })

  it('says once what may be answered, and what holds between the cases', () => {
    expect(shown().querySelector('.hint')!.textContent).toBe(
      'A whole number from 0 to 100. For any other value your decision lies between those of the two nearest cases.',
    )
    expect(shown({ between: 'nearest' }).querySelector('.hint')!.textContent).toContain('that of the nearest case')
  })

  it('keeps what was typed, and leads to the case that is wrong', () => {
    const complaint = 'Type a whole number from 0 to 100.'
    const document = shown({ draft: draftOf({ 'case.0.bid': '7', 'case.1.bid': 'x' }, { 'case.1.bid': complaint }) })
    expect(document.querySelector('[name="case.0.bid"]')!.getAttribute('value')).toBe('7')
    const link = document.querySelector('.errors a')!
    expect(link.textContent).toBe('Your bid, value 30')
    const box = document.getElementById(link.getAttribute('href')!.slice(1))!
    expect(box.getAttribute('name')).toBe('case.1.bid')
    expect(box.getAttribute('aria-invalid')).toBe('true')
    expect(document.getElementById(box.getAttribute('aria-describedby')!)!.textContent).toBe(complaint)
  })

  it('has choices as choices, each group named by its row and column', () => {
    const schema = jsonSchemaOf(z.strictObject({ accept: z.boolean() }))
    const document = shown({ game: 'ultimatum', ask: 'reply', by: 'offer', cases: [0, 50], schema })
    const groups = [...document.querySelectorAll('[role=radiogroup]')]
    expect(groups).toHaveLength(2)
    for (const group of groups)
      for (const id of group.getAttribute('aria-labelledby')!.split(' '))
        expect(document.getElementById(id)).not.toBeNull()
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.getAttribute('id'))
    expect(new Set(ids).size).toBe(ids.length)
    expect(document.querySelectorAll('input[checked]')).toHaveLength(0)
  })
})
