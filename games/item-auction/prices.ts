/** What may be bid: starting prices and raises, always whole. */
import { portable } from '../../src/core/fingerprint.ts'
import type { Params } from './params.ts'

type Pricing = Pick<Params, 'discount' | 'minimumRaise'>

/** The starting price at the nth offer (from 1): each is the one before less the discount, rounded down, and at least 1. */
export function startAt({ discount }: Pick<Pricing, 'discount'>, start: number, offer: number): number {
  let price = start
  for (let again = 1; again < offer; again++) price = Math.max(1, Math.floor(portable(price * (1 - discount))))
  return price
}

/** The share of the starting price (as now offered) that a raise must at least be, rounded up, and at least 1. */
export const raiseFrom = ({ minimumRaise }: Pick<Pricing, 'minimumRaise'>, start: number): number =>
  Math.max(1, Math.ceil(portable(start * minimumRaise)))

/** The least that may be bid: the starting price, or the highest bid and a raise. */
export const leastBid = (pricing: Pick<Pricing, 'minimumRaise'>, start: number, highest: number | null): number =>
  highest === null ? start : highest + raiseFrom(pricing, start)
