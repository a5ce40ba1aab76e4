/** Agreement of two judges. */
import { describe, expect, it } from 'vitest'
import { kappa } from '../../src/statistics/kappa.ts'

describe("Cohen's kappa", () => {
  /** Source: worked values, kappa. */
  it('is the worked value', () => {
    expect(
      kappa([
        [20, 5],
        [10, 15],
      ]),
    ).toBeCloseTo(0.4, 12)
  })

  /** Cohen (1960), Table 1, in counts of 200: 0.492. */
  it('is the value of its author', () => {
    const table = [
      [88, 10, 2],
      [14, 40, 6],
      [18, 10, 12],
    ]
    expect(kappa(table)).toBeCloseTo(0.492, 3)
  })

  it('is 1 for full agreement, 0 for that of chance, and below 0 for less', () => {
    expect(
      kappa([
        [3, 0],
        [0, 4],
      ]),
    ).toBe(1)
    expect(
      kappa([
        [4, 4],
        [4, 4],
      ]),
    ).toBe(0)
    expect(
      kappa([
        [0, 4],
        [4, 0],
      ]),
    ).toBe(-1)
  })

  it('is undefined where nothing was judged or one thing was always said', () => {
    expect([kappa([]), kappa([[0]]), kappa([[5]])]).toEqual([undefined, undefined, undefined])
    expect(
      kappa([
        [5, 0],
        [0, 0],
      ]),
    ).toBeUndefined()
  })

  it('refuses a table that is not square, and shares in place of counts', () => {
    expect(() => kappa([[1, 2]])).toThrow('row 0 and the table')
    expect(() =>
      kappa([
        [0.4, 0.1],
        [0.2, 0.3],
      ]),
    ).toThrow('a count in row 0: expected a whole number')
  })
})
