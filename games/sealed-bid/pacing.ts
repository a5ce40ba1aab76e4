/** A bidder that learns in the course of a match: how to make its money last, and how high to bid. */
import { z } from 'zod'
import { portable } from '../../src/core/fingerprint.ts'
import { memo } from '../../src/core/memo.ts'
import { rangeOf } from '../auctions/values.ts'
import { folded } from './fold.ts'
import { NOTHING_SEEN, type Sightings, sharesUpTo, withRound } from './highest-bid.ts'
import { type Player, player, type View } from './player.ts'

type Entry = View['history'][number]

const Options = z.strictObject({
  eta: z.number().positive().optional(),
  muMax: z.number().min(0).optional(),
  start: z.number().min(0).max(1).default(0.5),
})

/**
 * Paces its money by dual mirror descent: a multiplier μ says how much more than itself a unit of money is worth, and after each
 * round μ ← clip(μ − η(ρ − z), 0, muMax), with ρ the budget a round and z what was paid. Without budgets μ is 0.
 *
 * Second (and third) price: bids v ÷ (1 + μ) (adaptive pacing, Balseiro and Gur 2019). First price: the bid b that maximises
 * (v − (1 + μ) b) · Ĝ(b), all-pay v · Ĝ(b) − (1 + μ) b, where Ĝ estimates how likely b wins from the highest bids of the others so
 * far: all of them under feedback `full`; under `winner` the product-limit estimator (Kaplan and Meier 1958), since of a round that
 * it won it knows only that the others bid less. Half of an equal bid counts as beaten. While nothing was seen, and under feedback
 * `own`, it bids `start` of v ÷ (1 + μ).
 *
 * `eta`: 1 ÷ (2ρ√rounds) if absent. `muMax`: highest value ÷ ρ if absent. What is left over counts with its moneyValue. A signal of
 * a common value is taken for the value.
 */
export const pacing: Player = (options) => {
  const { eta, muMax, start } = Options.parse(options)
  const highest = folded<Entry, number, View>(0, (most, { value }) => Math.max(most, value))
  const multiplier = folded<Entry, number, View>(0, (mu, { result }, view) => {
    const rho = (view.budget ?? 0) / view.rounds
    if (rho === 0) return mu
    const step = eta ?? 1 / (2 * rho * Math.sqrt(view.rounds))
    const most = muMax ?? topOf(view, view.history[0]!.value) / rho
    return pacedMultiplier({ mu, eta: step, rho, paid: result.paid, muMax: most })
  })
  /** For values that are not told the grid grows with what was held so far, and then all is seen on it anew. */
  const sightings = memo((top: number) =>
    folded<Entry, Sightings, View>(NOTHING_SEEN, (seen, entry, view) => sighted(seen, entry, view, gridOf(view, top))),
  )
  return player((view) => {
    const value = view.value ?? 0
    const cost = view.money === null ? 1 : 1 + view.moneyValue + multiplier(view)
    if (view.format === 'second-price' || view.format === 'third-price') return value / cost
    const top = topOf(view, Math.max(value, highest(view)))
    const seen = sightings(top)(view)
    if (seen.exact.length + seen.below.length === 0) return (start * value) / cost
    return bestBid(view, value, cost, seen, gridOf(view, top))
  })
}

/** One step of the dual: up after a payment above ρ, down after one below. */
export const pacedMultiplier = ({
  mu,
  eta,
  rho,
  paid,
  muMax,
}: Readonly<Record<'mu' | 'eta' | 'rho' | 'paid' | 'muMax', number>>): number =>
  portable(Math.min(muMax, Math.max(0, mu - eta * (rho - paid))))

/** The highest value as the rules tell it; where they do not, the next power of two above what was held. */
function topOf({ values }: View, held: number): number {
  const high = values.kind === 'given' ? 2 ** Math.ceil(Math.log2(Math.max(1e-6, held))) : rangeOf(values)[1]
  return high > 0 ? high : 1
}

/** Levels of bids, `step` apart; the last one holds all that is higher. */
interface Grid {
  readonly step: number
  readonly levels: number
}

/** Finer than this nothing is learnt in a few hundred rounds. */
const MOST_LEVELS = 256

function gridOf({ increment }: View, top: number): Grid {
  const step = increment === 0 ? top / MOST_LEVELS : increment * Math.ceil(top / (MOST_LEVELS * increment))
  return { step, levels: Math.floor(top / step) + 2 }
}

const levelOf = (bid: number, { step, levels }: Grid): number => Math.min(levels - 1, Math.ceil(portable(bid / step)))

/** What a round told of the highest bid of the others. */
function sighted(seen: Sightings, { bid, result }: Entry, view: View, grid: Grid): Sightings {
  const { bids, price, won } = result
  if (bids) return withRound(seen, 'exact', levelOf(highestBut(bids, view.seat), grid))
  if (price === undefined) return seen
  if (price === null) return withRound(seen, 'below', levelOf(view.reserve, grid)) // nobody bid the reserve
  return won ? withRound(seen, 'below', levelOf(bid, grid)) : withRound(seen, 'exact', levelOf(price, grid))
}

function highestBut(bids: readonly number[], seat: number): number {
  let highest = 0
  bids.forEach((bid, other) => {
    if (other !== seat && bid > highest) highest = bid
  })
  return highest
}

/** The lowest of the bids with the highest estimated gain; 0 where none gains anything. */
function bestBid(view: View, value: number, each: number, seen: Sightings, { step, levels }: Grid): number {
  const upTo = Math.min(levels - 1, Math.floor(portable(value / each / step)))
  const shares = sharesUpTo(seen, upTo + 1)
  let [bid, most] = [0, 0]
  for (let level = Math.ceil(portable(view.reserve / step)); level <= upTo; level++) {
    const wins = (shares[level]! + (level === 0 ? 0 : shares[level - 1]!)) / 2
    const cost = each * level * step
    const gain = view.format === 'all-pay' ? value * wins - cost : (value - cost) * wins
    if (gain > most) [bid, most] = [level * step, gain]
  }
  return bid
}
