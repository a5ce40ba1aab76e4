/** A price on a clock: it rises until one bidder is left in, or falls until one stops it. */
import { z } from 'zod'
import type { Chance } from '../../src/core/chance.ts'
import { portable } from '../../src/core/fingerprint.ts'
import { asking, defineGame, over, type Seat, seatsTo } from '../../src/core/game.ts'
import { histories } from '../../src/core/histories.ts'
import { memo } from '../../src/core/memo.ts'
import { chosen } from '../auctions/ties.ts'
import { type Holding, holdingOf, isCommon, seatsOf } from '../auctions/values.ts'
import { Params } from './params.ts'
import { type Prices, priceAt, pricesOf } from './prices.ts'
import { quiz } from './quiz.ts'
import { type ClockRecord, measured, NO_ROUNDS, recorded } from './record.ts'
import { regretsOf } from './regret.ts'
import { after, clockAtStart, hasStopped, type Running, runTo, type Stopped, stillIn } from './round.ts'

export interface Kinds {
  /** At the price shown. Ascending: false leaves. Descending: false stops the clock and takes the item. */
  stay: { stay: boolean }
  /** Leaves (stops the clock) at the first price that has reached it; null: never. */
  limit: { leaveAt: number | null }
}

/** A round that is over: each figure once, by seat where it is a seat's. */
interface Finished extends Holding {
  readonly exits: readonly (number | null)[]
  /** Null where the price is asked tick by tick. */
  readonly limits: readonly (number | null)[] | null
  readonly price: number | null
  readonly winner: Seat | null
}

interface Result {
  /** What the item was worth to all, where that was not known. */
  readonly common?: number
  /** By seat: the price at which it left (stopped the clock), or null. */
  readonly exits?: readonly (number | null)[]
  readonly payoff: number
  /** Null without a sale. */
  readonly price: number | null
  readonly winner: Seat | null
  readonly won: boolean
}

interface Entry {
  /** The price at which it left, or stopped the clock; null: it did not. */
  readonly left: number | null
  /** The limit given, where one is asked. */
  readonly limit?: number | null
  readonly result: Result
  /** The value, or the signal of a common one. */
  readonly value: number
}

interface State {
  readonly holding: Holding
  readonly params: Params
  readonly prices: Prices
  readonly record: ClockRecord
  readonly rounds: readonly Finished[]
  readonly running: Running
  readonly seats: number
  readonly totals: readonly number[]
}

