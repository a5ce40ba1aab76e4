/** What a bidder sees of a sealed-bid auction and what not, what chance gives it, and the questions about the rules. */
import { describe, expect, it } from 'vitest'
import { sealedBid } from '../../games/sealed-bid/rules.ts'
import { stream } from '../../src/core/chance.ts'
import { parsedParams } from '../../src/core/fit.ts'
import { type Awaited, played } from './matches.ts'
import { auction, bidders, given, historyOf, type Params, type View } from './sealed-bid-matches.ts'

const first = [12, 7, 9]
const second = [1, 3, 2]
const values = given([15, 10, 9], [20, 30, 25])

const historyUnder = (feedback: string, seat: number, more: Params = {}) =>
  historyOf(auction([first, second], { values, feedback, ...more }), seat)

/** What a seat sees each time that it is asked. */
function seenBy(seat: number, bids: readonly (readonly number[])[], params: Params): View[] {
  const seen: View[] = []
  const table = { params: { rounds: bids.length, ...params }, roles: bidders(bids[0]!.length) }
  played(sealedBid, table, (asked: Awaited) => {
    if (asked.seat === seat) seen.push(asked.view)
    return { bid: bids[asked.turn]![asked.seat] }
  })
  return seen
}

describe('feedback', () => {
  it('full: all bids by seat, the price and the winner', () => {
    expect(historyUnder('full', 1)).toEqual([
      { bid: 7, value: 10, result: { paid: 0, payoff: 0, won: false, price: 12, winner: 0, bids: first } },
      { bid: 3, value: 30, result: { paid: 3, payoff: 27, won: true, price: 3, winner: 1, bids: second } },
    ])
  })
  it('winner: the price and the winner alone', () => {
    expect(historyUnder('winner', 1)).toEqual([
      { bid: 7, value: 10, result: { paid: 0, payoff: 0, won: false, price: 12, winner: 0 } },
      { bid: 3, value: 30, result: { paid: 3, payoff: 27, won: true, price: 3, winner: 1 } },
    ])
    expect(historyUnder('winner', 1, { reserve: 5 })[1]!.result).toEqual({
      ...{ paid: 0, payoff: 0, won: false, price: null, winner: null },
    })
  })
  it('own: what became of oneself, which tells a loser nothing, not even whether there was a sale', () => {
    expect(historyUnder('own', 1)).toEqual([
      { bid: 7, value: 10, result: { paid: 0, payoff: 0, won: false } },
      { bid: 3, value: 30, result: { paid: 3, payoff: 27, won: true } },
    ])
    expect(historyUnder('own', 1, { reserve: 20 })[0]).toEqual(historyUnder('own', 1)[0])
    expect(historyUnder('own', 1, { format: 'all-pay' })[0]!.result).toEqual({ paid: 7, payoff: -7, won: false })
  })
  it('of a common value: what it was with full feedback; else its winner alone can work it out', () => {
    const common = { values: { kind: 'given', rounds: [[15, 10, 9]], common: [11] } }
    const result = (feedback: string, seat: number) =>
      historyOf(auction([first], { ...common, feedback }), seat)[0]!.result
    expect(result('full', 1).common).toBe(11)
    expect(result('winner', 1)).toEqual({ paid: 0, payoff: 0, won: false, price: 12, winner: 0 })
    expect(result('own', 0)).toEqual({ paid: 12, payoff: -1, won: true })
  })
})

describe('a view', () => {
  it('tells the rules, where the match stands and the own value, and nothing of the others', () => {
    const [before, then] = seenBy(2, [first, second], { values, budgets: [50, 60, 70], moneyValue: 0.5 })
    expect(before).toEqual({
      seat: 2,
      seats: 3,
      round: 1,
      rounds: 2,
      over: false,
      format: 'first-price',
      value: 9,
      values: { kind: 'given' },
      common: false,
      reserve: 0,
      increment: 1,
      ties: 'random',
      budget: 70,
      oneBudget: false,
      money: 70,
      moneyValue: 0.5,
      most: 70,
      bidCap: 'none',
      feedback: 'full',
      agencies: [],
      agency: [],
      total: 0,
      history: [],
    })
    expect(then).toMatchObject({ round: 2, value: 25, money: 70, total: 0 })
    expect(then!.history).toHaveLength(1)
  })

  it('shows what ranges values come from, and no value that is given', () => {
    const [view] = seenBy(0, [first], {})
    expect(view!.values).toEqual({ kind: 'private', low: 0, high: 99, integer: true })
    expect(view).toMatchObject({ budget: null, money: null, most: null })
    expect(JSON.stringify(seenBy(0, [first], { values: given([15, 8888, 9999]) }))).not.toMatch(/8888|9999/)
  })

  it('says how much may be bid: of the money, of the value, in steps', () => {
    const most = (params: Params) => seenBy(0, [[0, 0, 0]], { values: given([17, 1, 2]), ...params })[0]!.most
    expect(most({ budgets: 12.75 })).toBe(12)
    expect(most({ budgets: 12.75, increment: 0 })).toBe(12.75)
    expect(most({ bidCap: 'value', increment: 5 })).toBe(15)
    expect(most({ bidCap: 'value', budgets: 9 })).toBe(9)
    expect(most({ budgets: 0.7, increment: 0.1 })).toBe(0.7)
  })

  it('after the end has no value any more', () => {
    expect(auction([first], { values }).views[0]).toMatchObject({ over: true, round: 1, value: null, most: null })
  })
})

