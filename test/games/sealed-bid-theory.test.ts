/** Equilibrium bids and revenue of sealed-bid auctions, against independently computed values. */
import { describe, expect, it } from 'vitest'
import { sealedBid } from '../../games/sealed-bid/rules.ts'
import { equilibriumBid, equilibriumUnder, expectedRevenue, optimalReserve } from '../../games/sealed-bid/theory.ts'
import { parsedParams } from '../../src/core/fit.ts'

const unit = { kind: 'private', low: 0, high: 1 } as const
const auction = { format: 'first-price', values: unit, reserve: 0, bidders: 2 } as const
const near = (x: number) => expect.closeTo(x, 6)
const bids = (of: Parameters<typeof equilibriumBid>[0], values: readonly number[]) => values.map(equilibriumBid(of)!)

describe('first price', () => {
  it.each([
    [2, [0.1, 0.25, 0.4, 0.5]],
    [3, [0.1333333333, 0.3333333333, 0.5333333333, 0.6666666667]],
    [5, [0.16, 0.4, 0.64, 0.8]],
  ])('with %i bidders: (n − 1) ÷ n · v (Vickrey 1961; Krishna 2010, ch. 2)', (n, expected) => {
    expect(bids({ ...auction, bidders: n }, [0.2, 0.5, 0.8, 1])).toEqual(expected.map(near))
  })

  it('with a reserve: v − ∫ (x ÷ v)^(n − 1) dx from the reserve on', () => {
    const reserved = { ...auction, reserve: 0.5, bidders: 3 }
    expect(bids(reserved, [0.5, 0.6, 0.8, 1])).toEqual([0.5, 0.5157407407, 0.5984375, 0.7083333333].map(near))
    expect(bids(reserved, [0, 0.49])).toEqual([0, 0])
  })

  it.each([
    [2, [0.3, 0.4, 0.4511278195]],
    [3, [0.4, 0.48, 0.5150214592]],
    [4, [0.45, 0.5142857143, 0.5405405405]],
  ])('with %i bidders averse to risk: (n − 1) ÷ (n − ρ) · v (Cox, Smith and Walker 1988)', (n, expected) => {
    const found = [0, 0.5, 0.67].map((riskAversion) => bids({ ...auction, bidders: n, riskAversion }, [0.6])[0])
    expect(found).toEqual(expected.map(near))
  })

  it('on other ranges is the same, moved and stretched', () => {
    const values = { kind: 'private', low: 20, high: 120 } as const
    const found = bids({ ...auction, values, bidders: 3 }, [20, 40, 70, 120])
    expect(found).toEqual([0, 0.2, 0.5, 1].map((u) => near(20 + 100 * (2 / 3) * u)))
    const reserved = bids({ ...auction, values, bidders: 3, reserve: 70 }, [60, 70, 100, 120])
    expect(reserved).toEqual([0, near(70), near(20 + 59.84375), near(20 + 70.83333333)])
  })

  it('is the best answer to itself, whatever the range, the reserve and ρ', () => {
    for (const [low, high, reserve, n, rho] of [
      [0, 1, 0, 2, 0],
      [0, 1, 0.3, 3, 0.5],
      [10, 30, 0, 4, 0],
      [10, 30, 22, 2, 0.3],
    ] as const) {
      const of = { ...auction, values: { kind: 'private', low, high }, reserve, bidders: n, riskAversion: rho } as const
      const bid = equilibriumBid(of)!
      const utility = (value: number, as: number) =>
        (value - bid(as)) ** (1 - rho) * ((as - low) / (high - low)) ** (n - 1)
      for (const value of [0.7, 0.85, 1].map((u) => low + u * (high - low)))
        for (let as = Math.max(low, reserve); as <= high; as += (high - low) / 50)
          if (value > bid(as)) expect(utility(value, as)).toBeLessThanOrEqual(utility(value, value) + 1e-9)
    }
  })
})

describe('all-pay', () => {
  const allPay = { ...auction, format: 'all-pay' } as const
  it.each([
    [2, [0.02, 0.125, 0.32, 0.5]],
    [3, [0.0053333333, 0.0833333333, 0.3413333333, 0.6666666667]],
    [5, [0.000256, 0.025, 0.262144, 0.8]],
  ])('with %i bidders: (n − 1) ÷ n · vⁿ (Krishna 2010, ch. 3)', (n, expected) => {
    expect(bids({ ...allPay, bidders: n }, [0.2, 0.5, 0.8, 1])).toEqual(expected.map(near))
  })

  it('on other ranges pays ∫ x dF^(n − 1): for two on 20 to 120 the integral of x ÷ 100', () => {
    const values = { kind: 'private', low: 20, high: 120 } as const
    expect(bids({ ...allPay, values }, [20, 70, 120])).toEqual([0, near(22.5), near(70)])
  })

  it('with a reserve leaves out whom it would not pay: who is just in gains nothing', () => {
    const bid = equilibriumBid({ ...allPay, reserve: 0.25 })!
    expect(bid(0.49)).toBe(0)
    expect(bid(0.5)).toBeCloseTo(0.25, 6) // 0.5 · F(0.5) is the reserve
    expect(bid(1)).toBeCloseTo(0.25 + 0.5 - 0.125, 6)
    expect(bids({ ...allPay, reserve: 1.5 }, [0.5, 1])).toEqual([0, 0])
  })
})

