/** Ranks and letters that separated pairs leave open. */
import { describe, expect, it } from 'vitest'
import { stream } from '../../src/core/chance.ts'
import { letters, rankIntervals } from '../../src/statistics/rank-intervals.ts'
import type { Difference } from '../../src/statistics/simultaneous.ts'

/** Differences of players of whom the pairs named are separated. */
const differences = (estimates: readonly number[], pairs: readonly (readonly [number, number])[]): Difference[] =>
  pairs.map(([first, second]) => {
    const difference = estimates[first]! - estimates[second]!
    return { first, second, difference, se: 1, low: difference, high: difference, p: 0.01, separated: true }
  })

describe('rank intervals', () => {
  it('count who is better and who is worse beyond doubt', () => {
    const found = differences(
      [5, 4, 3, 1],
      [
        [0, 2],
        [0, 3],
        [1, 3],
      ],
    )
    expect(rankIntervals(4, found)).toEqual([
      { best: 1, worst: 2 },
      { best: 1, worst: 3 },
      { best: 2, worst: 4 },
      { best: 3, worst: 4 },
    ])
  })

  it('are wide open where nothing is known, and points where all is', () => {
    expect(rankIntervals(2, [])).toEqual([
      { best: 1, worst: 2 },
      { best: 1, worst: 2 },
    ])
    expect(rankIntervals(2, differences([1, 2], [[0, 1]]))).toEqual([
      { best: 2, worst: 2 },
      { best: 1, worst: 1 },
    ])
    expect([rankIntervals(1, []), rankIntervals(0, [])]).toEqual([[{ best: 1, worst: 1 }], []])
  })
})

describe('letters', () => {
  /** Two players share a letter just where they are not separated. */
  const agree = (names: readonly string[], pairs: readonly (readonly [number, number])[]) => {
    const sets = names.map((name) => new Set(name.match(/[a-z]\d*/g)))
    for (let first = 0; first < names.length; first++)
      for (let second = first + 1; second < names.length; second++) {
        const apart = pairs.some(([one, other]) => one === first && other === second)
        expect([...sets[first]!].some((letter) => sets[second]!.has(letter))).toBe(!apart)
      }
  }

  it('start with the best', () => {
    const estimates = [1, 5, 3]
    const all: [number, number][] = [
      [0, 1],
      [0, 2],
      [1, 2],
    ]
    expect(letters(estimates, differences(estimates, all))).toEqual(['c', 'a', 'b'])
    expect(letters(estimates, [])).toEqual(['a', 'a', 'a'])
    expect(letters(estimates, differences(estimates, [[0, 1]]))).toEqual(['b', 'a', 'ab'])
    expect(letters([], [])).toEqual([])
  })

  it('say of every pair whether it is separated, whatever pairs are, and no set lies within another', () => {
    const rng = stream(['letters'])
    for (let trial = 0; trial < 200; trial++) {
      const players = 2 + rng.int(8)
      const estimates = Array.from({ length: players }, () => rng.normal(0, 1))
      const pairs: [number, number][] = []
      for (let first = 0; first < players; first++)
        for (let second = first + 1; second < players; second++) if (rng.int(2) === 0) pairs.push([first, second])
      const names = letters(estimates, differences(estimates, pairs))
      agree(names, pairs)
      const holders = [...new Set(names.join(''))].map((letter) =>
        names.flatMap((name, at) => (name.includes(letter) ? [at] : [])),
      )
      for (const [at, set] of holders.entries())
        expect(holders.some((other, place) => place !== at && set.every((one) => other.includes(one)))).toBe(false)
    }
  })

  it('go on after z', () => {
    const estimates = Array.from({ length: 30 }, (_, at) => -at)
    const pairs = estimates.flatMap((_, first) =>
      estimates.flatMap((_, second): [number, number][] => (first < second ? [[first, second]] : [])),
    )
    const names = letters(estimates, differences(estimates, pairs))
    expect([names[25], names[26], names[29]]).toEqual(['z', 'a2', 'd2'])
    agree(names, pairs)
  })
})
