/** What is known of equilibrium on a price clock: where to leave it, where to stop it, and what it earns. */
import { portable } from '../../src/core/fingerprint.ts'
import { type Auction, equilibriumBid, expectedRevenue as sealedRevenue } from '../sealed-bid/theory.ts'

/** A clock as theory needs it. Prices are taken to be as fine as one likes. */
export interface Clock {
  readonly direction: 'ascending' | 'descending'
  readonly values: Auction['values']
  readonly bidders: number
  /** Whether exits are seen before the next price: announced, and no limits given beforehand. */
  readonly seen: boolean
  /** The last price of a descending clock. */
  readonly floor: number
  /** Constant relative risk aversion ρ < 1; descending, private values alone. */
  readonly riskAversion?: number
}

/**
 * The price at which to leave a rising clock, or to stop a falling one, for a value (or a signal) and the first price at which
 * another left (null: nobody yet). Undefined where none is known in closed form.
 *
 * - Ascending, one's own value known: at the value, whatever the others do (Vickrey 1961). So with affiliated values here, which
 *   are known to their holders.
 * - Ascending, common values, exits unseen: as in a second-price auction (Milgrom and Weber 1982).
 * - Ascending, common values, exits seen, signals within ±ε and away from the ends: at the signal while nobody has left, so that
 *   the first exit shows the lowest signal; then halfway between that and the own signal (Levin, Kagel and Richard 1996).
 * - Descending: at the bid of a first-price auction whose reserve is the floor, for both are the same game (Vickrey 1961).
 */
export function leavingPrice(clock: Clock): ((signal: number, firstExit: number | null) => number) | undefined {
  const { direction, values, bidders, seen, floor, riskAversion = 0 } = clock
  if (direction === 'descending')
    return equilibriumBid({ format: 'first-price', values, reserve: floor, bidders, riskAversion })
  if (values.kind !== 'common') return (value) => value
  if (seen) return (signal, firstExit) => (firstExit === null ? signal : portable((signal + firstExit) / 2))
  return equilibriumBid({ format: 'second-price', values, reserve: 0, bidders })
}

/** The first price at which somebody left a rising clock; null: nobody has, or exits are not seen. */
export const firstExit = (exits: readonly (number | null)[] | null): number | null =>
  (exits ?? []).reduce<number | null>(
    (first, exit) => (exit !== null && (first === null || exit < first) ? exit : first),
    null,
  )

/**
 * Expected revenue of a round in equilibrium, neutral bidders, private values uniform on [low, high]: rising and falling clocks earn
 * the same, as first and second prices do (Vickrey 1961; Myerson 1981), but for a floor, which only a falling one has: a rising one
 * that all leave at its start sells all the same. Undefined for other values.
 */
export const expectedRevenue = ({ direction, values, bidders, floor }: Omit<Clock, 'seen'>): number | undefined =>
  sealedRevenue({
    format: direction === 'descending' ? 'first-price' : 'second-price',
    values,
    reserve: direction === 'descending' ? floor : 0,
    bidders,
  })
