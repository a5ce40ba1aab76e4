/** Pages of decisions: whatever the game, a person can read what is asked, answer it, and see what was wrong. */
import { parseHTML } from 'linkedom'
import { describe, expect, it } from 'vitest'
import { readAction } from '../../../src/lab/forms.ts'
import type { DecisionPage } from '../../../src/lab/pages.ts'
import { renderDecision } from '../../../src/web/pages/decision.ts'
import {
  decisionPage,
  draftOf,
  EVERY,
  GUESSING,
  ITEMS,
  OFFERING,
  PEN,
  ROUNDS,
  TALKING,
  TAXING,
} from '../sample-pages.ts'

const shown = (page: DecisionPage) =>
  parseHTML(`<!doctype html><html><body>${renderDecision(page, PEN)}</body></html>`).document
type Shown = ReturnType<typeof shown>

const fieldsIn = (document: Shown) => [...document.querySelectorAll('input:not([type=hidden]), textarea, select')]

type Box = ReturnType<typeof fieldsIn>[number]

/** What names a box: its label, the label around it, or what it refers to. */
function nameOf(document: Shown, box: Box): string {
  const id = box.getAttribute('id')!
  const label = document.querySelector(`label[for="${id}"]`) ?? box.closest('label')
  const named = (box.getAttribute('aria-labelledby') ?? '').split(' ').filter(Boolean)
  return (label?.textContent ?? named.map((one: string) => document.getElementById(one)!.textContent).join(' ')).trim()
}

describe.each(EVERY)('the page of %s', (_, played, kind) => {
  const page = decisionPage(played, kind, { nth: -1 })
  const document = shown(page)

  it('has every id once, and all that is referred to', () => {
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.getAttribute('id'))
    expect(new Set(ids).size).toBe(ids.length)
    for (const name of ['aria-labelledby', 'aria-describedby', 'for'])
      for (const element of document.querySelectorAll(`[${name}]`))
        for (const id of element.getAttribute(name)!.split(' ')) expect(ids).toContain(id)
  })

  it('names every box and every choice, and fills in none', () => {
    expect(fieldsIn(document).length).toBeGreaterThan(0)
    for (const box of fieldsIn(document)) {
      expect(nameOf(document, box)).not.toBe('')
      expect(box.hasAttribute('checked')).toBe(false)
      if (box.getAttribute('type') === 'text') expect(box.getAttribute('value')).toBe('')
      if (box.tagName === 'TEXTAREA') expect(box.textContent!.trim()).toBe('')
      if (box.tagName === 'SELECT') expect(box.querySelector('option[selected]')!.getAttribute('value')).toBe('')
      expect(['range', 'number']).not.toContain(box.getAttribute('type'))
    }
  })

  it('asks for nothing but its action, and is sent with the page’s nonce', () => {
    const names = new Set(fieldsIn(document).map((box) => box.getAttribute('name')!))
    const read = readAction(page.schema, {})
    expect(read.ok).toBe(false)
    if (!read.ok) for (const name of Object.keys(read.complaints)) expect([...names]).toContain(name)
    expect(document.querySelector('form')!.getAttribute('action')).toBe('/p/mild-otter/')
    expect(document.querySelector('input[name=page]')!.getAttribute('value')).toBe('n-1')
    expect(document.querySelector('button')!.getAttribute('value')).toBe('send')
  })

  it('leads from each complaint to its box, which says that it is wrong', () => {
    const read = readAction(page.schema, {})
    const complaints = read.ok ? {} : read.complaints
    const wrong = shown({ ...page, draft: draftOf({}, complaints) })
    const links = [...wrong.querySelectorAll('.errors a')]
    expect(links).toHaveLength(Object.keys(complaints).length)
    for (const [i, [name, complaint]] of Object.entries(complaints).entries()) {
      const box = wrong.getElementById(links[i]!.getAttribute('href')!.slice(1))!
      expect(box.getAttribute('name')).toBe(name)
      const group = box.getAttribute('type') === 'radio' ? box.closest('fieldset')! : box
      expect(group.getAttribute('aria-invalid')).toBe('true')
      const described = group.getAttribute('aria-describedby')!.split(' ')
      expect(described.map((id: string) => wrong.getElementById(id)!.textContent)).toContain(complaint)
    }
    expect(wrong.querySelector('[autofocus]')!.getAttribute('class')).toBe('errors')
  })

  it('tells the rules and where things stand in the words of the game', () => {
    expect(document.querySelector('details.rules')!.textContent).toContain(page.rules.split('\n')[0]!.slice(0, 40))
    if (page.situation) expect(document.body.textContent).toContain(page.situation.split('\n')[0]!.slice(0, 40))
  })
})

