/** The area under the ROC curve and its interval. */
import { describe, expect, it } from 'vitest'
import { stream } from '../../src/core/chance.ts'
import { auc, aucInterval } from '../../src/statistics/auc.ts'

const LABELS = [true, true, true, false, false, false, false]

describe('the area under the ROC curve', () => {
  it('is the share of pairs in the right order, ties counting one half', () => {
    // of twelve pairs: 3 beats all but the equal 3; 5 beats all; 2 beats 1 and 0
    expect(auc([3, 5, 2, 1, 3, 0, 4], LABELS)).toBeCloseTo((2 + 0.5 + 4 + 2) / 12, 12)
  })

  it('is 1 for scores that tell all apart, and one half for scores that are all the same', () => {
    expect(auc([5, 6, 7, 1, 2, 3, 4], LABELS)).toBe(1)
    expect(auc([1, 1, 1, 1, 1, 1, 1], LABELS)).toBe(0.5)
  })

  it('is not there where a kind is missing', () => {
    expect(auc([1, 2], [true, true])).toBeUndefined()
    expect(aucInterval([1, 2], [true, true], [0, 1])).toBeUndefined()
  })
})

describe('its interval', () => {
  /** By hand, after DeLong: placements of the positives 5/8, 1, 1/2, of the negatives 1, 1/2, 1, 1/3. */
  it('has DeLong’s standard error where each score is a cluster of its own', () => {
    const found = aucInterval([3, 5, 2, 1, 3, 0, 4], LABELS, [0, 1, 2, 3, 4, 5, 6])!
    const area = 8.5 / 12
    const spread = (values: readonly number[]) =>
      values.reduce((total, value) => total + (value - area) ** 2, 0) / (values.length - 1) / values.length
    const se = Math.sqrt(spread([2.5 / 4, 1, 2 / 4]) + spread([1, 1.5 / 3, 1, 1 / 3]))
    expect(found.auc).toBeCloseTo(area, 12)
    expect(found.se).toBeCloseTo(se, 12)
    expect(found.low).toBeCloseTo(area - 1.959963984540054 * se, 9)
    expect(found.high).toBe(Math.min(1, area + 1.959963984540054 * se))
  })

  it('does not shrink when every score is told twice', () => {
    const scores = [3, 5, 2, 1, 3, 0, 4]
    const rows = scores.map((_, row) => row)
    const once = aucInterval(scores, LABELS, rows)!
    const twice = aucInterval([...scores, ...scores], [...LABELS, ...LABELS], [...rows, ...rows])!
    expect(twice.se).toBeCloseTo(once.se, 12)
  })

  it('covers one half in about 95 of 100 samples in which there is nothing to tell, with scores that hang together', () => {
    const covered = Array.from({ length: 400 }, (_, sample) => {
      const rng = stream(['auc', sample])
      const rows = Array.from({ length: 200 }, (_, cluster) => {
        const own = rng.normal(0, 1)
        return Array.from({ length: 4 }, () => ({ cluster, label: cluster % 2 === 0, score: own + rng.normal(0, 1) }))
      }).flat()
      const scores = rows.map(({ score }) => score)
      const { low, high } = aucInterval(
        scores,
        rows.map(({ label }) => label),
        rows.map(({ cluster }) => cluster),
      )!
      return low <= 0.5 && 0.5 <= high
    }).filter((one) => one).length
    expect(covered).toBeGreaterThanOrEqual(368)
    expect(covered).toBeLessThanOrEqual(392)
  })

  it('refuses what is no number', () => {
    expect(() => aucInterval([1, Number.NaN], [true, false], [0, 1])).toThrow('expected a finite number')
  })
})
