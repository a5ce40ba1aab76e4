/** Item auctions settled by hand, through replayed matches. */
import { describe, expect, it } from 'vitest'
import { itemAuction } from '../../games/item-auction/rules.ts'
import { auction, type Bids, bidders, type Params, RING, salesOf, VASE, type View } from './item-auctions.ts'
import { played } from './matches.ts'

const OUT: Bids = { 0: null, 1: null, 2: null }
const ring: Params = { items: [RING], budgets: 40 }

describe('one item', () => {
  it('goes to the highest bid after several raises, at that bid', () => {
    const match = auction([{ 0: 10, 1: 12, 2: 11 }, { 0: 14, 2: 13 }, { 1: 20, 2: null }, { 0: null }], ring)
    expect(salesOf(match)).toEqual([[1, 20, 1]])
    expect(match.payoffs).toEqual([0, 4.5, 0])
    expect((match.views[0] as View).money).toEqual([40, 20, 40])
  })

  it('asks all who are still in but the leader, and asks nobody again who withdrew', () => {
    const match = auction([{ 0: null, 1: 12, 2: 11 }, { 2: 13 }, { 1: 14 }, { 2: null }], ring)
    expect(salesOf(match)).toEqual([[1, 14, 1]])
  })

  it('keeps in who bid less than the highest, and the leader who was outbid', () => {
    const match = auction([{ 0: 10, 1: 11, 2: 12 }, { 0: 20, 1: 13 }, { 1: null, 2: 21 }, { 0: null }], ring)
    expect(salesOf(match)).toEqual([[1, 21, 2]])
    expect(match.seen.map(({ stillIn }) => stillIn)).toEqual([
      ...[
        [0, 1, 2],
        [0, 1, 2],
        [0, 1, 2],
      ],
      ...[
        [0, 1, 2],
        [0, 1, 2],
      ],
      ...[
        [0, 1, 2],
        [0, 1, 2],
      ],
      [0, 2],
    ])
  })

  it('is sold at once to the only one who bids', () => {
    const match = auction([{ 0: null, 1: null, 2: 33 }], ring)
    expect(salesOf(match)).toEqual([[1, 33, 2]])
    expect(match.payoffs).toEqual([0, 0, -8.5]) // a loss is a loss
  })

  it('is not sold where nobody bids', () => {
    const match = auction([OUT], ring)
    expect(salesOf(match)).toEqual([[1, null, null]])
    expect(match.payoffs).toEqual([0, 0, 0])
  })
})

describe('equal highest bids', () => {
  const tied: readonly Record<number, number>[] = [{ 0: 15, 1: 14, 2: 15 }]

  it('are led by the first seat', () => {
    const match = auction([...tied, { 1: null, 2: null }], { ...ring, ties: 'first-seat' })
    expect(salesOf(match)).toEqual([[1, 15, 0]])
  })

  it('are led by one of them, drawn by the seed', () => {
    const winnerOf = (seed: string) => {
      const table = { params: ring, roles: bidders(3), seed }
      const match = played(itemAuction, table, ({ seat, turn }) => ({ bid: turn === 0 ? tied[0]![seat] : null }))
      return (match.views[0] as View).history[0]!.result.winner
    }
    const winners = Array.from({ length: 24 }, (_, n) => winnerOf(`seed ${n}`))
    expect(new Set(winners)).toEqual(new Set([0, 2]))
  })

  it('among those who raise are not led by who led before', () => {
    const bids = [{ 0: 15, 1: 12, 2: 13 }, { 1: 17, 2: 17 }, { 0: 18, 2: null }, { 1: null }]
    expect(salesOf(auction(bids, { ...ring, ties: 'first-seat' }))).toEqual([[1, 18, 0]])
  })
})

describe('the least that may be bid', () => {
  const leastOf = (params: Params, first: number) =>
    auction([{ 0: first, 1: null, 2: first - 1 }, { 2: null }], { items: [VASE], budgets: 1000, ...params }).seen.at(
      -1,
    )!.least

  it.each([
    [{}, 120, 130],
    [{ minimumRaise: 0.25 }, 120, 145],
    [{ minimumRaise: 0.07 }, 120, 127], // 100 · 0.07 is 7.000000000000001 as floats
    [{ minimumRaise: 0.105 }, 120, 131], // rounded up
    [{ minimumRaise: 0 }, 120, 121],
    [{ minimumRaise: 0.001 }, 120, 121],
    [{ minimumRaise: 2 }, 120, 320],
  ])('under %j after %d is %d', (params, first, least) => expect(leastOf(params, first)).toBe(least))

  it('is the starting price at first', () => expect(auction([OUT], ring).seen[0]!.least).toBe(10))
})

