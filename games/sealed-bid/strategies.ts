/** Scripted bidders of sealed-bid auctions. Each bid is rounded to the increment, and held to what may be bid. */
import { z } from 'zod'
import { memo } from '../../src/core/memo.ts'
import { pacing } from './pacing.ts'
import { type Player, player, type View } from './player.ts'
import { equilibriumBid } from './theory.ts'

/** Bids its value, or its signal: dominant under second prices and private values (Vickrey 1961). */
const truthful: Player = (options) => {
  z.strictObject({}).parse(options)
  return player(held)
}

/**
 * Bids as in the symmetric equilibrium of one round (sources in theory.ts), with `riskAversion` ρ under first prices and private
 * values (Cox, Smith and Walker 1988). Where none is known (first price or all-pay with affiliated or given values …) it bids its
 * value. Takes no account of budgets and caps, but keeps to them.
 */
const equilibrium: Player = (options) => {
  const { riskAversion } = z.strictObject({ riskAversion: z.number().min(0).lt(1).default(0) }).parse(options)
  const known = memo((auction: Pick<View, 'format' | 'reserve' | 'values'>, bidders: number) => ({
    bid: equilibriumBid({ ...auction, bidders, riskAversion }),
  }))
  return player((view) => {
    const { format, reserve, values, seats } = view
    return known({ format, reserve, values }, seats).bid?.(held(view)) ?? held(view)
  })
}

/** Bids a `share` of its value: what a line through the origin makes of most people's bids (Cox, Smith and Walker 1988). */
const shade: Player = (options) => {
  const { share } = z.strictObject({ share: z.number().min(0).max(10).default(0.8) }).parse(options)
  return player((view) => share * held(view))
}

/** Holds its money back: bids 0 until the `last` rounds (a quarter of them if absent), then its value while its money lasts. */
const sniper: Player = (options) => {
  const { last } = z.strictObject({ last: z.int().min(1).optional() }).parse(options)
  return player((view) => {
    const first = view.rounds - (last ?? Math.ceil(view.rounds / 4)) + 1
    return view.round < first ? 0 : held(view)
  })
}

/**
 * Bidders of one agency let the one with the highest bid bid alone, and the others bid 0; of equal ones the lower seat: a ring whose
 * members know each other's values (Graham and Marshall 1987). A member's bid is a `share` of its value (1 if absent, under first
 * price and all-pay 0.8), at most `pace` times the even share of its money in the rounds that are left (all its money if absent).
 * Its partners are taken to have the same options. Without partners it just bids.
 */
const coalition: Player = (options) => {
  const { share, pace } = z
    .strictObject({ share: z.number().min(0).max(10).optional(), pace: z.number().positive().optional() })
    .parse(options)
  return player((view) => {
    const ownPrice = view.format === 'first-price' || view.format === 'all-pay'
    const left = view.rounds - view.round + 1
    const bidOf = ({ value, money }: { readonly value: number; readonly money: number | null }) => {
      const purse = money === null ? Number.POSITIVE_INFINITY : Math.min(money, ((pace ?? left) * money) / left)
      return Math.min(purse, (share ?? (ownPrice ? 0.8 : 1)) * value)
    }
    const own = bidOf({ value: held(view), money: view.money })
    const yields = view.agency.some((partner) => {
      const bid = bidOf(partner)
      return bid > own || (bid === own && partner.seat < view.seat)
    })
    return yields ? 0 : own
  })
}

export const strategies = { truthful, equilibrium, shade, sniper, pacing, coalition }

/** There is one whenever a bid is asked for. */
const held = ({ value }: View): number => value ?? 0
