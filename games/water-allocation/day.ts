/** What one day comes to: who is served, and how everybody stands after it. */
import type { Seat } from '../../src/core/game.ts'
import { MOST_HEALTH, type Standing } from './params.ts'

/** A day's bids, null for a resident who is out, and what they are judged by; lists are by seat. */
export interface Bidding {
  /** Salaries of the day included. */
  readonly balances: readonly number[]
  readonly bids: readonly (number | null)[]
  readonly needs: readonly number[]
  readonly supply: number
}

/** What being served adds to health. */
const GAIN = 2

/**
 * Who is served, in the order in which they are: highest bid first, a tie to the smaller need, then to the lower seat. Each whose
 * whole need is still there is served, the others are passed over; so is a bid above the balance.
 */
export function servedOf({ balances, bids, needs, supply }: Bidding): readonly Seat[] {
  const able = bids.flatMap((bid, seat) =>
    bid !== null && bid <= balances[seat]! ? [{ bid, need: needs[seat]!, seat }] : [],
  )
  let left = supply
  const served: Seat[] = []
  for (const { need, seat } of able.sort((a, b) => b.bid - a.bid || a.need - b.need || a.seat - b.seat)) {
    if (need > left) continue
    left -= need
    served.push(seat)
  }
  return served
}

/** A resident's standing after a day: one who is served pays its bid and recovers, one who is not loses its days dry. */
export function after({ health, balance, daysDry }: Standing, served: boolean, bid: number): Standing {
  if (served) return { balance: balance - bid, daysDry: 1, health: Math.min(MOST_HEALTH, health + GAIN) }
  return { balance, daysDry: daysDry + 1, health: health - daysDry }
}

/** With the day's salary. */
export const paid = ({ health, balance, daysDry }: Standing, salary: number): Standing => ({
  balance: balance + salary,
  daysDry,
  health,
})

export const isAlive = ({ health }: Pick<Standing, 'health'>): boolean => health > 0
