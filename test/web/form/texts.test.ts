/** Words and numbers of pages: as the rules have them, as they can be typed, and nothing hidden in them. */
import { describe, expect, it } from 'vitest'
import { plainText } from '../../../src/web/form/plain-text.ts'
import { penOf } from '../../../src/web/pen.ts'

const shown = (text: string): string => String(plainText(text)).replace(/\s+</g, '<')

describe('a text of rules or of a situation', () => {
  it('has paragraphs, lines and lists', () => {
    expect(shown('One.\ntwo\n\nThree:\n- a\n- b\nafter')).toBe(
      '<p>One.<br>two</p><p>Three:</p><ul><li>a</li><li>b</li></ul><p>after</p>',
    )
  })

  it('is no Markdown: what others wrote cannot become a link, and stars mark what they marked', () => {
    const text = 'R1 5*, R2 12* [free](http://example.org) **x** `y` # z'
    expect(shown(text)).toBe(`<p>${text}</p>`)
  })

  it('is escaped, and shows what a reader could not see', () => {
    expect(shown('<b>&"</b>')).toBe('<p>&lt;b&gt;&amp;&quot;&lt;/b&gt;</p>')
    expect(shown('a\u202eb')).toBe('<p>a\\u202eb</p>')
  })

  it('is nothing where nothing is said', () => expect(shown('\n \n')).toBe(''))
})

describe('a number on a page', () => {
  const pen = (language: string) => penOf({ action: '/', nonce: 'n', language, prose: plainText })

  it.each([
    [0, '0'],
    [-0, '0'],
    [33.3, '33.3'],
    [24.666666666666668, '24.6667'],
    [-5, '−5'],
    [9999, '9999'],
    [11600, '11\u202f600'],
    [1234567, '1\u202f234\u202f570'],
  ])('%d reads %s, in any language', (number, text) => {
    expect(pen('en').number(number)).toBe(text)
    expect(pen('de').number(number)).toBe(text)
  })

  it('is an amount in coins of its currency, as the language writes it', () => {
    expect(pen('en').money(1835, 'EUR')).toBe('€18.35')
    expect(pen('de').money(1835, 'EUR')).toBe('18,35\u00a0€')
    expect(pen('en').money(1835, 'JPY')).toBe('¥1,835')
  })
})
