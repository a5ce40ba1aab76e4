/** Schedules in which no pair meets twice: found by arithmetic where there is some, else searched for. */
import { describe, expect, it } from 'vitest'
import { arrangement, boundOf, type Partitions } from '../../src/lab/perfect-stranger.ts'

/** Each person once a match, and no pair twice. */
function expectSound(matches: Partitions, g: number, k: number) {
  const met = new Set<string>()
  for (const groups of matches) {
    expect(groups.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: g }, (_, i) => i))
    for (const group of groups) {
      expect(group).toHaveLength(k)
      for (const [at, a] of group.entries())
        for (const b of group.slice(at + 1)) {
          const pair = [Math.min(a, b), Math.max(a, b)].join()
          expect(met.has(pair)).toBe(false)
          met.add(pair)
        }
    }
  }
}

describe('a schedule as long as the bound exists', () => {
  it.each([
    [9, 3], // affine planes of a prime
    [25, 5],
    [49, 7],
    [16, 4], // and of powers: the fields with 4, 8 and 9 elements
    [64, 8],
    [81, 9],
    [27, 3], // and a space of three dimensions
    [20, 2],
  ])('for %i people by %i', (g, k) => {
    const bound = boundOf(g, k)
    const arranged = arrangement(g, k, bound)
    expect(arranged).toMatchObject({ found: true })
    if (arranged.found) expectSound(arranged.matches, g, k)
    expect(arrangement(g, k, bound + 1)).toEqual({ found: false, most: bound, bound })
  })
})

it.each([
  [15, 3, 5],
  [24, 3, 8],
  [28, 4, 7],
  [48, 3, 16], // columns of 16: the field with 16 elements
  [96, 3, 32],
  [75, 3, 25],
  [147, 3, 49],
  [18, 3, 5], // searched for: 6 is twice 3, and the field with 2 elements is too small
  [30, 5, 1],
])('%i people by %i can be matched %i times', (g, k, m) => {
  const arranged = arrangement(g, k, m)
  expect(arranged.found).toBe(true)
  if (arranged.found) {
    expect(arranged.matches).toHaveLength(m)
    expectSound(arranged.matches, g, k)
  }
})

it('a shorter schedule is the beginning of a longer one made by arithmetic, and the same when asked for again', () => {
  const long = arrangement(16, 4, 5)
  const short = arrangement(16, 4, 3)
  if (!long.found || !short.found) throw new Error('expected both')
  expect(short.matches).toEqual(long.matches.slice(0, 3))
  expect(arrangement(16, 4, 5)).toEqual(long)
})

it('where there is none it is said how many matches are known, and how many there could be', () => {
  expect(arrangement(4, 4, 2)).toEqual({ found: false, most: 1, bound: 1 })
})

it.each([
  [6, 3, 2, 1],
  [12, 4, 3, 1],
  [8, 4, 2, 1],
  [90, 10, 2, 1],
  [12, 3, 5, 4],
])('%i people by %i are known by counting to be too few for %i matches', (g, k, m, bound) => {
  expect(boundOf(g, k)).toBe(bound)
  expect(arrangement(g, k, m)).toMatchObject({ found: false, bound })
})
