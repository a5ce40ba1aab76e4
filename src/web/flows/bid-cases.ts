/** What a sealed bid would come to against some highest bids of the others: the rules’ own settlement of each case. */
import { settled } from '../../../games/auctions/settlement.ts'
import { portable } from '../../core/fingerprint.ts'
import type { View } from './sealed-bid.ts'

export interface Earnings {
  readonly won: boolean
  readonly paid: number
  /** The least and the most that this can earn: the same but for what is not known of a common worth; null where nothing is. */
  readonly earns: readonly [number, number] | null
}

export interface Case {
  /** The highest bid of the others. */
  readonly rival: number
  /** One, or more where equal bids or lower ones decide. */
  readonly outcomes: readonly Earnings[]
}

/** In the order of the others’ bid: none worth the name, about half of the own, right below it, as high, right above, the own value. */
export function casesOf(view: View, bid: number): readonly Case[] {
  return rivalsOf(view, bid).map((rival) => ({ rival, outcomes: outcomesOf(view, bid, rival) }))
}

function rivalsOf({ increment, reserve, value, common }: View, bid: number): readonly number[] {
  const step = increment === 0 ? 1 : increment
  const legal = (x: number) => portable(Math.floor(portable(x / step)) * step)
  const near = [0, legal(reserve), legal(bid / 2), portable(bid - step), bid, portable(bid + step)]
  const all = common ? near : [...near, legal(value ?? 0)]
  return [...new Set(all.filter((x) => x >= 0))].sort((a, b) => a - b)
}

function outcomesOf(view: View, bid: number, rival: number): readonly Earnings[] {
  const { format, reserve, seats } = view
  const thirds = format === 'third-price' && seats > 2 ? [0, rival] : [0]
  const outcomes = thirds.flatMap((third) =>
    [0, 1].map((nth) => {
      const others = seats > 2 ? [rival, third] : [rival]
      const { winner, paid } = settled({ format, reserve }, [bid, ...others], (highest) => highest[nth] ?? highest[0]!)
      return earningsOf(view, winner === 0, paid[0]!)
    }),
  )
  return outcomes.filter((one, i) => outcomes.findIndex((other) => isSame(one, other)) === i)
}

const isSame = (a: Earnings, b: Earnings): boolean => a.won === b.won && a.paid === b.paid

function earningsOf(view: View, won: boolean, paid: number): Earnings {
  if (!won) return { won, paid, earns: [portable(-paid), portable(-paid)] }
  const worth = worthOf(view)
  return { won, paid, earns: worth && [portable(worth[0] - paid), portable(worth[1] - paid)] }
}

/** What the item can be worth, for what this seat knows: a signal lies within `noise` of a common worth. */
function worthOf({ common, value, values }: View): readonly [number, number] | null {
  if (value === null) return null
  if (!common) return [value, value]
  if (values.kind !== 'common') return null
  return [Math.max(values.low, portable(value - values.noise)), Math.min(values.high, portable(value + values.noise))]
}
