/** What is known of equilibrium bids and revenue in sealed-bid auctions with independent values, uniform on [low, high]. */
import { portable } from '../../src/core/fingerprint.ts'
import type { Format } from '../auctions/settlement.ts'
import type { Values } from '../auctions/values.ts'
import type { Params } from './params.ts'

/** An auction as theory needs it. */
export interface Auction {
  readonly format: Format
  readonly values: Pick<Values & object, 'kind'> & {
    readonly low?: number
    readonly high?: number
    readonly noise?: number
  }
  readonly reserve: number
  readonly bidders: number
  /** Constant relative risk aversion ρ < 1, u(x) = x^(1 − ρ); first price alone. 0: neutral. */
  readonly riskAversion?: number
}

/**
 * The symmetric equilibrium bid for a value (or a signal of a common one); undefined where none is known in closed form.
 * A bidder whose value is below the reserve bids 0.
 *
 * Private values, u = (v − low) ÷ (high − low):
 * - first price: v − ∫ (F(x) ÷ F(v))^m dx from max(low, reserve) to v, m = (n − 1) ÷ (1 − ρ) (Vickrey 1961; Cox, Smith and Walker 1988);
 *   on [0, 1] without reserve (n − 1) ÷ (n − ρ) · v.
 * - second price: v (Vickrey 1961). Third price, n ≥ 3, no reserve: v + (v − low) ÷ (n − 2) (Kagel and Levin 1993).
 * - all-pay: ∫ x dF(x)^(n−1); on [0, 1] (n − 1) ÷ n · vⁿ (Krishna 2010, ch. 3).
 *
 * Affiliated values are private: the second price keeps v. Common values, signals within ±ε: second price s − ε(n − 2) ÷ n, first
 * price s − ε + 2ε ÷ (n + 1) · exp(−(n ÷ 2ε)(s − low − ε)) (Kagel and Levin 1986). Below low + ε a signal tells more: with
 * L = s + ε − low, second price low + L ÷ n, first price low + L ÷ (n + 1). Above high − ε it does too, which is left out.
 */
export function equilibriumBid({
  format,
  values,
  reserve,
  bidders: n,
  riskAversion = 0,
}: Auction): ((value: number) => number) | undefined {
  const { kind, low = 0, high = 0, noise = 0 } = values
  if (kind === 'common') return reserve > 0 ? undefined : commonValueBid(format, n, low, noise)
  if (format === 'second-price' && (kind === 'private' || kind === 'affiliated'))
    return (value) => (value >= reserve ? value : 0)
  if (kind !== 'private' || !(high > low)) return undefined
  switch (format) {
    case 'second-price':
      return (value) => (value >= reserve ? value : 0)
    case 'third-price':
      return n >= 3 && reserve <= low ? (value) => portable(value + (value - low) / (n - 2)) : undefined
    case 'first-price':
      return (value) => firstPriceBid(value, { low, reserve, power: (n - 1) / (1 - riskAversion) })
    case 'all-pay':
      return allPayBid({ low, high, reserve, n })
  }
}

/** The same under the params of a match; undefined too where budgets, or a cap that it would break, change the game. */
export function equilibriumUnder(
  { format, values, reserve, budgets, bidCap }: Params,
  bidders: number,
): ((value: number) => number) | undefined {
  const capped = bidCap === 'value' && (format === 'third-price' || values.kind === 'common')
  return budgets === 'none' && !capped ? equilibriumBid({ format, values, reserve, bidders }) : undefined
}

/** Whether a slope of bids on values tells an aversion to risk: where equilibrium bids are a share of the value. */
export const tellsRisk = ({ format, values, reserve, budgets }: Params): boolean =>
  format === 'first-price' && values.kind === 'private' && values.low === 0 && reserve === 0 && budgets === 'none'

