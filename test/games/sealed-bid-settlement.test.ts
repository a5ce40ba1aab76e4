/** Who wins a sealed-bid round, what everybody pays, and what of it is measured. */
import { describe, expect, it } from 'vitest'
import { measured, NO_BIDS, recorded } from '../../games/auctions/bid-record.ts'
import { sealedBid } from '../../games/sealed-bid/rules.ts'
import type { Moved, Started } from '../../src/core/event.ts'
import { advance, regretsAfter, start } from '../../src/core/match.ts'
import { PLAYER, startedOf } from './matches.ts'
import { auction, bidders, CONTINUOUS, given, historyOf, type Params } from './sealed-bid-matches.ts'

const FORMATS = ['first-price', 'second-price', 'third-price', 'all-pay'] as const

/** Who won the first round at what price, and what each seat paid. */
function settledTo(bids: readonly number[], params: Params) {
  const match = auction([bids], params)
  const { winner, price } = historyOf(match)[0]!.result
  return { winner, price, paid: bids.map((_, seat) => historyOf(match, seat)[0]!.result.paid) }
}

describe('a round', () => {
  const worked = { values: given([15, 10, 9]), reserve: 5 }

  it.each([
    ['first-price', 12, [12, 0, 0], [3, 0, 0], 12],
    ['second-price', 9, [9, 0, 0], [6, 0, 0], 9],
    ['third-price', 7, [7, 0, 0], [8, 0, 0], 7],
    ['all-pay', 12, [12, 7, 9], [3, -7, -9], 28],
  ])('of bids 12, 7 and 9 for values 15, 10 and 9 under %s', (format, price, paid, payoffs, revenue) => {
    const params = { ...worked, format }
    expect(settledTo([12, 7, 9], params)).toEqual({ winner: 0, price, paid })
    const match = auction([[12, 7, 9]], params)
    expect(match.payoffs).toEqual(payoffs)
    expect(match.measures).toMatchObject({ revenue, efficiency: 1, sold: 1 })
  })

  it('with one bid above the reserve: the second price is the reserve', () => {
    const params = { values: given([10, 10]), reserve: 5 }
    expect(settledTo([8, 3], { ...params, format: 'second-price' })).toEqual({ winner: 0, price: 5, paid: [5, 0] })
    expect(settledTo([8, 3], { ...params, format: 'first-price' })).toEqual({ winner: 0, price: 8, paid: [8, 0] })
    expect(settledTo([8, 3], { ...params, format: 'third-price' })).toEqual({ winner: 0, price: 5, paid: [5, 0] })
    expect(settledTo([8, 3], { ...params, format: 'all-pay' })).toEqual({ winner: 0, price: 8, paid: [8, 0] })
    expect(settledTo([3, 5], { ...params, format: 'second-price' })).toEqual({ winner: 1, price: 5, paid: [0, 5] })
  })

  it.each(FORMATS)('of which no bid reaches the reserve has no sale, and nobody pays: %s', (format) => {
    const match = auction([[4, 3, 4]], { ...worked, format })
    expect(settledTo([4, 3, 4], { ...worked, format })).toEqual({ winner: null, price: null, paid: [0, 0, 0] })
    expect(match.payoffs).toEqual([0, 0, 0])
    expect(match.measures).toMatchObject({ sold: 0, revenue: 0, efficiency: 0 })
  })

  it('of bids of 0 sells for nothing where there is no reserve', () => {
    expect(settledTo([0, 0], { values: given([3, 4]), ties: 'first-seat' })).toEqual({
      winner: 0,
      price: 0,
      paid: [0, 0],
    })
  })

  it('counts equal bids as several: the third of 9, 9, 9 and 5 is 9', () => {
    const params = { values: given([0, 0, 0, 0]), ties: 'first-seat' }
    expect(settledTo([9, 9, 9, 5], { ...params, format: 'third-price' }).price).toBe(9)
    expect(settledTo([9, 9, 7, 5], { ...params, format: 'third-price' }).price).toBe(7)
    expect(settledTo([9, 9, 7, 5], { ...params, format: 'second-price' }).price).toBe(9)
  })

  it('of two bidders has the reserve for a third price', () => {
    expect(settledTo([9, 8], { values: given([9, 9]), format: 'third-price' }).price).toBe(0)
    expect(settledTo([9, 8], { values: given([9, 9]), format: 'third-price', reserve: 6.5 }).price).toBe(6.5)
  })

  it('pays losses as they are', () => {
    const { payoffs } = auction([[9, 8]], { values: given([-4, 2]), format: 'second-price' })
    expect(payoffs).toEqual([-12, 0])
  })

  it('adds up with the others, in floats that do not drift', () => {
    const rounds = Array.from({ length: 10 }, () => [0.3, 0.1])
    const values = given(...rounds.map(() => [0.4, 0.4]))
    expect(auction(rounds, { increment: 0.1, values }).payoffs).toEqual([1, 0])
  })

  it('of a thousand bidders has one winner', () => {
    const bids = Array.from({ length: 1000 }, (_, seat) => (seat * 7) % 1000)
    const seat = bids.indexOf(999)
    const { winner, price } = settledTo(bids, { format: 'third-price', ...CONTINUOUS })
    expect([winner, price]).toEqual([seat, 997])
  })
})

