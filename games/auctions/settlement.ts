/** Who wins a sealed-bid round, and what everybody pays. */
import { portable } from '../../src/core/fingerprint.ts'
import type { Seat } from '../../src/core/game.ts'

export const FORMATS = ['first-price', 'second-price', 'third-price', 'all-pay'] as const
export type Format = (typeof FORMATS)[number]

export interface Terms {
  readonly format: Format
  readonly reserve: number
}

export interface Settlement {
  /** Null where no bid reaches the reserve. */
  readonly winner: Seat | null
  /** What the winner pays; null without a sale. */
  readonly price: number | null
  /** What each seat pays. */
  readonly paid: readonly number[]
}

/**
 * The highest bid of at least the reserve wins; `pick` chooses among equal ones. It pays its own bid (first price, all-pay), the
 * second or the third highest, and at least the reserve. All-pay: every bid of at least the reserve is paid.
 */
export function settled(
  { format, reserve }: Terms,
  bids: readonly number[],
  pick: (highest: readonly Seat[]) => Seat,
): Settlement {
  const best = Math.max(...bids)
  if (best < reserve) return { winner: null, price: null, paid: bids.map(() => 0) }
  const winner = pick(seatsWith(bids, best))
  const price = priceOf({ format, reserve }, bids)
  const paid = bids.map((bid, seat) => {
    if (format === 'all-pay') return bid >= reserve ? bid : 0
    return seat === winner ? price : 0
  })
  return { winner, price, paid }
}

/** What the winner pays, of bids of which one reaches the reserve. */
function priceOf({ format, reserve }: Terms, bids: readonly number[]): number {
  const rank = format === 'second-price' ? 1 : format === 'third-price' ? 2 : 0
  return Math.max(reserve, highest(bids, rank) ?? reserve)
}

/** The highest of some numbers but for the first `rank`. */
function highest(numbers: readonly number[], rank: number): number | undefined {
  if (rank === 0) return Math.max(...numbers)
  const top: number[] = []
  for (const number of numbers) {
    const at = top.findIndex((other) => other < number)
    if (at !== -1) top.splice(at, 0, number)
    else if (top.length <= rank) top.push(number)
    if (top.length > rank + 1) top.pop()
  }
  return top[rank]
}

function seatsWith(bids: readonly number[], bid: number): readonly Seat[] {
  const seats: Seat[] = []
  bids.forEach((other, seat) => {
    if (other === bid) seats.push(seat)
  })
  return seats
}

/** What a seat could have bid, and what that would have meant to it. */
export interface Chances {
  /** The distance between bids; 0: as near as one likes. */
  readonly step: number
  /** The most that it may bid. */
  readonly most: number
  /** What the item is worth to it. */
  readonly worth: number
  /** What a unit that it pays takes away from it: more than 1 where money that is left over is worth something. */
  readonly cost: number
}

/**
 * The most that a seat could have earned against these bids of the others, of which the three highest are enough: its worth less
 * what the best bid pays, or nothing. To win for certain it bids a step more than the highest of the others, for a tie may be lost.
 */
export function bestAgainst(terms: Terms, others: readonly number[], { step, most, worth, cost }: Chances): number {
  const rival = Math.max(...others)
  const least = step === 0 ? terms.reserve : portable(Math.ceil(portable(terms.reserve / step)) * step)
  const bid = rival >= least ? portable(rival + step) : least
  if (bid > most) return 0
  return Math.max(0, worth - cost * priceOf(terms, [bid, ...others]))
}
