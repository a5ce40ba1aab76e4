/** Elo's sequential ratings against the worked case. */
import { expect, it } from 'vitest'
import { elo } from '../../src/statistics/elo.ts'

it('A beats B, B beats C, A draws with C, from 1500 with k = 32', () => {
  const ratings = elo([[[0], [1]], [[1], [2]], [[0, 2]]], 3)
  ;[1514.4968829088, 1500.7363067935, 1484.7668102977].forEach((rating, player) => {
    expect(ratings[player]).toBeCloseTo(rating, 9)
  })
})

it('only moves points from one to the other, half of k between equals', () => {
  expect(elo([[[1], [0]]], 3, { k: 20, start: 1000 })).toEqual([990, 1010, 1000])
  expect(elo([[[1, 0]]], 2)).toEqual([1500, 1500])
})

it('depends on the order of the contests', () => {
  const contests = [
    [[0], [1]],
    [[1], [0]],
  ]
  expect(elo(contests, 2)[0]).toBeLessThan(1500)
  expect(elo([...contests].reverse(), 2)[0]).toBeGreaterThan(1500)
})

it('refuses contests of more than two', () => {
  expect(() => elo([[[0], [1], [2]]], 3)).toThrow('contest 0: Elo rates contests of 2, this is one of 3')
})
