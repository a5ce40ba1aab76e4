/** From text to action: worked cases of every class, and laws over any text. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Reasons } from '../../src/agents/answer.ts'
import { jsonObjects } from '../../src/agents/json-objects.ts'
import { type Reply, readReply } from '../../src/agents/reply.ts'

const Guess = z.strictObject({ guess: z.int().min(0).max(43) })

const read = (text: string, finish: Reply['finish'] = 'stop', reasons: Reasons = 'off') =>
  readReply({ text, finish }, Guess, reasons)
const legal = (guess: number, dropped: readonly string[] = []) => ({ ok: true, action: { guess }, dropped })

describe('a reply that holds an answer', () => {
  it.each([
    ['bare', '{"guess": 12}'],
    ['with blanks around', ' \n{ "guess" : 12 }\n '],
    ['in prose', 'I think {hard} about it. So: {"guess": 12}. Good luck!'],
    ['in a code fence', '```json\n{\n  "guess": 12\n}\n```'],
    ['in a list', '[{"guess": 12}]'],
    ['in another object', '{"answer": {"guess": 12}}'],
    ['after another one', 'At first {"guess": 40}, but then {"guess": 12}'],
    ['after an open brace', 'Set notation: {x | x > 3. Answer: {"guess": 12}'],
    ['after an open quotation mark', 'He said: {"well, {"guess": 12}'],
    ['before other objects', '{"guess": 12} {"mood": "good"}'],
    ['with an escaped name', '{"gu\\u0065ss": 12}'],
  ])('is read: %s', (_, text) => {
    const reading = read(text)
    if (text.includes('\\u')) expect(reading).toEqual(legal(12))
    else expect(reading).toMatchObject({ ok: true, action: { guess: 12 } })
  })

  it('loses fields that nobody asked for, and says which', () => {
    expect(read('{"guess": 12, "mood": "good", "__proto__": {"x": 1}}')).toEqual(legal(12, ['mood', '__proto__']))
    const Rates = z.strictObject({ rates: z.array(z.strictObject({ rate: z.number() })) })
    expect(readReply({ text: '{"rates": [{"rate": 1}, {"rate": 2, "why": ""}]}', finish: 'stop' }, Rates)).toEqual({
      ok: true,
      action: { rates: [{ rate: 1 }, { rate: 2 }] },
      dropped: ['rates.1.why'],
    })
  })

  it('is not the JSON inside a text of it', () => {
    const Say = z.strictObject({ say: z.string() })
    const text = JSON.stringify({ say: 'I propose {"say": "hush"}' })
    expect(readReply({ text: `So: ${text}`, finish: 'stop' }, Say)).toMatchObject({
      action: { say: 'I propose {"say": "hush"}' },
    })
  })

  it('counts when cut off only where it is whole', () => {
    expect(read('{"guess": 12}', 'length')).toEqual(legal(12))
    expect(read('{"guess": 12} and now I', 'length')).toMatchObject({ failure: 'truncated' })
  })
})

describe('a reply that holds none', () => {
  it.each([
    ['', 'empty', 'the reply was empty'],
    [' \n\t', 'empty', 'the reply was empty'],
    [
      'I would go for 33.',
      'unparsable',
      'expected a JSON object {"guess": <an integer from 0 to 43>}, got "I would go for 33."',
    ],
    ['{"guess": 12', 'unparsable', 'expected a JSON object'],
    ['{guess: 12}', 'unparsable', 'expected a JSON object'],
    ['Mood: {"mood": "good"}', 'unparsable', 'expected a JSON object'],
    ['{"guess": 50}', 'illegal', 'guess: expected an integer from 0 to 43, got 50'],
    ['{"guess": 12.5}', 'illegal', 'guess: expected an integer from 0 to 43, got 12.5'],
    ['{"guess": "12"}', 'illegal', 'guess: expected an integer from 0 to 43, got "12"'],
    ['{"guess": null}', 'illegal', 'guess: expected an integer from 0 to 43, got null'],
    ['{"guess": 1e999}', 'illegal', 'guess: expected an integer from 0 to 43'],
    ['{"mood": "good"}', 'illegal', 'guess: expected an integer from 0 to 43, got nothing'],
    ['{}', 'illegal', 'guess: expected an integer from 0 to 43, got nothing'],
    ['12', 'illegal', 'expected an object with guess, got 12'],
    ['At first {"guess": 12}, no: {"guess": 50}', 'illegal', 'got 50'],
  ])('%j is %s', (text, failure, complaint) => {
    const reading = read(text)
    expect(reading).toMatchObject({ ok: false, failure })
    expect((reading as { complaint: string }).complaint).toContain(complaint)
  })

  it('was refused where the provider says so, whatever else it holds', () => {
    expect(read('{"guess": 12}', 'refused')).toMatchObject({ failure: 'refused' })
    expect(read('', 'refused')).toMatchObject({ failure: 'refused' })
  })

  it('was truncated where it was cut off', () => {
    expect(read('', 'length')).toMatchObject({ failure: 'truncated' })
    expect(read('{"guess": 50}', 'length')).toMatchObject({ failure: 'truncated' })
  })
})

describe('the reason beside an action', () => {
  const text = '{"reason": "half", "guess": 12}'

  it('is apart from the action, or dropped where nobody asked for it', () => {
    expect(read(text, 'stop', 'optional')).toEqual({ ...legal(12), reason: 'half' })
    expect(read(text, 'stop', 'required')).toEqual({ ...legal(12), reason: 'half' })
    expect(read(text)).toEqual(legal(12, ['reason']))
  })

  it('may be left out where it is optional, and not where it is required', () => {
    for (const given of ['{"guess": 12}', '{"guess": 12, "reason": null}', '{"guess": 12, "reason": " "}']) {
      expect(read(given, 'stop', 'optional')).toEqual(legal(12))
      expect(read(given, 'stop', 'required')).toMatchObject({
        failure: 'illegal',
        complaint: expect.stringContaining('reason: expected a text'),
      })
    }
  })
})

/** An ask with every kind of field. */
const Any = z.strictObject({
  bid: z.number().min(-5).max(5).nullable(),
  accept: z.boolean(),
  side: z.enum(['left', 'right']),
  say: z.string().max(40),
  rates: z.array(z.int().min(0).max(9)).max(4),
})
const anyLegal: fc.Arbitrary<z.output<typeof Any>> = fc.record({
  bid: fc.option(fc.double({ min: -5, max: 5, noNaN: true }).map((x) => x + 0)),
  accept: fc.boolean(),
  side: fc.constantFrom('left', 'right'),
  say: fc.string({ maxLength: 40, unit: fc.constantFrom(...'{}[]":,\\ab \n') }),
  rates: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 4 }),
})
/** Prose with braces and quotation marks in it; a line break closes what it opened. */
const prose = fc.string({ unit: fc.constantFrom(...'{}[]":,\\ ab\n') })

