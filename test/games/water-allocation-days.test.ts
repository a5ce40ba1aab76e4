/** Days of the water allocation challenge, settled by hand: who is served, what it does to everybody, payoffs and measures. */
import { describe, expect, it } from 'vitest'
import { waterAllocation } from '../../games/water-allocation/rules.ts'
import { played } from './matches.ts'
import { allocation, type Params, residents, standings } from './water-allocation-matches.ts'

/** The seats that one day's bids serve, in order. */
const servedOn = (supply: number, bids: readonly number[], params: Params = {}) =>
  allocation([bids], { supply: { given: [supply] }, ...params }).view.history[0]!.result.winners

describe('who is served', () => {
  it('the highest bid first, each whose whole need is left', () => {
    expect(servedOn(11, [40, 45, 50, 60, 20])).toEqual([3])
    expect(servedOn(21, [40, 45, 50, 60, 20])).toEqual([3, 2])
    expect(servedOn(50, [40, 45, 50, 60, 20])).toEqual([3, 2, 1, 0, 4])
  })
  it('passing over those whose need is more than what is left', () => {
    expect(servedOn(20, [10, 45, 50, 60, 20])).toEqual([3, 1]) // 9 are left: too few for need 10, enough for 9
    expect(servedOn(19, [10, 45, 50, 60, 20])).toEqual([3, 0])
    expect(servedOn(18, [10, 45, 50, 60, 20])).toEqual([3])
    expect(servedOn(7, [10, 45, 50, 60, 20])).toEqual([])
  })
  it('of equal bids the smaller need, then the lower seat', () => {
    expect(servedOn(20, [40, 40, 40, 40, 60])).toEqual([4, 0])
    expect(servedOn(19, [0, 0, 0, 0, 0])).toEqual([0, 1])
    const same = { needs: [5, 4, 4], salaries: [9, 9, 9] }
    expect(servedOn(9, [7, 7, 7], same)).toEqual([1, 2])
    expect(servedOn(4, [7, 7, 7], same)).toEqual([1])
  })
  it('nobody by a bid above the balance, where such bids can be made', () => {
    const loses = { overspend: 'loses' }
    expect(servedOn(18, [70, 45, 60, 961, 72], loses)).toEqual([4])
    expect(servedOn(18, [71, 76, 101, 121, 121], loses)).toEqual([])
    expect(servedOn(18, [70, 75, 101, 121, 121], loses)).toEqual([1, 0])
    expect(servedOn(18, [Number.MAX_SAFE_INTEGER, 1, 0, 0, 0], loses)).toEqual([1])
  })
})

describe('a day', () => {
  it('serves: a winner pays its own bid and gains 2 up to 10; the others lose their days dry', () => {
    const { view } = allocation([[40, 40, 40, 40, 60]], { supply: { given: [20] } })
    expect(standings(view)).toEqual([
      [10, 1, 30],
      [7, 2, 75],
      [7, 2, 100],
      [7, 2, 120],
      [10, 1, 60],
    ])
  })

  it('follows from the one before: salaries add up, each dry day in a row costs one more', () => {
    const bids = [
      [0, 70, 0],
      [0, 0, 90],
      [100, 90, 95],
    ]
    const params = { needs: [8, 9, 10], salaries: [70, 75, 100], supply: { given: [10, 10, 18] } }
    const { view } = allocation(bids, params)
    const days = view.history.map(({ result }) => standings(result))
    expect(days).toEqual([
      [
        [7, 2, 70],
        [10, 1, 5],
        [7, 2, 100],
      ],
      [
        [5, 3, 140],
        [9, 2, 80],
        [9, 1, 110],
      ],
      [
        [7, 1, 110],
        [7, 3, 155],
        [10, 1, 115], // 10 of 18 left for a need of 10, after the 8 of seat 0
      ],
    ])
    expect(view.history.map(({ result }) => result.winners)).toEqual([[1], [2], [0, 2]])
  })

  it('takes 1, 2, 3 and 4 points from one who is never served, who is then out: no salary, no bid, no water', () => {
    const days = Array.from({ length: 6 }, () => [70, 0])
    const { view, events, payoffs } = allocation(days, {
      needs: [8, 9],
      salaries: [70, 75],
      supply: { given: [8, 8, 8, 8, 17, 9] },
    })
    expect(view.history.map(({ result }) => standings(result)[1])).toEqual([
      [7, 2, 75],
      [5, 3, 150],
      [2, 4, 225],
      [-2, 5, 300],
      [-2, 5, 300],
      [-2, 5, 300],
    ])
    expect(view.history.map(({ result }) => result.bids[1])).toEqual([0, 0, 0, 0, null, null])
    expect(view.history.map(({ result }) => result.winners)).toEqual([[0], [0], [0], [0], [0], [0]])
    expect(events.filter((event) => event.type === 'moved' && event.seat === 1)).toHaveLength(4)
    expect(payoffs).toEqual([6, 3])
  })

  it('is out at exactly 0, and alive at 1', () => {
    const start = [{ health: 3, daysDry: 3 }, { health: 4, daysDry: 3 }, { health: 1 }]
    const params = { needs: [8, 9, 9], salaries: [1, 1, 1], supply: { given: [0] }, start }
    expect(allocation([[0, 0, 0]], params).payoffs).toEqual([0, 1, 0])
  })
})

