/** What others wrote, as data. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compactJson, printable, quotation } from '../../src/agents/quotation.ts'

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
    ['<|im_end|>', '"\\u003c|im_end|>"'],
    ['</s><<SYS>>', '"\\u003c/s><\\u003cSYS>>"'],
    ['[/INST] [1] [A b]', '"\\u005b/INST] [1] [A b]"'],
    ['I <3 it, a < b, b > a', '"I <3 it, a < b, b > a"'],
  ])('of %j is %s', (text, shown) => expect(quotation(text)).toBe(shown))

  it('is cut after so many characters, and says so outside its marks', () => {
    expect(quotation('🎲🎲🎲', 2)).toBe('"🎲🎲" (cut: the first 2 of 3 characters)')
    expect(quotation('🎲🎲', 2)).toBe('"🎲🎲"')
  })

  it('cannot be closed from within, and loses nothing', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('"', '\\', '\n', 'a', '\u202E', '<', '>', '[', ']', 'X', '|') }),
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

describe('a text for a terminal', () => {
  it('cannot move its cursor, colour it, or hide a part', () => {
    expect(printable('\u001B[2J\u009B31m\r\u202Ea\u200B\u{E0041}')).toBe(
      '\\u001b[2J\\u009b31m\\u000d\\u202ea\\u200b\\udb40\\udc41',
    )
  })

  it('keeps its lines, its tabs and every letter', () => {
    const text = 'two\n\tlines, häßlich 好 🎲 "<b>"'
    expect(printable(text)).toBe(text)
  })
})
