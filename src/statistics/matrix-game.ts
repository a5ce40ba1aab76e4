/** Games of two players in normal form: what mixtures earn, how far they are from an equilibrium, what a past play regrets. */
import { StagegameError } from '../core/errors.ts'

/** `payoff[own][other]`, or of a bimatrix `[row][column]` for both players. */
export type Payoffs = readonly (readonly number[])[]
/** Shares of the actions, adding up to 1. */
export type Mixture = readonly number[]

/** Expected payoff of each action against a mixture of the opponent's. `payoff[own][other]`. */
export const expectedPayoffs = (payoff: Payoffs, mix: Mixture): number[] =>
  payoff.map((row) => row.reduce((sum, paid, other) => sum + paid * mix[other]!, 0))

/** The same matrix seen from the column: `[column][row]`. */
export const transposed = (payoff: Payoffs): number[][] =>
  (payoff[0] ?? []).map((_, column) => payoff.map((row) => row[column]!))

/** Throws `bad-matrix` unless A and B are matrices of numbers of one shape, with a row and a column at least. */
export function checkBimatrix(A: Payoffs, B: Payoffs): void {
  const columns = A[0]?.length ?? 0
  const fits = (payoff: Payoffs) =>
    payoff.length === A.length && payoff.every((row) => row.length === columns && row.every(Number.isFinite))
  if (columns > 0 && fits(A) && fits(B)) return
  const shapes = [A, B].map((payoff) => `${payoff.length} rows of ${payoff.map((row) => row.length).join(', ')}`)
  throw new StagegameError(
    'bad-matrix',
    `expected two matrices of finite payoffs of one shape, [row][column], got ${shapes.join(' and ')} columns`,
  )
}

/** What each player gains by the best action instead of its mixture. Throws `bad-matrix`. */
export function deviationGains(
  A: Payoffs,
  B: Payoffs,
  x: Mixture,
  y: Mixture,
): { readonly row: number; readonly column: number } {
  checkBimatrix(A, B)
  return { row: gain(expectedPayoffs(A, y), x), column: gain(expectedPayoffs(transposed(B), x), y) }
}

const gain = (earned: readonly number[], mix: Mixture): number =>
  Math.max(0, Math.max(...earned) - earned.reduce((sum, paid, action) => sum + paid * mix[action]!, 0))

/**
 * The sum of both players' deviation gains: 0 in an equilibrium and only there; in a zero-sum game twice what is called
 * exploitability (Lanctot et al. 2017). Throws `bad-matrix`.
 */
export function nashConv(A: Payoffs, B: Payoffs, x: Mixture, y: Mixture): number {
  const { row, column } = deviationGains(A, B, x, y)
  return row + column
}

/** What a sequence of play earned, and what it could have. */
export interface SequenceRegret {
  readonly payoff: number
  /** By the best single action throughout, less what was earned; below 0 where no single action does as well. */
  readonly external: number
  /** By `swaps[from][to]`: what it would have added to play `to` wherever `from` was played. */
  readonly swaps: readonly (readonly number[])[]
  /** The most that one swap adds. */
  readonly internal: number
}

/** External regret (Hannan 1957) and internal regret (Foster and Vohra 1999) of a realised sequence of play. `payoff[own][other]`. */
export function sequenceRegret(payoff: Payoffs, own: readonly number[], others: readonly number[]): SequenceRegret {
  const swaps = payoff.map((_, from) =>
    payoff.map((to) =>
      sum(own, (played, time) => (played === from ? to[others[time]!]! - payoff[from]![others[time]!]! : 0)),
    ),
  )
  const earned = sum(own, (played, time) => payoff[played]![others[time]!]!)
  const single = payoff.map((action) => sum(own, (_, time) => action[others[time]!]!))
  return { payoff: earned, external: Math.max(...single) - earned, swaps, internal: Math.max(...swaps.flat()) }
}

const sum = (own: readonly number[], of: (played: number, time: number) => number): number =>
  own.reduce((total, played, time) => total + of(played, time), 0)
