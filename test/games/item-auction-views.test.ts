/** What a seat of an item auction sees and what it does not, and the measures of a match. */
import { describe, expect, it } from 'vitest'
import { auction, RING, VASE, type View } from './item-auctions.ts'

const two = { items: [RING, VASE], budgets: [200, 300, 250] }
const bids = [{ 0: 12, 1: 20, 2: 18 }, { 0: null, 2: 30 }, { 1: null }, { 0: 100, 1: 180, 2: null }, { 0: null }]

describe('a view', () => {
  const match = auction(bids, two)
  const at = (turn: number, seat: number) =>
    match.seen[match.asked.findIndex((one) => one.turn === turn && one.seat === seat)]!

  it('tells every seat the rules, where the item stands, and all money', () => {
    expect(at(1, 2)).toEqual({
      seat: 2,
      seats: 3,
      over: false,
      items: [
        { name: 'ring', start: 10, estimate: 26.95 },
        { name: 'vase', start: 100, estimate: 165 },
      ],
      nth: 1,
      item: { name: 'ring', start: 10, estimate: 26.95 },
      offer: 1,
      offers: 1,
      discount: 0,
      minimumRaise: 0.1,
      ties: 'random',
      highest: 20,
      leader: 1,
      stillIn: [0, 1, 2],
      bid: 18,
      raise: 1,
      least: 21,
      most: 250,
      budget: 250,
      budgets: [200, 300, 250],
      money: [200, 300, 250],
      total: null,
      history: [],
    })
  })

  it('tells of a finished item the price and the winner, and what oneself bid last', () => {
    expect(at(3, 1)).toMatchObject({
      nth: 2,
      highest: null,
      leader: null,
      bid: null,
      money: [200, 300, 220],
      raise: 10,
    })
    expect(at(3, 0).history).toEqual([
      { bid: 12, item: 1, name: 'ring', offer: 1, start: 10, result: { price: 30, winner: 2, won: false } },
    ])
    expect(at(3, 2).history[0]).toMatchObject({ bid: 30, result: { price: 30, winner: 2, won: true } })
  })

  it('never tells a true value, a payoff or the bias before the end', () => {
    for (const view of match.seen) {
      const text = JSON.stringify(view)
      expect(text).not.toMatch(/24\.5|"value"|payoff|-5\.5|ias/)
      expect(view.total).toBeNull()
    }
  })

  it('tells no bid but the highest', () => {
    const other = auction([{ ...bids[0], 2: 11 }, ...bids.slice(1)], two)
    const without = (views: readonly View[]) => views.filter(({ seat }) => seat !== 2)
    expect(without(other.seen)).toEqual(without(match.seen))
    expect(other.views[0]).toEqual(match.views[0])
  })

  it('tells what items were worth when all is over', () => {
    expect(match.views[1]).toMatchObject({
      over: true,
      nth: null,
      item: null,
      least: null,
      raise: null,
      stillIn: [],
      money: [200, 120, 220],
      total: -30,
      history: [
        { bid: 20, result: { payoff: 0, price: 30, value: 24.5, winner: 2, won: false } },
        { bid: 180, result: { payoff: -30, price: 180, value: 150, winner: 1, won: true } },
      ],
    })
    expect(match.payoffs).toEqual([0, -30, -5.5])
    expect(match.views.map((view) => (view as View).total)).toEqual(match.payoffs)
  })

  it('names no list of budgets where all have the same', () =>
    expect(auction([{ 0: null, 1: null, 2: null }], { items: [RING], budgets: 40 }).seen[1]).toMatchObject({
      budget: 40,
      budgets: null,
    }))
})

describe('measures', () => {
  it('follow from the sales', () => {
    expect(auction(bids, two).measures).toEqual({
      revenue: 210,
      surplus: -35.5,
      sold: 1,
      efficiency: 1,
      priceToValue: (30 / 24.5 + 180 / 150) / 2,
      aboveValue: 1,
      moneyLeft: 540 / 750,
    })
  })

  const none = { 0: null, 1: null, 2: null }

  it('count as efficient what was sold of what somebody had the money for', () => {
    const some = auction([{ 0: 20, 1: null, 2: null }, none], { items: [RING, VASE, RING], budgets: 40 })
    expect(some.measures).toMatchObject({ efficiency: 0.5, sold: 1 / 3, aboveValue: 0, priceToValue: 20 / 24.5 })
    const lower = auction([none, none, none], { items: [RING, VASE], budgets: 50, offers: 2, discount: 0.5 })
    expect(lower.measures).toEqual({ revenue: 0, surplus: 0, sold: 0, efficiency: 0, moneyLeft: 1 })
  })

  it('have no efficiency where nothing could be sold, no ratio to a value of 0, no money left of none', () => {
    expect(auction([], { items: [VASE], budgets: 0 }).measures).toEqual({ revenue: 0, surplus: 0, sold: 0 })
    const junk = auction([{ 0: 10, 1: null, 2: null }], { items: [{ ...RING, value: 0 }], budgets: 40 })
    expect(junk.measures).toEqual({ revenue: 10, surplus: -10, sold: 1, aboveValue: 1, moneyLeft: 110 / 120 })
  })

  it('do not count a price at the true value as above it', () => {
    const even = auction([{ 0: 24, 1: null, 2: null }], { items: [{ ...RING, value: 24 }], budgets: 40 })
    expect(even.measures).toMatchObject({ aboveValue: 0, priceToValue: 1, surplus: 0 })
  })
})
