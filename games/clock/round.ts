/** What happens to a round while its clock runs, and where the clock stops. */
import type { Seat } from '../../src/core/game.ts'
import { type Prices, priceAt, tickOf } from './prices.ts'

/** A clock that runs. */
export interface Running {
  /** By seat: the price at which it left (stopped the clock); null: it did not. */
  readonly exits: readonly (number | null)[]
  /** How many did not: counted once a price, for every view tells it. */
  readonly remaining: number
  /** Which price is shown, from 0. */
  readonly tick: number
}

export interface Stopped extends Running {
  /** What the item is sold at; null without a sale. */
  readonly price: number | null
  /** Who can get the item at this price: one of them does. */
  readonly takers: readonly Seat[]
}

export const clockAtStart = (seats: number): Running => ({
  exits: Array.from({ length: seats }, () => null),
  remaining: seats,
  tick: 0,
})

/**
 * The price shown, answered by all who are in. Ascending: the last one in is the taker, at the price at which the second-last left;
 * those who leave together, none remaining, are takers at that price, and so are all who stay at the final price. Descending: who
 * stops the clock is a taker at the price shown; there is none where nobody does at the final price.
 */
export function after(
  prices: Prices,
  { exits, remaining, tick }: Running,
  leaving: readonly Seat[],
): Running | Stopped {
  const price = priceAt(prices, tick)
  const left = new Set(leaving)
  const now = leaving.length === 0 ? exits : exits.map((exit, seat) => (left.has(seat) ? price : exit))
  const here = { exits: now, remaining: remaining - leaving.length, tick }
  const goesOn = { ...here, tick: tick + 1 }
  const last = tick === prices.ticks
  if (prices.direction === 'descending') {
    if (leaving.length > 0) return { ...here, price, takers: leaving }
    return last ? { ...here, price: null, takers: [] } : goesOn
  }
  if (here.remaining > 1 && !last) return goesOn
  return { ...here, price, takers: here.remaining > 0 ? stillIn(now) : leaving }
}

/** Where the clock stops if each seat leaves at the first price that has reached its limit; null: never. */
export function runTo(prices: Prices, limits: readonly (number | null)[]): Stopped {
  const due = limits.map((limit) => tickOf(prices, limit))
  let running = clockAtStart(limits.length)
  for (;;) {
    // nothing happens before the next seat leaves
    const tick = due.reduce((least, own) => (own >= running.tick && own < least ? own : least), prices.ticks)
    const leaving = due.flatMap((own, seat) => (own === tick ? [seat] : []))
    const next = after(prices, { ...running, tick }, leaving)
    if (hasStopped(next)) return next
    running = next
  }
}

export const hasStopped = (round: Running | Stopped): round is Stopped => 'takers' in round

export const stillIn = (exits: readonly (number | null)[]): readonly Seat[] =>
  exits.flatMap((exit, seat) => (exit === null ? [seat] : []))