describe('agencies', () => {
  const params = { agencies: [[0, 2]], values, budgets: 40 }
  it('show their members each other’s values and money, and nobody else’s', () => {
    expect(seenBy(0, [first, second], params).map(({ agency }) => agency)).toEqual([
      [{ seat: 2, value: 9, money: 40 }],
      [{ seat: 2, value: 25, money: 40 }],
    ])
    expect(seenBy(2, [first, second], params).map(({ agency }) => agency)).toEqual([
      [{ seat: 0, value: 15, money: 40 }],
      [{ seat: 0, value: 20, money: 28 }],
    ])
    expect(seenBy(1, [first, second], params).map(({ agency }) => agency)).toEqual([[], []])
  })
  it('are public, and show nothing after the end', () => {
    expect(auction([first], params).views).toMatchObject([0, 1, 2].map(() => ({ agencies: [[0, 2]], agency: [] })))
  })
})

describe('values', () => {
  const drawn = (params: Params, seats = 4) => {
    const none = Array.from({ length: 50 }, () => Array.from({ length: seats }, () => 0))
    const match = auction(none, { format: 'second-price', ...params })
    return Array.from({ length: seats }, (_, seat) => historyOf(match, seat).map(({ value }) => value))
  }
  it('are a seat’s own, whoever else is at the table, and anew each round', () => {
    const four = drawn({})
    expect(drawn({}, 2)).toEqual(four.slice(0, 2))
    expect(new Set(four.flat()).size).toBeGreaterThan(70)
    expect(four.flat().every((value) => Number.isInteger(value) && value >= 0 && value <= 99)).toBe(true)
  })
  it('keep to their range, whole or not', () => {
    const values = { kind: 'private', low: 10.5, high: 12.5, integer: false }
    const some = drawn({ values }).flat()
    expect(some.every((value) => value >= 10.5 && value <= 12.5)).toBe(true)
    expect(some.some((value) => !Number.isInteger(value))).toBe(true)
    expect(new Set(drawn({ values: { ...values, integer: true } }).flat())).toEqual(new Set([11, 12]))
  })
  it('that are affiliated share a part', () => {
    const [a, b] = drawn({ values: { kind: 'affiliated', common: [100, 900], private: [0, 5] } }) as [
      number[],
      number[],
    ]
    expect(a.every((value, round) => Math.abs(value - b[round]!) <= 5)).toBe(true)
    expect(new Set(a).size).toBeGreaterThan(40)
  })
  it('of a common kind lie around what the item is worth', () => {
    const values = { kind: 'common', low: 20, high: 79, noise: 8 }
    const none = Array.from({ length: 50 }, () => [1, 0])
    const history = historyOf(auction(none, { values }), 1)
    for (const { value, result } of history) expect(Math.abs(value - result.common!)).toBeLessThanOrEqual(8)
    expect(Math.max(...history.map(({ value, result }) => value - result.common!))).toBeGreaterThan(5)
  })
})

describe('questions about the rules', () => {
  const variants: readonly Params[] = [
    {},
    { format: 'second-price', reserve: 7, increment: 0.1 },
    { format: 'third-price', increment: 5 },
    { format: 'all-pay', reserve: 3.3, increment: 0 },
    { format: 'second-price', values: { kind: 'common' } },
  ]
  it.each(variants.flatMap((params) => [2, 3, 8].map((seats) => [params, seats] as const)))(
    'are answered as a match with these bids ends: %j, %i bidders',
    (params, seats) => {
      const setup = { params: parsedParams(sealedBid, params), roles: bidders(seats) }
      const names = new Set<string>()
      for (let n = 0; n < 20; n++)
        for (const { name, given: told, answer, within } of sealedBid.quiz!(setup, stream(['quiz', n]))) {
          names.add(name)
          const { bids, mine, worth, common } = told as { bids: number[]; mine: number; worth: number; common: boolean }
          const all = [...bids, ...Array.from({ length: seats - bids.length }, () => 0)]
          const row = all.map(() => worth ?? 0)
          const values = common ? { kind: 'given', rounds: [row.map((x) => x + 1)], common: [worth] } : given(row)
          const match = auction([all], { ...params, values })
          const right = name === 'price' ? historyOf(match)[0]!.result.price! : match.payoffs[bids.indexOf(mine)]!
          expect(Math.abs(right - (answer as number))).toBeLessThanOrEqual(within!)
          expect(new Set(bids).size).toBe(bids.length)
        }
      expect([...names]).toEqual(['price', 'winner-payoff', 'loser-payoff'])
    },
  )
})