describe('ties', () => {
  const even = { values: given([9, 9, 9]) }
  const winnerOf = (params: Params, seed = 'seed') => historyOf(auction([[5, 7, 7]], params, seed))[0]!.result.winner

  it('are decided by lot, by the seed', () => {
    const winners = Array.from({ length: 200 }, (_, i) => winnerOf(even, `seed ${i}`))
    expect(new Set(winners)).toEqual(new Set([1, 2]))
    expect(Math.abs(winners.filter((seat) => seat === 1).length - 100)).toBeLessThan(30)
    expect(winnerOf(even, 'seed 0')).toBe(winners[0])
  })

  it('or go to the first seat', () => {
    for (let i = 0; i < 10; i++) expect(winnerOf({ ...even, ties: 'first-seat' }, `seed ${i}`)).toBe(1)
  })

  it('or are given, a seat a round, null where nothing is to be decided', () => {
    const rounds = [
      [5, 7, 7],
      [8, 1, 2],
      [4, 4, 4],
      [1, 1, 0],
    ]
    const values = given([9, 9, 9], [9, 9, 9], [9, 9, 9], [9, 9, 9])
    const given4 = (...seats: (number | null)[]) => auction(rounds, { values, reserve: 2, ties: { given: seats } })
    for (const seats of [
      [2, null, 1, null],
      [2, 0, 1, 2],
    ])
      expect(historyOf(given4(...seats)).map(({ result }) => result.winner)).toEqual([2, 0, 1, null])
    const wrong: readonly (readonly [(number | null)[], RegExp])[] = [
      [[0, null, 1, null], /ties\.given\.0: expected one of seats 1 and 2, .* got 0/],
      [[null, null, 1, null], /ties\.given\.0: expected one of seats 1 and 2, .* got null/],
      [[2, 1, 1, null], /ties\.given\.1: expected one of seats 0, .* got 1/],
    ]
    for (const [seats, message] of wrong) {
      expect(() => given4(...seats)).toThrow(message)
      expect(() => given4(...seats)).toThrow(expect.objectContaining({ code: 'wrong-tie' }))
    }
  })
})

describe('budgets', () => {
  it('are spent by who pays, for all rounds', () => {
    const values = given([20, 20], [20, 20], [20, 20])
    const match = auction(
      [
        [6, 5],
        [0, 4],
        [4, 3],
      ],
      { values, budgets: [10, 7] },
    )
    expect(match.views).toMatchObject([{ money: 0 }, { money: 3 }])
    expect(match.payoffs).toEqual([14 + 16, 16])
  })

  it('are spent by all under all-pay', () => {
    const match = auction([[6, 5]], { values: given([20, 20]), budgets: 7, format: 'all-pay', moneyValue: 0.5 })
    expect(match.views).toMatchObject([{ money: 1 }, { money: 2 }])
    expect(match.payoffs).toEqual([14.5, -4])
  })

  it('leave money that is worth what the rules say', () => {
    const params = { values: given([20, 20]), budgets: 10 }
    expect(auction([[6, 5]], params).payoffs).toEqual([14, 0])
    expect(auction([[6, 5]], { ...params, moneyValue: 2 }).payoffs).toEqual([14 + 8, 20])
  })
})

