/** One item a round, to the highest of the bids that all hand in at once. */
import { portable } from '../../src/core/fingerprint.ts'
import { type Ask, asking, defineGame, type Moves, over, type Seat, seatsTo, type Turn } from '../../src/core/game.ts'
import { histories } from '../../src/core/histories.ts'
import { type BidRecord, measured, NO_BIDS, recorded } from '../auctions/bid-record.ts'
import { moneyOf } from '../auctions/budgets.ts'
import { bestAgainst, settled } from '../auctions/settlement.ts'
import { chosen } from '../auctions/ties.ts'
import { type Holding, holdingOf, isCommon } from '../auctions/values.ts'
import { bidSchema, mostOf } from './bids.ts'
import { Params, seatsUnder } from './params.ts'
import { quiz } from './quiz.ts'
import { equilibriumUnder, tellsRisk } from './theory.ts'

export interface Kinds {
  bid: { bid: number }
}

/** A round that is over: each figure once, by seat where it is a seat's. Keys in alphabetical order, here and in the state. */
interface Finished extends Holding {
  readonly bids: readonly number[]
  readonly paid: readonly number[]
  readonly price: number | null
  readonly winner: Seat | null
}

interface Result {
  /** What the own bid cost, and what that left: the worth of what was won less what was paid. */
  readonly paid: number
  readonly payoff: number
  readonly won: boolean
  /** Null without a sale. */
  readonly price?: number | null
  readonly winner?: Seat | null
  /** All bids, by seat. */
  readonly bids?: readonly number[]
  /** What the item was worth to all, where that was not known. */
  readonly common?: number
}

interface Entry {
  readonly bid: number
  readonly result: Result
  /** The value, or the signal of a common one. */
  readonly value: number
}

interface State {
  readonly holding: Holding
  /** What each seat has left to spend; null without budgets. */
  readonly money: readonly number[] | null
  readonly params: Params
  readonly record: BidRecord
  readonly rounds: readonly Finished[]
  readonly seats: number
  readonly totals: readonly number[]
}

