/** Items in a row, each sold to the highest of open ascending bids, to bidders with budgets (AucArena, Chen et al. 2023). */
import { z } from 'zod'
import type { Chance } from '../../src/core/chance.ts'
import { portable } from '../../src/core/fingerprint.ts'
import { type Ask, defineGame, over, type Seat, seatsTo, type Turn } from '../../src/core/game.ts'
import { histories } from '../../src/core/histories.ts'
import { moneyOf } from '../auctions/budgets.ts'
import { chosen } from '../auctions/ties.ts'
import { measured, type Sale } from './measures.ts'
import { Params } from './params.ts'
import { leastBid, raiseFrom, startAt } from './prices.ts'
import { quiz } from './quiz.ts'

export interface Kinds {
  /** Null withdraws from the item. */
  bid: { bid: number | null }
}

/** An offer of an item that is over, as a seat sees it. */
interface Entry {
  /** The own last bid; null without one. */
  readonly bid: number | null
  /** Its place among the items, from 1. */
  readonly item: number
  readonly name: string
  /** The how-manieth time it was offered. */
  readonly offer: number
  readonly result: Result
  /** The starting price of this offer. */
  readonly start: number
}

interface Result {
  /** Once the match is over: what the item paid this seat. */
  readonly payoff?: number
  /** Null where nobody bid. */
  readonly price: number | null
  /** Once the match is over: what the item was worth. */
  readonly value?: number
  readonly winner: Seat | null
  readonly won: boolean
}

/** Keys stand in alphabetical order: canonical JSON is made faster of what is sorted. */
interface State {
  /** Who is still in for this item, its leader among them. */
  readonly active: readonly Seat[]
  /** Each seat's last bid on this item; null without one. */
  readonly bids: readonly (number | null)[]
  readonly highest: number | null
  readonly leader: Seat | null
  /** The items of this pass, by their place: all of them at first, then those that are offered again. */
  readonly lots: readonly number[]
  /** What each seat has left to spend. */
  readonly money: readonly number[]
  /** Which of the lots is offered; as many as there are once all is over. */
  readonly nth: number
  /** Which pass this is, from 1. */
  readonly offer: number
  readonly params: Params
  /** How often this item's bidders were asked. */
  readonly round: number
  readonly sales: readonly Sale[]
  readonly totals: readonly number[]
  /** The items of this pass that nobody bid for. */
  readonly unsold: readonly number[]
}

const WITHDRAWS = { bid: null }

export const itemAuction = defineGame({
  id: 'item-auction',
  title: 'Items in a row: open ascending bids with budgets',
  version: 1,
  params: Params,
  roles: ({ budgets }) => {
    const seats = typeof budgets === 'number' ? undefined : budgets.length
    return [{ name: 'bidder', min: seats ?? 2, max: seats ?? 1000 }]
  },

  init: ({ params, roles }): State => {
    const nobody = roles.map(() => null)
    return opened({
      active: [],
      bids: nobody,
      highest: null,
      leader: null,
      lots: params.items.map((_, item) => item),
      money: moneyOf(params.budgets, roles.length),
      nth: 0,
      offer: 1,
      params,
      round: 0,
      sales: [],
      totals: roles.map(() => 0),
      unsold: [],
    })
  },

  turn: (state: State): Turn<Kinds> => {
    const { active, leader, money } = state
    if (isOver(state)) return over<Kinds>()
    const least = leastOf(state)
    const asks = new Map<number, Ask<Kinds>>() // in the first rounds many have the same money
    return new Map(
      active.flatMap((seat): [Seat, Ask<Kinds>][] => {
        if (seat === leader) return []
        const most = Math.floor(money[seat]!)
        const ask = asks.get(most) ?? { kind: 'bid', schema: bidFrom(least, most), fallback: WITHDRAWS }
        asks.set(most, ask)
        return [[seat, ask]]
      }),
    )
  },

  apply: (state, moves, chance) => {
    const raised = withBids(state, moves.of('bid'), chance)
    const waiting = raised.active.some((seat) => seat !== raised.leader)
    return waiting ? { ...raised, round: state.round + 1 } : opened(closed(raised))
  },

  view: (state, seat) => {
    const { active, bids, highest, leader, lots, money, nth, offer, params, sales, totals } = state
    const over = isOver(state)
    const place = lots[nth]
    const start = over ? null : startOf(state)
    return {
      seat,
      seats: money.length,
      over,
      /** All items in order, the true values left out. */
      items: toldOf(params),
      /** Which of the items is offered, from 1; like all that is about it, null once all is over. */
      nth: place === undefined ? null : place + 1,
      /** As it is offered now. */
      item: place === undefined ? null : { ...toldOf(params)[place]!, start: start! },
      /** The how-manieth time this item is offered. */
      offer,
      offers: params.offers,
      discount: params.discount,
      minimumRaise: params.minimumRaise,
      ties: params.ties,
      highest,
      leader,
      /** Who is still in for this item, its leader among them. */
      stillIn: active,
      /** The own last bid on this item; null without one. */
      bid: over ? null : bids[seat]!,
      /** By how much a bid must exceed the highest. */
      raise: start === null ? null : raiseFrom(params, start),
      /** The least and the most that this seat could bid now. */
      least: over ? null : leastOf(state),
      most: Math.floor(money[seat]!),
      budget: typeof params.budgets === 'number' ? params.budgets : params.budgets[seat]!,
      /** Null where all have the same. */
      budgets: typeof params.budgets === 'number' ? null : params.budgets,
      /** What each seat has left to spend. */
      money,
      /** True values won less prices paid; null until the match is over, as it would tell the true values. */
      total: over ? totals[seat]! : null,
      history: over
        ? lookedBack.of(sales, seat, state).map((entry) => revealed(entry, params))
        : lookedBack.of(sales, seat, state),
    }
  },

  payoffs: ({ totals }) => totals,

  measures: ({ params, sales, money }) => measured(params, sales, money),

  quiz,
})

