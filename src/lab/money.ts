/** Money in the smallest coins of its currency, exact: 0.1 and 0.2 euros are 30 cents. */
import { quoted, StagegameError } from '../core/errors.ts'
import { fractionOf, isWhole, times, whole } from './fraction.ts'

/** Whether it is a currency by ISO 4217, as this runtime knows them. */
export const isCurrency = (code: string): boolean => currencies().has(code)

let known: ReadonlySet<string> | undefined
function currencies(): ReadonlySet<string> {
  known ??= new Set(Intl.supportedValuesOf('currency'))
  return known
}

/** Digits after the point that an amount may have: 2 for EUR, 0 for JPY, 3 for KWD. Throws `unknown-currency`. */
export function minorDigits(currency: string): number {
  if (!isCurrency(currency))
    throw new StagegameError(
      'unknown-currency',
      `${quoted(currency)} is no currency: expected its three letters by ISO 4217, as EUR, USD or JPY`,
    )
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 0
}

/** Whether an amount in units of the currency is one of whole coins. Throws `unknown-currency`. */
export const isPayable = (units: number, currency: string): boolean => isWhole(inCoins(units, currency))

/** 12.5 → 1250 in EUR. Throws `unknown-currency`, and `bad-money` on what is not a number of whole coins. */
export function coinsOf(units: number, currency: string): number {
  const coins = inCoins(units, currency)
  const count = Number(coins.over / coins.under)
  if (isWhole(coins) && Number.isSafeInteger(count)) return count
  const digits = minorDigits(currency)
  throw new StagegameError(
    'bad-money',
    `expected an amount of ${currency} with ${digits === 0 ? 'no digits' : `at most ${digits} digits`} after the point, got ${units}`,
  )
}

/** The amount as a sum of money is written in that language: `€12.50`, `12,50 €`. Throws `unknown-currency`, `bad-money`. */
export function moneyText(coins: number, currency: string, language: string): string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency })
  return format.format(decimal(coins, minorDigits(currency)))
}

/** 1250 → 12.5 in EUR. Throws `unknown-currency`, `bad-money`. */
export const unitsOf = (coins: number, currency: string): number => Number(decimal(coins, minorDigits(currency)))

function inCoins(units: number, currency: string) {
  const digits = minorDigits(currency)
  if (!Number.isFinite(units)) throw new StagegameError('bad-money', `expected an amount of money, got ${units}`)
  return times(fractionOf(units), whole(10n ** BigInt(digits)))
}

function decimal(coins: number, digits: number): `${number}` {
  if (!Number.isSafeInteger(coins)) throw new StagegameError('bad-money', `expected whole coins, got ${coins}`)
  const all = String(Math.abs(coins)).padStart(digits + 1, '0')
  const point = all.length - digits
  return `${coins < 0 ? '-' : ''}${all.slice(0, point)}${digits === 0 ? '' : `.${all.slice(point)}`}` as `${number}`
}
