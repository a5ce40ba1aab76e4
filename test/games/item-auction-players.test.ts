/** The scripted bidders of the item auction, in matches; and questions about its rules. */
import { describe, expect, it } from 'vitest'
import { itemAuction } from '../../games/item-auction/rules.ts'
import { strategies } from '../../games/item-auction/strategies.ts'
import { stream } from '../../src/core/chance.ts'
import { parsedParams } from '../../src/core/fit.ts'
import { auction, bidders, type Params, RING, salesOf, VASE, type View } from './item-auctions.ts'
import { played, playedBy } from './matches.ts'

type Name = keyof typeof strategies

const player = (name: Name, options: unknown = {}) => strategies[name](options)

/** Two bidders alike: the last bid of either, and the price. */
function against(name: Name, options: unknown, params: Params, seats = 2) {
  const all = bidders(seats).map(() => player(name, options))
  return playedBy(itemAuction, { params: { ties: 'first-seat', ...params }, roles: bidders(seats) }, all)
}

const vase = { items: [VASE], budgets: 1000 } // estimate 165, raises of 10: 100, 110, 120 …

describe('a scripted bidder', () => {
  it('truthful: raises by the least while that is below the estimate', () => {
    expect(salesOf(against('truthful', {}, vase))).toEqual([[1, 160, 0]])
    expect(salesOf(against('truthful', {}, { ...vase, estimateBias: 1.0666 }))).toEqual([[1, 150, 1]]) // 159.99
  })

  it('shade: to a share of the estimate', () => {
    expect(salesOf(against('shade', { share: 0.8 }, vase))).toEqual([[1, 130, 1]]) // 132
    expect(salesOf(against('shade', {}, vase))).toEqual(salesOf(against('shade', { share: 0.8 }, vase)))
    expect(salesOf(against('shade', { share: 0.5 }, vase))).toEqual([[1, null, null]])
  })

  it('debiased: to the true value, if the bias is the one it knows', () => {
    expect(salesOf(against('debiased', {}, vase))).toEqual([[1, 140, 0]]) // 150 would gain nothing
    expect(salesOf(against('debiased', { bias: 1.5 }, vase))).toEqual([[1, 100, 0]]) // 110
    expect(against('debiased', {}, vase).measures['aboveValue']).toBe(0)
    expect(against('truthful', {}, vase).measures['aboveValue']).toBe(1)
  })

  const shelf = [
    { name: 'a', start: 10, value: 20 },
    { name: 'b', start: 10, value: 40 },
    { name: 'c', start: 10, value: 30 },
    { name: 'd', start: 10, value: 20 },
  ]
  const taken = (options: unknown) =>
    salesOf(against('sniper', options, { items: shelf, budgets: 1000 })).flatMap((sale) =>
      (sale as [number, number | null])[1] === null ? [] : [(sale as [number])[0]],
    )

  it('sniper: keeps its money for the last items', () => {
    expect(taken({})).toEqual([3, 4])
    expect(taken({ items: 1 })).toEqual([4])
    expect(taken({ items: 9 })).toEqual([1, 2, 3, 4])
  })

  it('sniper: or for those whose estimate is highest for the starting price, of equal ones the later', () => {
    expect(taken({ by: 'ratio' })).toEqual([2, 3])
    expect(taken({ by: 'ratio', items: 3 })).toEqual([2, 3, 4])
  })

  it('sniper: has money at the end where a truthful bidder has none', () => {
    const items = [VASE, VASE, VASE]
    const match = playedBy(itemAuction, { params: { items, budgets: 300 }, roles: bidders(3) }, [
      player('truthful'),
      player('truthful'),
      player('sniper', { items: 1 }),
    ])
    expect((match.views[0] as View).history.map(({ result }) => result.winner)).toEqual([
      expect.toBeOneOf([0, 1]),
      expect.toBeOneOf([0, 1]),
      2,
    ])
  })

  it('stops at its money', () => {
    const match = against('truthful', {}, { ...vase, budgets: [125, 1000] })
    expect(salesOf(match)).toEqual([[1, 130, 1]])
  })

  const refused: readonly [Name, unknown, RegExp][] = [
    ['truthful', { share: 1 }, /share/],
    ['shade', { share: -1 }, /share/],
    ['debiased', { bias: 0 }, /bias/],
    ['sniper', { by: 'first' }, /by/],
    ['sniper', { items: 0 }, /items/],
  ]
  it.each(refused)('%s refuses %j', (name, options, message) => {
    expect(() => player(name, options)).toThrow(message)
  })
})

describe('questions', () => {
  const variants: readonly Params[] = [
    {},
    { items: [VASE, RING], minimumRaise: 0.07, offers: 2, discount: 0.15 },
    { items: [RING], minimumRaise: 0, offers: 3 },
  ]

  it.each(variants)('are answered as matches go: %j', (params) => {
    const parsed = parsedParams(itemAuction, params)
    const asked = Array.from({ length: 30 }, (_, n) =>
      itemAuction.quiz!({ params: parsed, roles: bidders(3) }, stream(['quiz', n])),
    ).flat()
    const seen = new Set<string>()
    const none = { 0: null, 1: null, 2: null }
    for (const { name, given, answer } of asked) {
      const { start = 10, highest = start, last, money = 0, price = 0, value = 24 } = given as Record<string, number>
      const table = { ...params, items: [{ name: 'item', start, value }], budgets: 1e6 }
      seen.add(`${name}/${typeof answer === 'boolean' ? answer : ''}`)
      if (name === 'least') {
        const { seen: views } = auction([{ 0: highest, 1: start, 2: null }, { 1: null }], table)
        expect(answer).toBe(views.at(-1)!.least)
      } else if (name === 'price') {
        const raises = [{ 0: highest, 1: start, 2: start }, { 1: last!, 2: null }, { 0: null }]
        expect(salesOf(auction(raises, { ...table, ties: 'first-seat' }))).toEqual([[1, answer, 1]])
      } else if (name === 'still') {
        const asked: number[] = []
        const budgets = [1e6, Math.max(money, start), 1e6]
        played(itemAuction, { params: { ...table, budgets }, roles: bidders(3) }, ({ turn, seat }) => {
          if (turn === 1) asked.push(seat)
          return { bid: turn === 0 ? (seat === 0 ? highest : start) : null }
        })
        if (highest > start && money >= start) expect(asked.includes(1)).toBe(answer)
      } else if (name === 'points') {
        const paid = { ...table, items: [{ name: 'item', start: 1, value }] }
        expect(auction([{ 0: price, 1: null, 2: null }], paid).payoffs[0]).toBe(answer)
      } else {
        const again = auction([none, none, ...(parsed.offers > 2 ? [none] : [])], table)
        expect(again.seen[3]!.item!.start).toBe(answer)
      }
    }
    expect([...seen].sort()).toEqual([
      ...('offers' in params ? ['again/'] : []),
      'least/',
      'points/',
      'price/',
      'still/false',
      'still/true',
    ])
  })

  it('use no true value', () => {
    const params = parsedParams(itemAuction, { items: [{ ...RING, value: 777 }] })
    for (let n = 0; n < 20; n++)
      expect(JSON.stringify(itemAuction.quiz!({ params, roles: bidders(2) }, stream(['quiz', n])))).not.toContain('777')
  })
})
