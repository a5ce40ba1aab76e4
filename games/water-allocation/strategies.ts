/** Scripted residents. All they know is the view: how everybody stands is public, what the others bid today is not. */
import { z } from 'zod'
import type { Strategy, ViewOf } from '../../src/core/game.ts'
import { isAlive } from './day.ts'
import type { Kinds, waterAllocation } from './rules.ts'
import { lastDryDay } from './theory.ts'

type View = ViewOf<typeof waterAllocation>
type Player = Strategy<Kinds, View>

/** A player who names an amount: whole, and never more than it has. */
const bidder = (amount: (view: View) => number) => ({
  bid: (view: View) => ({ bid: Math.max(0, Math.min(own(view).balance, Math.floor(amount(view)))) }),
})

/** Bids the same share of its balance every day. */
const shareOfBalance: Player = (options) => {
  const { share } = z.strictObject({ share: z.number().min(0).max(1).default(0.5) }).parse(options)
  return bidder((view) => own(view).balance * share)
}

/**
 * Bids more the larger its need and the nearer its end: need × going rate × `urgency` / days that it lasts without water, this one
 * included. The going rate is a day's salaries over a day's needs, of all residents.
 */
const needBased: Player = (options) => {
  const { urgency } = z.strictObject({ urgency: z.number().min(0).max(1000).default(2) }).parse(options)
  return bidder((view) => {
    const rate = sum(view.salaries) / sum(view.needs)
    return (view.needs[view.seat]! * rate * urgency) / lastDryDay(own(view))
  })
}

/**
 * Saves while it is healthy: bids 0 as long as a dry day leaves it more than `margin` points of health. Otherwise it bids the least
 * that nobody can keep from being served: those who could still bid above it leave enough for its need, even if all are served
 * before it. Where there is no such bid, it bids all it has.
 */
const survivor: Player = (options) => {
  const { margin } = z.strictObject({ margin: z.int().min(0).max(10).default(0) }).parse(options)
  return bidder((view) => {
    const { health, daysDry } = own(view)
    return health - daysDry > margin ? 0 : certainBid(view)
  })
}

export const strategies = {
  'share-of-balance': shareOfBalance,
  'need-based': needBased,
  survivor,
}

const own = (view: View) => view.residents[view.seat]!

/** Infinity where no bid makes certain. */
function certainBid({ seat, needs, supply, residents }: View): number {
  const need = needs[seat]!
  const rivals = residents.flatMap((resident, rival) =>
    rival !== seat && isAlive(resident)
      ? [
          {
            need: needs[rival]!,
            firstInTie: needs[rival]! < need || (needs[rival] === need && rival < seat),
            most: resident.balance,
          },
        ]
      : [],
  )
  const isCertain = (bid: number) =>
    sum(rivals.filter(({ most, firstInTie }) => most > bid || (most === bid && firstInTie)).map((r) => r.need)) +
      need <=
    (supply ?? 0)
  const candidates = [0, ...rivals.flatMap(({ most }) => [most, most + 1])].sort((a, b) => a - b)
  return candidates.find(isCertain) ?? Infinity
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
