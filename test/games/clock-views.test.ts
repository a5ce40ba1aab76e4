/** What a bidder sees while the clock runs and afterwards, with exits announced and without. */
import { describe, expect, it } from 'vitest'
import { clock } from '../../games/clock/rules.ts'
import { auction, bidders, given, type Limits, type Params, type View } from './clock-matches.ts'
import { type Awaited, played } from './matches.ts'

/** All that a seat sees, turn by turn, of a round with these limits; the last is after it. */
function seen(seat: number, limits: Limits, params: Params): readonly View[] {
  const views: View[] = []
  let turn = -1
  const match = played(
    { ...clock, view: (state, of) => ({ own: clock.view(state, seat), asked: clock.view(state, of) }) },
    { params, roles: bidders(limits.length) },
    ({ view, seat: of, turn: now }: Awaited) => {
      const { own, asked } = view as { own: View; asked: View }
      if (now > turn) views.push(own)
      turn = now
      const limit = limits[of]!
      return { stay: limit === null || (asked.direction === 'ascending' ? asked.price! < limit : asked.price! > limit) }
    },
  )
  return [...views, (match.views[seat] as { own: View }).own]
}

const values = given([66, 31, 98, 50])

describe('announced', () => {
  it('all see how many are in, and who left at which price, also those who are out', () => {
    const views = seen(1, [3, 1, null, 1], values)
    expect(views.map(({ price, in: isIn, left, stillIn, exits }) => [price, isIn, left, stillIn, exits])).toEqual([
      [0, true, null, 4, [null, null, null, null]],
      [1, true, null, 4, [null, null, null, null]],
      [2, false, 1, 2, [null, 1, null, 1]],
      [3, false, 1, 2, [null, 1, null, 1]],
      [null, false, null, null, null],
    ])
    expect(views.at(-1)!.history).toEqual([
      { left: 1, value: 31, result: { payoff: 0, price: 3, winner: 2, won: false, exits: [3, 1, null, 1] } },
    ])
  })

  it('who stopped a falling clock', () => {
    const { history } = auction([[66, 5, 66, 1]], { ...values, direction: 'descending', ties: 'first-seat' }).views[1]!
    expect(history).toEqual([
      { left: null, value: 31, result: { payoff: 0, price: 66, winner: 0, won: false, exits: [66, null, 66, null] } },
    ])
  })

  it('what the item was worth, where nobody knew', () => {
    const params = { values: { kind: 'given', rounds: [[66, 31]], common: [40] } }
    expect(auction([[9, 5]], params).views[1]!.history[0]).toEqual({
      left: 5,
      value: 31,
      result: { common: 40, payoff: 0, price: 5, winner: 0, won: false, exits: [null, 5] },
    })
    const blind = auction([[9, 5]], { ...params, announce: false }).views
    expect(blind[1]!.history[0]!.result).not.toHaveProperty('common')
    expect(blind[0]!.history[0]!.result.payoff).toBe(35) // its winner finds out
  })
})

describe('not announced', () => {
  const blind = { ...values, announce: false }

  it('a seat sees that the clock goes on, and afterwards price and winner', () => {
    const views = seen(1, [3, 1, null, 1], blind)
    expect(views.map(({ price, in: isIn, left, stillIn, exits }) => [price, isIn, left, stillIn, exits])).toEqual([
      [0, true, null, null, null],
      [1, true, null, null, null],
      [2, false, 1, null, null],
      [3, false, 1, null, null],
      [null, false, null, null, null],
    ])
    expect(views.at(-1)!.history).toEqual([
      { left: 1, value: 31, result: { payoff: 0, price: 3, winner: 2, won: false } },
    ])
  })

  it('sees the same whoever left, and when', () => {
    expect(seen(0, [null, 3, 1, 2], blind)).toEqual(seen(0, [null, 2, 3, 0], blind))
    expect(seen(0, [null, 3, 1, 2], values)).not.toEqual(seen(0, [null, 2, 3, 0], values))
  })
})

describe('a limit', () => {
  const params = { ...values, proxy: true }

  it('is in the own history; of the others the exits alone are seen, and never the limit of the winner', () => {
    const { history } = auction([[30.5, 12, 77, null]], { ...params, ceiling: 60 }).views[0]!
    expect(history[0]).toMatchObject({ limit: 30.5, left: 31, value: 66 })
    expect(history[0]!.result).toMatchObject({ price: 60, exits: [31, 12, null, null] })
    expect(JSON.stringify(auction([[30, 12, 55, 7]], params).views[0])).not.toContain('55')
  })

  it('is asked of all at once, and no price is shown', () => {
    const views: View[] = []
    const kinds: string[] = []
    played(clock, { params, roles: bidders(4) }, ({ view, kind }) => {
      views.push(view)
      kinds.push(kind)
      return { leaveAt: 5 }
    })
    expect(kinds).toEqual(['limit', 'limit', 'limit', 'limit'])
    expect(views[3]).toMatchObject({ price: null, in: true, stillIn: null, exits: null, value: 50 })
  })
})

it('tells every seat the rules and where the match stands', () => {
  const views: View[] = []
  played(clock, { params: { rounds: 2, ties: { given: [1, 1] } }, roles: bidders(2) }, ({ seat, view }) => {
    if (seat === 1) views.push(view)
    return { stay: seat !== 0 && view.round === 1 }
  })
  expect(views[0]).toEqual({
    seat: 1,
    seats: 2,
    round: 1,
    rounds: 2,
    over: false,
    direction: 'ascending',
    proxy: false,
    announce: true,
    start: 0,
    step: 1,
    final: 99,
    even: true,
    value: expect.any(Number),
    values: { kind: 'private', low: 0, high: 99, integer: true },
    common: false,
    ties: 'given',
    price: 0,
    in: true,
    left: null,
    stillIn: 2,
    exits: [null, null],
    total: 0,
    history: [],
  })
  expect(views[1]).toMatchObject({ round: 2, over: false, price: 0, in: true })
})

it('of given values, and of the ceiling that follows from them, no more is told than how many figures they have', () => {
  const view = (...rows: number[][]) => auction([[0, 0]], given(...rows)).views[1]
  expect(view([340, 7], [512, 7])).toEqual(view([999, 7]))
})