describe('second and third price', () => {
  it('bid the value, where it reaches the reserve (Vickrey 1961)', () => {
    for (const values of [unit, { kind: 'affiliated' } as const])
      expect(bids({ ...auction, format: 'second-price', values, reserve: 0.3 }, [0.2, 0.3, 0.9])).toEqual([0, 0.3, 0.9])
  })
  it('bid more than the value under third prices: (n − 1) ÷ (n − 2) · v (Kagel and Levin 1993)', () => {
    const third = { ...auction, format: 'third-price' } as const
    expect(bids({ ...third, bidders: 3 }, [0.4])).toEqual([near(0.8)])
    expect(bids({ ...third, bidders: 10 }, [0.4])).toEqual([near(0.45)])
    expect(bids({ ...third, bidders: 3, values: { kind: 'private', low: 10, high: 20 } }, [12])).toEqual([near(14)])
    expect(equilibriumBid(third)).toBeUndefined() // of two nobody pays more than the reserve
    expect(equilibriumBid({ ...third, bidders: 3, reserve: 0.1 })).toBeUndefined()
  })
})

describe('a common value', () => {
  const values = { kind: 'common', low: 20, high: 79, noise: 8 } as const
  it('under second prices: what it is worth if the highest two signals are this one (Kagel and Levin 1986)', () => {
    const second = { ...auction, format: 'second-price', values } as const
    expect(bids({ ...second, bidders: 2 }, [50])).toEqual([near(50)])
    expect(bids({ ...second, bidders: 4 }, [50])).toEqual([near(46)])
    expect(bids({ ...second, bidders: 6 }, [50])).toEqual([near(50 - (8 * 4) / 6)])
    expect(bids({ ...second, bidders: 4 }, [12, 20, 28])).toEqual([near(20), near(22), near(24)]) // in the lower end
  })
  it('under first prices: ε below the signal, and a little more near the lower end', () => {
    const first = { ...auction, values, bidders: 3 }
    expect(bids(first, [60])[0]).toBeCloseTo(52 + 4 * Math.exp((-3 / 16) * 32), 9)
    expect(bids(first, [12, 28])).toEqual([near(20), near(24)])
  })
  it('is not known under other formats and with a reserve', () => {
    expect(equilibriumBid({ ...auction, values, format: 'all-pay' })).toBeUndefined()
    expect(equilibriumBid({ ...auction, values, format: 'third-price', bidders: 4 })).toBeUndefined()
    expect(equilibriumBid({ ...auction, values, reserve: 1 })).toBeUndefined()
    expect(equilibriumBid({ ...auction, values: { ...values, noise: 0 } })).toBeUndefined()
  })
})

describe('what is not known', () => {
  const under = (params: Record<string, unknown>) => equilibriumUnder(parsedParams(sealedBid, params), 3)
  it('is said so', () => {
    expect(under({ values: { kind: 'affiliated' } })).toBeUndefined()
    expect(under({ values: { kind: 'given', rounds: [[1, 2, 3]] } })).toBeUndefined()
    expect(under({ values: { kind: 'private', low: 5, high: 5 } })).toBeUndefined()
    expect(under({ budgets: 100 })).toBeUndefined()
  })
  it('includes a cap on bids only where it would be broken', () => {
    expect(under({ bidCap: 'value' })!(99)).toBeCloseTo(66, 9)
    expect(under({ bidCap: 'value', format: 'third-price' })).toBeUndefined()
  })
})

describe('revenue', () => {
  it.each([
    [2, 0.3333333333],
    [3, 0.5],
    [5, 0.6666666667],
    [10, 0.8181818182],
  ])('of %i bidders is (n − 1) ÷ (n + 1), whatever the format (Myerson 1981)', (bidders, expected) => {
    for (const format of ['first-price', 'second-price', 'all-pay'] as const)
      expect(expectedRevenue({ ...auction, format, bidders })).toBeCloseTo(expected, 9)
  })

  it.each([
    [1, 0.25, 0],
    [2, 0.4166666667, 0.3333333333],
    [3, 0.53125, 0.5],
  ])('of %i bidders is highest at a reserve of 1/2 (Myerson 1981)', (bidders, best, without) => {
    const at = (reserve: number) => expectedRevenue({ ...auction, format: 'second-price', bidders, reserve })!
    expect(optimalReserve(unit)).toBe(0.5)
    expect(at(0.5)).toBeCloseTo(best, 9)
    expect(at(0)).toBeCloseTo(without, 9)
    for (const reserve of [0.3, 0.45, 0.55, 0.8, 1]) expect(at(reserve)).toBeLessThan(best)
  })

  it('on other ranges: of two on 1 to 2 the lower is 4/3 on average', () => {
    const values = { kind: 'private', low: 1, high: 2 } as const
    expect(expectedRevenue({ ...auction, values })).toBeCloseTo(4 / 3, 9)
    expect(expectedRevenue({ ...auction, values, reserve: 2 })).toBe(0)
    expect(optimalReserve(values)).toBe(1)
    expect(optimalReserve({ low: 0, high: 99 })).toBe(49.5)
  })

  it('is not known where values are not private, nor for all-pay with a reserve', () => {
    expect(expectedRevenue({ ...auction, values: { kind: 'affiliated' } })).toBeUndefined()
    expect(expectedRevenue({ ...auction, format: 'all-pay', reserve: 0.5 })).toBeUndefined()
    expect(expectedRevenue({ ...auction, format: 'third-price' })).toBeUndefined()
    expect(expectedRevenue({ ...auction, format: 'third-price', bidders: 3 })).toBeCloseTo(0.5, 9)
  })
})
