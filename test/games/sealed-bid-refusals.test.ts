/** What sealed-bid auctions refuse, and how they say so. */
import { describe, expect, it } from 'vitest'
import { sealedBid } from '../../games/sealed-bid/rules.ts'
import type { ReplayError } from '../../src/core/errors.ts'
import { parsedParams } from '../../src/core/fit.ts'
import { jsonSchemaOf } from '../../src/core/legal.ts'
import { start } from '../../src/core/match.ts'
import { startedOf } from './matches.ts'
import { auction, bidders, given, type Params } from './sealed-bid-matches.ts'

const refusal = (act: () => unknown): ReplayError => {
  try {
    act()
  } catch (error) {
    return error as ReplayError
  }
  throw new Error('it was not refused')
}

const begin = (seats: number, params: Params = {}) =>
  start(sealedBid, startedOf(sealedBid, { params, roles: bidders(seats) }))

describe('bids', () => {
  const budget = { budgets: 50 }
  const cases: readonly [number, Params, string][] = [
    [-1, {}, 'bid: expected an integer from 0, got -1'],
    [3.5, {}, 'bid: expected an integer from 0, got 3.5'],
    [-0.5, { increment: 0 }, 'bid: expected a number from 0, got -0.5'],
    [51, budget, 'bid: expected an integer from 0 to 50, got 51'],
    [7, { ...budget, increment: 5 }, 'bid: expected a number from 0 to 50 in steps of 5, got 7'],
    [50.5, { ...budget, increment: 0.5 }, 'bid: expected a number from 0 to 50 in steps of 0.5, got 50.5'],
    [12.25, { ...budget, increment: 0.5 }, 'bid: expected a number from 0 to 50 in steps of 0.5, got 12.25'],
    [50, { budgets: [9, 48.75], increment: 0.5 }, 'bid: expected a number from 0 to 48.5 in steps of 0.5, got 50'],
    [21, { values: given([30, 20]), bidCap: 'value' }, 'bid: expected an integer from 0 to 20, got 21'],
    [20, { values: given([30, 20]), bidCap: 'value', budgets: 15 }, 'bid: expected an integer from 0 to 15, got 20'],
    [1, { values: given([30, -20]), bidCap: 'value' }, 'bid: expected an integer from 0 to 0, got 1'],
    [1, { budgets: [9, 0] }, 'bid: expected an integer from 0 to 0, got 1'],
  ]
  it.each(cases)('of %j with %j', (bid, params, complaint) => {
    const error = refusal(() => auction([[0, bid]], params))
    expect(error.code).toBe('illegal-move')
    expect(error.message).toBe(`illegal bid of seat 1 in turn 0: ${complaint}`)
    expect(error.where).toMatchObject({ turn: 0, seat: 1 })
  })

  it('above what is left of the money, in a later round', () => {
    const spent = (format: string) =>
      refusal(() =>
        auction(
          [
            [20, 30],
            [20, 21],
          ],
          { budgets: 50, format },
        ),
      )
    expect(spent('first-price').message).toBe(
      'illegal bid of seat 1 in turn 1: bid: expected an integer from 0 to 20, got 21',
    )
    expect(() => spent('second-price')).toThrow('it was not refused')
  })

  it('that are no bids', () => {
    const error = refusal(() => auction([[1, '7' as never]]))
    expect(error.message).toBe('illegal bid of seat 1 in turn 0: bid: expected an integer from 0, got "7"')
  })

  it('have no bound but those: a million for an item worth 3', () =>
    expect(auction([[1e6, 2]], { values: given([3, 4]) }).payoffs).toEqual([3 - 1e6, 0]))

  it('fall back to 0, and say in their JSON Schema what they may be', () => {
    const { schema, fallback } = begin(2, { budgets: 40, increment: 0.5 }).asks.get(1)!
    expect(fallback).toEqual({ bid: 0 })
    expect(jsonSchemaOf(schema)).toEqual({
      type: 'object',
      properties: { bid: { type: 'number', minimum: 0, maximum: 40, multipleOf: 0.5, suggested: [0, 40] } },
      required: ['bid'],
      additionalProperties: false,
    })
  })

  it('are drawn at random up to the highest value there may be', () => {
    const suggested = (params: Params) =>
      jsonSchemaOf(begin(2, params).asks.get(0)!.schema).properties!['bid']!.suggested
    expect(suggested({})).toEqual([0, 99])
    expect(suggested({ values: { kind: 'common' } })).toEqual([0, 87])
    expect(suggested({ values: { kind: 'affiliated' } })).toEqual([0, 40])
    expect(suggested({ values: given([3, 45]) })).toEqual([0, 100]) // no more than its order of magnitude
    expect(suggested({ budgets: 30 })).toEqual([0, 30])
  })
})