describe('money', () => {
  it('that is spent is missing for the next item, also to be asked at all', () => {
    const match = auction([{ 0: 35, 1: null, 2: null }, { 1: 10, 2: 12 }, { 1: null }], {
      items: [RING, RING],
      budgets: 40,
    })
    expect(salesOf(match)).toEqual([
      [1, 35, 0],
      [2, 12, 2],
    ])
    expect(match.payoffs).toEqual([-10.5, 0, 12.5])
    expect((match.views[1] as View).money).toEqual([5, 40, 28])
  })

  it('that does not reach for the next bid takes a bidder out of the item, and not of the next', () => {
    const match = auction(
      [{ 0: 12, 1: 10, 2: 15 }, { 0: 16 }, { 2: 17 }, { 0: null }, { 0: null, 1: 10, 2: 10 }, { 2: null }],
      { items: [RING, RING], budgets: [30, 15, 40], ties: 'first-seat' },
    )
    expect(salesOf(match)).toEqual([
      [1, 17, 2],
      [2, 10, 1],
    ])
    expect(match.seen[3]!.stillIn).toEqual([0, 2]) // 15 do not reach for 16
  })

  it('may be spent to the last of it, and ends an item where nobody else can go on', () => {
    const match = auction([{ 0: 15, 1: 20 }], { items: [RING], budgets: [15, 20.5, 4] })
    expect(salesOf(match)).toEqual([[1, 20, 1]])
    expect((match.views[1] as View).money).toEqual([15, 0.5, 4])
  })

  it('takes out a leader who was outbid and cannot go higher', () => {
    const match = auction(
      [
        { 0: 15, 1: 12, 2: 12 },
        { 1: 16, 2: null },
      ],
      { items: [RING], budgets: [15, 40, 40] },
    )
    expect(salesOf(match)).toEqual([[1, 16, 1]])
  })

  it('is lacking to all: the item is unsold and nobody is asked', () => {
    const match = auction([{ 0: 10, 1: null, 2: null }], { items: [VASE, RING, VASE], budgets: 40 })
    expect(salesOf(match)).toEqual([
      [1, null, null],
      [2, 10, 0],
      [3, null, null],
    ])
    expect(auction([], { items: [VASE], budgets: 40 }).payoffs).toEqual([0, 0, 0])
  })
})

describe('an unsold item', () => {
  const twice = { items: [VASE, RING], budgets: 140, offers: 2 }

  it('is offered again when all others have come up', () => {
    const match = auction([OUT, { 0: 10, 1: null, 2: null }, { 0: null, 1: 100, 2: 101 }, { 1: null }], twice)
    expect(salesOf(match)).toEqual([
      [1, null, null],
      [2, 10, 0],
      [1, 101, 2],
    ])
    expect((match.views[2] as View).history.map(({ offer }) => offer)).toEqual([1, 1, 2])
  })

  it('is offered so many times and not more, in the order of the items', () => {
    const starts = (params: Params, turns: number) =>
      auction(
        Array.from({ length: turns }, () => OUT),
        { ...twice, ...params },
      )
        .seen.filter(({ seat }) => seat === 0)
        .map(({ item, offer }) => [item!.name, offer, item!.start])
    expect(starts({ offers: 1 }, 2)).toEqual([
      ['vase', 1, 100],
      ['ring', 1, 10],
    ])
    expect(starts({ offers: 3, discount: 0.25 }, 6)).toEqual([
      ['vase', 1, 100],
      ['ring', 1, 10],
      ['vase', 2, 75],
      ['ring', 2, 7], // 7.5, rounded down
      ['vase', 3, 56],
      ['ring', 3, 5], // 5.25
    ])
    expect(starts({ offers: 2, discount: 1 }, 4).slice(2)).toEqual([
      ['vase', 2, 1],
      ['ring', 2, 1],
    ])
  })

  it('takes raises from the lower starting price, and those whom it was too dear for', () => {
    const match = auction([{ 0: null, 2: null }, { 0: 50, 1: 52, 2: null }, { 0: 57 }, { 1: null }], {
      items: [VASE],
      budgets: [140, 70, 140],
      offers: 2,
      discount: 0.5,
    })
    expect(match.seen[5]!.least).toBe(57)
    expect(salesOf(match)).toEqual([
      [1, null, null],
      [1, 57, 0],
    ])
  })

  it('is passed over again where even the lower price is too high', () => {
    const match = auction([], { items: [VASE], budgets: 30, offers: 3, discount: 0.4 })
    expect((match.views[0] as View).history.map(({ start }) => start)).toEqual([100, 60, 36])
  })
})
