/** What a seat of the beauty contest sees and what it does not, beliefs, and the measures of a match. */
import { describe, expect, it } from 'vitest'
import { beautyContest } from '../../games/beauty-contest/rules.ts'
import { contest, type Params, players, type View } from './beauty-contest-matches.ts'
import { type Awaited, played } from './matches.ts'

const first = [20, 60, 100] // mean 60, target 40: two nearest
const second = [0, 10, 20] // mean 10, target 6.7

const viewOf = (seat: number, params: Params = {}) => contest([first, second], params).views[seat] as View

describe('feedback', () => {
  const target = expect.closeTo(20 / 3, 9)

  it('summary: the statistic, the target, what won, and what became of oneself', () => {
    expect(viewOf(1).history).toEqual([
      { guess: 60, result: { payoff: 50, statistic: 60, target: 40, winning: [20, 60], won: true } },
      { guess: 10, result: { payoff: 100, statistic: 10, target, winning: [10], won: true } },
    ])
    expect(viewOf(2).history).toEqual([
      { guess: 100, result: { payoff: 0, statistic: 60, target: 40, winning: [20, 60], won: false } },
      { guess: 20, result: { payoff: 0, statistic: 10, target, winning: [10], won: false } },
    ])
    expect(viewOf(1).total).toBe(150)
  })

  it('full: all guesses as well, sorted, without names', () => {
    const shuffled = contest([[100, 20, 60], second], { feedback: 'full' }).views[0] as View
    expect(shuffled.history[0]!.result!.guesses).toEqual([20, 60, 100])
    expect(shuffled.history[1]!.result!.guesses).toEqual([0, 10, 20])
    expect(shuffled.history[0]).toMatchObject({ guess: 100, result: { payoff: 0, winning: [20, 60] } })
  })

  it('none: nothing but one’s own guesses, no total either, and no difference whatever the others do', () => {
    const view = viewOf(0, { feedback: 'none' })
    expect(view.history).toEqual([
      { guess: 20, result: null },
      { guess: 0, result: null },
    ])
    expect(view.total).toBeNull()
    const other = contest(
      [
        [20, 1, 2],
        [0, 99, 98],
      ],
      { feedback: 'none' },
    )
    expect(other.views[0]).toEqual(view)
    expect(other.payoffs[0]).not.toBe(contest([first, second], { feedback: 'none' }).payoffs[0])
  })

  it('names the lower of two numbers alone where it alone wins', () => {
    expect(viewOf(2, { ties: 'lowest' }).history[0]!.result!.winning).toEqual([20])
  })

  it('tells every seat the rules and where the match stands, and nothing of the round it is in', () => {
    const seen: View[] = []
    played(beautyContest, { params: { rounds: 2 }, roles: players(3) }, ({ seat, view, turn }: Awaited) => {
      if (seat === 2) seen.push(view)
      return { guess: [first, second][turn]![seat] }
    })
    expect(seen[0]).toEqual({
      seat: 2,
      seats: 3,
      round: 1,
      rounds: 2,
      over: false,
      factor: 2 / 3,
      fraction: '2/3',
      statistic: 'mean',
      offset: 0,
      min: 0,
      max: 100,
      integer: false,
      prize: 100,
      ties: 'split',
      scoring: 'nearest',
      feedback: 'summary',
      beliefPrize: null,
      guess: null,
      total: 0,
      history: [],
    })
    expect(seen[1]).toMatchObject({ round: 2, over: false, total: 0 })
    expect(seen[1]!.history).toHaveLength(1)
    expect(viewOf(2)).toMatchObject({ round: 2, over: true })
  })
})

