/** All-pay auctions in which all know all values: equilibria in mixed strategies. */

export interface AllPay {
  /** Of one bidder. */
  readonly meanBid: number
  readonly medianBid: number
  /** Of all bidders together: all that the prize is worth. */
  readonly revenue: number
  /** Expected highest bid. */
  readonly meanHighest: number
}

/** The symmetric equilibrium of n bidders for a prize V: F(b) = (b / V)^(1 / (n − 1)) (Hillman and Riley 1989; Baye, Kovenock and de Vries 1996). */
export const allPayOfMany = (prize: number, bidders: number): AllPay => ({
  meanBid: prize / bidders,
  medianBid: prize * 0.5 ** (bidders - 1),
  revenue: prize,
  meanHighest: (prize * bidders) / (2 * bidders - 1),
})

export interface AllPayOfTwo {
  readonly meanBids: readonly [number, number]
  readonly revenue: number
  /** That the one with the higher value wins. */
  readonly firstWins: number
  readonly payoffs: readonly [number, number]
}

/**
 * Two bidders with values high ≥ low: on [0, low] F₁(b) = b / low and F₂(b) = 1 − low / high + b / high (Baye, Kovenock and de
 * Vries 1996).
 */
export const allPayOfTwo = (high: number, low: number): AllPayOfTwo => ({
  meanBids: [low / 2, low ** 2 / (2 * high)],
  revenue: (low * (high + low)) / (2 * high),
  firstWins: 1 - low / (2 * high),
  payoffs: [high - low, 0],
})
