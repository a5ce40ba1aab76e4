/** Every game on the shelf keeps every law: alone, under several params, and within every wrap and pair of wraps. */
import { describe, expect, it } from 'vitest'
import { shelf } from '../../games/index.ts'
import { wrapped } from '../../src/core/game.ts'
import { shelvedGame, shelvedWrap } from '../../src/core/shelf.ts'
import { gameLaws, legalShares } from '../../src/laws/index.ts'
import { revealsOf } from '../games/reveals.ts'

type Params = Readonly<Record<string, unknown>>

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
  ultimatum: [{ pie: 10 }, { outside: { min: 0, max: 40 } }, { outside: { min: 30, max: 90 }, pie: 7 }],
}

/** Params within wraps: fewer, for the matches are longer. */
const within: Readonly<Record<string, readonly Params[]>> = {
  'beauty-contest': [{ feedback: 'none' }, { rounds: 2, statistic: 'median', ties: 'random', beliefs: { prize: 20 } }],
  ultimatum: [{ outside: { min: 0, max: 40 } }],
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
