/** The discrete replicator: the worked step, and where it comes to rest. */
import { expect, it } from 'vitest'
import { replicated, replicatorStep } from '../../src/statistics/replicator.ts'

it('takes the step of the worked case', () => {
  const [cooperate, defect] = replicatorStep(
    [
      [3, 0],
      [5, 1],
    ],
    [0.7, 0.3],
  )
  expect(cooperate).toBeCloseTo(0.5632183908, 9)
  expect(defect).toBeCloseTo(0.4367816092, 9)
})

it('ends with the dominant action', () => {
  const { mix, rested } = replicated(
    [
      [3, 0],
      [5, 1],
    ],
    [0.99, 0.01],
  )
  expect(rested).toBe(true)
  expect(mix[1]).toBeCloseTo(1, 8)
})

it('rests at the mixed equilibrium of hawks and doves, v = 2 and c = 4, from both sides', () => {
  // All payoffs one more than (v − c) / 2, v, 0, v / 2: the equilibrium v / c = 1/2 stays where it is.
  for (const hawks of [0.01, 0.9]) {
    const { mix, rested } = replicated(
      [
        [0, 3],
        [1, 2],
      ],
      [hawks, 1 - hawks],
    )
    expect(rested).toBe(true)
    expect(mix[0]).toBeCloseTo(0.5, 7)
  }
})

it('never brings back what has died out', () => {
  expect(
    replicatorStep(
      [
        [1, 1],
        [9, 9],
      ],
      [1, 0],
    ),
  ).toEqual([1, 0])
})

it('says where it did not come to rest: rock, paper, scissors runs outwards in discrete steps', () => {
  const payoff = [
    [5, 4, 6],
    [6, 5, 4],
    [4, 6, 5],
  ]
  const { rested, steps, mix } = replicated(payoff, [0.4, 0.3, 0.3], { steps: 50 })
  expect({ rested, steps }).toEqual({ rested: false, steps: 50 })
  const product = mix.reduce((a, b) => a * b)
  expect(product).toBeLessThan(0.4 * 0.3 * 0.3)
})

it('refuses payoffs below 0, a mean of 0, and shares that do not add up', () => {
  expect(() =>
    replicatorStep(
      [
        [-1, 0],
        [0, 1],
      ],
      [0.5, 0.5],
    ),
  ).toThrow('finite payoffs of at least 0')
  expect(() =>
    replicatorStep(
      [
        [0, 0],
        [0, 0],
      ],
      [0.5, 0.5],
    ),
  ).toThrow('expected a mean payoff above 0')
  expect(() =>
    replicatorStep(
      [
        [1, 0],
        [0, 1],
      ],
      [0.5, 0.6],
    ),
  ).toThrow('expected 2 shares of at least 0 that add up to 1')
})
