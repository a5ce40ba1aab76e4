/** Figures of bids: worked values, and bids read off a match as they stand in its log. */
import { describe, expect, it } from 'vitest'
import { sealedBid } from '../../games/sealed-bid/rules.ts'
import { type Bid, bidFigures, bidsIn, impliedRiskAversion } from '../../src/analysis/bids.ts'
import { played } from '../games/matches.ts'

const bid = (value: number, amount: number, more: Partial<Bid> = {}): Bid => ({
  ...{ turn: 0, seat: 0, player: 'a', value, bid: amount },
  ...more,
})

describe('figures of bids', () => {
  it('are those of the worked panel: values 20, 50, 80, 90, two bidders, half the value in equilibrium', () => {
    const panel = [
      [20, 12],
      [50, 30],
      [80, 60],
      [90, 63],
    ] as const
    const figures = bidFigures(panel.map(([value, amount]) => bid(value, amount, { equilibrium: value / 2 })))
    expect(figures.bidToValue).toBeCloseTo((0.6 + 0.6 + 0.75 + 0.7) / 4, 9)
    expect(figures.aboveEquilibrium).toBe(1)
    expect(figures.slope).toBeCloseTo(0.7017241379, 9)
    expect(impliedRiskAversion(figures.slope!, 2)).toBeCloseTo(0.5749385749, 9)
  })

  it('tell how far bids lie from their values, above and below', () => {
    const figures = bidFigures([bid(10, 13), bid(20, 16), bid(30, 30)])
    expect(figures).toMatchObject({
      gap: 7 / 3,
      squaresAbove: 9,
      squaresBelow: 16,
      aboveValue: 1 / 3,
      equalToValue: 1 / 3,
    })
    expect(figures.fit).toBeCloseTo(
      1 - 25 / (6.666666666666667 ** 2 + 3.666666666666667 ** 2 + 10.333333333333334 ** 2),
      9,
    )
  })

  it('are absent where nothing is known, never NaN', () => {
    expect(bidFigures([])).toEqual({ bids: 0 })
    expect(bidFigures([{ turn: 0, seat: 0, player: 'a', bid: 5 }])).toEqual({ bids: 1 })
    expect(bidFigures([bid(0, 5)])).toEqual({
      ...{ bids: 1, aboveValue: 1, equalToValue: 0, gap: 5, squaresAbove: 25, squaresBelow: 0 },
    })
  })
})

describe('the bids of a match', () => {
  const bids = [
    [60, 30, 20],
    [10, 10, 40],
  ]
  const params = {
    rounds: 2,
    values: {
      kind: 'given',
      rounds: [
        [80, 50, 20],
        [30, 90, 44],
      ],
    },
    ties: 'first-seat',
  }
  const match = played(sealedBid, { params, roles: ['bidder', 'bidder', 'bidder'] }, ({ seat, turn }) => ({
    bid: bids[turn]![seat]!,
  }))

  it('stand beside values, what the round paid, and what the best bid would have earned more', () => {
    const found = bidsIn(sealedBid, match.events, (_, view) => (view as { value: number }).value / 2)
    expect(found).toHaveLength(6)
    expect(found[0]).toEqual({
      ...{ turn: 0, seat: 0, player: 'player 0', bid: 60, value: 80, equilibrium: 40 },
      ...{ won: true, payoff: 20, regret: 29 }, // 31 would have won as well
    })
    expect(found.map(({ regret }) => regret)).toEqual([29, 0, 0, 0, 49, 29]) // 41 wins 90 − 41; 11 wins 44 − 11, and 40 won 4
    expect(found.filter(({ won }) => won).map(({ seat, payoff }) => [seat, payoff])).toEqual([
      [0, 20],
      [2, 4],
    ])
  })

  it('leave out what was no player’s own', () => {
    const events = match.events.map((event) =>
      event.type === 'moved' && event.seat === 1
        ? { ...event, action: { bid: 0 }, origin: { by: 'fallback', reason: 'illegal' } as const }
        : event,
    )
    expect(bidsIn(sealedBid, events).map(({ seat }) => seat)).toEqual([0, 2, 0, 2])
  })
})