export const sealedBid = defineGame({
  id: 'sealed-bid',
  title: 'Sealed-bid auction: first, second or third price, or all-pay',
  version: 1,
  params: Params,
  roles: (params) => [{ name: 'bidder', ...seatsUnder(params) }],

  init: ({ params, roles }, chance): State => ({
    holding: holdingOf(params.values, 0, roles.length, chance, params.agencies.flat()),
    money: params.budgets === 'none' ? null : moneyOf(params.budgets, roles.length),
    params,
    record: NO_BIDS,
    rounds: [],
    seats: roles.length,
    totals: roles.map(() => 0),
  }),

  turn: (state: State): Turn<Kinds> => {
    const { params, rounds, seats, money } = state
    if (rounds.length === params.rounds) return over<Kinds>()
    if (money === null && params.bidCap === 'none')
      return asking<Kinds, 'bid'>(seatsTo(seats), 'bid', bidSchema(params, 0, null), NO_BID)
    return new Map(
      seatsTo(seats).map((seat): [Seat, Ask<Kinds>] => {
        const schema = bidSchema(params, seat, mostOf(state, seat))
        return [seat, { kind: 'bid', schema, fallback: NO_BID }]
      }),
    )
  },

  apply: (state, moves, chance) => {
    const { params, rounds, seats, holding, money, totals } = state
    const round = rounds.length
    const bids = bidsOf(moves)
    const { winner, price, paid } = settled(params, bids, (highest) =>
      chosen(highest, params.ties, round, (n) => chance('tie', round).int(n)),
    )
    const finished: Finished = { bids, paid, price, signals: holding.signals, winner, worth: holding.worth }
    const last = round + 1 === params.rounds
    return {
      holding: last ? holding : holdingOf(params.values, round + 1, seats, chance, params.agencies.flat()),
      money: money === null ? null : money.map((left, seat) => portable(left - paid[seat]!)),
      params,
      record: recorded(state.record, { ...finished, equilibrium: equilibriumOf(params, seats) }),
      rounds: lookedBack.added(rounds, finished, state),
      seats,
      totals: totals.map((total, seat) => portable(total + earned(finished, seat))),
    }
  },

  view: (state, seat) => {
    const { params, rounds, seats, holding, money, totals } = state
    const over = rounds.length === params.rounds
    const partners = params.agencies.find((members) => members.includes(seat))?.filter((member) => member !== seat)
    return {
      seat,
      seats,
      round: Math.min(rounds.length + 1, params.rounds),
      rounds: params.rounds,
      over,
      format: params.format,
      /** Null once the last round is over. */
      value: over ? null : holding.signals[seat]!,
      /** As the rules tell it: of given values no more than that they are. */
      values: params.values.kind === 'given' ? { kind: 'given' as const } : params.values,
      /** Whether the item is worth the same to all, and `value` a signal of that. */
      common: isCommon(params.values),
      reserve: params.reserve,
      increment: params.increment,
      ties: typeof params.ties === 'object' ? ('given' as const) : params.ties,
      budget: params.budgets === 'none' ? null : moneyOf(params.budgets, seats)[seat]!,
      /** Whether everybody has the same budget. */
      oneBudget: typeof params.budgets === 'number',
      money: money?.[seat] ?? null,
      moneyValue: params.moneyValue,
      /** The most that may be bid now; null without a limit. */
      most: over ? null : mostOf(state, seat),
      bidCap: params.bidCap,
      feedback: params.feedback,
      agencies: params.agencies,
      /** The other bidders of the own agency, with what they hold now. */
      agency: over
        ? []
        : (partners ?? []).map((member) => ({
            seat: member,
            value: holding.signals[member]!,
            money: money?.[member] ?? null,
          })),
      total: totals[seat]!,
      history: lookedBack.of(rounds, seat, state),
    }
  },

  payoffs: ({ params, totals, money }) =>
    totals.map((total, seat) => portable(total + (money ? money[seat]! * params.moneyValue : 0))),

  measures: ({ params, seats, record }) =>
    measured(record, { seats, risk: tellsRisk(params), common: isCommon(params.values) }),

  regrets: (state, moves) => {
    const { params, rounds, seats, holding, money } = state
    const bids = bidsOf(moves)
    let byLot = new Set<Seat>() // among these chance decides: what they earned is not known here
    const { winner, paid } = settled(params, bids, (highest) => {
      if (highest.length > 1 && params.ties === 'random') byLot = new Set(highest)
      return chosen(highest, params.ties, rounds.length, () => 0)
    })
    const leaders = [...bids.entries()].sort(([, a], [, b]) => b - a).slice(0, 4)
    const cost = 1 + (money ? params.moneyValue : 0)
    const known = seatsTo(seats).filter((seat) => !byLot.has(seat))
    return new Map(
      known.map((seat): [Seat, number] => {
        const worth = holding.worth[seat]!
        const others = leaders.filter(([other]) => other !== seat).map(([, bid]) => bid)
        const most = mostOf(state, seat) ?? Number.POSITIVE_INFINITY
        const best = bestAgainst(params, others, { step: params.increment, most, worth, cost })
        const got = (winner === seat ? worth : 0) - cost * paid[seat]!
        return [seat, Math.max(0, portable(best - got))]
      }),
    )
  },

  quiz,
})

const NO_BID = { bid: 0 }

/** By seat: all are asked. */
const bidsOf = (moves: Moves<Kinds>): readonly number[] => [...moves.of('bid').values()].map(({ bid }) => bid)

/** What a round paid a seat. */
const earned = ({ winner, worth, paid }: Pick<Finished, 'winner' | 'worth' | 'paid'>, seat: Seat): number =>
  (winner === seat ? worth[seat]! : 0) - paid[seat]!

/** The most that rounding makes of the equilibrium's bid for a value, where one is known: made once a match. */
function equilibriumOf(params: Params, seats: number): ((value: number) => number) | undefined {
  const found = known.get(params)
  if (found?.seats === seats) return found.bid
  const exact = equilibriumUnder(params, seats)
  const bid = exact && ((value: number) => exact(value) + params.increment / 2)
  known.set(params, { seats, bid })
  return bid
}

const known = new WeakMap<Params, { readonly seats: number; readonly bid: ((value: number) => number) | undefined }>()

/** What each seat may look back on. */
const lookedBack = histories<Finished, State, Entry>(
  ({ seats }) => seats,
  (round, seat, { params }) => {
    const { winner, price, paid, bids, signals, worth } = round
    const own = { paid: paid[seat]!, payoff: portable(earned(round, seat)), won: winner === seat }
    const shown = params.feedback === 'own' ? own : { ...own, price, winner }
    const all = params.feedback === 'full' && { bids, ...(isCommon(params.values) && { common: worth[seat]! }) }
    // what the item was worth to its winner follows from the payoff in any case
    const result: Result = all ? { ...shown, ...all } : shown
    return { bid: bids[seat]!, result, value: signals[seat]! }
  },
)
