/** Questions about where the clock stops, and what that pays. */
import type { Rng } from '../../src/core/chance.ts'
import { portable } from '../../src/core/fingerprint.ts'
import type { Question, Setup } from '../../src/core/game.ts'
import { isCommon } from '../auctions/values.ts'
import type { Params } from './params.ts'
import { priceAt, pricesOf } from './prices.ts'
import { runTo } from './round.ts'

/** More bidders than this would test patience. */
const MOST_BIDDERS = 5

export function quiz({ params, roles }: Setup<Params>, rng: Rng): readonly Question[] {
  const prices = pricesOf(params)
  const ascending = params.direction === 'ascending'
  const bidders = Math.min(roles.length, MOST_BIDDERS)
  /** Prices at which bidders would leave, no two alike; on a rising clock one more bidder never does. */
  const round = () => {
    const ticks = distinct(prices.ticks + 1, ascending ? bidders - 1 : bidders, rng)
    const exits = ticks.map((tick) => priceAt(prices, tick))
    const { price } = runTo(prices, ascending ? [...exits, null] : exits)
    return { exits, price: price! }
  }
  const [first, second, third] = [round(), round(), round()]
  const common = isCommon(params.values)
  const worth = portable(Math.max(0, second.price + (1 + rng.int(9)) * (rng.int(4) === 0 ? -1 : 1)))
  return [
    { name: 'price', given: { exits: first.exits }, answer: first.price, within: 1e-6 },
    {
      name: 'winner-payoff',
      given: { exits: second.exits, worth, common },
      answer: portable(worth - second.price),
      within: 1e-6,
    },
    {
      name: 'loser-payoff',
      given: { exits: third.exits, worth: portable(third.price + 1 + rng.int(9)), common },
      answer: 0,
      within: 1e-6,
    },
  ]
}

/** So many whole numbers below n, or as many as there are, in random order. */
function distinct(n: number, count: number, rng: Rng): readonly number[] {
  const found = new Set<number>()
  while (found.size < Math.min(n, count)) found.add(rng.int(n))
  return [...found]
}
