/** The cognitive hierarchy in matrix games, against worked values of Camerer, Ho and Chong (2004) and Arad and Rubinstein (2012). */
import { describe, expect, it } from 'vitest'
import { hierarchyMix, highestLevel, poissonShares } from '../../games/level-k.ts'
import { expectedPayoffs } from '../../src/statistics/matrix-game.ts'

const close = (expected: readonly number[]) => expected.map((x) => expect.closeTo(x, 6))

it('levels come in Poisson shares, next to none of them above the highest', () => {
  expect(poissonShares(1.5, 3)).toEqual(close([0.2231301601, 0.3346952402, 0.2510214302, 0.1255107151]))
  for (const tau of [0, 0.3, 1.5, 20, 100])
    expect(poissonShares(tau, highestLevel(tau)).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9)
})

describe('the 11–20 game', () => {
  it('is chosen in as a hierarchy with 2.36 steps from 20 on says (Arad and Rubinstein 2012)', () => {
    const asked = Array.from({ length: 10 }, (_, i) => 11 + i)
    const payoff = asked.map((own) => asked.map((other) => own + (own === other - 1 ? 20 : 0)))
    const twenty = asked.map((number) => Number(number === 20))
    expect(hierarchyMix(payoff, twenty, 2.36)).toEqual(
      close([0, 0, 0, 0, 0, 0.0909194624, 0.3288871501, 0.2629414376, 0.2228317267, 0.0944202232]),
    )
  })
})

describe('the stag hunt of Camerer, Ho and Chong (2004, III.B)', () => {
  /** High pays 1 if the other is high too, low pays x in any case. */
  const hunt = (x: number) => [
    [1, 0],
    [x, x],
  ]
  it('is played high by all levels but half of level 0 where low pays less than a half, and else low', () => {
    expect(hierarchyMix(hunt(0.4), [0.5, 0.5], 1.5)).toEqual(close([0.8884349199, 1 - 0.8884349199]))
    expect(hierarchyMix(hunt(0.6), [0.5, 0.5], 1.5)).toEqual(close([1 - 0.8884349199, 0.8884349199]))
  })
  it('has thresholds of a half, a quarter and an eighth in groups of 2, 3 and 4: all others are high by chance', () => {
    for (const [others, threshold] of [
      [1, 0.5],
      [2, 0.25],
      [3, 0.125],
    ] as const) {
      const allHigh = 0.5 ** others
      const chooses = (x: number) => {
        const [high, low] = expectedPayoffs(hunt(x), [allHigh, 1 - allHigh])
        return high! > low! ? 'high' : 'low'
      }
      expect([chooses(threshold - 1e-9), chooses(threshold + 1e-9)]).toEqual(['high', 'low'])
    }
  })
})
