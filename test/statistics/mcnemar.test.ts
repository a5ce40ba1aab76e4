/** McNemar's exact test and its mid-p. */
import { describe, expect, it } from 'vitest'
import { mcnemar } from '../../src/statistics/mcnemar.ts'

describe("McNemar's test", () => {
  /** Airway hyper-responsiveness, Bentur et al. (2009), as in Fagerland, Lydersen and Laake (2013): 0.0703 and 0.0391. */
  it('finds the published p and mid-p', () => {
    const found = mcnemar(1, 7)
    expect(found.p).toBeCloseTo(18 / 256, 12)
    expect(found.midP).toBeCloseTo(10 / 256, 12)
    expect(mcnemar(7, 1)).toEqual(found)
  })

  /** Checked against SciPy's binomtest(100, 240). */
  it('keeps its digits where there are many pairs', () => {
    const found = mcnemar(100, 140)
    expect(found.p).toBeCloseTo(0.01166409231768, 12)
    expect(found.midP).toBeCloseTo(0.00983154117861, 12)
  })

  it('finds nothing where as many pairs differ one way as the other', () => {
    expect(mcnemar(5, 5).p).toBe(1)
    expect(mcnemar(5, 5).midP).toBeCloseTo(1 - 126 / 1024, 12)
    expect(mcnemar(0, 0)).toEqual({ p: 1, midP: 1 })
  })

  it('stays a number for thousands of pairs', () => {
    expect(mcnemar(0, 5_000)).toEqual({ p: 0, midP: 0 })
    expect(mcnemar(50_000, 50_002).p).toBeGreaterThan(0.99)
  })

  it('refuses what counts no pairs', () => {
    expect(() => mcnemar(-1, 2)).toThrow('first condition: expected a whole number')
  })
})
