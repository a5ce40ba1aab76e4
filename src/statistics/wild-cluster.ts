/** Wild cluster bootstrap-t: tests for few clusters, with the null imposed and Rademacher signs. */
import type { Rng } from '../core/chance.ts'
import { StagegameError } from '../core/errors.ts'
import { finite, paired, whole } from './checks.ts'
import { type Block, excess, leastSquares, members } from './clustered.ts'
import { sum } from './quantiles.ts'

export interface WildClusterTest {
  /** With the CR0 standard error; null where that is 0. */
  readonly t: number | null
  /** Two-sided: the share of draws whose |t| is at least the one seen. */
  readonly p: number
  readonly draws: number
  /** Whether all 2^G vectors of signs were tried. */
  readonly exact: boolean
}

export interface WildChance {
  readonly rng: Rng
  /** Where there are more than 12 clusters. */
  readonly draws?: number
}

/**
 * Of the hypothesis that the coefficient of `column` is `value`, in least squares of y on the columns of `rows`
 * (Cameron, Gelbach and Miller 2008; Roodman et al. 2019). Undefined for a single cluster.
 */
export function wildCluster(
  rows: readonly (readonly number[])[],
  y: readonly number[],
  clusters: readonly (string | number)[],
  column: number,
  chance: WildChance,
  value = 0,
): WildClusterTest | undefined {
  paired('outcomes and their clusters', [y.length, clusters.length])
  const { coefficients, influence } = leastSquares(rows, y)
  if (!(column in coefficients))
    throw new StagegameError('bad-statistics-input', `column: expected 0 … ${coefficients.length - 1}, not ${column}`)
  const shifted = y.map((outcome, row) => outcome - value * rows[row]![column]!)
  const others = rows.map((row) => row.filter((_, at) => at !== column))
  const restricted = others[0]!.length > 0 ? leastSquares(others, shifted).coefficients : []
  const centred = shifted.map((outcome, row) => outcome - sum(others[row]!.map((x, at) => x * restricted[at]!)))
  const residuals = centred.map((residual, row) => (Math.abs(residual) <= 1e-13 * Math.abs(y[row]!) ? 0 : residual))
  const groups = members(clusters)
  const weight = (row: number) => influence.get(column, row)
  return signsTest(
    {
      column,
      moves: groups.map((group) =>
        coefficients.map((_, at) => sum(group.map((row) => influence.get(at, row) * residuals[row]!))),
      ),
      pulls: groups.map((group) => coefficients.map((_, at) => sum(group.map((row) => weight(row) * rows[row]![at]!)))),
    },
    chance,
  )
}

/** Of the hypothesis that the mean of all values is `value`. Undefined for fewer than two blocks with values. */
export function wildClusterMean(
  blocks: readonly Block[],
  value: number,
  chance: WildChance,
): WildClusterTest | undefined {
  const filled = blocks.filter(({ count }) => count > 0)
  finite(
    'sums of blocks',
    filled.map((block) => block.sum),
  )
  const count = sum(filled.map((block) => block.count))
  return signsTest(
    {
      column: 0,
      moves: filled.map((block) => [excess(block, value) / count]),
      pulls: filled.map((block) => [block.count / count]),
    },
    chance,
  )
}

/**
 * All that a draw needs, G × K: how far each cluster's residuals under the null move each coefficient, and how much a move
 * of each coefficient takes from the cluster's score in the tested one.
 */
interface Signed {
  readonly column: number
  readonly moves: readonly (readonly number[])[]
  readonly pulls: readonly (readonly number[])[]
}

function signsTest(signed: Signed, { rng, draws = 9_999 }: WildChance): WildClusterTest | undefined {
  whole('draws', draws, 1)
  const clusters = signed.moves.length
  if (clusters < 2) return undefined
  const signs = new Float64Array(clusters).fill(1)
  const seen = tOf(signed, signs)
  const bar = Math.abs(seen) * (1 - 1e-9)
  const exact = clusters <= 12
  const tries = exact ? 2 ** clusters : draws
  let hits = 0
  for (let draw = 0; draw < tries; draw++) {
    for (let g = 0; g < clusters; g++) signs[g] = (exact ? (draw >> g) & 1 : rng.int(2)) ? -1 : 1
    if (Math.abs(tOf(signed, signs)) >= bar) hits++
  }
  return {
    t: Number.isFinite(seen) ? seen : null,
    p: exact ? hits / tries : (1 + hits) / (1 + tries),
    draws: tries,
    exact,
  }
}

/** Of one vector of signs; 0 where nothing moves, infinite where the standard error is nothing but rounding. */
function tOf({ column, moves, pulls }: Signed, signs: Float64Array): number {
  const columns = moves[0]!.length
  const total = new Float64Array(columns)
  for (let g = 0; g < moves.length; g++) for (let k = 0; k < columns; k++) total[k]! += signs[g]! * moves[g]![k]!
  let squares = 0
  let scale = 0
  for (let g = 0; g < moves.length; g++) {
    const move = moves[g]![column]!
    let score = signs[g]! * move
    for (let k = 0; k < columns; k++) score -= pulls[g]![k]! * total[k]!
    squares += score * score
    scale += move * move
  }
  const effect = total[column]!
  if (effect * effect <= 1e-24 * scale) return 0
  return squares <= 1e-24 * scale ? effect * Number.POSITIVE_INFINITY : effect / Math.sqrt(squares)
}
