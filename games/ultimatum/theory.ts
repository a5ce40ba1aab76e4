/** What theory says about the ultimatum game (Güth, Schmittberger and Schwarze 1982), with and without private outside options. */

/** The range of uniform outside options on whole numbers; null where there are none. */
export type OutsideRange = { readonly min: number; readonly max: number } | null

/** A responder who cares for money alone takes an offer of at least what is outside; indifferent, it accepts. */
export const accepts = (offer: number, outside: number): boolean => offer >= outside

/** The chance that such a responder takes an offer, as the proposer sees it. */
export function acceptance(offer: number, range: OutsideRange): number {
  if (range === null) return 1
  const below = Math.floor(offer) - range.min + 1
  return Math.min(1, Math.max(0, below / (range.max - range.min + 1)))
}

/**
 * The offer that maximises (pie − x) · P(accepted) + outside · P(rejected): subgame perfect play of a proposer who knows
 * its own outside option and the other's distribution. The lowest such offer; 0 without outside options.
 */
export function bestOffer(pie: number, outside: number, range: OutsideRange): number {
  let best = { offer: 0, worth: Number.NEGATIVE_INFINITY }
  const highest = range === null ? 0 : Math.min(pie, range.max)
  for (let offer = 0; offer <= highest; offer++) {
    const taken = acceptance(offer, range)
    const worth = (pie - offer) * taken + outside * (1 - taken)
    if (worth > best.worth) best = { offer, worth }
  }
  return best.offer
}
