/** What is looked at in bids for water: against balance and need, what was paid too much, what could have been had. */
import { describe, expect, it } from 'vitest'
import { behaviour } from '../../games/water-allocation/behaviour.ts'
import { Params } from '../../games/water-allocation/params.ts'
import { waterAllocation } from '../../games/water-allocation/rules.ts'
import { stream } from '../../src/core/chance.ts'
import { madeIn, namesOf, told } from './behaved.ts'
import { allocation } from './water-allocation-matches.ts'

/** Three residents with needs of 4, 5 and 6; on the first day there is water for one of them, on the second for two. */
const params = { needs: [4, 5, 6], salaries: [10, 20, 30], supply: { given: [7, 9] }, start: { health: 2, daysDry: 1 } }
const rules = behaviour(Params.parse({ days: 2, ...params }))
const decisions = madeIn(
  waterAllocation,
  allocation(
    [
      [10, 15, 0],
      [5, 0, 60],
    ],
    params,
  ),
)

describe('figures of bids for water', () => {
  it('set a bid against the balance and the need', () => {
    // day 1: balances 10, 20, 30; seat 1 is served and pays 15. Day 2: 20, 25, 60
    expect(told(rules, 'balance-share', decisions)).toEqual([1, 0.75, 0, 0.25, 0, 1])
    expect(told(rules, 'bid-per-unit', decisions)).toEqual([2.5, 3, 0, 1.25, 0, 10])
    expect(told(rules, 'stake', decisions)).toEqual(['all', 'part', 'nothing', 'part', 'nothing', 'all'])
  })

  it('look apart at days on which a seat is out if it goes without', () => {
    // after a dry day seats 0 and 2 have a health of 1 and 2 days dry; seat 1 has drunk and has 4
    expect(told(rules, 'balance-share-at-stake', decisions)).toEqual([
      ...[undefined, undefined, undefined],
      ...[0.25, undefined, 1],
    ])
  })

  it('tell who was served and who lived', () => {
    expect(told(rules, 'served', decisions)).toEqual([0, 1, 0, 0, 0, 1])
    expect(told(rules, 'survived', decisions)).toEqual([1, 1, 1, 0, 1, 1])
  })

  it('tell what was paid too much, and what could have been had', () => {
    // against 10 of a smaller need seat 1 needs 11; against 5 of a smaller need seat 2 needs 6
    expect(told(rules, 'overpaid', decisions)).toEqual([undefined, 4, undefined, undefined, undefined, 54])
    // day 1: seat 0 had bid all that it has; seat 2 could have bid 16. Day 2: nobody could beat 60 of all
    expect(told(rules, 'missed', decisions)).toEqual([0, undefined, 1, 0, 0, undefined])
  })

  it('tell of every bid served the least that would have been, found by trying all', () => {
    const rng = stream(['water'])
    const needs = [2, 3, 5, 6]
    const params = { needs, salaries: [9, 9, 9, 9], supply: { low: 3, high: 14 }, start: { health: 10 } }
    const days = Array.from({ length: 4 }, () => needs.map(() => rng.int(10)))
    const played = madeIn(waterAllocation, allocation(days, params))
    const rules = behaviour(Params.parse({ days: 4, ...params }))
    const overpaid = told(rules, 'overpaid', played)
    const missed = told(rules, 'missed', played)
    expect(played.length).toBe(16)
    played.forEach(({ after, round, seat, view }, i) => {
      const bids = after.history[round - 1].result.bids as number[]
      const served = (bid: number) => winnersOf(bids.with(seat, bid), needs, view.supply).includes(seat)
      const { balance } = view.residents[seat]
      const least = Array.from({ length: balance + 1 }, (_, bid) => bid).find(served)
      if (served(bids[seat]!)) expect(overpaid[i]).toBe(bids[seat]! - least!)
      else expect(missed[i]).toBe(Number(least !== undefined))
    })
  })

  it('tell bids above the balance apart where they can be made', () => {
    const loses = { ...params, overspend: 'loses' }
    const decisions = madeIn(waterAllocation, allocation([[11, 20, 5]], loses))
    const rules = behaviour(Params.parse({ days: 1, ...loses }))
    expect(told(rules, 'stake', decisions)).toEqual(['more', 'all', 'part'])
    expect(told(rules, 'balance-share', decisions)[0]).toBe(1.1)
    expect(told(rules, 'missed', decisions)[0]).toBe(0)
  })

  it('leave out a share of no balance, and have names that differ', () => {
    const poor = { ...params, salaries: [0, 0, 9] }
    const decisions = madeIn(waterAllocation, allocation([[0, 0, 9]], poor))
    expect(told(rules, 'balance-share', decisions)).toEqual([undefined, undefined, 1])
    expect(new Set(namesOf(rules)).size).toBe(namesOf(rules).length)
  })
})

/** The rules again, in their own words: the highest bid first, a tie to the smaller need (here the lower seat). */
function winnersOf(bids: readonly number[], needs: readonly number[], supply: number): number[] {
  let left = supply
  const order = bids.map((bid, seat) => ({ bid, seat })).sort((a, b) => b.bid - a.bid || a.seat - b.seat)
  return order.flatMap(({ seat }) => {
    if (needs[seat]! > left) return []
    left -= needs[seat]!
    return [seat]
  })
}
