/** Resampling whole blocks: what stays fixed, what stays paired, and when there is too little to resample. */
import { describe, expect, it } from 'vitest'
import { stream } from '../../src/core/chance.ts'
import { blockWeights, bootstrapMeans, percentileInterval } from '../../src/statistics/bootstrap.ts'
import { mean, variance } from '../../src/statistics/quantiles.ts'

const player = (sums: readonly number[], counts = sums.map(() => 1)) => ({ sums, counts })

describe('block weights', () => {
  it('draw as many blocks as there are, each as often as any other', () => {
    const rng = stream(['weights'])
    const totals = [0, 0, 0, 0, 0]
    for (let resample = 0; resample < 4_000; resample++) {
      const weights = blockWeights(rng, 5)
      expect(weights.reduce((a, b) => a + b, 0)).toBe(5)
      weights.forEach((weight, block) => {
        totals[block]! += weight
      })
    }
    // 20,000 draws: five standard deviations of 4,000 are 283.
    for (const total of totals) expect(Math.abs(total - 4_000)).toBeLessThan(283)
  })

  it('are empty without blocks', () => {
    expect(blockWeights(stream(['none']), 0)).toEqual(new Float64Array(0))
  })
})

describe('bootstrapped means', () => {
  const values = [3, 8, 1, 9, 4, 4, 7, 2, 6, 5]

  it('vary as a mean of blocks does: √(Σ(x − x̄)² / n) / √n', () => {
    const { estimates, draws } = bootstrapMeans([player(values)], 20_000, stream(['spread']))!
    expect(estimates[0]).toBe(mean(values))
    const expected = Math.sqrt(variance(values)! * (9 / 10)) / Math.sqrt(10)
    const found = Math.sqrt(variance(draws.map((draw) => draw[0]!))!)
    expect(Math.abs(found / expected - 1)).toBeLessThan(0.02)
  })

  it('weigh values, not blocks: a block of nine counts nine times', () => {
    expect(bootstrapMeans([player([9, 90], [1, 9])], 1, stream(['sizes']))!.estimates[0]).toBe(9.9)
  })

  it('are paired: players who differ by 1 in every block do so in every resample', () => {
    const others = values.map((value) => value + 1)
    for (const draw of bootstrapMeans([player(values), player(others)], 200, stream(['pairs']))!.draws)
      expect(draw[1]! - draw[0]!).toBeCloseTo(1, 12)
  })

  it('are the same for the same stream', () => {
    const draws = () => bootstrapMeans([player(values)], 20, stream(['again']))
    expect(draws()).toEqual(draws())
  })

  it('hold every player in every resample, though some sat out most blocks', () => {
    const rare = player([5, 7, 0, 0, 0, 0, 0, 0, 0, 0], [1, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    const { draws } = bootstrapMeans([player(values), rare], 500, stream(['rare']))!
    expect(draws).toHaveLength(500)
    for (const draw of draws) {
      expect(draw[1]).toBeGreaterThanOrEqual(5)
      expect(draw[1]).toBeLessThanOrEqual(7)
    }
  })

  it('are undefined where a player has fewer than two blocks, or nobody plays', () => {
    expect(bootstrapMeans([], 10, stream(['x']))).toBeUndefined()
    expect(bootstrapMeans([player([])], 10, stream(['x']))).toBeUndefined()
    expect(bootstrapMeans([player(values), player([3, 0, 0], [1, 0, 0])].slice(1), 10, stream(['x']))).toBeUndefined()
  })

  it('give up where hardly a resample could hold all players', () => {
    const pairsOnly = Array.from({ length: 60 }, (_, one) => {
      const counts = Array.from({ length: 120 }, (_, block) => Number(block >> 1 === one))
      return player(counts, counts)
    })
    expect(bootstrapMeans(pairsOnly, 10, stream(['x']))).toBeUndefined()
  })

  it('refuse lists that do not match', () => {
    expect(() => bootstrapMeans([player([1, 2]), player([1, 2, 3])], 1, stream(['x']))).toThrow('player 1')
    expect(() => bootstrapMeans([player([1, Number.NaN])], 1, stream(['x']))).toThrow('sums of player 0, at 1')
  })
})

describe('the percentile interval', () => {
  const draws = Array.from({ length: 1001 }, (_, at) => at).reverse()

  it('cuts equal tails', () => {
    const { low, high } = percentileInterval(draws)!
    expect(low).toBeCloseTo(25, 9)
    expect(high).toBeCloseTo(975, 9)
    expect(percentileInterval(draws, 0.5)).toEqual({ low: 250, high: 750 })
  })

  it('cuts less with few blocks, as Hesterberg (2015) expands it: 1.6 % a side in place of 2.5 % for twenty', () => {
    // √(20 / 19) · t_{0.975, 19} = 2.14740, and Φ(−2.14740) = 0.015881.
    const { low, high } = percentileInterval(draws, 0.95, 20)!
    expect(low).toBeCloseTo(15.881, 2)
    expect(high).toBeCloseTo(1000 - 15.881, 2)
  })

  it('is undefined without draws, and for one block', () => {
    expect(percentileInterval([])).toBeUndefined()
    expect(percentileInterval(draws, 0.95, 1)).toBeUndefined()
  })
})
