/** What a stated belief pays, and what was right. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { beliefPoints, rightBelief } from '../../src/lab/belief.ts'

const SCALE = { prize: 20, min: 0, max: 100 }

describe('points for a belief', () => {
  it.each([
    [50, 50, 20],
    [50, 60, 19.8],
    [0, 50, 15],
    [0, 100, 0],
    [0, 150, 0],
  ])('%d where %d was right pays %d', (stated, right, points) =>
    expect(beliefPoints(SCALE, stated, right)).toBeCloseTo(points, 12),
  )

  it('are from 0 to the prize, and fewer the further off', () => {
    const inside = fc.double({ min: -20, max: 80, noNaN: true })
    const scale = { prize: 7, min: -20, max: 80 }
    fc.assert(
      fc.property(inside, inside, inside, (a, b, right) => {
        const [near, far] = [a, b].sort((x, y) => Math.abs(x - right) - Math.abs(y - right)) as [number, number]
        const points = beliefPoints(scale, near, right)
        expect(points).toBeLessThanOrEqual(7)
        expect(beliefPoints(scale, far, right)).toBeGreaterThanOrEqual(0)
        expect(points).toBeGreaterThanOrEqual(beliefPoints(scale, far, right))
      }),
    )
  })

  it('are most, on average, for who states the mean of what is expected', () => {
    const outcomes = [10, 20, 90]
    const expected = (stated: number) =>
      outcomes.reduce((sum, right) => sum + beliefPoints(SCALE, stated, right), 0) / outcomes.length
    for (let stated = 0; stated <= 100; stated++) if (stated !== 40) expect(expected(stated)).toBeLessThan(expected(40))
  })
})

describe('what was right', () => {
  const actions = new Map<number, unknown>([
    [0, { guess: 100 }],
    [1, { guess: 10 }],
    [2, { guess: 40 }],
    [3, { guess: 16 }],
  ])
  it.each([
    ['mean', 22],
    ['median', 16],
    ['min', 10],
    ['max', 40],
  ] as const)('the %s of the others is %d', (statistic, right) =>
    expect(rightBelief(actions, 0, { of: 'guess', statistic })).toBe(right),
  )

  it('leaves out who has no number there', () => {
    const some = new Map<number, unknown>([
      [0, { guess: 1 }],
      [1, null],
      [2, undefined],
      [3, { guess: 'high' }],
      [4, { guess: 8 }],
    ])
    expect(rightBelief(some, 0, { of: 'guess', statistic: 'mean' })).toBe(8)
    expect(rightBelief(some, 4, { of: 'guess', statistic: 'mean' })).toBe(1)
  })

  it('is not known where none of the others has one', () => {
    for (const statistic of ['mean', 'median', 'min', 'max'] as const) {
      expect(rightBelief(new Map([[0, { guess: 1 }]]), 0, { of: 'guess', statistic })).toBeUndefined()
      expect(rightBelief(actions, 0, { of: 'bid', statistic })).toBeUndefined()
    }
  })
})
