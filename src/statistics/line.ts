/** A straight line through weighted points, by least squares. */

/** Points [x, y]; a weight is how often its point came. */
type Points = readonly (readonly number[])[]
type Weights = readonly number[]

export interface Line {
  readonly intercept: number
  readonly slope: number
}

/** The line from which Σ w (y − a − b x)² is least. Undefined where all x are the same, or there is no weight. */
export function lineThrough(points: Points, weights: Weights): Line | undefined {
  if (!differ(points, weights)) return undefined
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const centre = (at: number) => points.reduce((sum, point, i) => sum + weights[i]! * point[at]!, 0) / total
  const [meanX, meanY] = [centre(0), centre(1)]
  let [spread, together] = [0, 0]
  points.forEach(([x, y], i) => {
    spread += weights[i]! * (x! - meanX) ** 2
    together += weights[i]! * (x! - meanX) * (y! - meanY)
  })
  const slope = together / spread
  const intercept = meanY - slope * meanX
  return Number.isFinite(slope) && Number.isFinite(intercept) ? { intercept, slope } : undefined
}

/** Σ w x y ÷ Σ w x²: the slope of the line through the origin. Undefined where all x are 0, or there is no weight. */
export function slopeThroughOrigin(points: Points, weights: Weights): number | undefined {
  let [squares, products] = [0, 0]
  points.forEach(([x, y], i) => {
    squares += weights[i]! * x! ** 2
    products += weights[i]! * x! * y!
  })
  const slope = products / squares
  return Number.isFinite(slope) ? slope : undefined
}

/**
 * 1 − Σ w (y − x)² ÷ Σ w (y − mean y)²: how well the line y = x tells the points; 1 where all lie on it, below 0 where their own
 * mean tells them better. Undefined where all y are the same, or there is no weight.
 */
export function fitOfEquality(points: Points, weights: Weights): number | undefined {
  if (!differ(points, weights, 1)) return undefined
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const mean = points.reduce((sum, [, y], i) => sum + weights[i]! * y!, 0) / total
  let [off, spread] = [0, 0]
  points.forEach(([x, y], i) => {
    off += weights[i]! * (y! - x!) ** 2
    spread += weights[i]! * (y! - mean) ** 2
  })
  const fit = 1 - off / spread
  return Number.isFinite(fit) ? fit : undefined
}

/** Sums of floats would not tell: a mean of equal numbers may be off from them by a last digit. */
function differ(points: Points, weights: Weights, at = 0): boolean {
  const counted = points.filter((_, i) => weights[i]! > 0)
  return counted.some((point) => point[at] !== counted[0]![at])
}