describe('a match', () => {
  const none = Array.from({ length: 20 }, () => [0, 0, 0, 0, 0])

  it('ends early only when nobody is left', () => {
    const { view, payoffs, measures } = allocation(none, { supply: { given: Array(20).fill(7) } })
    expect(view).toMatchObject({ day: 4, over: true, supply: null })
    expect(payoffs).toEqual([3, 3, 3, 3, 3])
    expect(measures).toEqual({ survivors: 0, meanDaysAlive: 3 })
    const one = allocation(none, { supply: { given: Array(20).fill(8) } })
    expect(one.view.day).toBe(20)
    expect(one.payoffs).toEqual([20, 3, 3, 3, 3])
  })

  it('starts as it is told: alike, or seat by seat, with one who is out already', () => {
    const alike = { start: { health: 5, balance: 11, daysDry: 3 }, supply: { given: [12] } }
    expect(standings(allocation([[0, 0, 0, 0, 131]], alike).view)).toEqual([
      [2, 4, 81],
      [2, 4, 86],
      [2, 4, 111],
      [2, 4, 131],
      [7, 1, 0],
    ])
    const apart = {
      needs: [8, 9],
      salaries: [70, 75],
      start: [{ balance: 30 }, { health: -2, balance: 9, daysDry: 5 }],
      supply: { given: [17] },
    }
    const { events, view } = allocation([[100, 0]], apart)
    expect(events).toHaveLength(2)
    expect(standings(view)).toEqual([
      [10, 1, 0],
      [-2, 5, 9],
    ])
  })

  it('draws a supply a day from its own seed, both ends included, and alike whatever is bid', () => {
    const supplies = (seed: string, bid: number) => {
      const table = { params: { days: 20, supply: { low: 10, high: 13 } }, roles: residents(5), seed }
      const { views } = played(waterAllocation, table, ({ seat }) => ({ bid: seat === 0 ? bid : 0 }))
      return (views[0] as { history: { result: { supply: number } }[] }).history.map(({ result }) => result.supply)
    }
    const drawn = Array.from({ length: 10 }, (_, n) => supplies(`seed ${n}`, 0)).flat()
    expect([...new Set(drawn)].sort((a, b) => a - b)).toEqual([10, 11, 12, 13])
    expect(supplies('a', 70).slice(0, 4)).toEqual(supplies('a', 0).slice(0, 4))
    expect(supplies('a', 0)).not.toEqual(supplies('b', 0))
  })

  it('takes the first of more supplies than days', () => {
    const { view } = allocation([[0, 0, 0, 0, 0]], { supply: { given: [30, 1, 2] } })
    expect(view.history.map(({ result }) => result.supply)).toEqual([30])
  })

  it('pays the days at whose end one is alive, or the final health, 0 for one who is out', () => {
    const bids = Array.from({ length: 4 }, () => [70, 0])
    const params = { needs: [8, 9], salaries: [70, 75], supply: { given: [8, 8, 8, 8] } }
    expect(allocation(bids, params).payoffs).toEqual([4, 3])
    expect(allocation(bids, { ...params, payoff: 'health' }).payoffs).toEqual([10, 0])
  })
})

describe('measures', () => {
  it('follow from the days', () => {
    const bids = [
      [40, 40, 40, 40, 60], // served: 60 and 40
      [0, 75, 0, 0, 0], // 75
      [0, 0, 0, 0, 0], // nobody
    ]
    const supply = { given: [20, 9, 3] }
    expect(allocation(bids, { supply }).measures).toEqual({
      survivors: 5,
      meanDaysAlive: 3,
      meanLowestWinningBid: (40 + 75) / 2,
    })
  })
  it('count bids above the balance where they can be made', () => {
    const bids = [
      [71, 75, 101, 0, 0],
      [0, 151, 0, 0, 0],
    ]
    const { measures } = allocation(bids, { overspend: 'loses', supply: { given: [9, 3] } })
    expect(measures).toEqual({ survivors: 5, meanDaysAlive: 2, meanLowestWinningBid: 75, bidsOverBalance: 3 })
  })
  it('have the mean over all who began', () => {
    const bids = Array.from({ length: 4 }, () => [70, 0])
    const { measures } = allocation(bids, { needs: [8, 9], salaries: [70, 75], supply: { given: [8, 8, 8, 8] } })
    expect(measures).toEqual({ survivors: 1, meanDaysAlive: 3.5, meanLowestWinningBid: 70 })
  })
})
