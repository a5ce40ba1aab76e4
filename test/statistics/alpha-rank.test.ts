/** α-rank: closed forms of two players, circles, chains, and limits. */
import { describe, expect, it } from 'vitest'
import { alphaRank } from '../../src/statistics/alpha-rank.ts'

const rockPaperScissors = [
  [0, -1, 1],
  [1, 0, -1],
  [-1, 1, 0],
]
const total = (shares: readonly number[]) => shares.reduce((a, b) => a + b, 0)

describe('α-rank', () => {
  it('shares rock, paper and scissors equally, whatever α, and names the cycle', () => {
    for (const alpha of [undefined, 0.01, 1, 100]) {
      const { distribution, cycles, sinks } = alphaRank(rockPaperScissors, alpha === undefined ? {} : { alpha })
      for (const share of distribution) expect(share).toBeCloseTo(1 / 3, 12)
      expect(cycles).toEqual([[0, 1, 2]])
      expect(sinks).toEqual([[0, 1, 2]])
    }
  })

  it('of biased rock, paper, scissors tells the cycle from who is in it longest, but not in the limit', () => {
    const biased = [
      [0, -0.5, 1],
      [0.5, 0, -0.1],
      [-1, 0.1, 0],
    ]
    const { distribution } = alphaRank(biased, { alpha: 0.1, population: 50 })
    expect(total(distribution)).toBeCloseTo(1, 12)
    expect(Math.max(...distribution) - Math.min(...distribution)).toBeGreaterThan(0.05)
    for (const share of alphaRank(biased).distribution) expect(share).toBeCloseTo(1 / 3, 12)
  })

  it('of two players gives odds of e^((m − 1) α Δ), as ρ(Δ) / ρ(−Δ) does', () => {
    for (const [alpha, m, lead] of [
      [0.3, 10, 0.5],
      [0.02, 50, 1],
      [1, 5, 2],
    ] as const) {
      const { distribution } = alphaRank(
        [
          [7, lead],
          [0, -3],
        ],
        { alpha, population: m },
      )
      expect(Math.log(distribution[0]! / distribution[1]!)).toBeCloseTo((m - 1) * alpha * lead, 10)
    }
  })

  it('follows the chain of three written out, π = π C', () => {
    const payoff = [
      [0, 3, 1],
      [2, 0, 5],
      [4, 4, 0],
    ]
    const [alpha, m] = [0.2, 8]
    const rho = (lead: number) =>
      lead === 0 ? 1 / m : (1 - Math.exp(-alpha * lead)) / (1 - Math.exp(-m * alpha * lead))
    const { distribution } = alphaRank(payoff, { alpha, population: m })
    for (const j of [0, 1, 2]) {
      const others = [0, 1, 2].filter((i) => i !== j)
      const into = total(others.map((i) => (distribution[i]! * rho(payoff[j]![i]! - payoff[i]![j]!)) / 2))
      const out = total(others.map((i) => (distribution[j]! * rho(payoff[i]![j]! - payoff[j]![i]!)) / 2))
      expect(into).toBeCloseTo(out, 12)
    }
  })

  it('gives all to a dominant player as α grows, and no cycle', () => {
    const payoff = [
      [1, 1, 1],
      [2, 1, 0],
      [3, 2, 1],
    ]
    expect(alphaRank(payoff, { alpha: 10 }).distribution[2]).toBeCloseTo(1, 12)
    expect(alphaRank(payoff)).toMatchObject({ sinks: [[2]], cycles: [] })
    expect(alphaRank(payoff, { alpha: 1e6 }).distribution.every(Number.isFinite)).toBe(true)
  })

  it('orders a transitive chain, each well above the next', () => {
    const payoff = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => j - i))
    const { distribution, sinks } = alphaRank(payoff, { alpha: 0.05 })
    expect([...distribution]).toEqual([...distribution].sort((a, b) => b - a))
    expect(distribution[0]).toBeGreaterThan(10 * distribution[1]!)
    expect(sinks).toEqual([[0]])
  })

  it('leaves equals equal: a sink, but no cycle', () => {
    const { distribution, sinks, cycles } = alphaRank([
      [0, 1, 5],
      [1, 0, 5],
      [2, 2, 0],
    ])
    expect(distribution[0]).toBeCloseTo(0.5, 12)
    expect(distribution[1]).toBeCloseTo(0.5, 12)
    expect({ sinks, cycles }).toEqual({ sinks: [[0, 1]], cycles: [] })
  })

  it('finds the cycle at the top, above a player whom all of it beats', () => {
    const payoff = [...rockPaperScissors.map((row) => [...row, 1]), [-1, -1, -1, 0]]
    const { distribution, cycles } = alphaRank(payoff)
    expect(cycles).toEqual([[0, 1, 2]])
    expect(distribution[3]).toBeCloseTo(0, 12)
    expect(distribution[0]).toBeCloseTo(1 / 3, 12)
  })

  it('does not look at what a player earns against itself', () => {
    const selves = rockPaperScissors.map((row, i) => row.with(i, Number.NaN))
    expect(alphaRank(selves)).toEqual(alphaRank(rockPaperScissors))
  })

  it('gives one player everything', () => {
    expect(alphaRank([[3]])).toEqual({ distribution: [1], sinks: [[0]], cycles: [] })
  })

  it('refuses a matrix with holes, and a population of one', () => {
    expect(() =>
      alphaRank([
        [0, Number.NaN],
        [1, 0],
      ]),
    ).toThrow('payoffs of player 0: expected 2 finite numbers')
    expect(() => alphaRank([])).toThrow('there are none')
    expect(() => alphaRank(rockPaperScissors, { population: 1 })).toThrow(
      'population: expected a whole number of at least 2',
    )
  })
})
