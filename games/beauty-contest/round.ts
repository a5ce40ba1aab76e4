/** What one round comes to: the statistic, the target, who wins, and what everybody is paid. */
import type { Seat } from '../../src/core/game.ts'
import { nearest } from './nearest.ts'
import type { Params } from './params.ts'

export interface Round {
  /** What each seat's belief pays; null where beliefs are not asked. */
  readonly believed: readonly number[] | null
  readonly mean: number
  readonly median: number
  /** What each seat's guess pays. */
  readonly paid: readonly number[]
  /** All guesses, lowest first. */
  readonly sorted: readonly number[]
  readonly statistic: number
  readonly target: number
  readonly winners: ReadonlySet<Seat>
  /** The numbers that were nearest: one, or two on either side of the target; of two, the lower one where it alone wins. */
  readonly winning: readonly number[]
}

/** Settles a round. `factor` is the value of params.factor; `tieBreak(n)` draws from 0 … n − 1 where a winner is drawn. */
export function settle(
  params: Params,
  factor: number,
  guesses: readonly number[],
  beliefs: readonly number[] | null,
  tieBreak: (n: number) => number,
): Round {
  const sorted = [...guesses].sort((a, b) => a - b)
  const { statistic, of } = statisticOf(params, guesses, sorted)
  const target = factor * (statistic + params.offset)
  const near = nearest(guesses, { fraction: params.factor, factor, offset: params.offset, of })
  const candidates = params.ties === 'lowest' ? lowestOf(near, guesses) : near
  const drawn = params.ties === 'random' && near.length > 1
  const winners = new Set(drawn ? [near[tieBreak(near.length)]!] : candidates)
  return {
    believed: beliefs && beliefPayoffs(params, sorted, guesses, beliefs),
    mean: meanOf(guesses),
    median: meanOf(middleOf(sorted)),
    paid: paidOut(params, guesses, winners, target),
    sorted,
    statistic,
    target,
    winners,
    winning: [...new Set(candidates.map((seat) => guesses[seat]!))].sort((a, b) => a - b),
  }
}

/** The statistic, and the guesses it is the mean of. */
function statisticOf({ statistic }: Params, guesses: readonly number[], sorted: readonly number[]) {
  const of = { mean: guesses, median: middleOf(sorted), max: sorted.slice(-1) }[statistic]
  return { statistic: meanOf(of), of }
}

const meanOf = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length

/** The middle one, or the middle two. */
const middleOf = (sorted: readonly number[]): readonly number[] =>
  sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1)

function lowestOf(near: readonly Seat[], guesses: readonly number[]): readonly Seat[] {
  const lowest = Math.min(...near.map((seat) => guesses[seat]!))
  return near.filter((seat) => guesses[seat] === lowest)
}

function paidOut(params: Params, guesses: readonly number[], winners: ReadonlySet<Seat>, target: number): number[] {
  const { scoring, ties, prize, min, max } = params
  if (scoring === 'distance')
    return guesses.map((guess) => prize * Math.max(0, 1 - Math.abs(guess - target) / (max - min)))
  const share = ties === 'each' ? prize : prize / winners.size
  return guesses.map((_, seat) => (winners.has(seat) ? share : 0))
}

/** prize · max(0, 1 − ((b − statistic of the others) / (max − min))²): a quadratic scoring rule. */
function beliefPayoffs(
  params: Params,
  sorted: readonly number[],
  guesses: readonly number[],
  beliefs: readonly number[],
): number[] {
  const { beliefs: asked, min, max } = params
  if (asked === 'off') return beliefs.map(() => 0)
  return beliefs.map((belief, seat) => {
    const others = sorted.toSpliced(sorted.indexOf(guesses[seat]!), 1)
    const error = (belief - statisticOf(params, others, others).statistic) / (max - min)
    return asked.prize * Math.max(0, 1 - error * error)
  })
}
