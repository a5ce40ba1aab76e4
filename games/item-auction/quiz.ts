/** Questions about bids, prices and points. Their figures are made up: no item's true value is told. */
import type { Rng } from '../../src/core/chance.ts'
import type { Question, Setup } from '../../src/core/game.ts'
import type { Params } from './params.ts'
import { leastBid, raiseFrom, startAt } from './prices.ts'

export function quiz({ params }: Setup<Params>, rng: Rng): readonly Question[] {
  const drawn = () => {
    const { start } = params.items[rng.int(params.items.length)]!
    const highest = start + rng.int(start + 1)
    return { start, highest, least: leastBid(params, start, highest), raise: raiseFrom(params, start) }
  }
  const [first, second, third, fourth] = [drawn(), drawn(), drawn(), drawn()]
  const last = second.least + rng.int(second.raise)
  const money = third.least + [-1, 0, -third.raise, third.raise][rng.int(4)]!
  const value = Math.max(1, fourth.highest + (rng.int(2) === 0 ? 1 : -1) * (1 + rng.int(fourth.start)))
  return [
    { name: 'least', given: { start: first.start, highest: first.highest }, answer: first.least },
    { name: 'price', given: { start: second.start, highest: second.highest, last }, answer: last },
    {
      name: 'still',
      given: { start: third.start, highest: third.highest, money },
      answer: money >= third.least,
    },
    { name: 'points', given: { price: fourth.highest, value }, answer: value - fourth.highest },
    ...(params.offers > 1
      ? [{ name: 'again', given: { start: first.start }, answer: startAt(params, first.start, 2) }]
      : []),
  ]
}