describe('a common value', () => {
  const values = { kind: 'given', rounds: [[12, 30, 25]], common: [20] }
  it('is what the item pays, not the signal: who bids the highest signal loses', () => {
    expect(auction([[12, 30, 25]], { values }).payoffs).toEqual([0, -10, 0])
    expect(auction([[12, 30, 25]], { values, format: 'second-price' }).payoffs).toEqual([0, -5, 0])
    expect(auction([[4, 22, 17]], { values, format: 'second-price' }).payoffs).toEqual([0, 3, 0])
  })
  it('has a share of sales at a loss', () => {
    expect(auction([[12, 30, 25]], { values }).measures['losses']).toBe(1)
    expect(auction([[12, 19, 15]], { values }).measures['losses']).toBe(0)
    expect(auction([[1, 2, 3]], { values, reserve: 9 }).measures).not.toHaveProperty('losses')
    expect(auction([[1, 2, 3]]).measures).not.toHaveProperty('losses')
  })
})

describe('measures', () => {
  const panel = [
    [20, 12],
    [50, 30],
    [80, 60],
    [90, 63],
  ] as const

  it('of a panel of bids: slope through the origin, and the risk aversion that it implies', () => {
    // four values, one bidder a round; the other's value and bid are 0
    const record = panel.reduce(
      (sofar, [value, bid]) =>
        recorded(sofar, {
          ...{ bids: [bid, 0], paid: [bid, 0], winner: 0, price: bid, signals: [value, 0], worth: [value, 0] },
          equilibrium: (value) => value / 2,
        }),
      NO_BIDS,
    )
    const found = measured(record, { seats: 2, risk: true, common: false })
    expect(found['slope']).toBeCloseTo(0.7017241379, 9)
    expect(found['riskAversion']).toBeCloseTo(0.5749385749, 9)
    expect(found['bidToValue']).toBeCloseTo((0.6 + 0.6 + 0.75 + 0.7) / 4, 9)
    expect(found['aboveEquilibrium']).toBe(4 / 8) // all that have a value
    expect(measured(record, { seats: 2, risk: false, common: false })).not.toHaveProperty('riskAversion')
    expect(measured(NO_BIDS, { seats: 2, risk: true, common: false })).toEqual({})
  })

  it('of a match: the same figures', () => {
    const values = given(...panel.map(([value]) => [value, 0]))
    const { measures } = auction(
      panel.map(([, bid]) => [bid, 0]),
      { values },
    )
    expect(measures).toEqual({
      revenue: 165 / 4,
      surplus: (240 - 165) / 4,
      sold: 1,
      efficiency: 1,
      bidToValue: expect.closeTo(0.6625, 9),
      aboveValue: 0,
      slope: expect.closeTo(0.7017241379, 9),
    })
  })

  it('judge bids by the equilibrium, where one is known, to within the rounding', () => {
    const share = (params: Params) => auction([[33, 200, 0]], params).measures['aboveEquilibrium']
    expect(share({ values: { kind: 'private', low: 50, high: 50.5, integer: false } })).toBe(1 / 3)
    expect(share({ values: { kind: 'affiliated' } })).toBeUndefined()
    expect(share({ budgets: 200 })).toBeUndefined()
  })

  it('tell an aversion to risk only where equilibrium bids are a share of the value', () => {
    const told = (params: Params) => 'riskAversion' in auction([[30, 40]], params).measures
    expect(told({})).toBe(true)
    for (const params of [
      { format: 'second-price' },
      { values: { kind: 'private', low: 10 } },
      { reserve: 5 },
      { budgets: 100 },
      { values: { kind: 'affiliated' } },
    ])
      expect(told(params)).toBe(false)
  })

  it('say how much of the best use is made of the items', () => {
    const values = given([10, 40], [30, 20])
    expect(
      auction(
        [
          [2, 1],
          [2, 1],
        ],
        { values },
      ).measures,
    ).toMatchObject({ efficiency: 40 / 70, surplus: 18 })
    expect(auction([[41, 1]], { values: given([-3, -2]) }).measures).not.toHaveProperty('efficiency')
    expect(auction([[41, 1]], { values: given([40, 2]) }).measures['aboveValue']).toBe(0.5)
  })
})

