/** One number within bounds: where a function is highest, and where it crosses zero. */

export interface Highest {
  readonly at: number
  readonly value: number
}

/**
 * Where f is highest from the first place of a rising grid to its last: the best place of the grid, then Brent's search between
 * its neighbours (Brent 1973, ch. 5). A maximum that is narrower than the grid may be missed. `values` are f at the grid, where
 * they are known. f may be −∞; undefined where it is no more anywhere on the grid.
 */
export function highest(
  f: (x: number) => number,
  grid: readonly number[],
  values: readonly number[] = grid.map(f),
): Highest | undefined {
  let best = 0
  for (let i = 1; i < grid.length; i++) if (values[i]! > values[best]!) best = i
  if (!(values[best]! > Number.NEGATIVE_INFINITY)) return undefined
  const [before, after] = [Math.max(0, best - 1), Math.min(grid.length - 1, best + 1)]
  const around = [best, before, after].map((i) => ({ at: grid[i]!, value: values[i]! }))
  const found = highestWithin(f, grid[before]!, grid[after]!, before < best && best < after ? around : undefined)
  return found.value > values[best]! ? found : { at: grid[best]!, value: values[best]! }
}

/** The share of an interval that a golden section cuts off: (3 − √5) / 2. */
const GOLDEN = (3 - Math.sqrt(5)) / 2

/**
 * The maximum of a function with a single one on [low, high], by Brent's search: parabolas through the best three points, and
 * golden sections where these lead nowhere. To about 1e-7 of the interval. `known`: a point inside, and the two ends.
 */
function highestWithin(f: (x: number) => number, low: number, high: number, known?: readonly Highest[]): Highest {
  let [a, b] = [low, high]
  const inside = a + GOLDEN * (b - a)
  const [first, second, third] = known ?? triple({ at: inside, value: f(inside) })
  let { at: x, value: fx } = first!
  let { at: w, value: fw } = second!
  let { at: v, value: fv } = third!
  let last = known ? high - low : 0
  let step = last
  for (let tries = 0; tries < 100; tries++) {
    const middle = (a + b) / 2
    const near = 1.5e-8 * Math.abs(x) + 1e-7 * (high - low) + Number.MIN_VALUE
    if (Math.abs(x - middle) <= 2 * near - (b - a) / 2) break
    const tried = Math.abs(last) > near ? parabola(x, fx, w, fw, v, fv) : Number.NaN
    const fits = Math.abs(tried - x) < Math.abs(last) / 2 && tried > a && tried < b
    last = fits ? step : x < middle ? b - x : a - x
    step = fits ? tried - x : GOLDEN * last
    if (fits && (tried - a < 2 * near || b - tried < 2 * near)) step = x < middle ? near : -near
    const u = Math.abs(step) >= near ? x + step : x + (step > 0 ? near : -near)
    const fu = f(u)
    if (fu >= fx) {
      if (u < x) b = x
      else a = x
      ;[v, fv, w, fw, x, fx] = [w, fw, x, fx, u, fu]
      continue
    }
    if (u < x) a = u
    else b = u
    if (fu >= fw || w === x) [v, fv, w, fw] = [w, fw, u, fu]
    else if (fu >= fv || v === x || v === w) [v, fv] = [u, fu]
  }
  return { at: x, value: fx }
}

const triple = <T>(one: T): readonly T[] => [one, one, one]

/** The turning point of the parabola through three points; not a finite number where there is none. */
function parabola(x: number, fx: number, w: number, fw: number, v: number, fv: number): number {
  const [r, q] = [(x - w) * (fx - fv), (x - v) * (fx - fw)]
  return x - ((x - v) * q - (x - w) * r) / (2 * (q - r))
}

/**
 * Where a continuous f crosses zero on [low, high], to the last digits, by secants that halve a value which stays (the Illinois
 * rule; Dowell and Jarratt 1971), and by halving the interval where that is slow. Undefined where both ends are on one side.
 */
export function crossing(f: (x: number) => number, low: number, high: number): number | undefined {
  let [a, b] = [low, high]
  let [fa, fb] = [f(a), f(b)]
  if (fa === 0) return a
  if (fb === 0) return b
  if (!(fa * fb < 0)) return undefined
  for (let tries = 0; tries < 200; tries++) {
    const middle = a + (b - a) / 2
    if (Math.abs(b - a) <= 4 * Number.EPSILON * Math.max(Math.abs(a), Math.abs(b))) return middle
    const secant = b - (fb * (b - a)) / (fb - fa)
    const inside = secant > Math.min(a, b) && secant < Math.max(a, b)
    const x = inside && tries % 4 !== 3 ? secant : middle
    const fx = f(x)
    if (fx === 0) return x
    if (fx * fb < 0) [a, fa] = [b, fb]
    else fa /= 2
    ;[b, fb] = [x, fx]
  }
  return b
}
