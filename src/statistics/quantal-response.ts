/** Logit quantal response equilibria of two players: the principal branch, and the precision λ that choices tell. */
import { LuDecomposition, Matrix } from 'ml-matrix'
import { StagegameError } from '../core/errors.ts'
import { checkBimatrix, expectedPayoffs, type Mixture, type Payoffs, transposed } from './matrix-game.ts'
import { highest } from './one-dimension.ts'

/** An equilibrium in which each plays an action in proportion to exp(λ · its expected payoff). λ is in 1 / payoff. */
export interface QuantalResponse {
  readonly lambda: number
  readonly row: Mixture
  readonly column: Mixture
}

/** Equilibria along the principal branch, from λ = 0 where all actions are equally likely, each near the last. */
export interface LogitBranch {
  readonly game: Scaled
  /** Logarithms of the shares, the row's and then the column's, and the scaled λ at the end. */
  readonly points: readonly (readonly number[])[]
}

/** Payoffs as differences of one unit at most: λ · unit is what the branch is traced in. */
interface Scaled {
  readonly A: Payoffs
  /** By the column's actions: `[column][row]`. */
  readonly B: Payoffs
  readonly unit: number
}

const LONGEST_STEP = 0.4
const SHORTEST_STEP = 1e-7
const MOST_POINTS = 20_000
const CLOSE = 1e-12

/**
 * Traces the branch that leads from the centroid, for every λ up to `most`, by predictor and corrector steps in the logarithms
 * of the shares (McKelvey and Palfrey 1995; Turocy 2005), through folds where there are any. Throws `bad-matrix`;
 * `lost-branch` where its steps lose it before `most`.
 */
export function logitBranch(A: Payoffs, B: Payoffs, most: number): LogitBranch {
  checkBimatrix(A, B)
  if (!(most > 0 && Number.isFinite(most)))
    throw new StagegameError('bad-lambda', `expected a highest λ above 0, got ${most}`)
  const unit = Math.max(...[A, B].map((payoff) => Math.max(...payoff.flat()) - Math.min(...payoff.flat()))) || 1
  const scaled = (payoff: Payoffs) => payoff.map((row) => row.map((paid) => paid / unit))
  const game: Scaled = { A: scaled(A), B: scaled(transposed(B)), unit }
  const [m, n] = [A.length, A[0]!.length]
  let at = [...A.map(() => -Math.log(m)), ...A[0]!.map(() => -Math.log(n)), 0]
  let direction = at.map((_, i) => Number(i === m + n))
  const points = [at]
  let step = 0.05
  while (at[m + n]! < most * unit) {
    direction = tangent(game, at, direction) ?? direction // at a fork: straight on
    const next = corrected(
      game,
      at.map((x, i) => x + step * direction[i]!),
      direction,
    )
    if (next && next.tries <= 5) {
      at = next.point
      points.push(at)
      if (next.tries <= 3) step = Math.min(LONGEST_STEP, step * 1.5)
    } else step /= 2
    if (step < SHORTEST_STEP || points.length > MOST_POINTS)
      throw new StagegameError(
        'lost-branch',
        `the branch of quantal responses could be traced up to λ = ${at[m + n]! / unit}, not to ${most}`,
      )
  }
  return { game, points }
}

/** The first equilibrium on the branch with this λ. Throws `bad-lambda` where the branch was not traced so far. */
export function quantalResponse(branch: LogitBranch, lambda: number): QuantalResponse {
  const { game, points } = branch
  const sought = lambda * game.unit
  const end = points.findIndex((point) => point.at(-1)! >= sought)
  if (!(lambda >= 0) || end === -1)
    throw new StagegameError(
      'bad-lambda',
      `expected a λ from 0 to ${points.at(-1)!.at(-1)! / game.unit}, where the branch was traced to, got ${lambda}`,
    )
  if (end === 0) return told(game, points[0]!)
  const [a, b] = [points[end - 1]!, points[end]!]
  const share = (sought - a.at(-1)!) / (b.at(-1)! - a.at(-1)!)
  const fixed = a.map((_, i) => Number(i === a.length - 1))
  const found = corrected(
    game,
    a.map((x, i) => x + share * (b[i]! - x)),
    fixed,
  )
  if (!found) throw new StagegameError('lost-branch', `no quantal response was found at λ = ${lambda}`)
  return told(game, found.point)
}

/** How often each action was chosen. Of a symmetric game whose seats are one pool: all in `row`, and 0 in `column`. */
export interface Choices {
  readonly row: readonly number[]
  readonly column: readonly number[]
}

/**
 * The λ on the branch under which these choices are likeliest (McKelvey and Palfrey 1995). Undefined without choices, where
 * the likelihood does not depend on λ, and where it still rises at the end of the branch: all best responses, say, are the
 * likelier the higher λ is. Throws `bad-choices` where there are not as many counts as actions.
 */
