/** The example of a game of one's own, loaded as an experiment loads it. Needs the build: it imports 'stagegame' by name. */

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { hierarchyMix } from '../../games/level-k.ts'
import { isPath, loadOwnGame, type OwnGame } from '../../src/arena/own-game.ts'
import type { AnyGame } from '../../src/core/game.ts'
import { gameLaws } from '../../src/laws/index.ts'
import { expectedPayoffs } from '../../src/statistics/matrix-game.ts'
import { type Awaited, played, playedBy } from './matches.ts'

const examples = fileURLToPath(new URL('../../examples/', import.meta.url))
const experiment = parse(readFileSync(`${examples}my-game.yaml`, 'utf8'))

let own: OwnGame
let game: AnyGame
beforeAll(async () => {
  own = await loadOwnGame(experiment.game, examples)
  game = own.game
})

const roles = ['player', 'player']
const requests = Array.from({ length: 10 }, (_, i) => 11 + i)
const match = (a: number, b: number, params = {}) =>
  played(game, { params, roles }, ({ seat }) => ({ request: [a, b][seat] }))

/** What each request from 11 to 20 pays against each, by replayed matches. */
const matrix = () => requests.map((a) => requests.map((b) => match(a, b).payoffs[0]!))

describe('the 11–20 money request game (Arad and Rubinstein 2012)', () => {
  it('pays what is asked, and 20 more for one less than the other', () => {
    expect(match(20, 20).payoffs).toEqual([20, 20])
    expect(match(19, 20).payoffs).toEqual([39, 20])
    expect(match(18, 17).payoffs).toEqual([18, 37])
    expect(match(17, 19).payoffs).toEqual([17, 19])
    expect(match(11, 12, { bonus: 5 }).payoffs).toEqual([16, 12])
  })

  it('pays 20 on the support of the equilibrium: 15 … 20 by 25, 25, 20, 15, 10, 5 %', () => {
    const mix = [0, 0, 0, 0, 0.25, 0.25, 0.2, 0.15, 0.1, 0.05]
    const expected = [11, 12, 13, 19, 20, 20, 20, 20, 20, 20]
    expect(expectedPayoffs(matrix(), mix)).toEqual(expected.map((payoff) => expect.closeTo(payoff, 9)))
  })

  it('is answered by a cognitive hierarchy over a level 0 at 20 as the paper’s best fit has it, lambda 2.36', () => {
    const levelZero = requests.map((request) => Number(request === 20))
    const expected = [0, 0, 0, 0, 0, 0.0909194624, 0.3288871501, 0.2629414376, 0.2228317267, 0.0944202232]
    expect(hierarchyMix(matrix(), levelZero, 2.36)).toEqual(expected.map((share) => expect.closeTo(share, 6)))
  })

  it('shows nothing of the other’s request before both have asked', () => {
    const seen: unknown[] = []
    const { views, measures } = played(game, { roles }, ({ seat, view }: Awaited) => {
      seen.push([view.own, view.other, view.over])
      return { request: 15 + seat }
    })
    expect(seen).toEqual([
      [null, null, false],
      [null, null, false],
    ])
    expect(views).toMatchObject([
      { own: 15, other: 16, over: true },
      { own: 16, other: 15, over: true },
    ])
    expect(measures).toEqual({ meanRequest: 15.5 })
  })

  it('refuses other amounts, tables and bonuses', () => {
    expect(() => match(10, 20)).toThrow(/request: expected an integer from 11 to 20, got 10/)
    expect(() => match(15.5, 20)).toThrow(/expected an integer from 11 to 20, got 15.5/)
    expect(() => match(15, 20, { bonus: 0 })).toThrow(/params\.bonus/)
    expect(() => played(game, { roles: [...roles, 'player'] }, () => ({ request: 11 }))).toThrow(
      /expected 2 of role player/,
    )
  })
})

describe('its scripted players', () => {
  const asks = (name: string, options = {}, params = {}, times = 1) =>
    Array.from({ length: times }, (_, i) => {
      const player = own.strategies[name]!(options)
      return (playedBy(game, { params, roles, seed: `seed ${i}` }, [player, player]).views[0] as { own: number }).own
    })
  const counts = (found: readonly number[]) => requests.map((request) => found.filter((own) => own === request).length)
  /** Within four standard deviations of a binomial share. */
  const expectShares = (found: readonly number[], percent: readonly number[]) =>
    counts(found).forEach((count, i) => {
      const share = percent[i]! / 100
      expect(Math.abs(count - share * found.length)).toBeLessThanOrEqual(
        4 * Math.sqrt(share * (1 - share) * found.length),
      )
    })

  it('level-k asks for 20 less its level', () => {
    expect([0, 1, 3, 9, 12].map((level) => asks('level-k', { level })[0])).toEqual([20, 19, 17, 11, 11])
    expect(() => asks('level-k', { level: -1 })).toThrow(/level/)
  })

  it('equilibrium draws from the equilibrium, for another bonus too', () => {
    expectShares(asks('equilibrium', {}, {}, 2000), [0, 0, 0, 0, 25, 25, 20, 15, 10, 5])
    // bonus 10: 10, 20, 30, and the 40 that are left; all of 20 … 17 pay 20
    expectShares(asks('equilibrium', {}, { bonus: 10 }, 2000), [0, 0, 0, 0, 0, 0, 40, 30, 20, 10])
    expect(new Set(asks('equilibrium', {}, { bonus: 1 }, 50))).toEqual(new Set([20]))
  })

  it('students ask as the 108 students did (table 1)', () =>
    expectShares(asks('students', {}, {}, 2000), [4, 0, 3, 6, 1, 6, 32, 30, 12, 6]))
})

describe('its experiment', () => {
  it('names the module by a path, and players that the module exports', () => {
    expect(isPath(experiment.game)).toBe(true)
    for (const { strategy, options } of experiment.players)
      expect(own.strategies[strategy]!(options ?? {})).toHaveProperty('request')
  })
  it('finds a prompt for the rules and for each kind of ask', () => {
    for (const file of ['rules.md', 'request.md']) expect(existsSync(`${own.prompts}/${file}`)).toBe(true)
  })
})

const lawful = await loadOwnGame('./my-game/rules.mjs', examples)

describe('the laws, as its README runs them', () => {
  for (const law of gameLaws(lawful.game, { reveals: (state) => state.requests, allPublic: true }))
    it(law.name, law.check)
})