describe('regrets', () => {
  /** By seat, of one round; seats of which it is not known are left out. */
  function regretsOf(bids: readonly number[], params: Params) {
    const started: Started = startedOf(sealedBid, { params, roles: bidders(bids.length) })
    const moves = bids.map((bid, seat): Moved => ({ type: 'moved', turn: 0, seat, action: { bid }, origin: PLAYER }))
    const last = moves.pop()!
    const at = moves.reduce((at, move) => advance(sealedBid, at, move), start(sealedBid, started))
    return Object.fromEntries(regretsAfter(sealedBid, at, last)!)
  }

  it('are what the best bid against the others’ would have earned more', () => {
    const values = given([20, 15, 9])
    // seat 0 could have won at 8 instead of 12; seat 1 at 13 instead of not at all
    expect(regretsOf([12, 7, 5], { values })).toEqual({ 0: 4, 1: 2, 2: 0 })
    expect(regretsOf([12, 7, 5], { values, increment: 0 })).toEqual({ 0: 5, 1: 3, 2: 0 })
    expect(regretsOf([12, 7, 5], { values, reserve: 9.5 })).toEqual({ 0: 2, 1: 2, 2: 0 })
    expect(regretsOf([12, 7, 5], { values, format: 'second-price' })).toEqual({ 0: 0, 1: 3, 2: 0 })
    expect(regretsOf([18, 17, 16], { values, format: 'second-price' })).toEqual({ 0: 0, 1: 0, 2: 0 })
    expect(regretsOf([12, 7, 5], { values, format: 'third-price' })).toEqual({ 0: 0, 1: 10, 2: 2 })
    // all-pay: seat 0 could have won at 8, the others could have saved what they paid, or bid 13
    expect(regretsOf([12, 7, 5], { values, format: 'all-pay' })).toEqual({ 0: 4, 1: 9, 2: 5 })
  })

  it('count a loss that no bid would have made', () => {
    expect(regretsOf([12, 7], { values: given([5, 9]) })).toEqual({ 0: 7, 1: 0 })
  })

  it('keep to what the seat could have bid', () => {
    const values = given([30, 20])
    expect(regretsOf([12, 7], { values, budgets: [20, 12] })).toEqual({ 0: 4, 1: 0 })
    expect(regretsOf([12, 7], { values, budgets: [20, 13] })).toEqual({ 0: 4, 1: 7 })
    expect(regretsOf([12, 7], { values: given([30, 12.5]), bidCap: 'value' })).toEqual({ 0: 4, 1: 0 })
    // money left over is worth half of itself: seat 1 would have paid 13 and lost 6.5
    expect(regretsOf([12, 7], { values, budgets: 50, moneyValue: 0.5 })).toEqual({ 0: 6, 1: 0.5 })
  })

  it('go by the common value, which nobody knew', () => {
    const values = { kind: 'given', rounds: [[9, 30]], common: [20] }
    expect(regretsOf([8, 25], { values })).toEqual({ 0: 0, 1: 5 + 11 })
    expect(regretsOf([8, 15], { values })).toEqual({ 0: 4, 1: 6 })
  })

  it('are not known of those among whom chance decides', () => {
    const values = given([20, 20, 20])
    expect(regretsOf([7, 7, 5], { values })).toEqual({ 2: 12 })
    expect(regretsOf([7, 7, 5], { values, ties: 'first-seat' })).toEqual({ 0: 0, 1: 12, 2: 12 })
    expect(regretsOf([7, 7, 5], { values, ties: { given: [1] } })).toEqual({ 0: 12, 1: 0, 2: 12 })
    expect(regretsOf([7, 7, 5], { values, reserve: 9 })).toEqual({ 0: 11, 1: 11, 2: 11 })
  })
})