describe('what was typed', () => {
  it('stands there again as it was, be it wrong', () => {
    const complaint = 'Type a number from 0 to 100 with a decimal point (33.3), not a comma.'
    const document = shown(
      decisionPage(GUESSING, 'guess', { draft: draftOf({ 'a.guess': '33,3' }, { 'a.guess': complaint }) }),
    )
    expect(document.querySelector('input[name="a.guess"]')!.getAttribute('value')).toBe('33,3')
    expect(document.querySelector('.errors')!.textContent).toContain(complaint)
    expect(document.querySelector('.errors a')!.textContent).toBe('Your number')
  })

  it('is text and nothing else', () => {
    const hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    for (const [page, box] of [
      [
        decisionPage(GUESSING, 'guess', { draft: draftOf({ 'a.guess': hostile }, { 'a.guess': hostile }) }),
        'input[name="a.guess"]',
      ],
      [decisionPage(TALKING, 'talk', { draft: draftOf({ 'a.say': hostile }, { '': hostile }) }), 'textarea'],
    ] as const) {
      const document = shown({
        ...page,
        title: hostile,
        told: hostile,
        situation: hostile,
        rules: hostile,
        question: hostile,
      })
      expect(document.querySelectorAll('script, img')).toHaveLength(0)
      const field = document.querySelector(box)!
      // linkedom leaves the text of a textarea as it was sent
      const text = field.getAttribute('value') ?? field.textContent!.trim()
      expect(text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"')).toBe(hostile)
    }
  })

  it('is a choice that stays chosen, and a box that stays ticked', () => {
    const reply = shown(decisionPage(OFFERING, 'reply', { draft: draftOf({ 'a.accept': 'no' }, { '': 'Too late.' }) }))
    const checked = [...reply.querySelectorAll('input[checked]')]
    expect(checked.map((box) => box.getAttribute('value'))).toEqual(['no'])
    const bid = shown(
      decisionPage(ITEMS, 'bid', { draft: draftOf({ 'a.bid': '5', 'a.bid:none': 'yes' }, { 'a.bid': 'Both.' }) }),
    )
    expect(bid.querySelector('input[type=checkbox]')!.hasAttribute('checked')).toBe(true)
    expect(bid.querySelector('input[name="a.bid"]')!.getAttribute('value')).toBe('5')
  })
})

describe('a decision', () => {
  it('that is one choice has its question as the name of the choice, once', () => {
    const document = shown(decisionPage(OFFERING, 'reply'))
    const { question } = decisionPage(OFFERING, 'reply')
    expect(document.querySelector('fieldset legend')!.textContent).toBe(question)
    expect(document.querySelector('.ask')).toBeNull()
    expect([...document.querySelectorAll('.option')].map((option) => option.textContent!.trim())).toEqual([
      'Yes, I accept',
      'No, I reject',
    ])
  })

  it('in practice says so', () => {
    expect(shown(decisionPage(GUESSING, 'guess', { practice: true })).querySelector('.practice')).not.toBeNull()
    expect(shown(decisionPage(GUESSING, 'guess')).querySelector('.practice')).toBeNull()
  })

  it('takes a minus sign on phones, too', () => {
    const below = { ...GUESSING, params: { min: -50, max: 50 } }
    expect(shown(decisionPage(below, 'guess')).querySelector('[name="a.guess"]')!.getAttribute('inputmode')).toBe(
      'text',
    )
    expect(shown(decisionPage(GUESSING, 'guess')).querySelector('[name="a.guess"]')!.getAttribute('inputmode')).toBe(
      'decimal',
    )
    expect(shown(decisionPage(OFFERING, 'offer')).querySelector('[name="a.offer"]')!.getAttribute('inputmode')).toBe(
      'numeric',
    )
  })

  it('shows what others said where they may talk, in any game', () => {
    const talking = { ...ROUNDS, wraps: [{ id: 'talk' }] }
    const page = decisionPage(talking, 'guess', { nth: -1 })
    expect(page.situation).toContain('Messages so far')
    const said = [...shown(page).querySelectorAll('.situation > p')].map((line) => line.textContent)
    expect(said.some((line) => line!.startsWith('Messages so far'))).toBe(true)
  })

  it('shows a history as a table where the game has one, with the same in words', () => {
    const document = shown(decisionPage(ROUNDS, 'guess', { nth: -1 }))
    expect(document.querySelectorAll('.situation tbody tr')).toHaveLength(3)
    expect(document.querySelector('.situation details')!.textContent).toContain('Round 3: you chose')
  })

  it('names each bracket beside its box', () => {
    const document = shown(decisionPage(TAXING, 'schedule'))
    expect(nameOf(document, document.querySelector('[name="a.rates.1"]')!)).toBe('Income from 11600 to 47150')
    expect(nameOf(document, document.querySelector('[name="a.rates.6"]')!)).toBe('Income above 609350')
  })
})
