/** What a resident sees: everything but the bids of the day it is in. */
import { describe, expect, it } from 'vitest'
import { waterAllocation } from '../../games/water-allocation/rules.ts'
import { bookOf } from '../agents/prompts.ts'
import { type Awaited, played } from './matches.ts'
import { allocation, residents, type View } from './water-allocation-matches.ts'

const params = { days: 2, needs: [8, 9], salaries: [70, 75], supply: { given: [9, 17] } }
const bids = [
  [30, 40],
  [100, 110],
]
const FIRST = {
  bids: [30, 40],
  residents: [
    { balance: 70, daysDry: 2, health: 7 },
    { balance: 35, daysDry: 1, health: 10 },
  ],
  supply: 9,
  winners: [1],
}

it('tells every seat the rules, the supply and how everybody stands, before the bids', () => {
  const seen: View[] = []
  played(waterAllocation, { params, roles: residents(2) }, ({ seat, turn, view }: Awaited) => {
    if (seat === 1) seen.push(view)
    return { bid: bids[turn]![seat] }
  })
  expect(seen[0]).toEqual({
    seat: 1,
    seats: 2,
    day: 1,
    days: 2,
    over: false,
    needs: [8, 9],
    salaries: [70, 75],
    supply: 9,
    supplyRange: null,
    payoff: 'days',
    overspend: 'illegal',
    start: { balance: 0, daysDry: 1, health: 8 },
    starts: null,
    residents: [
      { balance: 70, daysDry: 1, health: 8 },
      { balance: 75, daysDry: 1, health: 8 },
    ],
    history: [],
  })
  expect(seen[1]).toMatchObject({
    day: 2,
    supply: 17,
    residents: [
      { balance: 140, daysDry: 2, health: 7 },
      { balance: 110, daysDry: 1, health: 10 },
    ],
    history: [{ bid: 40, served: true, result: FIRST }],
  })
})

it('shows each seat its own bid and the day that all share', () => {
  const { views } = allocation(bids, params)
  const [a, b] = views as [View, View]
  expect(a.history[0]).toEqual({ bid: 30, served: false, result: FIRST })
  expect(a.history[1]!.result).toBe(b.history[1]!.result)
  expect(a).toMatchObject({ day: 2, over: true, supply: null, supplyRange: null })
  expect(allocation([[0, 0, 0, 0, 0]], {}).view.supplyRange).toEqual({ low: 10, high: 20 })
})

it('tells given supplies only day by day', () => {
  const { view } = allocation(bids, { ...params, supply: { given: [9, 17, 4444] } })
  expect(JSON.stringify(view)).not.toContain('4444')
})

it('goes on for one who is out, with no bid of its own', () => {
  const { views } = allocation(bids, { ...params, start: [{ health: 1 }, {}] })
  const view = views[0] as View
  expect(view.history.map(({ bid, served }) => [bid, served])).toEqual([
    [30, false],
    [null, false],
  ])
  expect(view.starts).toEqual([
    { balance: 0, daysDry: 1, health: 1 },
    { balance: 0, daysDry: 1, health: 8 },
  ])
  expect(view.start).toBeNull()
})

describe('the prompt', () => {
  const book = bookOf({ game: 'water-allocation' })

  it('shows twenty days of five residents in a line each', () => {
    const twenty = Array.from({ length: 20 }, (_, day) => [60, 60, 60, 60, 60].with(day % 5, 61))
    const { view } = allocation(twenty, { supply: { given: Array(20).fill(20) } })
    const text = book.situationText(view)
    expect(text.length).toBeLessThan(4000)
    const lines = text.split('\n')
    expect(lines[1]).toBe(
      '- Day 1, supply 20. Bids: R1 61*, R2 60*, R3 60, R4 60, R5 60. Health at its end: R1 10, R2 10, R3 7, R4 7, R5 7.',
    )
    expect(lines.filter((line) => line.startsWith('- Day '))).toHaveLength(20)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(160)
  })

  it('names who goes out on the day, and leaves them out from then on', () => {
    const { view } = allocation([...bids, [10, 10]], {
      ...params,
      days: 3,
      supply: { given: [9, 17, 9] },
      start: [{ health: 1 }, {}],
    })
    expect(book.situationText(view).split('\n')).toEqual([
      expect.any(String),
      '- Day 1, supply 9. Bids: R1 30, R2 40*. Health at its end: R1 out, R2 10.',
      '- Day 2, supply 17. Bids: R2 110*. Health at its end: R2 10.',
      '- Day 3, supply 9. Bids: R2 10*. Health at its end: R2 10.',
      '',
      'How all residents stand at the end:',
      '- Resident 1 (you): out of the game',
      '- Resident 2: health 10, count of days without water 1, balance 65',
    ])
  })

  it('asks for a bid within the balance, or for any', () => {
    const asked = (more: object) => {
      const texts: string[] = []
      played(waterAllocation, { params: { ...params, days: 1, ...more }, roles: residents(2) }, ({ view }) => {
        texts.push(book.askText('bid', view).split('\n\n').at(-1)!)
        return { bid: 0 }
      })
      return texts[1]
    }
    const today = 'This is day 1. Today’s supply is 9 units. You need 9 units, and your balance is 75. What do you bid?'
    const straight = today.replace('’', "'")
    expect(asked({})).toBe(`${straight} State a whole number, at least 0 and at most 75.`)
    expect(asked({ overspend: 'loses' })).toBe(`${straight} State a whole number, 0 or more.`)
  })
})
