/** Means and regressions whose errors hang together within clusters (matches, repetitions): sandwich standard errors. */
import { Matrix, SingularValueDecomposition } from 'ml-matrix'
import { StagegameError } from '../core/errors.ts'
import { finite, paired, share } from './checks.ts'
import { studentQuantile } from './distributions.ts'
import { sum, variance } from './quantiles.ts'

/** What a mean needs to know of one block. Blocks without a value do not count. */
export interface Block {
  readonly sum: number
  readonly count: number
}

export interface BlockMean {
  readonly mean: number
  /** Null, as the limits are, where a single block says nothing about the spread between blocks. */
  readonly se: number | null
  /** Of freedom: blocks − 1. */
  readonly degrees: number
  readonly low: number | null
  readonly high: number | null
  readonly blocks: number
  readonly count: number
}

/**
 * The mean of all values (each value weighs the same, so large blocks weigh more) with the CR1 standard error
 * √(Σ_g (S_g − mean · n_g)²) / N · √(G / (G − 1)) and a t interval of G − 1 degrees
 * (Liang and Zeger 1986; Cameron and Miller 2015). Undefined without values.
 */
export function meanOfBlocks(blocks: readonly Block[], confidence = 0.95): BlockMean | undefined {
  share('confidence', confidence)
  const filled = blocks.filter(({ count }) => count > 0)
  const sums = filled.map(({ sum }) => sum)
  finite('sums of blocks', sums)
  const count = sum(filled.map((block) => block.count))
  if (count === 0) return undefined
  const average = sum(sums) / count
  const degrees = filled.length - 1
  const found = { mean: average, degrees, blocks: filled.length, count }
  if (degrees === 0) return { ...found, se: null, low: null, high: null }
  const meat = sum(filled.map((block) => excess(block, average) ** 2))
  const se = (Math.sqrt(meat) / count) * Math.sqrt(filled.length / degrees)
  const half = se * studentQuantile(confidence, degrees)
  return { ...found, se, low: average - half, high: average + half }
}

/** S_g − mean · n_g; what rounding leaves of nothing is nothing, so that equal blocks have a standard error of 0. */
export function excess({ sum, count }: Block, average: number): number {
  const expected = average * count
  const found = sum - expected
  return Math.abs(found) <= 1e-13 * (Math.abs(sum) + Math.abs(expected)) ? 0 : found
}

export interface ClusteredMean {
  readonly mean: number
  /** As if all values were independent; null for a single value. */
  readonly naive: number | null
  /** Without and with the factor √(G / (G − 1)); null for a single cluster. */
  readonly cr0: number | null
  readonly cr1: number | null
  readonly low: number | null
  readonly high: number | null
  readonly degrees: number
}

/** The same from single values and the cluster of each. Undefined without values. */
export function clusteredMean(
  values: readonly number[],
  clusters: readonly (string | number)[],
  confidence = 0.95,
): ClusteredMean | undefined {
  paired('values and their clusters', [values.length, clusters.length])
  finite('values', values)
  const blocks = members(clusters).map((rows) => ({ sum: sum(rows.map((row) => values[row]!)), count: rows.length }))
  const found = meanOfBlocks(blocks, confidence)
  if (!found) return undefined
  const { se: cr1, low, high, degrees } = found
  const spread = variance(values)
  return {
    mean: found.mean,
    naive: spread === undefined ? null : Math.sqrt(spread / values.length),
    cr0: cr1 === null ? null : cr1 * Math.sqrt(degrees / (degrees + 1)),
    cr1,
    low,
    high,
    degrees,
  }
}

/** The rows of each cluster, in order of first appearance. */
export function members(clusters: readonly (string | number)[]): readonly (readonly number[])[] {
  const found = new Map<string | number, number[]>()
  for (const [row, cluster] of clusters.entries()) {
    const rows = found.get(cluster)
    if (rows) rows.push(row)
    else found.set(cluster, [row])
  }
  return [...found.values()]
}

export interface ClusteredRegression {
  readonly coefficients: readonly number[]
  /** Without a factor; null for a single cluster. */
  readonly cr0: readonly number[] | null
  /** As Stata does: times √(G / (G − 1) · (N − 1) / (N − K)); null for a single cluster or N = K. */
  readonly cr1: readonly number[] | null
  /** For independent errors of unequal variance, times √(N / (N − K)) (MacKinnon and White 1985); null where N = K. */
  readonly hc1: readonly number[] | null
  readonly clusters: number
}

/**
 * Least squares of y on the columns of `rows` (which hold their own 1 for the constant), with sandwich errors
 * √diag((X′X)⁻¹ · Σ_g X_g′e_g e_g′X_g · (X′X)⁻¹) (Cameron and Miller 2015).
 * Throws `columns-depend` where the columns do not tell the coefficients apart.
 */
export function olsClustered(
  rows: readonly (readonly number[])[],
  y: readonly number[],
  clusters: readonly (string | number)[],
): ClusteredRegression {
  paired('outcomes and their clusters', [y.length, clusters.length])
  const { coefficients, influence } = leastSquares(rows, y)
  const columns = coefficients.length
  const residuals = y.map((value, row) => value - sum(rows[row]!.map((x, column) => x * coefficients[column]!)))
  const scores = (groups: readonly (readonly number[])[]) =>
    coefficients.map((_, column) => {
      const parts = groups.map((group) => sum(group.map((row) => influence.get(column, row) * residuals[row]!)))
      return Math.sqrt(sum(parts.map((part) => part ** 2)))
    })
  const groups = members(clusters)
  const [count, G] = [y.length, groups.length]
  const scaled = (errors: readonly number[], factor: number) => errors.map((error) => error * Math.sqrt(factor))
  const free = count - columns
  const cr0 = G > 1 ? scores(groups) : null
  return {
    coefficients,
    cr0,
    cr1: cr0 && free > 0 ? scaled(cr0, (G / (G - 1)) * ((count - 1) / free)) : null,
    hc1: free > 0 ? scaled(scores(y.map((_, row) => [row])), count / free) : null,
    clusters: G,
  }
}

/** The coefficients, and the matrix (X′X)⁻¹X′ that makes them from y. */
export function leastSquares(
  rows: readonly (readonly number[])[],
  y: readonly number[],
): { readonly coefficients: readonly number[]; readonly influence: Matrix } {
  paired('rows and their outcomes', [rows.length, y.length])
  finite('outcomes', y)
  for (const [at, row] of rows.entries()) {
    paired(`row ${at} and the first row`, [row.length, rows[0]!.length])
    finite(`row ${at}`, row)
  }
  const columns = rows[0]?.length ?? 0
  if (columns === 0) throw new StagegameError('columns-depend', 'a regression needs a row and a column at least')
  const x = new Matrix(rows.map((row) => [...row]))
  const svd = new SingularValueDecomposition(x, { autoTranspose: true })
  const rank = svd.rank
  if (rank < columns)
    throw new StagegameError('columns-depend', `${columns} columns hold only ${rank} that differ: drop the others`)
  const influence = svd.inverse()
  return { coefficients: influence.mmul(Matrix.columnVector([...y])).to1DArray(), influence }
}
