/** Adjusted p: worked values, order, and the laws between the corrections. */
import { describe, expect, it } from 'vitest'
import { stream } from '../../src/core/chance.ts'
import { benjaminiHochberg, bonferroni, holm } from '../../src/statistics/multiple.ts'

/** Source: worked values, multiple: 25 dietary variables, McDonald, Handbook of Biological Statistics. */
const p = [
  0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.269, 0.275, 0.34, 0.341, 0.384,
  0.569, 0.594, 0.696, 0.762, 0.94, 0.942, 0.975, 0.986,
]
const close = (found: readonly number[], expected: readonly number[]) => {
  expect(found).toHaveLength(expected.length)
  expected.forEach((value, at) => {
    expect(found[at]).toBeCloseTo(value, 9)
  })
}

describe('adjusted p', () => {
  it('are the worked values of Bonferroni', () => {
    close(bonferroni(p), [0.025, 0.2, 0.975, ...Array<number>(22).fill(1)])
  })

  it('are the worked values of Holm', () => {
    close(holm(p), [0.025, 0.192, 0.897, 0.902, 0.902, ...Array<number>(20).fill(1)])
  })

  it('are the worked values of Benjamini and Hochberg, who reject six at 0.25', () => {
    const found = benjaminiHochberg(p)
    close(
      found,
      [
        0.025, 0.1, 0.21, 0.21, 0.21, 0.25, 0.2642857143, 0.4910714286, 0.4910714286, 0.4910714286, 0.4910714286,
        0.4910714286, 0.4910714286, 0.4910714286, 0.5328125, 0.5328125, 0.5647058824, 0.7815789474, 0.7815789474, 0.87,
        0.9071428571, 0.986, 0.986, 0.986, 0.986,
      ],
    )
    expect(found.filter((value) => value <= 0.25)).toHaveLength(6)
  })

  it('keep the order in which they came', () => {
    const rng = stream(['order'])
    const order = rng.shuffle(p.map((_, at) => at))
    const shuffled = order.map((at) => p[at]!)
    for (const adjust of [bonferroni, holm, benjaminiHochberg])
      expect(adjust(shuffled)).toEqual(order.map((at) => adjust(p)[at]!))
  })

  it('are equal for equal p', () => {
    for (const adjust of [bonferroni, holm, benjaminiHochberg]) {
      const [one, , other] = adjust([0.02, 0.5, 0.02])
      expect(one).toBe(other)
    }
  })

  it('are none of none, itself of one, and refuse what is no p', () => {
    for (const adjust of [bonferroni, holm, benjaminiHochberg]) {
      expect(adjust([])).toEqual([])
      expect(adjust([0.3])).toEqual([0.3])
      expect(() => adjust([0.3, 1.2])).toThrow('p-values, at 1')
      expect(() => adjust([Number.NaN])).toThrow('p-values, at 0')
    }
  })
})
