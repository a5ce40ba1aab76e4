/** Money in the smallest coins of its currency, exact. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coinsOf, isCurrency, isPayable, minorDigits, moneyText, unitsOf } from '../../src/lab/money.ts'

const CURRENCIES = ['EUR', 'JPY', 'KWD'] as const

describe('coins', () => {
  it.each([
    [12.5, 'EUR', 1250],
    [0.1, 'EUR', 10],
    [0.29, 'EUR', 29], // 0.29 × 100 is 28.999999999999996
    [1.15, 'USD', 115], // 1.15 × 100 is 114.99999999999999
    [500, 'JPY', 500],
    [1.005, 'KWD', 1005],
    [0, 'EUR', 0],
    [-2.5, 'EUR', -250],
    [1e-2, 'EUR', 1],
  ])('of %d %s are %i', (units, currency, coins) => {
    expect(coinsOf(units, currency)).toBe(coins)
    expect(unitsOf(coins, currency)).toBe(units)
    expect(isPayable(units, currency)).toBe(true)
  })

  it.each([
    [0.001, 'EUR', 'expected an amount of EUR with at most 2 digits after the point, got 0.001'],
    [0.1 + 0.2, 'EUR', 'expected an amount of EUR with at most 2 digits after the point, got 0.30000000000000004'],
    [0.5, 'JPY', 'expected an amount of JPY with no digits after the point, got 0.5'],
    [0.0001, 'KWD', 'expected an amount of KWD with at most 3 digits after the point, got 0.0001'],
    [1e300, 'EUR', 'expected an amount of EUR with at most 2 digits after the point, got 1e+300'],
    [Number.NaN, 'EUR', 'expected an amount of money, got NaN'],
    [Number.POSITIVE_INFINITY, 'EUR', 'expected an amount of money, got Infinity'],
  ])('there are none for %d %s', (units, currency, message) =>
    expect(() => coinsOf(units, currency)).toThrow(expect.objectContaining({ code: 'bad-money', message })),
  )

  it('of any number of coins’ units are that number', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.constantFrom(...CURRENCIES), (coins, currency) => {
        expect(coinsOf(unitsOf(coins, currency), currency)).toBe(coins)
      }),
    )
  })
})

describe('a currency', () => {
  it.each([
    ['EUR', 2],
    ['JPY', 0],
    ['KWD', 3],
  ])('%s has %i digits', (currency, digits) => expect(minorDigits(currency)).toBe(digits))

  it.each(['XXQ', 'eur', 'Euro', ''])('%j is none', (code) => {
    expect(isCurrency(code)).toBe(false)
    expect(() => minorDigits(code)).toThrow(
      expect.objectContaining({
        code: 'unknown-currency',
        message: `${JSON.stringify(code)} is no currency: expected its three letters by ISO 4217, as EUR, USD or JPY`,
      }),
    )
  })
})

describe('a sum of money in words', () => {
  it.each([
    [1250, 'EUR', 'en', '€12.50'],
    [1250, 'EUR', 'de', '12,50 €'],
    [5, 'EUR', 'en', '€0.05'],
    [1234, 'JPY', 'en', '¥1,234'],
    [1005, 'KWD', 'en', 'KWD 1.005'],
    [-1, 'USD', 'en', '-$0.01'],
  ])('%i %s in %s', (coins, currency, language, text) =>
    expect(moneyText(coins, currency, language).replaceAll('\u00a0', ' ')).toBe(text),
  )

  it('is of whole coins', () => {
    expect(() => moneyText(0.5, 'EUR', 'en')).toThrow(expect.objectContaining({ code: 'bad-money' }))
  })
})
