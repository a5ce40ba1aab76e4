/** What is played of a table that was filled in beforehand. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { jsonSchemaOf } from '../../src/core/legal.ts'
import { actionFor, checkStrategyMethod } from '../../src/lab/strategy-method.ts'

const BID = z.strictObject({ bid: z.number().min(0).max(100) })
const COINS = z.strictObject({ bid: z.number().min(0).max(100).multipleOf(0.25) })
const WHOLE = z.strictObject({ bid: z.int().min(0).max(100) })
const REPLY = z.strictObject({ accept: z.boolean() })
const values = [40, 0, 20]
const bids = [30, 0, 10].map((bid) => ({ bid }))

const bidFor = (actual: number, between: 'nearest' | 'interpolate', schema: z.ZodType = BID) =>
  (actionFor({ cases: values, between }, bids, actual, schema) as { bid: number }).bid

describe('a case that was stated is played as it was', () => {
  it.each(['nearest', 'interpolate'] as const)('%s', (between) => {
    expect([0, 20, 40].map((value) => bidFor(value, between))).toEqual([0, 10, 30])
  })
  it('of texts and of yes and no, too', () => {
    const method = { cases: ['low', 'high'], between: 'nearest' } as const
    expect(actionFor(method, [{ accept: false }, { accept: true }], 'high', REPLY)).toEqual({ accept: true })
    const asked = { cases: [true, false], between: 'nearest' } as const
    expect(actionFor(asked, [{ accept: true }, { accept: false }], false, REPLY)).toEqual({ accept: false })
  })
})

describe('a case between', () => {
  it.each([
    [9, 0],
    [10, 0],
    [10.01, 10],
    [30, 10],
    [31, 30],
  ])('is as the nearest, of two the lower: %d as %d', (value, bid) => expect(bidFor(value, 'nearest')).toBe(bid))

  it.each([
    [5, 2.5],
    [10, 5],
    [25, 15],
    [20.1, 10.1],
  ])('is on the line: at %d it is %d', (value, bid) => expect(bidFor(value, 'interpolate')).toBe(bid))

  it.each([
    [WHOLE, 5, 3], // 2.5, half a step up
    [WHOLE, 4, 2],
    [COINS, 20.1, 10], // 10.1
    [COINS, 20.125, 10.25], // 10.125, half a step up
  ])('is rounded to what is allowed', (schema, value, bid) => expect(bidFor(value, 'interpolate', schema)).toBe(bid))

  it('is rounded half a step up where floating point is just below it', () => {
    const cents = z.strictObject({ bid: z.number().min(0).max(10).multipleOf(0.01) })
    const of = { cases: [0, 2], between: 'interpolate' } as const
    expect(actionFor(of, [{ bid: 1 }, { bid: 1.01 }], 1, cents)).toEqual({ bid: 1.01 }) // 1.005
  })

  it('lies between its neighbours, and grows with the case where they do', () => {
    const value = fc.double({ min: -10, max: 60, noNaN: true })
    fc.assert(
      fc.property(value, value, fc.constantFrom('nearest', 'interpolate'), (a, b, between) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        expect(bidFor(low, between)).toBeLessThanOrEqual(bidFor(high, between))
        expect(bidFor(low, between)).toBeGreaterThanOrEqual(0)
        expect(bidFor(high, between)).toBeLessThanOrEqual(30)
      }),
    )
  })
})

it('beyond the cases it is as the outermost', () => {
  for (const between of ['nearest', 'interpolate'] as const) {
    expect(bidFor(-5, between)).toBe(0)
    expect(bidFor(90, between)).toBe(30)
  }
})

describe('where less is allowed than was stated', () => {
  it.each([
    [z.strictObject({ bid: z.number().min(0).max(20) }), 20],
    [z.strictObject({ bid: z.number().min(50).max(90) }), 50],
    [z.strictObject({ bid: z.number().min(0).max(20.3).multipleOf(0.25) }), 20.25],
    [z.strictObject({ bid: z.number().min(42.1).max(90).multipleOf(5) }), 45],
  ])('the nearest that is allowed is played', (schema, bid) => {
    expect(bidFor(40, 'nearest', schema)).toBe(bid)
    expect(bidFor(39.99, 'interpolate', schema)).toBe(bid)
  })

  it('and nothing where none is near', () => {
    const method = { cases: [0, 1], between: 'nearest' } as const
    expect(() => actionFor(method, [{ accept: 'no' }, { accept: 'yes' }], 1, REPLY)).toThrow(
      new RangeError('what was stated is not allowed in this case: accept: expected true or false, got "yes"'),
    )
  })
})

it('a case that nothing is near to is an error', () => {
  const reply = [{ accept: true }, { accept: false }]
  const texts = { cases: ['low', 'high'], between: 'nearest' } as const
  expect(() => actionFor(texts, reply, 'middle', REPLY)).toThrow(new RangeError('no case was stated for "middle"'))
  expect(() => actionFor(texts, reply, 5, REPLY)).toThrow(new RangeError('no case was stated for 5'))
  const numbers = { cases: [1, 2], between: 'nearest' } as const
  expect(() => actionFor(numbers, reply, 'low', REPLY)).toThrow(new RangeError('no case was stated for "low"'))
})

describe('a method that cannot be asked', () => {
  const check = (cases: readonly (number | string)[], between: 'nearest' | 'interpolate', schema: z.ZodType) =>
    checkStrategyMethod({ kind: 'bid', by: 'value', cases: [...cases], between }, jsonSchemaOf(schema))

  it('is told from one that can', () => {
    expect(check([0, 10], 'interpolate', BID)).toEqual([])
    expect(check([0, 10], 'interpolate', WHOLE)).toEqual([])
    expect(check(['low', 'high'], 'nearest', REPLY)).toEqual([])
  })
  it.each([
    [[0, 10, 0], 'nearest', BID, 'cases', 'the case 0 stands here twice'],
    [['low', 'high'], 'interpolate', BID, 'between', 'interpolate needs cases that are numbers'],
    [[0, 10], 'interpolate', REPLY, 'between', 'interpolate needs decisions of numbers alone, and accept is none'],
  ] as const)('%j, %s', (cases, between, schema, key, message) =>
    expect(check(cases, between, schema)).toEqual([{ path: [key], message }]),
  )
})
