/** The Nash equilibria of small games of two players, by the vertices of their best-response polytopes. */
import { LuDecomposition, Matrix } from 'ml-matrix'
import { StagegameError } from '../core/errors.ts'
import { checkBimatrix, expectedPayoffs, type Mixture, type Payoffs, transposed } from './matrix-game.ts'

export interface Equilibrium {
  readonly row: Mixture
  readonly column: Mixture
}

/** Above these actions of both players together there are too many vertices to look at. */
const MOST_ACTIONS = 16
const SLACK = 1e-9

/**
 * All extreme Nash equilibria: every other one is a mixture of these. In a game that is not degenerate that is all there are.
 * Pairs of vertices of the best-response polytopes that carry every label between them (Avis, Rosenberg, Savani and von
 * Stengel 2010): unlike equal supports, this is complete in degenerate games too. Pure ones first, then by shares.
 * Throws `bad-matrix`, and `too-large` above 16 actions of both players together.
 */
export function nashEquilibria(A: Payoffs, B: Payoffs): Equilibrium[] {
  checkBimatrix(A, B)
  const [m, n] = [A.length, A[0]!.length]
  if (m + n > MOST_ACTIONS)
    throw new StagegameError(
      'too-large',
      `equilibria are listed up to ${MOST_ACTIONS} actions of both players together, got ${m} + ${n}`,
    )
  // Labels 0 … m − 1 are the row's actions, m … m + n − 1 the column's: unplayed by their owner, or a best response.
  const rows = verticesOf(positive(transposed(B)), (action) => action, m)
  const columns = verticesOf(positive(A), (action) => (action + m) % (m + n), n)
  const found: Equilibrium[] = []
  for (const row of rows)
    for (const column of columns)
      if ((row.labels | column.labels) === 2 ** (m + n) - 1) found.push({ row: row.mix, column: column.mix })
  return found.sort((a, b) => support(a) - support(b) || compared(b.row, a.row) || compared(b.column, a.column))
}

/** The value of a zero-sum game for the row (`payoff[row][column]`), and a strategy of each that secures it. Throws as above. */
export function zeroSumValue(payoff: Payoffs): Equilibrium & { readonly value: number } {
  const [first] = nashEquilibria(
    payoff,
    payoff.map((row) => row.map((paid) => -paid)),
  )
  if (!first) throw new Error('a finite game without an equilibrium') // Nash (1950): there is one
  const earned = expectedPayoffs(payoff, first.column)
  return { ...first, value: earned.reduce((sum, paid, action) => sum + paid * first.row[action]!, 0) }
}

/** Shifted and scaled to payoffs from 1 to 2: equilibria stay where they are. */
function positive(payoff: Payoffs): number[][] {
  const all = payoff.flat()
  const low = Math.min(...all)
  const range = Math.max(...all) - low || 1
  return payoff.map((row) => row.map((paid) => 1 + (paid - low) / range))
}

interface Vertex {
  readonly mix: Mixture
  /** A bit each. */
  readonly labels: number
}

/**
 * The vertices but 0 of { x ≥ 0, payoff · x ≤ 1 }, scaled to mixtures of `own` actions, with the labels of all constraints
 * that bind there. Constraint i < own is x_i ≥ 0, the others are the opponent's actions; `labelOf` numbers them.
 */
function verticesOf(payoff: Payoffs, labelOf: (constraint: number) => number, own: number): Vertex[] {
  const all = own + payoff.length
  const found: Vertex[] = []
  for (const binding of subsets(all, own)) {
    const x = solved(payoff, binding, own)
    if (!x || x.some((share) => share < -SLACK)) continue
    const total = x.reduce((a, b) => a + b, 0)
    const earned = expectedPayoffs(payoff, x)
    if (total < SLACK || earned.some((paid) => paid > 1 + SLACK)) continue
    const binds = (i: number) => (i < own ? x[i]! < SLACK : earned[i - own]! > 1 - SLACK)
    let labels = 0
    for (let i = 0; i < all; i++) if (binds(i)) labels |= 2 ** labelOf(i)
    const mix = x.map((share) => (share < SLACK ? 0 : share / total))
    if (!found.some((other) => other.mix.every((share, i) => Math.abs(share - mix[i]!) < 1e-7)))
      found.push({ mix, labels })
  }
  return found
}

/** The point where these constraints bind; undefined where they do not meet in one. */
function solved(payoff: Payoffs, binding: readonly number[], own: number): number[] | undefined {
  const left = binding.map((i) =>
    i < own ? Array.from({ length: own }, (_, j) => Number(i === j)) : [...payoff[i - own]!],
  )
  const decomposed = new LuDecomposition(new Matrix(left))
  if (Math.abs(decomposed.determinant) < 1e-12) return undefined
  return decomposed.solve(Matrix.columnVector(binding.map((i) => Number(i >= own)))).to1DArray()
}

/** All ways to choose `size` of 0 … n − 1. */
function* subsets(n: number, size: number, from = 0): Generator<number[]> {
  if (size === 0) yield []
  for (let first = from; first <= n - size && size > 0; first++)
    for (const rest of subsets(n, size - 1, first + 1)) yield [first, ...rest]
}

const support = ({ row, column }: Equilibrium): number => [...row, ...column].filter((share) => share > 0).length

function compared(a: Mixture, b: Mixture): number {
  const at = a.findIndex((share, i) => Math.abs(share - b[i]!) > SLACK)
  return at === -1 ? 0 : a[at]! - b[at]!
}