const isOver = ({ lots, nth }: State): boolean => nth === lots.length

/** The starting price of the item that is offered. */
const startOf = ({ params, lots, nth, offer }: State): number => startAt(params, params.items[lots[nth]!]!.start, offer)

const leastOf = (state: State): number => leastBid(state.params, startOf(state), state.highest)

const bidFrom = (least: number, most: number) => z.strictObject({ bid: z.int().min(least).max(most).nullable() })

/** The highest of the new bids leads. Those who bid, and who led before, are still in if they can afford the next. */
function withBids(state: State, bids: ReadonlyMap<Seat, Kinds['bid']>, chance: Chance): State {
  const raises = [...bids].flatMap(([seat, { bid }]) => (bid === null ? [] : [{ seat, bid }]))
  if (raises.length === 0) return { ...state, active: state.leader === null ? [] : [state.leader] }
  const highest = raises.reduce((most, { bid }) => Math.max(most, bid), 0)
  const candidates = raises.flatMap(({ seat, bid }) => (bid === highest ? [seat] : []))
  const { params, sales, round, money } = state
  const leader = chosen(candidates, params.ties, round, (n) => chance('tie', sales.length, round).int(n))
  const last = [...state.bids]
  for (const { seat, bid } of raises) last[seat] = bid
  const next = leastBid(params, startOf(state), highest)
  const stays = (seat: Seat) =>
    seat === leader || (money[seat]! >= next && (seat === state.leader || bids.get(seat)!.bid !== null))
  return { ...state, active: state.active.filter(stays), bids: last, highest, leader }
}

/** Ends the offer: the leader pays its bid and gets the item; without one the item is unsold. */
function closed(state: State): State {
  const { bids, highest: price, leader: winner, lots, money, nth, offer, params, sales, totals, unsold } = state
  const item = lots[nth]!
  const sale: Sale = { bids, item, offer, price, winner }
  const after = {
    ...state,
    active: [],
    bids: bids.map(() => null),
    highest: null,
    leader: null,
    nth: nth + 1,
    round: 0,
    sales: lookedBack.added(sales, sale, state),
  }
  if (winner === null || price === null) return { ...after, unsold: [...unsold, item] }
  const gain = params.items[item]!.value - price
  return {
    ...after,
    money: money.with(winner, portable(money[winner]! - price)),
    totals: totals.with(winner, portable(totals[winner]! + gain)),
  }
}

/** Goes on to the next offer for which somebody has the money; those before it end unsold. */
function opened(state: State): State {
  let at = state
  for (;;) {
    if (isOver(at)) {
      if (at.unsold.length === 0 || at.offer === at.params.offers) return at
      at = { ...at, lots: at.unsold, nth: 0, offer: at.offer + 1, unsold: [] }
    }
    const start = startOf(at)
    const active = seatsTo(at.money.length).filter((seat) => at.money[seat]! >= start)
    if (active.length > 0) return { ...at, active }
    at = closed(at)
  }
}

interface Told {
  readonly estimate: number
  readonly name: string
  readonly start: number
}

/** The items as every bidder is told of them: made once a match. */
function toldOf(params: Params): readonly Told[] {
  const found = told.get(params)
  if (found) return found
  const { items, estimateBias } = params
  const made = items.map(({ name, start, value }) => ({ estimate: portable(value * estimateBias), name, start }))
  told.set(params, made)
  return made
}

const told = new WeakMap<Params, readonly Told[]>()

/** What each seat may look back on. */
const lookedBack = histories<Sale, State, Entry>(
  ({ money }) => money.length,
  ({ bids, item, offer, price, winner }, seat, { params }) => {
    const { name, start } = params.items[item]!
    const result = { price, winner, won: winner === seat }
    return { bid: bids[seat]!, item: item + 1, name, offer, result, start: startAt(params, start, offer) }
  },
)

/** An entry once all is over. */
function revealed(entry: Entry, { items }: Params): Entry {
  const { value } = items[entry.item - 1]!
  const { price, won } = entry.result
  const payoff = won && price !== null ? portable(value - price) : 0
  return { ...entry, result: { ...entry.result, payoff, value } }
}
