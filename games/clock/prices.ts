/** The prices that a clock shows, one a tick. */
import { portable } from '../../src/core/fingerprint.ts'
import { rangeOf, type Values } from '../auctions/values.ts'

export interface Prices {
  readonly direction: 'ascending' | 'descending'
  /** The last one: the ceiling, or the floor. */
  readonly final: number
  /** The first one. */
  readonly start: number
  readonly step: number
  /** How many follow the first. */
  readonly ticks: number
}

interface Clock {
  readonly ceiling?: number | undefined
  readonly direction: Prices['direction']
  readonly floor: number
  readonly start?: number | undefined
  readonly step: number
  readonly values: Values
}

export function pricesOf(clock: Clock): Prices {
  const { direction, floor, step } = clock
  const ascending = direction === 'ascending'
  const lowest = ascending ? (clock.start ?? 0) : floor
  const ceiling = clock.ceiling ?? stepsAbove(lowest, step, highestValue(clock.values))
  const [start, final] = ascending ? [lowest, ceiling] : [clock.start ?? ceiling, floor]
  return { direction, final, start, step, ticks: stepsIn(Math.abs(final - start), step) }
}

/** The last step is shorter where a whole one would go beyond the final price. */
export function priceAt({ direction, final, start, step, ticks }: Prices, tick: number): number {
  if (tick >= ticks) return final
  return portable(direction === 'ascending' ? start + tick * step : start - tick * step)
}

/** The first tick whose price has reached a limit: is as high as it (ascending), or as low. Infinity: none, or no limit. */
export function tickOf(prices: Prices, limit: number | null): number {
  if (limit === null) return Number.POSITIVE_INFINITY
  const side = prices.direction === 'ascending' ? 1 : -1
  const reached = (tick: number) => side * (priceAt(prices, tick) - limit) >= 0
  if (!reached(prices.ticks)) return Number.POSITIVE_INFINITY
  let tick = Math.min(prices.ticks, Math.max(0, stepsIn(side * (limit - prices.start), prices.step)))
  while (!reached(tick)) tick++
  while (tick > 0 && reached(tick - 1)) tick--
  return tick
}

const stepsIn = (distance: number, step: number): number => Math.ceil(portable(distance / step))

const stepsAbove = (lowest: number, step: number, value: number): number =>
  portable(lowest + Math.max(0, stepsIn(value - lowest, step)) * step)

/** Of given values only the order of magnitude, for all are told the ceiling. */
function highestValue(values: Values): number {
  const [, high] = rangeOf(values)
  if (values.kind !== 'given') return high
  return 10 ** Math.max(2, Math.ceil(Math.log10(Math.max(1, high))))
}
