/** Scripted bidders. All of them raise as little as they can, and differ in how far they go, and for which items. */
import { z } from 'zod'
import { portable } from '../../src/core/fingerprint.ts'
import type { Strategy, ViewOf } from '../../src/core/game.ts'
import type { itemAuction, Kinds } from './rules.ts'

type View = ViewOf<typeof itemAuction>
type Bidder = Strategy<Kinds, View>

/** Bids the least that is allowed while that is below the limit, and then withdraws. */
const upTo = (limit: (view: View, estimate: number) => number): ReturnType<Bidder> => ({
  bid: (view) => {
    const { item, least } = view
    if (item === null || least === null) return { bid: null }
    return { bid: least < limit(view, item.estimate) ? least : null }
  },
})

/**
 * Stays in while the price is below its estimate: what is weakly dominant in an ascending auction of one item to a bidder who knows its
 * value and has the money (Vickrey 1961). Here the estimate may be wrong, and money spent is missing for later items.
 */
const truthful: Bidder = (options) => {
  z.strictObject({}).parse(options)
  return upTo((_, estimate) => estimate)
}

/** Cautious, or bold: stays in while the price is below `share` of its estimate. */
const shade: Bidder = (options) => {
  const { share } = z.strictObject({ share: z.number().min(0).max(10).default(0.8) }).parse(options)
  return upTo((_, estimate) => portable(estimate * share))
}

/** Knows by how much estimates are off, and stays in while the price is below the true value: estimate ÷ `bias`. */
const debiased: Bidder = (options) => {
  const { bias } = z.strictObject({ bias: z.number().positive().default(1.1) }).parse(options)
  return upTo((_, estimate) => portable(estimate / bias))
}

/**
 * Keeps its money for some `items`, and is truthful about those alone: the `last` ones, or those with the best `ratio` of estimate to
 * starting price, of equal ones the later.
 */
const sniper: Bidder = (options) => {
  const { items: many, by } = z
    .strictObject({ by: z.enum(['last', 'ratio']).default('last'), items: z.int().min(1).default(2) })
    .parse(options)
  const wanted = ({ items }: View, place: number) => {
    const later = items.length - 1 - place
    if (by === 'last') return later < many
    const ratio = (item: View['items'][number]) => item.estimate / item.start
    const own = ratio(items[place]!)
    const better = items.filter((item, other) => ratio(item) > own || (ratio(item) === own && other > place))
    return better.length < many
  }
  return upTo((view, estimate) => (view.nth !== null && wanted(view, view.nth - 1) ? estimate : 0))
}

export const strategies = { truthful, shade, debiased, sniper }
