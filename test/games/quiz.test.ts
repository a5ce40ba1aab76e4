/** Questions about the rules: what is right is what the game itself pays, and no view tells it. */
import { describe, expect, it } from 'vitest'
import { quiz as beautyQuiz } from '../../games/beauty-contest/quiz.ts'
import { beautyContest } from '../../games/beauty-contest/rules.ts'
import { shelf } from '../../games/index.ts'
import { ultimatum } from '../../games/ultimatum/rules.ts'
import { stream } from '../../src/core/chance.ts'
import { StagegameError } from '../../src/core/errors.ts'
import { parsedParams } from '../../src/core/fit.ts'
import type { AnyGame, Question } from '../../src/core/game.ts'
import { gameOf } from '../../src/core/shelf.ts'
import { played } from './matches.ts'

const PLAYERS = ['player', 'player', 'player', 'player']

/** Questions of many draws. */
function questions(game: AnyGame, params: Record<string, unknown>, roles: readonly string[]): readonly Question[] {
  const parsed = parsedParams(game, params)
  return Array.from({ length: 30 }, (_, n) => game.quiz!({ params: parsed, roles }, stream(['quiz', n]))).flat()
}

it('every game on the shelf has some', () => {
  expect(shelf.games.filter(({ game }) => !game.quiz).map(({ game }) => game.id)).toEqual([])
})

describe('of a beauty contest', () => {
  const variants: readonly Record<string, unknown>[] = [
    {},
    { statistic: 'median', offset: 5, factor: 0.7 },
    { statistic: 'max', ties: 'lowest', integer: true },
    { scoring: 'distance', min: -50, max: 50 },
    { min: 0, max: 1, ties: 'random' },
    { beliefs: { prize: 20 }, ties: 'each' },
  ]

  it.each(variants)('are answered as a match with these numbers ends: %j', (params) => {
    const kinds = new Set<string>()
    for (const { name, given, answer, within = 0 } of questions(beautyContest, params, PLAYERS)) {
      kinds.add(name)
      const { guesses, mine, others, stated } = given as Record<string, number[]> & { mine: number; stated: number }
      const all = name === 'belief' ? [mine, ...others!] : guesses!
      const match = played(
        beautyContest,
        { params: { ...params, feedback: 'full' }, roles: PLAYERS },
        ({ kind, seat }) => (kind === 'guess' ? { guess: all[seat] } : { belief: stated ?? 50 }),
      )
      const view = match.views[name === 'payoff' ? all.indexOf(mine) : 0] as {
        history: [{ result: { target: number; payoff: number; winning: number[]; beliefPayoff: number } }]
      }
      const { target, payoff, winning, beliefPayoff } = view.history[0].result
      const right = { target, payoff, winner: winning[0], belief: beliefPayoff }[name]!
      expect(Math.abs(right - (answer as number))).toBeLessThanOrEqual(1e-9)
      expect(within).toBeLessThan(0.01)
      if (name !== 'target' && name !== 'belief') expect(winning).toHaveLength(1)
    }
    expect([...kinds].sort()).toEqual(
      [
        ...('beliefs' in params ? ['belief'] : []),
        'payoff',
        'target',
        ...(params['scoring'] === 'distance' ? [] : ['winner']),
      ].sort(),
    )
  })

  it('include one of Nagel: two thirds of the mean of 0, 33, 50 and 100 is 30.5', () => {
    const round = { factor: '2/3' }
    const setup = { params: parsedParams(beautyContest, round), roles: PLAYERS }
    const numbers = [0, 33, 50, 100]
    const draws = stream(['fixed'])
    const fixed = { ...draws, int: (n: number) => (n === 101 ? (numbers.shift() ?? draws.int(n)) : draws.int(n)) }
    expect(beautyQuiz(setup, fixed)[0]).toMatchObject({ given: { guesses: [0, 33, 50, 100] }, answer: 30.5 })
  })

  it('ask for no payoff where every draw ends in a tie', () => {
    const setup = { params: parsedParams(beautyContest, { integer: true, min: 3, max: 3.5 }), roles: PLAYERS }
    expect(beautyQuiz(setup, stream(['tie'])).map(({ name }) => name)).toEqual(['target'])
  })
})

it.each([{}, { pie: 7, outside: { min: 2, max: 5 } }])('of an ultimatum are answered by its payoffs: %j', (params) => {
  const seen = new Set<string>()
  for (const { given, answer } of questions(ultimatum, params, ['proposer', 'responder'])) {
    const { accepted, offer, whose, outside } = given as {
      accepted: boolean
      offer: number
      whose: 'proposer' | 'responder'
      outside?: [number, number]
    }
    seen.add(`${accepted}/${whose}`)
    const state = { accepted, offer, outside: outside ?? [0, 0], params: parsedParams(ultimatum, params) }
    expect(answer).toBe(ultimatum.payoffs(state as never)[whose === 'proposer' ? 0 : 1])
    expect(outside === undefined).toBe(!('outside' in params))
  }
  expect(seen.size).toBe(4)
})

describe('a match of questions', () => {
  const game = gameOf(shelf, { game: 'beauty-contest', wraps: [{ id: 'comprehension', params: { questions: 6 } }] })
  const reader = { roles: ['reader'] }
  /** What is right, from the state that no view shows. */
  const asked: Question[] = []
  played({ ...game, view: (state) => void (asked.length === 0 && asked.push(...state.questions)) }, reader, () => ({
    answer: 0,
  }))

  it('pays the share of right answers, to the last digit that is asked for', () => {
    const right = played(game, reader, ({ turn }) => ({ answer: Number((asked[turn]!.answer as number).toFixed(2)) }))
    expect(right.payoffs).toEqual([1])
    expect(right.measures).toEqual({ right: 6, questions: 6 })
    const half = played(game, reader, ({ turn }) => ({ answer: (asked[turn]!.answer as number) + (turn % 2) }))
    expect(half.payoffs).toEqual([0.5])
  })

  it('asks every question of the game before it asks one again, with other numbers', () => {
    expect(
      asked
        .slice(0, 3)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['payoff', 'target', 'winner'])
    expect(new Set(asked.map((question) => JSON.stringify(question))).size).toBe(6)
  })

  it('shows the question, and neither what is right nor how the reader does', () => {
    played(game, reader, ({ turn, view }) => {
      expect(view.comprehension).toEqual({
        nth: turn + 1,
        questions: 6,
        question: asked[turn]!.name,
        given: asked[turn]!.given,
      })
      expect(view.rounds).toBe(1) // the rules are told from the game's own view
      return { answer: asked[turn]!.answer }
    })
  })

  it('is told whose rules they are', () => {
    const roles = ['proposer', 'responder']
    const as = (seat: number) =>
      gameOf(shelf, { game: 'ultimatum', wraps: [{ id: 'comprehension', params: { roles, seat } }] })
    for (const seat of [0, 1])
      played(as(seat), reader, ({ view }) => {
        expect(view.role).toBe(roles[seat])
        return { answer: 1 }
      })
  })

  it('is refused for a game without questions', () => {
    const { quiz: _, ...mute } = ultimatum
    const games = [{ game: mute as AnyGame, strategies: {} }]
    const ref = { game: 'ultimatum', wraps: [{ id: 'talk' }, { id: 'comprehension' }] }
    expect(() => gameOf({ ...shelf, games }, ref)).toThrow(StagegameError)
    expect(() => gameOf({ ...shelf, games }, ref)).toThrow('ultimatum has no questions about its rules')
  })
})
