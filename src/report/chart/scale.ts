/** Axes whose ends and ticks are round numbers, whatever the data are. */

export interface Axis {
  readonly domain: readonly [number, number]
  readonly ticks: readonly number[]
}

/**
 * Over all values, with some room at both ends and about `many` ticks; from 0 where that is near. Undefined where no axis can
 * hold them.
 */
export function axisOver(values: readonly number[], many: number): Axis | undefined {
  const [least, most] = [extreme(values, Math.min), extreme(values, Math.max)]
  const room = (most - least) / 25 || Math.abs(most) / 5 || 1
  const nearZero = least >= 0 && least < most / 3
  const low = nearZero ? 0 : least - room
  const high = most <= 0 && most > least / 3 ? 0 : most + room
  const step = roundStep((high - low) / many)
  if (!Number.isFinite(high - low) || !Number.isFinite(step) || step === 0 || high + step === high) return undefined
  const [first, last] = [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)]
  if (last - first > 4 * many || last < first) return undefined
  const ticks = Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)))
  return { domain: [low, high], ticks }
}

/** Whole numbers from `low` to `high`, about `many` of them with a tick: the lowest, and such as 5, 10, 15. */
export function wholeAxis(low: number, high: number, many: number): Axis {
  const step = Math.max(1, roundStep((high - low) / many))
  const whole = Number.isInteger(step) ? step : Math.ceil(step)
  const first = whole < 5 ? low : whole * Math.ceil((low + whole / 2) / whole)
  const regular = Array.from(
    { length: Math.max(0, Math.floor((high - first) / whole) + 1) },
    (_, at) => first + at * whole,
  )
  const ticks = first === low ? regular : [low, ...regular]
  return { domain: low === high ? [low - 1, high + 1] : [low, high], ticks }
}

const extreme = (values: readonly number[], pick: (a: number, b: number) => number): number =>
  values.reduce((a, b) => pick(a, b), values[0] ?? Number.NaN)

/** Of 1, 2, 5 times a power of ten the one nearest in ratio. */
function roundStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size))
  const ratio = size / power
  const times = ratio >= Math.sqrt(50) ? 10 : ratio >= Math.sqrt(10) ? 5 : ratio >= Math.SQRT2 ? 2 : 1
  return times * power
}

/** A value's place in pixels. */
export const placed =
  ({ domain: [from, to] }: Axis, [left, right]: readonly [number, number]) =>
  (value: number): number =>
    left + ((value - from) / (to - from)) * (right - left)
