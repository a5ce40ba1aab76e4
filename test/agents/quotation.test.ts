/** What others wrote, as data. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compactJson, quotation } from '../../src/agents/quotation.ts'

describe('a quotation', () => {
  it.each([
    ['hello', '"hello"'],
    ['say "hi"', '"say \\"hi\\""'],
    ['two\nlines', '"two\\nlines"'],
    ['bell\u0007', '"bell\\u0007"'],
    ['c1 \u0085', '"c1 \\u0085"'],
    ['right \u202E left', '"right \\u202e left"'],
    ['zero\u200Bwidth', '"zero\\u200bwidth"'],
    ['line\u2028separator', '"line\\u2028separator"'],
    ['tag \u{E0041}', '"tag \\udb40\\udc41"'],
    ['selector a\uFE01', '"selector a\\ufe01"'],
    ['lone \uD800', '"lone \\ud800"'],
    ['häßlich 好 🎲', '"häßlich 好 🎲"'],
  ])('of %j is %s', (text, shown) => expect(quotation(text)).toBe(shown))

  it('is cut after so many characters, and says so outside its marks', () => {
    expect(quotation('🎲🎲🎲', 2)).toBe('"🎲🎲" (cut: the first 2 of 3 characters)')
    expect(quotation('🎲🎲', 2)).toBe('"🎲🎲"')
  })

  it('cannot be closed from within, and loses nothing', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('"', '\\', '\n', 'a', '\u202E') }),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const shown = quotation(text, text.length + 1)
        expect(JSON.parse(shown)).toBe(text)
        expect(/^"(?:[^"\\]|\\.)*"$/.test(shown)).toBe(true)
        expect(/[\p{C}\p{Zl}\p{Zp}]/u.test(shown)).toBe(false)
        expect(JSON.parse(compactJson({ text }))).toEqual({ text })
      }),
    )
  })
})
