/** Every game on the shelf keeps every law: alone, under several params, and within every wrap and pair of wraps. */
import { describe, expect, it } from 'vitest'
import { shelf } from '../../games/index.ts'
import { wrapped } from '../../src/core/game.ts'
import { shelvedGame, shelvedWrap } from '../../src/core/shelf.ts'
import { gameLaws, legalShares } from '../../src/laws/index.ts'
import { revealsOf } from '../games/reveals.ts'

type Params = Readonly<Record<string, unknown>>

const RING = { name: 'ring', start: 10, value: 24.5 }
const VASE = { name: 'vase', start: 3, value: 2 }

/** Params to play under, beside the defaults; a game that is not named here is played under its defaults alone. */
const variants: Readonly<Record<string, readonly Params[]>> = {
  'beauty-contest': [
    { rounds: 3, feedback: 'none' },
    { rounds: 3, feedback: 'full' },
    { rounds: 3, statistic: 'median', ties: 'random', integer: true, max: 4 },
    { rounds: 3, statistic: 'max', ties: 'lowest', beliefs: { prize: 20 } },
    { rounds: 2, ties: 'each', scoring: 'distance', feedback: 'none', beliefs: { prize: 20 } },
    { rounds: 2, factor: 1.3, offset: -7, min: -50, max: 50 },
  ],
  clock: [
    { rounds: 3, announce: false, ceiling: 40, step: 15, ties: 'first-seat' },
    { rounds: 2, direction: 'descending', announce: false, ceiling: 5, floor: 2, step: 0.7 },
    { rounds: 2, direction: 'descending', values: { kind: 'affiliated' } },
    { rounds: 2, proxy: true, announce: false, values: { kind: 'common' } },
    {
      rounds: 2,
      proxy: true,
      direction: 'descending',
      values: {
        kind: 'given',
        rounds: [
          [9, -3, 7],
          [4, 5, 6],
        ],
      },
    },
  ],
  'item-auction': [
    { ties: 'first-seat', estimateBias: 0.75, minimumRaise: 0 },
    { items: [RING, VASE, RING], budgets: 40, offers: 3, discount: 0.3 },
    { items: [VASE, RING], budgets: [35, 4.5, 40, 12, 0], offers: 2, minimumRaise: 0.35 },
  ],
  'sealed-bid': [
    { rounds: 3, format: 'second-price', reserve: 30, feedback: 'winner' },
    { rounds: 3, format: 'third-price', reserve: 7.5, increment: 5, feedback: 'own', ties: 'first-seat' },
    { rounds: 3, format: 'all-pay', reserve: 12, increment: 0.5, budgets: 150, moneyValue: 0.5 },
    { rounds: 2, budgets: [40, 120.25, 0], values: { kind: 'affiliated', private: [5, 30] }, feedback: 'winner' },
    { rounds: 3, increment: 0, values: { kind: 'private', low: 10, high: 20, integer: false }, bidCap: 'value' },
    { rounds: 2, increment: 0, values: { kind: 'affiliated', integer: false }, budgets: 33.3, format: 'second-price' },
    { rounds: 2, format: 'second-price', values: { kind: 'common' }, feedback: 'own' },
    { rounds: 3, values: { kind: 'common', noise: 2.5, integer: false }, bidCap: 'value', increment: 0.5 },
    {
      rounds: 2,
      format: 'all-pay',
      values: {
        kind: 'given',
        rounds: [
          [12, 0, 55.5],
          [-4, 90, 31],
        ],
      },
    },
    {
      ...{ rounds: 2, bidCap: 'value', increment: 5, feedback: 'winner' },
      values: {
        kind: 'given',
        rounds: [
          [12, 20, 55],
          [40, 90, 31],
        ],
        common: [30, 44],
      },
    },
    { rounds: 3, format: 'second-price', agencies: [[0, 1]], budgets: 90, feedback: 'winner' },
    { rounds: 2, agencies: [[3, 1]], values: { kind: 'common' }, feedback: 'full' },
  ],
  taxation: [
    { years: 2, governance: 'vote', satisfaction: true, welfare: 'nash' },
    { years: 3, governance: 'platforms', move: 'delta', brackets: 'three', satisfaction: true },
    { years: 2, stepsPerYear: 2, move: 'delta', satisfaction: true, welfare: 'maximin', brackets: 'flat' },
    { years: 2, brackets: [0, 900], skills: { uniform: [1.24, 159.1] }, welfare: 'inverse-income', satisfaction: true },
    { years: 2, skills: { given: [20, 20, 60] }, satisfaction: true, welfare: { isoelastic: { eta: 0.5 } } },
    { years: 2, governance: 'platforms', skills: { given: [7, 7, 7, 0] }, labour: { max: 45, step: 15 }, cost: 0 },
  ],
  ultimatum: [{ pie: 10 }, { outside: { min: 0, max: 40 } }, { outside: { min: 30, max: 90 }, pie: 7 }],
  'water-allocation': [
    { days: 6, overspend: 'loses', payoff: 'health' },
    { days: 4, needs: [3, 3, 5], salaries: [10, 0, 30], supply: { given: [0, 5, 6, 11] }, start: { balance: 20 } },
    {
      days: 3,
      needs: [5, 6],
      salaries: [9, 9],
      supply: { low: 0, high: 11 },
      start: [
        { health: 1, daysDry: 4 },
        { health: 10, balance: 100 },
      ],
    },
  ],
}

