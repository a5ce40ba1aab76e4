/** What is told of a match turn by turn: shorter than its views, and nothing lost; its secrets are scanned for on its page. */
import { describe, expect, it } from 'vitest'
import { matchStory } from '../../src/analysis/match-story.ts'
import { recentViews } from '../../src/analysis/recent-view.ts'
import { longLog, told, whispers } from '../report/whispers.ts'

describe('views told one after another', () => {
  const histories = Array.from({ length: 9 }, (_, n) => ({
    history: Array.from({ length: n }, (_, round) => ({ round })),
  }))

  it('keep the newest entries of lists that grow, and count the others', () => {
    const told = histories.map(recentViews(3))
    expect(told.at(-1)).toEqual({
      view: { history: [{ round: 5 }, { round: 6 }, { round: 7 }] },
      earlier: { history: 5 },
      same: new Set(),
    })
  })

  it('together show every entry, however many are new at once', () => {
    const next = recentViews(2)
    const shown = [0, 1, 7, 8].flatMap((n) => (next(histories[n]).view as { history: { round: number }[] }).history)
    expect(new Set(shown.map(({ round }) => round))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]))
  })

  it('leave whole a list that changes in its middle, and one that was long from the start', () => {
    const next = recentViews(1)
    const views = [[], [1, 2], [9, 2, 3], [9, 2, 3, 4]].map((list) => ({ list, fixed: [7, 8, 9] }))
    expect(views.map((view) => next(view).view)).toEqual(views)
  })

  it('tell which of their fields are as they were', () => {
    const next = recentViews(5)
    next({ a: 1, b: [{ c: 2 }] })
    expect(next({ a: 1, b: [{ c: 3 }], d: 1 }).same).toEqual(new Set(['a']))
  })
})

describe('a match’s story', () => {
  it('has the payoffs before its first turn and after each', () => {
    const { payoffsBefore, turns } = told()
    expect([payoffsBefore, ...turns.map(({ payoffs }) => payoffs)]).toEqual([
      [0, 0, 0],
      [7001, 7101, 7201],
      [7002, 7102, 7202],
    ])
  })

  it('tells the moves in the order of the log, with who is still awaited', () => {
    const events = longLog(2).slice(0, 6)
    const { turns, end } = matchStory({ game: whispers, events, calls: [], seat: undefined })
    expect(turns.map(({ moves, awaited }) => [moves.map(({ seat }) => seat), awaited])).toEqual([
      [[0, 1, 2], []],
      [[0, 1], [2]],
    ])
    expect(end).toEqual({ status: 'open' })
  })

  it('says what a log without its start has instead', () => {
    expect(() => told(undefined, { events: longLog(1).slice(1) })).toThrow(
      'a log begins with a started event, not with moved',
    )
  })

  it('stops where the rules themselves fail, and says why', () => {
    const broken = {
      ...whispers,
      apply: () => {
        throw new Error('out of words')
      },
    }
    const { end } = matchStory({ game: broken, events: longLog(1), calls: [], seat: undefined })
    expect(end).toEqual({ status: 'damaged', event: 3, why: 'the rules failed on it: out of words' })
  })
})
