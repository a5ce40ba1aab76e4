/** What an ask allows: the check and its complaints, the words for it, and draws from it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { stream } from '../../src/core/chance.ts'
import { check, draw, jsonSchemaOf, words } from '../../src/core/legal.ts'

const Order = z.strictObject({
  side: z.enum(['buy', 'sell']),
  price: z.number().min(0).max(100),
  units: z.array(z.int().min(0).max(9)).min(1).max(3),
  limit: z.int().min(0).max(5).nullable(),
})
const legal = { side: 'buy', price: 12.5, units: [1, 2], limit: null }

describe('check', () => {
  it('hands back a legal action', () => {
    expect(check(Order, legal)).toEqual({ ok: true, action: legal })
  })

  it.each([
    [{ ...legal, price: 150 }, 'price: expected a number from 0 to 100, got 150'],
    [{ ...legal, price: '12' }, 'price: expected a number from 0 to 100, got "12"'],
    [{ ...legal, side: 'hold' }, 'side: expected one of "buy", "sell", got "hold"'],
    [{ ...legal, units: [] }, 'units: expected a list of 1 to 3, each an integer from 0 to 9, got []'],
    [{ ...legal, units: [1, 10] }, 'units.1: expected an integer from 0 to 9, got 10'],
    [{ ...legal, limit: 7 }, 'limit: expected an integer from 0 to 5 or null, got 7'],
    [{ side: 'buy', price: 1, units: [1] }, 'limit: expected an integer from 0 to 5 or null, got nothing'],
    [{ ...legal, hurry: true }, 'unknown field hurry'],
    [{ ...legal, price: -1, hurry: true }, 'price: expected a number from 0 to 100, got -1; unknown field hurry'],
    [null, 'expected an object with side, price, units, limit, got null'],
    ['buy', 'expected an object with side, price, units, limit, got "buy"'],
  ])('complains of %j', (action, complaint) => {
    expect(check(Order, action)).toEqual({ ok: false, complaint })
  })
})

describe('words', () => {
  it.each([
    [z.int().min(0).max(43), 'an integer from 0 to 43'],
    [z.int().min(1), 'an integer from 1'],
    [z.int(), 'an integer'],
    [z.number().gt(0).lt(1), 'a number above 0 below 1'],
    [z.number().min(0).max(100).multipleOf(10), 'a number from 0 to 100 in steps of 10'],
    [z.literal('accept'), '"accept"'],
    [z.boolean(), 'true or false'],
    [z.string().max(500), 'a text of at most 500 characters'],
    [z.string(), 'a text'],
    [z.array(z.boolean()).length(2), 'a list of 2, each true or false'],
    [z.array(z.boolean()), 'a list of 0 or more, each true or false'],
    [z.int().min(0).max(9).nullable(), 'an integer from 0 to 9 or null'],
    [z.strictObject({}), 'an object with no fields'],
  ])('%#: %s', (schema, expected) => {
    expect(words(jsonSchemaOf(schema))).toBe(expected)
  })
})

describe('draw', () => {
  it.each([
    ['an order', Order],
    ['steps of a tenth', z.strictObject({ rate: z.number().min(0.3).max(1.1).multipleOf(0.1) })],
    ['negative numbers', z.strictObject({ x: z.number().min(-7.5).max(-7) })],
    ['texts', z.strictObject({ say: z.string().min(3).max(40), why: z.string().max(2), more: z.string().min(60) })],
    ['a constant', z.strictObject({ go: z.literal(true), flag: z.boolean() })],
    ['lists of one size', z.strictObject({ rates: z.array(z.number().min(0).max(1)).length(4) })],
    [
      'a suggested range',
      z.strictObject({
        bid: z
          .int()
          .min(0)
          .meta({ suggested: [0, 100] }),
      }),
    ],
  ])('is legal for %s', (_, schema) => {
    fc.assert(
      fc.property(fc.nat(), (seed) => check(schema, draw(jsonSchemaOf(schema), stream([seed]))).ok),
      { seed: 1, numRuns: 50 },
    )
  })

  const drawn = (schema: z.ZodType, many: number) => {
    const rng = stream(['draws'])
    return Array.from({ length: many }, () => draw(jsonSchemaOf(schema), rng))
  }

  it('reaches every step, the first and the last among them', () => {
    const rates = new Set(drawn(z.number().min(0.1).max(0.3).multipleOf(0.1), 100))
    expect([...rates].sort()).toEqual([0.1, 0.2, 0.3])
    expect(new Set(drawn(z.number().min(0.07).max(0.08).multipleOf(0.01), 100))).toEqual(new Set([0.07, 0.08]))
    expect(new Set(drawn(z.int().min(-1).max(1), 100))).toEqual(new Set([-1, 0, 1]))
  })

  it('keeps large whole numbers exact', () => {
    const low = 2 ** 52
    expect(
      new Set(
        drawn(
          z
            .int()
            .min(low)
            .max(low + 2),
          100,
        ),
      ),
    ).toEqual(new Set([low, low + 1, low + 2]))
  })

  it('reaches every alternative', () => {
    expect(new Set(drawn(z.enum(['a', 'b', 'c']), 100))).toEqual(new Set(['a', 'b', 'c']))
    expect(new Set(drawn(z.literal(7).nullable(), 100))).toEqual(new Set([7, null]))
  })

  it('stays where a number without a natural bound is suggested', () => {
    for (const bid of drawn(
      z
        .number()
        .min(0)
        .meta({ suggested: [10, 20] }),
      100,
    )) {
      expect(bid).toBeGreaterThanOrEqual(10)
      expect(bid).toBeLessThanOrEqual(20)
    }
  })

  it.each([
    ['a number', z.number().min(0)],
    ['an integer, to which zod gives the safe limits', z.int().min(0)],
  ])('refuses %s without bounds', (_, schema) => {
    expect(() => drawn(schema, 1)).toThrow(/needs \.meta\({ suggested: \[a, b\] }\)/)
  })
})

it('makes the JSON Schema of a zod schema once', () => {
  expect(jsonSchemaOf(Order)).toBe(jsonSchemaOf(Order))
  expect(jsonSchemaOf(z.strictObject({ bid: z.int().min(0).max(9) }))).toEqual({
    type: 'object',
    properties: { bid: { type: 'integer', minimum: 0, maximum: 9 } },
    required: ['bid'],
    additionalProperties: false,
  })
})
