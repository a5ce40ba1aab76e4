/** What a clock auction refuses, and how it says so. */
import { describe, expect, it } from 'vitest'
import { clock } from '../../games/clock/rules.ts'
import type { StagegameError } from '../../src/core/errors.ts'
import { parsedParams } from '../../src/core/fit.ts'
import { start } from '../../src/core/match.ts'
import { auction, bidders, given, type Params } from './clock-matches.ts'
import { played, startedOf } from './matches.ts'

const refusal = (act: () => unknown): StagegameError => {
  try {
    act()
  } catch (error) {
    return error as StagegameError
  }
  throw new Error('it was not refused')
}

const DUTCH = { direction: 'descending' }

describe('params', () => {
  const cases: readonly [Params, RegExp][] = [
    [{ direction: 'up' }, /params\.direction: .*"ascending"\|"descending"/],
    [{ start: 60, ceiling: 50 }, /params\.ceiling: ceiling must not be below start, but they are 50 and 60/],
    [{ ...DUTCH, start: 60, ceiling: 50 }, /params\.ceiling: ceiling must not be below start, but they are 50 and 60/],
    [
      { ...DUTCH, start: 60, floor: 70 },
      /params\.floor: floor must not be above the first price, but they are 70 and 60/,
    ],
    [{ ...DUTCH, ceiling: 60, floor: 70 }, /params\.floor: .* 70 and 60/],
    [{ floor: 5 }, /params\.floor: a floor is for descending prices, ascending ones begin at start; got 5/],
    [{ step: 0 }, /params\.step: /],
    [{ step: -1 }, /params\.step: /],
    [
      { step: 1e-5 },
      /params\.step: expected at most 100000 prices, but from 0 to 99 in steps of 0\.00001 there are 9900001/,
    ],
    [{ start: -1 }, /params\.start: /],
    [{ rounds: 0 }, /params\.rounds: /],
    [{ rounds: 3, ...given([1, 2], [3, 4]) }, /params\.values\.rounds: expected 3 rows, one a round, got 2/],
    [
      {
        rounds: 2,
        values: {
          kind: 'given',
          rounds: [
            [1, 2],
            [3, 4],
          ],
          common: [1],
        },
      },
      /common: expected 2 numbers.* got 1/,
    ],
    [given([1, 2], [3]), /params\.values\.rounds\.1: expected 2 values, as many as in the first row, got 1/],
    [given([5]), /params\.values\.rounds: expected at least 2 values a row, one a seat, got 1/],
    [{ rounds: 2, ties: { given: [0] } }, /params\.ties\.given: expected 2 seats or nulls, one a round, got 1/],
    [{ ties: 'last' }, /params\.ties: /],
    [{ reserve: 5 }, /params: .*"reserve"/],
  ]
  it.each(cases)('%j', (params, message) => {
    const error = refusal(() => start(clock, startedOf(clock, { params, roles: bidders(2) })))
    expect(error.code).toBe('bad-params')
    expect(error.message).toMatch(message)
  })

  it('have defaults, each', () => {
    expect(parsedParams(clock, {})).toEqual({
      direction: 'ascending',
      rounds: 1,
      values: { kind: 'private', low: 0, high: 99, integer: true },
      step: 1,
      floor: 0,
      announce: true,
      ties: 'random',
      proxy: false,
    })
  })
})

describe('the prices', () => {
  const prices: readonly [Params, { start: number; final: number; even: boolean }][] = [
    [{}, { start: 0, final: 99, even: true }],
    [DUTCH, { start: 99, final: 0, even: true }],
    [{ step: 10 }, { start: 0, final: 100, even: true }],
    [
      { ...DUTCH, step: 10 },
      { start: 100, final: 0, even: true },
    ],
    [
      { start: 5, step: 10 },
      { start: 5, final: 105, even: true },
    ],
    [
      { ...DUTCH, floor: 5, step: 10 },
      { start: 105, final: 5, even: true },
    ],
    [
      { ceiling: 96, step: 30 },
      { start: 0, final: 96, even: false },
    ],
    [
      { ...DUTCH, start: 50, step: 30 },
      { start: 50, final: 0, even: false },
    ],
    [{ values: { kind: 'common' } }, { start: 0, final: 87, even: true }],
    [
      { values: { kind: 'affiliated', integer: false }, step: 0.1 },
      { start: 0, final: 40, even: true },
    ],
    [given([66, 31]), { start: 0, final: 100, even: true }],
    [given([166, 31]), { start: 0, final: 1000, even: true }],
    [given([-4, -5]), { start: 0, final: 100, even: true }],
    [{ start: 150 }, { start: 150, final: 150, even: true }],
  ]
  it.each(prices)('of %j go so far', (params, expected) => {
    expect(auction([[0, 0]], params).views[0]).toMatchObject(expected)
  })
})

describe('seats', () => {
  const begin =
    (n: number, params: Params = {}) =>
    () =>
      start(clock, startedOf(clock, { params, roles: bidders(n) }))

  it('are 2 to 1,000', () => {
    expect(begin(2)().asks.size).toBe(2)
    expect(begin(1000)().asks.size).toBe(1000)
    expect(refusal(begin(1)).message).toBe('expected 2 to 1000 of role bidder from seat 0 on, got 1')
  })

  it('are as many as values are given for', () => {
    expect(refusal(begin(2, given([1, 2, 3]))).message).toBe('expected 3 of role bidder from seat 0 on, got 2')
  })
})

describe('answers', () => {
  const answering = (action: unknown, params: Params = {}) =>
    refusal(() => played(clock, { params, roles: bidders(2) }, () => action)).message

  it('are to the ask', () => {
    const where = (kind: string) => `illegal ${kind} of seat 0 in turn 0:`
    expect(answering({ stay: 'no' })).toBe(`${where('stay')} stay: expected true or false, got "no"`)
    expect(answering({ leaveAt: 5 })).toMatch(`${where('stay')} stay: expected true or false, got nothing`)
    expect(answering({ leaveAt: -1 }, { proxy: true })).toMatch(`${where('limit')} leaveAt: expected a number from 0`)
    expect(answering({}, { proxy: true })).toMatch(`${where('limit')} leaveAt: expected a number from 0`)
  })

  it('that are missing: one leaves a rising clock at once, and lets a falling one run', () => {
    const fallbacks = (params: Params) =>
      [...start(clock, startedOf(clock, { params, roles: bidders(2) })).asks.values()].map(({ fallback }) => fallback)
    expect(fallbacks({})).toEqual([{ stay: false }, { stay: false }])
    expect(fallbacks(DUTCH)).toEqual([{ stay: true }, { stay: true }])
    expect(fallbacks({ start: 7, proxy: true })).toEqual([{ leaveAt: 7 }, { leaveAt: 7 }])
    expect(fallbacks({ ...DUTCH, proxy: true })).toEqual([{ leaveAt: null }, { leaveAt: null }])
  })
})

it('a tie that is given to one who does not tie: the log is of other rules', () => {
  const error = refusal(() => auction([[9, 20, 20]], { ties: { given: [0] } }))
  expect(error.code).toBe('wrong-tie')
  expect(error.message).toContain('ties.given.0: expected one of seats 1 and 2')
})
