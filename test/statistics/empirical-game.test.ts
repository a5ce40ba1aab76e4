/** Which player one would rather have been: gains, NashConv and regret against a mix of players. */
import { expect, it } from 'vitest'
import {
  empiricalNashConv,
  gainsAgainst,
  payoffsAgainst,
  regretOfPlayers,
} from '../../src/statistics/empirical-game.ts'
import { nashConv } from '../../src/statistics/matrix-game.ts'

const prisoners = [
  [3, 0],
  [5, 1],
]

it('in the prisoner’s dilemma one would rather have been the defector', () => {
  expect(payoffsAgainst(prisoners, [0.5, 0.5])).toEqual([1.5, 3])
  expect(regretOfPlayers(prisoners, [0.5, 0.5])).toEqual([1.5, 0])
  expect(gainsAgainst(prisoners, [0.5, 0.5])).toEqual([-0.75, 0.75])
})

it('NashConv is that of the symmetric game, 0 in equilibrium', () => {
  const transposed = [0, 1].map((i) => prisoners.map((row) => row[i]!))
  for (const mix of [
    [1, 0],
    [0.3, 0.7],
    [0, 1],
  ])
    expect(empiricalNashConv(prisoners, mix)).toBeCloseTo(nashConv(prisoners, transposed, mix, mix), 12)
  expect(empiricalNashConv(prisoners, [0, 1])).toBe(0)
  expect(empiricalNashConv(prisoners, [1, 0])).toBe(4)
})

it('what was never played stays unknown: the players that met all of the mix are compared', () => {
  const means = [
    [2, 1, undefined],
    [4, 3, 0],
    [undefined, 6, 1],
  ]
  expect(payoffsAgainst(means, [0.5, 0.5, 0])).toEqual([1.5, 3.5, undefined])
  expect(regretOfPlayers(means, [0.5, 0.5, 0])).toEqual([2, 0, undefined])
  expect(empiricalNashConv(means, [0.5, 0.5, 0])).toBeUndefined()
  // A table of the second player alone was met by all.
  expect(regretOfPlayers(means, [0, 1, 0])).toEqual([5, 3, 0])
  expect(empiricalNashConv(means, [0, 1, 0])).toBe(6)
  // Nobody knows what a mix earns whose own members never met.
  expect(gainsAgainst(means, [0.5, 0, 0.5])).toEqual([undefined, undefined, undefined])
})

it('refuses a mix that does not add up, and a matrix that is not square', () => {
  expect(() => regretOfPlayers(prisoners, [0.5, 0.6])).toThrow('expected 2 shares of at least 0 that add up to 1')
  expect(() => regretOfPlayers([[1, 2]], [1])).toThrow('mean payoffs of player 0: expected 1')
})
