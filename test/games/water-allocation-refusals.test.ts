/** What the water allocation challenge refuses, and how it says so. */
import { describe, expect, it } from 'vitest'
import { waterAllocation } from '../../games/water-allocation/rules.ts'
import type { ReplayError } from '../../src/core/errors.ts'
import { parsedParams } from '../../src/core/fit.ts'
import { jsonSchemaOf } from '../../src/core/legal.ts'
import { start } from '../../src/core/match.ts'
import { played, startedOf } from './matches.ts'
import { allocation, type Params, residents } from './water-allocation-matches.ts'

const refusal = (act: () => unknown): ReplayError => {
  try {
    act()
  } catch (error) {
    return error as ReplayError
  }
  throw new Error('it was not refused')
}

const begun = (params: Params, seats: number) =>
  start(waterAllocation, startedOf(waterAllocation, { params, roles: residents(seats) }))

describe('params', () => {
  const cases: readonly [Params, string][] = [
    [{ days: 0 }, 'params.days: '],
    [{ needs: [8, 9, 10] }, 'params.salaries: expected 3 salaries, one for each of the needs, got 5'],
    [{ salaries: [70, 75] }, 'params.salaries: expected 5 salaries, one for each of the needs, got 2'],
    [{ needs: [8], salaries: [70] }, 'params.needs: '],
    [{ needs: [8, 0, 10, 11, 12] }, 'params.needs.1: '],
    [{ needs: [8, 9.5, 10, 11, 12] }, 'params.needs.1: '],
    [{ salaries: [70, -75, 100, 120, 120] }, 'params.salaries.1: '],
    [{ supply: { given: [10, 11] } }, 'params.supply.given: expected 20 supplies, one a day, got 2'],
    [{ supply: { low: 21, high: 20 } }, 'params.supply.high: high must not be below low, but they are 20 and 21'],
    [
      { supply: 15 },
      'params.supply: expected { low, high } or { given: [a number a day] }, whole numbers from 0 on, got 15',
    ],
    [{ supply: { low: 10, high: 20.5 } }, 'params.supply: expected { low, high } or'],
    [{ supply: { low: 10, high: 20, given: [] } }, 'params.supply: expected { low, high } or'],
    [{ payoff: 'money' }, 'params.payoff: '],
    [{ overspend: 'clipped' }, 'params.overspend: '],
    [{ start: { health: 11 } }, 'params.start.health: Too big: expected number to be <=10'],
    [{ start: { daysDry: 0 } }, 'params.start.daysDry: '],
    [{ start: 8 }, 'params.start: expected { health, balance, daysDry }, or a list with one a seat, all whole, got 8'],
    [{ start: [{}, {}, {}] }, 'params.start: expected 5 standings, one for each of the needs, got 3'],
    [{ start: { health: 0 } }, 'params.start: expected somebody with a health above 0, got nobody'],
    [{ names: ['Alex'] }, 'params: '],
  ]
  it.each(cases)('%j', (params, message) => {
    const error = refusal(() => begun(params, 5))
    expect(error.code).toBe('bad-params')
    expect(error.message).toContain(message)
  })

  it('have the paper’s defaults', () => {
    expect(parsedParams(waterAllocation, {})).toEqual({
      days: 20,
      needs: [8, 9, 10, 11, 12],
      salaries: [70, 75, 100, 120, 120],
      supply: { low: 10, high: 20 },
      payoff: 'days',
      overspend: 'illegal',
      start: { health: 8, balance: 0, daysDry: 1 },
    })
  })
})

it('seats as many as there are needs', () => {
  expect(begun({}, 5).asks.size).toBe(5)
  for (const n of [4, 6]) {
    const error = refusal(() => begun({}, n))
    expect(error.code).toBe('wrong-seats')
    expect(error.message).toBe(`expected 5 of role resident from seat 0 on, got ${n}`)
  }
  expect(begun({ needs: [1, 2], salaries: [1, 2] }, 2).asks.size).toBe(2)
})

describe('bids', () => {
  const bidding = (action: unknown, params: Params = {}) =>
    refusal(() =>
      played(waterAllocation, { params, roles: residents(5) }, ({ seat }) => (seat === 1 ? action : { bid: 0 })),
    )

  const cases: readonly [unknown, Params, string][] = [
    [{ bid: 76 }, {}, 'bid: expected an integer from 0 to 75, got 76'],
    [{ bid: 176 }, { start: { balance: 100 } }, 'bid: expected an integer from 0 to 175, got 176'],
    [{ bid: -1 }, {}, 'bid: expected an integer from 0 to 75, got -1'],
    [{ bid: 10.5 }, {}, 'bid: expected an integer from 0 to 75, got 10.5'],
    [{ bid: '10' }, {}, 'bid: expected an integer from 0 to 75, got "10"'],
    [{ bid: null }, {}, 'bid: expected an integer from 0 to 75, got null'],
    [{}, {}, 'bid: expected an integer from 0 to 75, got nothing'],
    [{ bid: 10, reason: 'thirst' }, {}, 'unknown field reason'],
    [{ bid: -1 }, { overspend: 'loses' }, 'bid: expected an integer from 0, got -1'],
    [{ bid: 0.5 }, { overspend: 'loses' }, 'bid: expected an integer from 0, got 0.5'],
  ]
  it.each(cases)('%j with %j', (action, params, complaint) => {
    const error = bidding(action, params)
    expect(error.code).toBe('illegal-move')
    expect(error.message).toBe(`illegal bid of seat 1 in turn 0: ${complaint}`)
    expect(error.where).toMatchObject({ turn: 0, seat: 1 })
  })

  it('are capped by what is left of earlier days', () => {
    const supply = { given: [50, 50] }
    const bids = (second: number) => [
      [20, 0, 0, 0, 0],
      [second, 0, 0, 0, 0],
    ]
    expect(() => allocation(bids(120), { supply })).not.toThrow() // 70 − 20 + 70
    expect(() => allocation(bids(121), { supply })).toThrow('expected an integer from 0 to 120, got 121')
  })

  it('are 0 for a seat that gives none, and drawn within reason where they have no bound', () => {
    expect(begun({}, 5).asks.get(3)!.fallback).toEqual({ bid: 0 })
    const { schema } = begun({ overspend: 'loses' }, 5).asks.get(0)!
    expect(jsonSchemaOf(schema).properties!['bid']).toMatchObject({ type: 'integer', minimum: 0, suggested: [0, 240] })
  })
})
