/** What an item auction refuses, and how it says so. */
import { describe, expect, it } from 'vitest'
import { itemAuction } from '../../games/item-auction/rules.ts'
import type { ReplayError } from '../../src/core/errors.ts'
import { parsedParams } from '../../src/core/fit.ts'
import { jsonSchemaOf } from '../../src/core/legal.ts'
import { start } from '../../src/core/match.ts'
import { auction, bidders, type Params, RING } from './item-auctions.ts'
import { startedOf } from './matches.ts'

const refusal = (act: () => unknown): ReplayError => {
  try {
    act()
  } catch (error) {
    return error as ReplayError
  }
  throw new Error('it was not refused')
}

const begin = (params: Params, seats = 2) =>
  start(itemAuction, startedOf(itemAuction, { params, roles: bidders(seats) }))

describe('params', () => {
  const cases: readonly [Params, RegExp][] = [
    [{ items: [] }, /params\.items: /],
    [{ items: [{ name: 'ring', start: 10 }] }, /params\.items\.0\.value: /],
    [{ items: [RING, { ...RING, start: 0 }] }, /params\.items\.1\.start: /],
    [{ items: [{ ...RING, start: 10.5 }] }, /params\.items\.0\.start: /],
    [{ items: [{ ...RING, value: -1 }] }, /params\.items\.0\.value: /],
    [{ items: [{ ...RING, name: '' }] }, /params\.items\.0\.name: /],
    [{ items: [{ ...RING, price: 3 }] }, /params\.items\.0: .*"price"/],
    [{ budgets: -1 }, /params\.budgets/],
    [{ budgets: [] }, /params\.budgets/],
    [{ budgets: 'none' }, /params\.budgets/],
    [{ estimateBias: 0 }, /params\.estimateBias: /],
    [{ minimumRaise: -0.1 }, /params\.minimumRaise: /],
    [{ ties: { given: [0] } }, /params\.ties: .*"random"\|"first-seat"/],
    [{ discount: 1.1 }, /params\.discount: /],
    [{ offers: 0 }, /params\.offers: /],
    [{ offers: 1.5 }, /params\.offers: /],
    [{ rounds: 3 }, /params: .*"rounds"/],
  ]
  it.each(cases)('%j', (params, message) => {
    const error = refusal(() => begin(params))
    expect(error.code).toBe('bad-params')
    expect(error.message).toMatch(message)
  })

  it('have defaults, each: cheap and expensive items, worth twice their starting price', () => {
    const { items, ...rest } = parsedParams(itemAuction, {})
    expect(rest).toEqual({
      budgets: 10_000,
      estimateBias: 1.1,
      minimumRaise: 0.1,
      ties: 'random',
      discount: 0,
      offers: 1,
    })
    expect(new Set(items.map((item) => item.start))).toEqual(new Set([1000, 5000]))
    expect(items.every((item) => item.value === 2 * item.start)).toBe(true)
  })
})

describe('seats', () => {
  it('are 2 to 1,000, or as many as budgets are listed', () => {
    expect(begin({}, 2).asks.size).toBe(2)
    expect(begin({}, 1000).asks.size).toBe(1000)
    expect(refusal(() => begin({}, 1)).message).toBe('expected 2 to 1000 of role bidder from seat 0 on, got 1')
    expect(begin({ budgets: [1e4, 2e4, 9e3] }, 3).asks.size).toBe(3)
    expect(refusal(() => begin({ budgets: [1e4, 2e4, 9e3] }, 2)).message).toBe(
      'expected 3 of role bidder from seat 0 on, got 2',
    )
  })
})

describe('bids', () => {
  const ring = { items: [RING], budgets: [40, 30.5, 50] }
  const cases: readonly [unknown, string][] = [
    [9, 'bid: expected an integer from 10 to 40 or null, got 9'],
    [41, 'bid: expected an integer from 10 to 40 or null, got 41'],
    [12.5, 'bid: expected an integer from 10 to 40 or null, got 12.5'],
    ['12', 'bid: expected an integer from 10 to 40 or null, got "12"'],
    [-1, 'bid: expected an integer from 10 to 40 or null, got -1'],
  ]
  it.each(cases)('%j', (bid, complaint) => {
    const error = refusal(() => auction([{ 0: bid as number, 1: null, 2: null }], ring))
    expect(error.code).toBe('illegal-move')
    expect(error.message).toBe(`illegal bid of seat 0 in turn 0: ${complaint}`)
  })

  it('below a raise of the highest, or above the own money', () => {
    const raised = (bid: number) =>
      refusal(() => auction([{ 0: 14, 1: 20, 2: 12 }, { 0: 21, 2: null }, { 1: bid }], ring)).message
    expect(raised(21)).toBe('illegal bid of seat 1 in turn 2: bid: expected an integer from 22 to 30 or null, got 21')
    expect(raised(31)).toBe('illegal bid of seat 1 in turn 2: bid: expected an integer from 22 to 30 or null, got 31')
  })

  it('fall back to withdrawing', () => expect(begin({}).asks.get(1)!.fallback).toEqual({ bid: null }))

  it('are told in JSON Schema', () =>
    expect(jsonSchemaOf(begin(ring, 3).asks.get(1)!.schema)).toEqual({
      type: 'object',
      properties: { bid: { anyOf: [{ type: 'integer', minimum: 10, maximum: 30 }, { type: 'null' }] } },
      required: ['bid'],
      additionalProperties: false,
    }))
})