/** Params within wraps: fewer, for the matches are longer. */
const within: Readonly<Record<string, readonly Params[]>> = {
  'beauty-contest': [{ feedback: 'none' }, { rounds: 2, statistic: 'median', ties: 'random', beliefs: { prize: 20 } }],
  clock: [
    { announce: false, rounds: 2 },
    { proxy: true, announce: false, direction: 'descending' },
  ],
  'item-auction': [{ items: [RING, VASE], budgets: 30, offers: 2, discount: 0.5 }],
  'sealed-bid': [
    { feedback: 'own' },
    { ...{ rounds: 2, format: 'second-price', feedback: 'winner' }, budgets: 90, agencies: [[0, 1]] },
  ],
  taxation: [
    { years: 2, governance: 'vote', brackets: 'flat', satisfaction: true },
    { years: 1, skills: { given: [20, 20, 60] }, brackets: [0, 900], satisfaction: true, welfare: 'maximin' },
  ],
  ultimatum: [{ outside: { min: 0, max: 40 } }],
  'water-allocation': [{ days: 2, overspend: 'loses', supply: { low: 10, high: 30 } }],
}

/** Wraps around each game, innermost first. */
const around: readonly (readonly { readonly id: string; readonly params?: Params }[])[] = [
  [{ id: 'talk', params: { length: 30 } }],
  [{ id: 'repeated', params: { times: 2 } }],
  [{ id: 'repeated', params: { times: 3, history: false } }],
  [{ id: 'repeated' }, { id: 'talk' }],
  [{ id: 'comprehension', params: { questions: 7 } }],
  [{ id: 'talk' }, { id: 'comprehension' }],
  [{ id: 'talk' }, { id: 'repeated' }],
]

const ids = shelf.games.map(({ game }) => game.id)

describe.each(ids)('%s', (id) => {
  const { game } = shelvedGame(shelf, id)
  const params = [{}, ...(variants[id] ?? [])]
  const { state: reveals, allPublic } = revealsOf(id)
  for (const law of gameLaws(game, { params, reveals, ...(allPublic && { allPublic }) })) it(law.name, law.check)

  it('has actions of which random draws are mostly legal', () => {
    for (const [kind, { legal }] of Object.entries(legalShares(game, { params, runs: 5 })))
      expect(legal, kind).toBeGreaterThan(0.8)
  })
})

describe.each(ids)('%s within', (id) => {
  describe.each(around.map((wraps) => [textOf(wraps), wraps] as const))('%s', (_, wraps) => {
    const game = wrapped(
      shelvedGame(shelf, id).game,
      wraps.map((one) => ({ wrap: shelvedWrap(shelf, one.id).wrap, params: one.params })),
    )
    const names = wraps.map((wrap) => wrap.id)
    const { state: reveals, allPublic } = revealsOf(id, names)
    const options = { params: within[id] ?? [{}], reveals, ...(allPublic && { allPublic }), runs: 8 }
    for (const law of gameLaws(game, options)) it(law.name, law.check)
  })
})

it('fails for a game of which nobody said what it reveals', () => {
  expect(() => revealsOf('a-new-game')).toThrow(/reveals\.ts says nothing of a-new-game/)
  expect(() => revealsOf('ultimatum', ['a-new-wrap'])).toThrow(/reveals\.ts says nothing of a-new-wrap/)
})

it('tries every wrap on the shelf', () => {
  const tried = new Set(around.flatMap((wraps) => wraps.map(({ id }) => id)))
  expect(shelf.wraps.map(({ wrap }) => wrap.id).filter((id) => !tried.has(id))).toEqual([])
})

function textOf(wraps: (typeof around)[number]): string {
  return wraps.map(({ id, params }) => (params ? `${id} ${JSON.stringify(params)}` : id)).join(' within ')
}