export function estimateLambda(branch: LogitBranch, { row, column }: Choices): number | undefined {
  const { game, points } = branch
  const counts = [...row, ...column]
  if (row.length !== game.A.length || column.length !== game.B.length || counts.some((count) => !(count >= 0)))
    throw new StagegameError(
      'bad-choices',
      `expected ${game.A.length} and ${game.B.length} counts of choices, got ${row.join(', ')} and ${column.join(', ')}`,
    )
  const total = counts.reduce((a, b) => a + b, 0)
  if (total === 0) return undefined
  const likelihood = (point: readonly number[]) => counts.reduce((sum, count, i) => sum + count * point[i]!, 0)
  const all = points.map(likelihood)
  const best = Math.max(...all)
  // Flat to the end, or all along.
  if (best - all.at(-1)! < 1e-9 * total || best - Math.min(...all) < 1e-9 * total) return undefined
  const along = (place: number): readonly number[] => {
    const from = Math.min(points.length - 2, Math.floor(place))
    return between(game, points[from]!, points[from + 1]!, place - from)
  }
  const found = highest((place) => likelihood(along(place)), [...points.keys()], all)
  return found && Math.max(0, along(found.at).at(-1)!) / game.unit
}

const told = ({ A, unit }: Scaled, point: readonly number[]): QuantalResponse => ({
  lambda: point.at(-1)! / unit,
  row: point.slice(0, A.length).map(Math.exp),
  column: point.slice(A.length, -1).map(Math.exp),
})

/** On the branch, between two points of it that are near each other. */
function between(game: Scaled, a: readonly number[], b: readonly number[], share: number): readonly number[] {
  if (share <= 0) return a
  if (share >= 1) return b
  const chord = b.map((x, i) => x - a[i]!)
  const length = Math.hypot(...chord)
  const guess = a.map((x, i) => x + share * chord[i]!)
  return (
    corrected(
      game,
      guess,
      chord.map((x) => x / length),
    )?.point ?? guess
  )
}

/** What must be 0 on the branch, and its derivatives. */
interface Equations {
  readonly values: number[]
  readonly slopes: number[][]
}

/**
 * In the logarithms of the shares: those of one player add up to 1, and differ by λ times what the actions' expected payoffs
 * differ (Turocy 2005, eq. 6–7).
 */
function equations({ A, B }: Scaled, point: readonly number[]): Equations {
  const [m, n] = [A.length, B.length]
  const lambda = point[m + n]!
  const shares = point.slice(0, m + n).map(Math.exp)
  const values: number[] = []
  const slopes: number[][] = []
  const add = (payoff: Payoffs, own: number, other: number) => {
    const opponents = shares.slice(other, other + payoff[0]!.length)
    const earned = expectedPayoffs(payoff, opponents)
    const adding = point.map(() => 0)
    let sum = -1
    for (let i = 0; i < payoff.length; i++) {
      sum += shares[own + i]!
      adding[own + i] = shares[own + i]!
    }
    values.push(sum)
    slopes.push(adding)
    for (let i = 1; i < payoff.length; i++) {
      const slope = point.map(() => 0)
      slope[own] = -1
      slope[own + i] = 1
      opponents.forEach((share, j) => {
        slope[other + j] = -lambda * (payoff[i]![j]! - payoff[0]![j]!) * share
      })
      slope[m + n] = earned[0]! - earned[i]!
      values.push(point[own + i]! - point[own]! - lambda * (earned[i]! - earned[0]!))
      slopes.push(slope)
    }
  }
  add(A, 0, m)
  add(B, m, 0)
  return { values, slopes }
}

/** The unit vector along the branch that leads on in this direction; undefined where the branch forks. */
function tangent(game: Scaled, point: readonly number[], onwards: readonly number[]): number[] | undefined {
  const { slopes, values } = equations(game, point)
  const along = solved([...slopes, onwards], [...values.map(() => 0), 1])
  if (!along) return undefined
  const length = Math.hypot(...along)
  return along.map((x) => x / length)
}

/** Newton's steps back to the branch within the plane through the guess and across a direction; undefined where they fail. */
function corrected(
  game: Scaled,
  guess: readonly number[],
  across: readonly number[],
): { readonly point: number[]; readonly tries: number } | undefined {
  let point = [...guess]
  for (let tries = 1; tries <= 12; tries++) {
    const { slopes, values } = equations(game, point)
    const off = across.reduce((sum, x, i) => sum + x * (point[i]! - guess[i]!), 0)
    const change = solved([...slopes, across], [...values, off])
    if (!change) return undefined
    point = point.map((x, i) => x - change[i]!)
    if (Math.max(...change.map(Math.abs)) < CLOSE * (1 + Math.max(...point.map(Math.abs)))) return { point, tries }
  }
  return undefined
}

function solved(left: readonly (readonly number[])[], right: readonly number[]): number[] | undefined {
  const decomposed = new LuDecomposition(new Matrix(left.map((row) => [...row])))
  if (decomposed.isSingular()) return undefined
  const found = decomposed.solve(Matrix.columnVector([...right])).to1DArray()
  return found.every(Number.isFinite) ? found : undefined
}