function firstPriceBid(
  value: number,
  { low, reserve, power: m }: { readonly low: number; readonly reserve: number; readonly power: number },
): number {
  if (value < reserve) return 0
  const [above, from] = [value - low, Math.max(0, reserve - low)]
  if (above <= 0) return Math.max(low, reserve)
  return portable(value - (above - from * (from / above) ** m) / (m + 1))
}

function allPayBid({
  low,
  high,
  reserve,
  n,
}: {
  readonly low: number
  readonly high: number
  readonly reserve: number
  readonly n: number
}): (value: number) => number {
  if (reserve >= high) return () => 0
  const span = high - low
  const share = (value: number) => Math.min(1, Math.max(0, (value - low) / span))
  /** ∫ x dF^(n−1) from low to the value. */
  const spent = (value: number) => low * share(value) ** (n - 1) + (span * (n - 1) * share(value) ** n) / n
  // the least value that takes part: winning against all below it is worth just the reserve
  let [out, least] = [low, high]
  if (reserve > 0)
    for (let i = 0; i < 100; i++) {
      const middle = (out + least) / 2
      if (middle * share(middle) ** (n - 1) < reserve) out = middle
      else least = middle
    }
  else least = low
  return (value) => (value < least ? 0 : portable((reserve > 0 ? reserve - spent(least) : 0) + spent(value)))
}

function commonValueBid(
  format: Format,
  n: number,
  low: number,
  noise: number,
): ((signal: number) => number) | undefined {
  if (noise === 0) return undefined
  const edge = low + noise
  if (format === 'second-price')
    return (signal) => portable(signal < edge ? low + (signal + noise - low) / n : signal - (noise * (n - 2)) / n)
  if (format !== 'first-price') return undefined
  return (signal) =>
    portable(
      signal < edge
        ? low + (signal + noise - low) / (n + 1)
        : signal - noise + ((2 * noise) / (n + 1)) * Math.exp(-(n / (2 * noise)) * (signal - edge)),
    )
}

/**
 * Expected revenue of a round in equilibrium, neutral bidders, private values uniform on [low, high]: the same under first and second
 * price, English and Dutch, and without a reserve under all-pay and third price (Myerson 1981): n ∫ (2v − high) F(v)^(n−1) f(v) dv from
 * max(low, reserve) to high. Undefined where it is not known.
 */
export function expectedRevenue({ format, values, reserve, bidders: n }: Auction): number | undefined {
  const { kind, low = 0, high = 0 } = values
  if (kind !== 'private' || !(high > low)) return undefined
  if (format === 'third-price' && n < 3) return undefined
  if ((format === 'all-pay' || format === 'third-price') && reserve > low) return undefined
  const span = high - low
  const from = Math.max(0, (Math.max(low, reserve) - low) / span)
  if (from >= 1) return 0
  // with u = F(v): ∫ (2(low + span·u) − high) n u^(n−1) du, u from `from` to 1
  const at = (u: number) => (2 * low - high) * u ** n + (2 * span * n * u ** (n + 1)) / (n + 1)
  return portable(at(1) - at(from))
}

/** The reserve that earns most, values uniform on [low, high], for any number of bidders: where 2v − high is 0 (Myerson 1981). */
export const optimalReserve = ({ low, high }: { readonly low: number; readonly high: number }): number =>
  Math.max(low, high / 2)

/** Steps of the quadrature; even. */
const STEPS = 2000

/**
 * First price, independent values of any distribution F on [low, ∞): b(v) = v − ∫ (F(x) ÷ F(v))^(n−1) dx from low to v (Vickrey 1961),
 * by Simpson's rule.
 */
export function firstPriceUnder(F: (value: number) => number, value: number, bidders: number, low = 0): number {
  if (value <= low) return low
  const width = (value - low) / STEPS
  const share = (i: number) => (F(low + i * width) / F(value)) ** (bidders - 1)
  let sum = share(0) + share(STEPS)
  for (let i = 1; i < STEPS; i++) sum += (i % 2 === 1 ? 4 : 2) * share(i)
  return portable(value - (sum * width) / 3)
}