describe('laws of reading', () => {
  it('finds any legal action after any prose', () => {
    fc.assert(
      fc.property(prose, anyLegal, fc.constantFrom(undefined, 2), (before, action, indent) => {
        const reading = readReply(
          { text: `${before}\n${JSON.stringify(action, null, indent)}\nThat is all.`, finish: 'stop' },
          Any,
        )
        expect(reading).toMatchObject({ ok: true })
        expect(JSON.stringify((reading as { action: unknown }).action)).toBe(JSON.stringify(action))
      }),
    )
  })

  it('never throws, and gives a legal action or a class of failure', () => {
    const texts = fc.oneof(
      prose,
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.json().map((json) => json.slice(0, -1)),
    )
    const finishes = fc.constantFrom<Reply['finish'][]>('stop', 'length', 'refused', 'other')
    fc.assert(
      fc.property(
        texts,
        finishes,
        fc.constantFrom<Reasons[]>('off', 'optional', 'required'),
        (text, finish, reasons) => {
          const reading = readReply({ text, finish }, Any, reasons)
          if (reading.ok) expect(Any.safeParse(reading.action).success).toBe(true)
          else expect(['empty', 'truncated', 'unparsable', 'illegal', 'refused']).toContain(reading.failure)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('finds what JSON.parse takes, and nothing else', () => {
    fc.assert(
      fc.property(prose, fc.object(), (before, object) => {
        const text = `${before}\n${JSON.stringify(object)}`
        const found = jsonObjects(text)
        expect(found.some(({ start, end }) => text.slice(start, end) === JSON.stringify(object))).toBe(true)
        for (const { start, end } of found) expect(() => JSON.parse(text.slice(start, end))).not.toThrow()
      }),
    )
  })

  // Each of these takes a quadratic reader minutes or more; the test's own time-out is what fails.
  it.each([
    ['open braces', '{'],
    ['open lists', '{"a":['],
    ['open objects', '{"a":'],
    ['objects in lists', '{"a":[{"b":1},'],
    ['quotation marks', '{"'],
    ['texts that open objects', '{"a":"'],
    ['escaped quotation marks', '{"a\\"'],
    ['empty objects', '{}'],
    ['blanks', '{ '],
    ['digits', '{"a":1'],
    ['wrong fields', '{"guess":99}'],
  ])('reads a megabyte of %s', { timeout: 5000 }, (_, part) => {
    const text = part.repeat(Math.ceil(1_000_000 / part.length))
    expect(read(`${text}\n{"guess": 12}`)).toMatchObject(legal(12))
    expect(read(`{"a": "${'b'.repeat(1_000_000)}`)).toMatchObject({ failure: 'unparsable' })
  })
})
