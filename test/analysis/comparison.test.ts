import { describe, expect, it } from 'vitest'
import { compared } from '../../src/analysis/comparison.ts'
import { kendall, movedBetween } from '../../src/analysis/framing.ts'
import { stream } from '../../src/core/chance.ts'

const sample = (player: string, values: readonly number[], from = 0) => ({
  player,
  sums: new Map(values.map((value, at) => [from + at, { sum: value, count: 1 }])),
})
const options = (seed: string) => ({ confidence: 0.95, resamples: 1000, rng: stream([seed]) })
const noise = (seed: string, count: number, mean: number) => {
  const rng = stream(['noise', seed])
  return Array.from({ length: count }, () => rng.normal(mean, 1))
}

describe('players side by side', () => {
  it('are told apart where they differ, and share a letter where they do not', () => {
    const samples = [sample('a', noise('a', 30, 5)), sample('b', noise('b', 30, 5)), sample('c', noise('c', 30, 0))]
    const { standings } = compared(samples, options('x'))
    const of = (player: string) => standings.find((row) => row.player === player)!
    expect([of('a').worst, of('b').worst, of('c').best, of('c').worst]).toEqual([2, 2, 3, 3])
    expect(of('a').letters).toBe(of('b').letters)
    expect(of('c').letters).not.toBe(of('a').letters)
  })

  it('of one block have means and no intervals, ranks or tests', () => {
    const { standings, pairs } = compared([sample('a', [1]), sample('b', [2])], options('x'))
    expect(standings).toEqual([
      { player: 'b', mean: 2, low: null, high: null, blocks: 1, count: 1, best: null, worst: null, letters: null },
      { player: 'a', mean: 1, low: null, high: null, blocks: 1, count: 1, best: null, worst: null, letters: null },
    ])
    expect(pairs).toMatchObject([{ p: null, adjusted: null, low: null }])
  })

  it('who are always equal are one group, with p 1', () => {
    const { standings, pairs } = compared([sample('a', [3, 3, 3]), sample('b', [3, 3, 3])], options('x'))
    expect(standings.map(({ best, worst, letters }) => [best, worst, letters])).toEqual([
      [1, 2, 'a'],
      [1, 2, 'a'],
    ])
    expect(pairs).toMatchObject([{ difference: 0, p: 1, effect: null, exact: true }])
  })

  it('who met in the same blocks are tested by flipping signs: 2 of 2⁵ flips are as far', () => {
    const { pairs } = compared([sample('a', [2, 3, 4, 5, 6]), sample('b', [1, 1, 1, 1, 1])], options('x'))
    expect(pairs[0]).toMatchObject({ p: 2 / 32, exact: true, blocks: 5 })
  })

  it('who met in no block in common are tested by exchanging blocks: 2 of 20 splits are as far', () => {
    const { pairs } = compared([sample('a', [5, 6, 7]), sample('b', [1, 2, 3], 10)], options('x'))
    expect(pairs[0]).toMatchObject({ p: 2 / 20, exact: true, blocks: 6, effect: null })
  })

  it('come out the same from the same seed', () => {
    const once = () => compared([sample('a', noise('a', 25, 1)), sample('b', noise('b', 25, 0))], options('x'))
    expect(once()).toEqual(once())
  })
})

describe('movement between wordings', () => {
  const players = (shift: number) =>
    ['a', 'b', 'c'].map((player, at) => sample(player, noise(`${player}${shift}`, 20, at + shift)))

  it('is found where there is one', () => {
    expect(movedBetween(players(0), players(3), { rng: stream(['x']), draws: 499 })!.p).toBeLessThan(0.01)
  })

  it('is found by chance in about a twentieth of cases where there is none', () => {
    let found = 0
    for (let i = 0; i < 300; i++) {
      const make = (side: string) => ['a', 'b'].map((player) => sample(player, noise(`${player} ${side} ${i}`, 12, 0)))
      const moved = movedBetween(make('from'), make('to'), { rng: stream(['null', i]), draws: 199 })!
      if (moved.p <= 0.05) found++
    }
    expect(found / 300).toBeGreaterThan(0.015)
    expect(found / 300).toBeLessThan(0.09)
  })

  it('says nothing of a single block, or of players who are in one condition alone', () => {
    const one = { rng: stream(['x']), draws: 99 }
    expect(movedBetween([sample('a', [1])], [sample('a', [2])], one)).toBeUndefined()
    expect(movedBetween([sample('a', [1, 2])], [sample('b', [1, 2])], one)).toBeUndefined()
  })

  it('has τ 1 for the same order, −1 for the reverse, and none where all are equal', () => {
    const means = (to: readonly number[]) => to.map((value, at) => ({ from: at, to: value }))
    expect([kendall(means([1, 2, 3])), kendall(means([3, 2, 1])), kendall(means([1, 1, 1]))]).toEqual([1, -1, null])
  })
})