describe('params', () => {
  const cases: readonly [Params, RegExp][] = [
    [{ format: 'dutch' }, /params\.format: .*"first-price"/],
    [{ rounds: 0 }, /params\.rounds: /],
    [{ rounds: 1.5 }, /params\.rounds: /],
    [{ reserve: -1 }, /params\.reserve: /],
    [{ increment: -1 }, /params\.increment: /],
    [{ increment: 1e-9 }, /params\.increment: expected 0, or at least 0.000001, got 1e-9/],
    [{ budgets: -5 }, /params\.budgets: /],
    [{ budgets: 'all' }, /params\.budgets: /],
    [{ bidCap: 'budget' }, /params\.bidCap: .*"value"/],
    [{ feedback: 'none' }, /params\.feedback: .*"winner"/],
    [{ prices: 1 }, /params: .*"prices"/],
    [{ rounds: 3, values: given([1, 2], [3, 4]) }, /params\.values\.rounds: expected 3 rows, one a round, got 2/],
    [{ values: given([1, 2], [3, 4, 5]) }, /params\.values\.rounds\.1: expected 2 values, .* got 3/],
    [{ values: given([1]) }, /params\.values\.rounds: expected a value for each of 2 to 1000 seats, got rows of 1/],
    [
      { rounds: 2, values: { ...given([1, 2], [3, 4]), common: [5] } },
      /params\.values\.common: expected 2 numbers, one a round, got 1/,
    ],
    [{ rounds: 2, ties: { given: [0] } }, /params\.ties\.given: expected 2 seats or nulls, one a round, got 1/],
    [{ ties: 'last' }, /params\.ties: /],
    [{ values: given([1, 2]), budgets: [5, 6, 7] }, /params\.budgets: expected 2 amounts, .* got 3/],
    [{ budgets: [5] }, /params\.budgets: expected an amount for each of 2 to 1000 seats, got 1/],
    [{ values: { kind: 'private', low: 5, high: 4 } }, /params\.values\.high: high must not be below low/],
    [{ values: { kind: 'private', low: 0.2, high: 0.8 } }, /params\.values\.integer: there is no whole number/],
    [{ values: { kind: 'uniform' } }, /params\.values/],
    [{ agencies: [[0]] }, /params\.agencies/],
    [
      {
        agencies: [
          [0, 1],
          [1, 2],
        ],
      },
      /params\.agencies: a seat is in two agencies, or twice in one/,
    ],
    [{ agencies: [[0, 2]], values: given([1, 2]) }, /params\.agencies: there is no seat 2/],
    [{ agencies: [[0, 1000]] }, /params\.agencies: there is no seat 1000/],
  ]
  it.each(cases)('%j', (params, message) => {
    const error = refusal(() => begin(2, params))
    expect(error.code).toBe('bad-params')
    expect(error.message).toMatch(message)
  })

  it('have defaults, each', () => {
    expect(parsedParams(sealedBid, {})).toEqual({
      format: 'first-price',
      rounds: 1,
      values: { kind: 'private', low: 0, high: 99, integer: true },
      reserve: 0,
      increment: 1,
      ties: 'random',
      budgets: 'none',
      moneyValue: 0,
      bidCap: 'none',
      feedback: 'full',
      agencies: [],
    })
  })
})

describe('seats', () => {
  const refused = (seats: number, params: Params = {}) => {
    const error = refusal(() => begin(seats, params))
    expect(error.code).toBe('wrong-seats')
    return error.message
  }
  it('are 2 to 1,000', () => {
    expect(begin(2).asks.size).toBe(2)
    expect(begin(1000, { budgets: 7 }).asks.size).toBe(1000)
    for (const n of [1, 1001]) expect(refused(n)).toBe(`expected 2 to 1000 of role bidder from seat 0 on, got ${n}`)
  })
  it('are as many as values or budgets are listed for', () => {
    expect(refused(2, { values: given([1, 2, 3]) })).toBe('expected 3 of role bidder from seat 0 on, got 2')
    expect(refused(4, { budgets: [1, 2, 3] })).toBe('expected 3 of role bidder from seat 0 on, got 4')
  })
  it('are at least all who are in an agency', () => {
    expect(refused(3, { agencies: [[0, 3]] })).toBe('expected 4 to 1000 of role bidder from seat 0 on, got 3')
    expect(begin(4, { agencies: [[0, 3]] }).asks.size).toBe(4)
  })
  it('may have values given for a great many rounds', () => {
    const values = given(...Array.from({ length: 20_000 }, () => Array.from({ length: 10 }, (_, seat) => seat)))
    expect(begin(10, { values, rounds: 20_000 }).asks.size).toBe(10)
  })
})
