/** The maximum of a smooth concave function, and the inverse of its curvature there. */

/** Where a point lies: the value, its gradient, and the information, minus the second derivatives (row by row). */
export interface Slope {
  value: number
  readonly gradient: Float64Array
  readonly information: Float64Array
}

/** Writes value, gradient and information at the point into a slope that comes filled with 0. */
export type Climb = (point: Float64Array, slope: Slope) => void

export interface Summit {
  readonly point: Float64Array
  readonly slope: Slope
}

/** A step this short, in every coordinate, is the last one: Newton's next would be about its square. */
const LAST_STEP = 1e-6
/** Far from the maximum the curvature says little: no coordinate moves farther at once. */
const LONGEST_STEP = 4
const MOST_STEPS = 200

/**
 * Newton's steps, halved until they climb (Armijo's rule): they end at the maximum of any strictly concave function that
 * has one. Throws an Error where 200 steps do not arrive, as where there is none.
 */
export function summit(climb: Climb, start: Float64Array): Summit {
  let point = start
  let slope = slopeAt(climb, point)
  for (let step = 0; step < MOST_STEPS; step++) {
    const direction = solved(cholesky(slope.information, point.length), slope.gradient)
    const longest = direction.reduce((most, part) => Math.max(most, Math.abs(part)), 0)
    if (longest < LAST_STEP) {
      const last = moved(point, direction, 1)
      return { point: last, slope: slopeAt(climb, last) }
    }
    const rise = direction.reduce((sum, part, at) => sum + part * slope.gradient[at]!, 0)
    for (let share = Math.min(1, LONGEST_STEP / longest); ; share /= 2) {
      const next = moved(point, direction, share)
      const there = slopeAt(climb, next)
      // Rounding: near the top the rise is lost in the last digits of the value.
      const lost = 1e-14 * Math.abs(slope.value)
      if (there.value >= slope.value + 1e-4 * share * rise - lost || share * longest < LAST_STEP) {
        point = next
        slope = there
        break
      }
    }
  }
  throw new Error(`no maximum within ${MOST_STEPS} Newton steps`)
}

/** The inverse of the information, row by row. */
export function inverseInformation({ gradient, information }: Slope): Float64Array {
  const size = gradient.length
  const factor = cholesky(information, size)
  const inverse = new Float64Array(size * size)
  for (let row = 0; row < size; row++) {
    const unit = new Float64Array(size)
    unit[row] = 1
    inverse.set(solved(factor, unit), row * size)
  }
  return inverse
}

function slopeAt(climb: Climb, point: Float64Array): Slope {
  const size = point.length
  const slope = { value: 0, gradient: new Float64Array(size), information: new Float64Array(size * size) }
  climb(point, slope)
  return slope
}

const moved = (point: Float64Array, direction: Float64Array, share: number): Float64Array =>
  point.map((coordinate, at) => coordinate + share * direction[at]!)

/** The lower triangle L with L Lᵀ = the matrix, of which only the lower triangle is read; flat, for thousands of small ones. */
function cholesky(matrix: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(size * size)
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++) {
      let left = matrix[row * size + column]!
      for (let at = 0; at < column; at++) left -= factor[row * size + at]! * factor[column * size + at]!
      if (row > column) factor[row * size + column] = left / factor[column * size + column]!
      else if (left > 0) factor[row * size + row] = Math.sqrt(left)
      else throw new Error('the information is not positive definite')
    }
  return factor
}

/** L Lᵀ x = b, forwards and back. */
function solved(factor: Float64Array, right: Float64Array): Float64Array {
  const size = right.length
  const solution = right.slice()
  for (let row = 0; row < size; row++) {
    for (let at = 0; at < row; at++) solution[row]! -= factor[row * size + at]! * solution[at]!
    solution[row]! /= factor[row * size + row]!
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let at = row + 1; at < size; at++) solution[row]! -= factor[at * size + row]! * solution[at]!
    solution[row]! /= factor[row * size + row]!
  }
  return solution
}
