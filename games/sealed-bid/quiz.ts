/** Questions about who wins a round, and what that pays. */
import type { Rng } from '../../src/core/chance.ts'
import { portable } from '../../src/core/fingerprint.ts'
import type { Question, Setup } from '../../src/core/game.ts'
import { settled } from '../auctions/settlement.ts'
import { isCommon } from '../auctions/values.ts'
import type { Params } from './params.ts'

/** Of more bidders, the others are said to bid 0. */
const MOST_BIDS = 5
const WITHIN = 1e-6

export function quiz({ params, roles }: Setup<Params>, rng: Rng): readonly Question[] {
  const step = params.increment === 0 ? 1 : params.increment
  const least = Math.ceil(portable(params.reserve / step))
  /** Bids that reach the reserve, no two alike: ties are asked of nobody. */
  const round = () => {
    const steps = Array.from({ length: Math.min(roles.length, MOST_BIDS) }, (_, i) => least + 3 + i * 4 + rng.int(4))
    const bids = rng.shuffle(steps).map((times) => portable(times * step))
    const others = Array.from({ length: roles.length - bids.length }, () => 0)
    return { bids, ...settled(params, [...bids, ...others], ([highest]) => highest!) }
  }
  const [first, second, third] = [round(), round(), round()]
  const winner = second.winner!
  const loser = third.bids.findIndex((_, seat) => seat !== third.winner)
  const common = isCommon(params.values)
  const worth = portable(second.bids[winner]! + 7 * step)
  return [
    { name: 'price', given: { bids: first.bids }, answer: first.price!, within: WITHIN },
    {
      name: 'winner-payoff',
      given: { bids: second.bids, mine: second.bids[winner]!, worth, common },
      answer: portable(worth - second.paid[winner]!),
      within: WITHIN,
    },
    {
      name: 'loser-payoff',
      given: { bids: third.bids, mine: third.bids[loser]!, worth: portable(third.bids[loser]! + 2 * step), common },
      answer: 0 - third.paid[loser]!,
      within: WITHIN,
    },
  ]
}