export const clock = defineGame({
  id: 'clock',
  title: 'Clock auction: ascending (English) or descending (Dutch)',
  version: 1,
  params: Params,
  roles: ({ values }) => {
    const fixed = seatsOf(values)
    return [{ name: 'bidder', min: fixed ?? 2, max: fixed ?? 1000 }]
  },

  init: ({ params, roles }, chance): State => ({
    holding: holdingOf(params.values, 0, roles.length, chance),
    params,
    prices: pricesOf(params),
    record: NO_ROUNDS,
    rounds: [],
    running: clockAtStart(roles.length),
    seats: roles.length,
    totals: roles.map(() => 0),
  }),

  turn: ({ params, prices, rounds, running, seats }: State) => {
    if (rounds.length === params.rounds) return over<Kinds>()
    const ascending = params.direction === 'ascending'
    if (!params.proxy) return asking<Kinds, 'stay'>(stillIn(running.exits), 'stay', Stay, ascending ? OUT : STAY)
    const { start, final } = prices
    const withdrawn = { leaveAt: ascending ? start : null }
    return asking<Kinds, 'limit'>(seatsTo(seats), 'limit', limitAmong(start, final), withdrawn)
  },

  apply: (state, moves, chance) => {
    const { params, prices, running } = state
    if (params.proxy) {
      const limits = [...moves.of('limit').values()].map(({ leaveAt }) => leaveAt)
      return settled(state, runTo(prices, limits), limits, chance)
    }
    const leaving = [...moves.of('stay')].flatMap(([seat, { stay }]) => (stay ? [] : [seat]))
    const next = after(prices, running, leaving)
    return hasStopped(next) ? settled(state, next, null, chance) : { ...state, running: next }
  },

  view: (state, seat) => {
    const { holding, params, prices, rounds, running, seats, totals } = state
    const over = rounds.length === params.rounds
    const { direction, start, step, final, ticks } = prices
    const shown = params.announce && !params.proxy && !over
    return {
      seat,
      seats,
      round: Math.min(rounds.length + 1, params.rounds),
      rounds: params.rounds,
      over,
      direction,
      proxy: params.proxy,
      announce: params.announce,
      start,
      step,
      /** The ceiling or the floor. */
      final,
      /** Whether the last step is as long as the others. */
      even: ticks === 0 || Math.abs(portable(Math.abs(final - start) - ticks * step)) <= 1e-9 * step,
      /** Null once the last round is over. */
      value: over ? null : holding.signals[seat]!,
      /** As the rules tell it: of given values no more than that they are. */
      values: params.values.kind === 'given' ? { kind: 'given' as const } : params.values,
      /** Whether the item is worth the same to all, and `value` a signal of that. */
      common: isCommon(params.values),
      ties: typeof params.ties === 'object' ? ('given' as const) : params.ties,
      /** The price shown; null where limits are asked, and once all is over. */
      price: params.proxy || over ? null : priceAt(prices, running.tick),
      in: !over && running.exits[seat] === null,
      /** The price at which one left this round. */
      left: over ? null : running.exits[seat]!,
      /** How many are in, and by seat who left at which price; null unless that is announced. */
      stillIn: shown ? running.remaining : null,
      exits: shown ? running.exits : null,
      total: totals[seat]!,
      history: lookedBack.of(rounds, seat, state),
    }
  },

  payoffs: ({ totals }) => totals,

  measures: ({ record }): Readonly<Record<string, number>> => measured(record),

  // of one answer at one price it is not known what the others would have done at the next
  regrets: ({ holding, params, prices }, moves) => {
    if (!params.proxy) return new Map()
    const limits = [...moves.of('limit').values()].map(({ leaveAt }) => leaveAt)
    return regretsOf(prices, params.ties, limits, holding.worth)
  },

  quiz,
})

const OUT = { stay: false }
const STAY = { stay: true }
const Stay = z.strictObject({ stay: z.boolean() })

/** Drawn at random among the prices of the clock; others are as good as its ends. */
const limitAmong = memo((start: number, final: number) => {
  const among = [Math.min(start, final), Math.max(start, final)]
  const price = z.number().min(0).max(1e9).meta({ suggested: among })
  return z.strictObject({ leaveAt: price.nullable() })
})

/** Ends a round, and begins the next. */
function settled(state: State, stopped: Stopped, limits: Finished['limits'], chance: Chance): State {
  const { holding, params, prices, record, rounds, seats, totals } = state
  const { exits, price, takers, tick } = stopped
  const round = rounds.length
  const winner = takers.length === 0 ? null : chosen(takers, params.ties, round, (n) => chance('tie', round).int(n))
  const { signals, worth } = holding
  const finished: Finished = { exits, limits, price, signals, winner, worth }
  const last = round + 1 === params.rounds
  return {
    holding: last ? holding : holdingOf(params.values, round + 1, seats, chance),
    params,
    prices,
    record: recorded(record, finished, { ticks: tick + 1, step: prices.step }),
    rounds: lookedBack.added(rounds, finished, state),
    running: clockAtStart(seats),
    seats,
    totals: totals.map((total, seat) => portable(total + earned(finished, seat))),
  }
}

/** What each seat may look back on. */
const lookedBack = histories<Finished, State, Entry>(
  ({ seats }) => seats,
  (round, seat, { params }) => {
    const { exits, limits, price, signals, winner, worth } = round
    const own = { payoff: earned(round, seat), price, winner, won: winner === seat }
    const common = isCommon(params.values) && params.announce ? { common: worth[seat]! } : {}
    const result: Result = { ...own, ...common, ...(params.announce && { exits }) }
    return { left: exits[seat]!, ...(limits && { limit: limits[seat]! }), result, value: signals[seat]! }
  },
)

/** What a round paid a seat: worth − price to who got the item. */
const earned = ({ price, winner, worth }: Finished, seat: Seat): number =>
  winner === seat ? portable(worth[seat]! - price!) : 0
