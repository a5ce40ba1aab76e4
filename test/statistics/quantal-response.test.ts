/** Logit quantal responses against computed values of McKelvey and Palfrey's (1995) definition, and λ from choices. */
import { describe, expect, it } from 'vitest'
import { expectedPayoffs, type Payoffs, transposed } from '../../src/statistics/matrix-game.ts'
import { estimateLambda, logitBranch, quantalResponse } from '../../src/statistics/quantal-response.ts'
import { battle, binmore4, chicken, close, pennies, pennies320, prisoners, stagHunt } from './matrix-games.ts'

const cases: readonly [string, [Payoffs, Payoffs], [number, number[], number[]][]][] = [
  [
    'asymmetric matching pennies',
    pennies320,
    [
      [0.01, [0.7401545734, 0.2598454266], [0.4521162831, 0.5478837169]],
      [0.05, [0.8179878591, 0.1820121409], [0.2189233813, 0.7810766187]],
      [0.1, [0.713424031, 0.286575969], [0.1535022592, 0.8464977408]],
      [0.5, [0.5483716229, 0.4516283771], [0.1262130846, 0.8737869154]],
    ],
  ],
  [
    'the prisoners’ dilemma',
    prisoners,
    [
      [0.5, [0.3386482024, 0.6613517976], [0.3386482024, 0.6613517976]],
      [1, [0.2267506448, 0.7732493552], [0.2267506448, 0.7732493552]],
      [2, [0.099788484, 0.900211516], [0.099788484, 0.900211516]],
    ],
  ],
  [
    'the battle of the sexes',
    battle,
    [
      [0.5, [0.545363573, 0.454636427], [0.454636427, 0.545363573]],
      [1, [0.5711507533, 0.4288492467], [0.4288492467, 0.5711507533]],
    ],
  ],
  [
    'chicken',
    chicken,
    [
      [0.2, [0.478272775, 0.521727225], [0.478272775, 0.521727225]],
      [1, [0.4288492467, 0.5711507533], [0.4288492467, 0.5711507533]],
    ],
  ],
  [
    'game 4 of Binmore et al.',
    binmore4,
    [
      [0.5, [0.3636920313, 0.3636920313, 0.2726159374], [0.26274782, 0.26274782, 0.4745043601]],
      [2, [0.3005872838, 0.3005872838, 0.3988254325], [0.1431011971, 0.1431011971, 0.7137976058]],
    ],
  ],
]

describe('quantal responses', () => {
  it.each(cases)('of %s lie on the branch that leads from the centroid', (_name, [A, B], points) => {
    const branch = logitBranch(A, B, 3)
    for (const [lambda, row, column] of points)
      expect(quantalResponse(branch, lambda)).toEqual({
        lambda: expect.closeTo(lambda, 9),
        row: close(row),
        column: close(column),
      })
  })

  it('answer each other in proportion to exp(λ · expected payoff), at any λ from 0 on', () => {
    for (const [A, B] of [pennies320, prisoners, battle, chicken, binmore4, stagHunt]) {
      const range = Math.max(...A.flat()) - Math.min(...A.flat())
      const branch = logitBranch(A, B, 20 / range)
      for (const lambda of [0, 0.3, 1, 4, 11, 20].map((x) => x / range)) {
        const { row, column } = quantalResponse(branch, lambda)
        expect(row).toEqual(close(logit(expectedPayoffs(A, column), lambda)))
        expect(column).toEqual(close(logit(expectedPayoffs(transposed(B), row), lambda)))
      }
    }
  })

  it('lead to the risk-dominant equilibrium of a stag hunt as λ grows', () => {
    const { row, column } = quantalResponse(logitBranch(...stagHunt, 60), 60)
    expect([...row, ...column]).toEqual(close([0, 1, 0, 1]))
  })

  it('refuse a λ that the branch was not traced to', () => {
    expect(() => quantalResponse(logitBranch(...prisoners, 1), 50)).toThrow(/expected a λ from 0 to 1\.\d+.*got 50/)
    expect(() => quantalResponse(logitBranch(...prisoners, 1), -1)).toThrow(/got -1/)
    expect(() => logitBranch(...prisoners, 0)).toThrow(/above 0/)
  })
})

const logit = (earned: readonly number[], lambda: number): number[] => {
  const odds = earned.map((paid) => Math.exp(lambda * (paid - Math.max(...earned))))
  return odds.map((odd) => odd / odds.reduce((a, b) => a + b, 0))
}

describe('λ from choices', () => {
  it('is what made them, where shares are as expected', () => {
    for (const [[A, B], most, lambdas] of [
      [pennies320, 1, [0.01, 0.04, 0.3]],
      [prisoners, 10, [0.2, 1, 3]],
      [binmore4, 10, [0.5, 2, 6]],
    ] as const) {
      const branch = logitBranch(A, B, most)
      for (const lambda of lambdas) {
        const { row, column } = quantalResponse(branch, lambda)
        const choices = { row: row.map((share) => 1000 * share), column: column.map((share) => 1000 * share) }
        expect(estimateLambda(branch, choices)! / lambda).toBeCloseTo(1, 5)
      }
    }
  })
  it('takes the choices of one pool in a symmetric game: all of them as the row’s', () => {
    const branch = logitBranch(...prisoners, 10)
    const { row } = quantalResponse(branch, 1.5)
    expect(estimateLambda(branch, { row: row.map((share) => 80 * share), column: [0, 0] })).toBeCloseTo(1.5, 5)
  })
  it('is 0 where choices go against payoffs', () =>
    expect(estimateLambda(logitBranch(...prisoners, 10), { row: [9, 1], column: [7, 3] })).toBe(0))
  it('is undefined without choices, where all are best responses, and where it makes no difference', () => {
    const branch = logitBranch(...prisoners, 10)
    expect(estimateLambda(branch, { row: [0, 0], column: [0, 0] })).toBeUndefined()
    expect(estimateLambda(branch, { row: [0, 9], column: [0, 5] })).toBeUndefined()
    expect(estimateLambda(logitBranch(...pennies, 10), { row: [4, 5], column: [3, 6] })).toBeUndefined()
  })
  it('refuses counts that do not fit the game', () =>
    expect(() => estimateLambda(logitBranch(...prisoners, 10), { row: [1, 2, 3], column: [1, 2] })).toThrow(
      /expected 2 and 2 counts of choices, got 1, 2, 3 and 1, 2/,
    ))
})
