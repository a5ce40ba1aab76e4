/** What limits gave up: with all of them known, so is what any other would have earned. */
import type { Seat } from '../../src/core/game.ts'
import type { Ties } from '../auctions/ties.ts'
import { type Prices, priceAt, tickOf } from './prices.ts'

/**
 * By seat: the most that another limit would have earned against those of the others, less what its own earned. A tie counts as its
 * share of the lot, but where the first seat gets the item.
 */
export function regretsOf(
  prices: Prices,
  ties: Ties,
  limits: readonly (number | null)[],
  worth: readonly number[],
): ReadonlyMap<Seat, number> {
  const due = limits.map((limit) => tickOf(prices, limit))
  return new Map(
    due.map((own, seat): [Seat, number] => {
      const against = rivalOf(prices, due, seat)
      const share = ties === 'first-seat' ? Number(seat < against.first) : 1 / (against.count + 1)
      const earned = (tick: number) => earnedBy(prices, against.tick, tick, { worth: worth[seat]!, share })
      const others = [0, Math.min(prices.ticks, against.tick - 1), against.tick, Number.POSITIVE_INFINITY].filter(
        (tick) => tick >= 0,
      )
      return [seat, Math.max(...others.map(earned), earned(own)) - earned(own)]
    }),
  )
}

interface Rival {
  readonly count: number
  readonly first: Seat
  /** Infinity: it never leaves. */
  readonly tick: number
}

/** Of the others, those who stay longest (ascending) or stop the clock first (descending): against them alone a seat can lose. */
function rivalOf({ direction }: Prices, due: readonly number[], seat: Seat): Rival {
  const others = due.flatMap((tick, other) => (other === seat ? [] : [{ tick, other }]))
  const ticks = others.map(({ tick }) => tick)
  const tick = direction === 'ascending' ? Math.max(...ticks) : Math.min(...ticks)
  const tied = others.filter((other) => other.tick === tick)
  return { count: tied.length, first: tied[0]!.other, tick }
}

function earnedBy(
  prices: Prices,
  rival: number,
  own: number,
  { worth, share }: { readonly worth: number; readonly share: number },
): number {
  const ascending = prices.direction === 'ascending'
  if (own === rival) {
    if (!ascending && own === Number.POSITIVE_INFINITY) return 0
    return share * (worth - priceAt(prices, own))
  }
  if (ascending) return own > rival ? worth - priceAt(prices, rival) : 0
  return own < rival ? worth - priceAt(prices, own) : 0
}
