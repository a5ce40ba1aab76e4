/** What is looked at in open bids for items in a row: bids against estimates and money, jumps, prices turned down. */
import { expect, it } from 'vitest'
import { behaviour } from '../../games/item-auction/behaviour.ts'
import { Params } from '../../games/item-auction/params.ts'
import { itemAuction } from '../../games/item-auction/rules.ts'
import { madeIn, namesOf, told } from './behaved.ts'
import { auction, RING, VASE } from './item-auctions.ts'

const params = { items: [{ ...RING, value: 25 }, VASE], budgets: 200, estimateBias: 1.2, ties: 'first-seat' }
const rules = behaviour(Params.parse(params))

/** The ring starts at 10 and goes up by at least 1: seat 1 jumps to 35; the vase at 100 is too dear for it then. */
const decisions = madeIn(
  itemAuction,
  auction(
    [{ 0: 10, 1: 20, 2: null }, { 0: 21 }, { 1: 35 }, { 0: null }, { 0: null, 1: 100, 2: 150 }, { 1: null }],
    params,
  ),
)
const seats = decisions.map(({ seat }) => seat)

it('bids are set against the estimate, and against the true value that bidders do not know', () => {
  expect(seats).toEqual([0, 1, 2, 0, 1, 0, 0, 1, 2, 1])
  const ratios = [10 / 30, 20 / 30, undefined, 21 / 30, 35 / 30, undefined, undefined, 100 / 180, 150 / 180, undefined]
  expect(told(rules, 'bid-to-estimate', decisions)).toEqual(ratios)
  const _ = undefined
  expect(told(rules, 'above-estimate', decisions)).toEqual([0, 0, _, 0, 1, _, _, 0, 0, _])
  expect(told(rules, 'above-worth', decisions)).toEqual([0, 0, _, 0, 1, _, _, 0, 0, _])
})

it('bids are set against the money that is left, not the budget', () => {
  const shares = told(rules, 'money-share', decisions)
  expect(shares[4]).toBe(35 / 200)
  expect(shares[7]).toBe(100 / 165)
  expect(shares[2]).toBeUndefined()
})

it('a withdrawal tells up to which price one did not go', () => {
  const turned = told(rules, 'turned-down', decisions)
  expect(turned[2]).toBe(10 / 30)
  expect(turned[5]).toBe(36 / 30)
  expect(turned[9]).toBe(160 / 180)
  expect(turned[0]).toBeUndefined()
})

it('moves withdraw, bid the least, or jump', () => {
  expect(told(rules, 'move', decisions)).toEqual([
    ...['least', 'jumps', 'withdraws', 'least', 'jumps', 'withdraws'],
    ...['withdraws', 'least', 'jumps', 'withdraws'],
  ])
})

it('nothing is set against an estimate of 0, and names differ', () => {
  const worthless = { ...params, items: [{ ...RING, value: 0 }] }
  const decisions = madeIn(itemAuction, auction([{ 0: 10, 1: null, 2: null }], worthless))
  const rules = behaviour(Params.parse(worthless))
  expect(told(rules, 'bid-to-estimate', decisions)).toEqual([undefined, undefined, undefined])
  expect(told(rules, 'turned-down', decisions)).toEqual([undefined, undefined, undefined])
  expect(told(rules, 'above-estimate', decisions)).toEqual([1, undefined, undefined])
  expect(new Set(namesOf(rules)).size).toBe(namesOf(rules).length)
})
