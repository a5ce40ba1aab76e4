/** What a seat may bid: the schema of its answer, from its money, its value and the increment. */
import { z } from 'zod'
import { portable } from '../../src/core/fingerprint.ts'
import type { Seat } from '../../src/core/game.ts'
import { memo } from '../../src/core/memo.ts'
import { type Holding, rangeOf } from '../auctions/values.ts'
import type { Params } from './params.ts'

export interface Purse {
  readonly holding: Holding
  /** What each seat has left to spend; null without budgets. */
  readonly money: readonly number[] | null
  readonly params: Params
}

/** The most that a seat may bid, a multiple of the increment: up to its money, up to its value. Null without a limit. */
export function mostOf({ params, money, holding }: Purse, seat: Seat): number | null {
  const { bidCap, increment } = params
  if (money === null && bidCap === 'none') return null
  const cap = bidCap === 'value' ? Math.max(0, holding.signals[seat]!) : ANY
  const most = Math.min(money?.[seat] ?? ANY, cap)
  return increment === 0 ? most : portable(Math.floor(portable(most / increment)) * increment)
}

/** No number that a bid could be held to: JSON Schema writes it where there is no bound, and readers are not shown it. */
const ANY = Number.MAX_SAFE_INTEGER

/** Of larger numbers it is not certain whether they are multiples. */
const MOST_MULTIPLE = 1e12

type Schema = ReturnType<typeof made>

/** What a seat may answer. Balances are seldom the same twice, but mostly stay what they were: the seat's last schema is kept. */
export function bidSchema(params: Params, seat: Seat, most: number | null): Schema {
  const high = drawnUpTo(params)
  if (most === null) return unlimited(params.increment, high)
  const last = lasts.get(params) ?? []
  lasts.set(params, last)
  const found = last[seat]
  if (found?.most === most) return found.schema
  const schema = made(params.increment, most, high)
  last[seat] = { most, schema }
  return schema
}

const lasts = new WeakMap<Params, { readonly most: number; readonly schema: Schema }[]>()

const unlimited = memo((increment: number, high: number) => made(increment, ANY, high))

function made(increment: number, most: number, high: number) {
  const number = increment === 1 ? z.int() : increment === 0 ? z.number() : z.number().multipleOf(increment)
  const bid = number.min(0).max(most === ANY && increment !== 0 && increment !== 1 ? MOST_MULTIPLE : most)
  return z.strictObject({ bid: bid.meta({ suggested: [0, Math.min(most, high)] }) })
}

/** Where random bids are drawn: up to the highest value that there may be; of given values only its order of magnitude is told. */
function drawnUpTo(params: Params): number {
  const found = highs.get(params)
  if (found !== undefined) return found
  const high = Math.max(1, rangeOf(params.values)[1])
  const told = params.values.kind === 'given' ? 10 ** Math.ceil(Math.log10(high)) : high
  highs.set(params, told)
  return told
}

const highs = new WeakMap<Params, number>()