describe('beliefs', () => {
  const guesses = [[10, 20, 60]] // mean 30, target 20
  const beliefs = [[40, 85, 40]] // the others' means are 40, 35, 15
  const params = { beliefs: { prize: 20 } }

  it('pay prize · max(0, 1 − (error / range)²), added to the payoffs', () => {
    // errors 0, 0.5, 0.25 of the range
    const { payoffs, measures } = contest(guesses, params, { beliefs })
    expect(payoffs).toEqual([20, 115, 18.75])
    expect(measures.beliefPayoff).toBe((20 + 15 + 18.75) / 3)
  })

  it('are about the statistic of the others: their median, their highest', () => {
    const median = contest(
      [[10, 20, 60, 90]],
      { ...params, statistic: 'median', factor: 0 },
      { beliefs: [[60, 60, 20, 20]] },
    )
    expect(median.payoffs).toEqual([120, 20, 20, 20]) // others of seat 0: 20, 60, 90
    const highest = contest(guesses, { ...params, statistic: 'max', factor: 0 }, { beliefs: [[60, 60, 20]] })
    expect(highest.payoffs).toEqual([120, 20, 20])
    const two = contest([[30, 80]], { ...params, factor: 0 }, { beliefs: [[80, 30]] })
    expect(two.payoffs).toEqual([120, 20])
  })

  it('measure errors by the range there is', () => {
    const narrow = { ...params, min: 40, max: 60, factor: 1 }
    expect(contest([[40, 50, 60]], narrow, { beliefs: [[45, 50, 45]] }).payoffs).toEqual([15, 120, 20])
  })

  it('are asked after the guesses, before any feedback, and need not be whole', () => {
    const seen: unknown[] = []
    const { views } = played(
      beautyContest,
      { params: { ...params, rounds: 2, integer: true }, roles: players(3) },
      ({ seat, kind, turn, view }: Awaited) => {
        if (seat === 0) seen.push([turn, kind, view.round, view.guess, view.history.length])
        return kind === 'guess' ? { guess: guesses[0]![seat] } : { belief: 22.5 }
      },
    )
    expect(seen).toEqual([
      [0, 'guess', 1, null, 0],
      [1, 'belief', 1, 10, 0],
      [2, 'guess', 2, null, 1],
      [3, 'belief', 2, 10, 1],
    ])
    const view = views[1] as View
    expect(view.beliefPrize).toBe(20)
    expect(view.history[0]).toEqual({
      belief: 22.5,
      guess: 20,
      result: {
        beliefPayoff: expect.closeTo(20 * (1 - 0.125 ** 2), 9),
        payoff: 100,
        statistic: 30,
        target: 20,
        winning: [20],
        won: true,
      },
    })
    expect(view.total).toBeCloseTo(2 * (100 + 20 * (1 - 0.125 ** 2)), 9)
  })

  it('stay in the history where there is no feedback, and what they paid does not', () => {
    const { views } = contest(guesses, { ...params, feedback: 'none' }, { beliefs })
    expect((views[1] as View).history).toEqual([{ belief: 85, guess: 20, result: null }])
  })
})

describe('measures', () => {
  const two = [
    [0, 30, 90],
    [0, 20, 40],
  ]
  it('follow from the guesses', () => {
    expect(contest(two).measures).toEqual({
      meanFirst: 40,
      meanLast: 20,
      medianFirst: 30,
      medianLast: 20,
      targetFirst: expect.closeTo(26.666666667, 8),
      targetLast: expect.closeTo(13.333333333, 8),
      dominatedShare: 1 / 6, // 90 is above 66.7
      equilibriumShare: 2 / 6,
      convergence: 0.5,
    })
  })

  it('take the mean of the middle two as the median', () =>
    expect(contest([[10, 90, 20, 60]]).measures.medianFirst).toBe(40))

  it('have no convergence in one round, nor from a mean of 0', () => {
    expect(contest([[10, 20]]).measures).not.toHaveProperty('convergence')
    expect(
      contest([
        [0, 0],
        [0, 1],
      ]).measures,
    ).not.toHaveProperty('convergence')
    expect(
      contest([
        [10, 20],
        [30, 60],
      ]).measures.convergence,
    ).toBe(-2)
  })

  it('have no equilibrium share where there is no equilibrium, or every number is one', () => {
    expect(contest(two, { statistic: 'max' }).measures).not.toHaveProperty('equilibriumShare')
    expect(contest(two, { factor: 1 }).measures).not.toHaveProperty('equilibriumShare')
  })

  it('count as equilibrium play what is one among so many players, on such numbers', () => {
    const share = (guesses: number[], params: Params) => contest([guesses], params).measures.equilibriumShare
    expect(share([0, 1, 2], { integer: true })).toBe(1 / 3)
    expect(share([0, 1, 2, 1], { integer: true })).toBe(3 / 4)
    expect(share([0, 1, 2, 1], {})).toBe(1 / 4)
    expect(share([42, 41, 42.5, 0], { factor: 0.7, offset: 18 })).toBe(1 / 4)
    expect(share([100, 200, 199, 200], { factor: 1.3, min: 100, max: 200 })).toBe(1 / 2)
  })

  it('count as dominated what the target can never reach', () => {
    const share = (guesses: number[], params: Params = {}) => contest([guesses], params).measures.dominatedShare
    expect(share([66.67, 66.66, 0, 100])).toBe(2 / 4)
    expect(share([57, 58], { factor: 0.57 })).toBe(1 / 2) // as floats 0.57 · 100 is 56.99999999999999
    expect(share([82.6, 82.7], { factor: 0.7, offset: 18 })).toBe(1 / 2)
    expect(share([100, 129, 130, 200], { factor: 1.3, min: 100, max: 200 })).toBe(2 / 4)
    expect(share([150, 155, 156, 200], { factor: 1.3, min: 100, max: 200, offset: 20 })).toBe(2 / 4)
    expect(share([0, 100], { factor: '4/3' })).toBe(0)
  })

  it('have a belief payoff only where beliefs are asked', () =>
    expect(contest(two).measures).not.toHaveProperty('beliefPayoff'))
})
