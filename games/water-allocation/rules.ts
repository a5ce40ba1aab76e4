/** Residents of a town bid each day for water that is not enough for all of them, and are out when their health is gone. */
import { z } from 'zod'
import type { Chance } from '../../src/core/chance.ts'
import { type Ask, defineGame, over, type Seat, seatsTo, type Turn } from '../../src/core/game.ts'
import { histories } from '../../src/core/histories.ts'
import { memo } from '../../src/core/memo.ts'
import { after, isAlive, paid, servedOf } from './day.ts'
import { Params, type Standing, standingsAtStart } from './params.ts'
import { quiz } from './quiz.ts'

export interface Kinds {
  bid: { bid: number }
}

/** A day that is over, all of it public; lists are by seat. */
interface Day {
  /** Null for a resident who was out. */
  readonly bids: readonly (number | null)[]
  /** How they stood at its end. */
  readonly residents: readonly Standing[]
  readonly supply: number
  /** Who was served, highest bid first. */
  readonly winners: readonly Seat[]
}

interface Entry {
  readonly bid: number | null
  readonly result: Day
  readonly served: boolean
}

interface State {
  /** The days at whose end each seat was alive. */
  readonly daysAlive: readonly number[]
  /** How many bids were above the balance. */
  readonly overBalance: number
  readonly params: Params
  readonly past: readonly Day[]
  /** How they stand now: with the salary of a day that has begun. */
  readonly residents: readonly Standing[]
  /** Of the day that has begun; null at the end of play. */
  readonly supply: number | null
}

export const waterAllocation = defineGame({
  id: 'water-allocation',
  title: 'Water allocation: bid for scarce water, day by day',
  version: 1,
  params: Params,
  roles: ({ needs }) => [{ name: 'resident', min: needs.length, max: needs.length }],

  init: ({ params }, chance): State => ({
    daysAlive: params.needs.map(() => 0),
    overBalance: 0,
    params,
    past: [],
    residents: morning(params, standingsAtStart(params)),
    supply: supplyOn(params, 0, chance),
  }),

  turn: ({ params, residents, supply }: State): Turn<Kinds> => {
    if (supply === null) return over<Kinds>()
    const anyBid = params.overspend === 'loses' ? unlimited(2 * Math.max(1, ...params.salaries)) : undefined
    return new Map(
      residents.flatMap((resident, seat): [Seat, Ask<Kinds>][] => {
        if (!isAlive(resident)) return []
        const schema = anyBid ?? z.strictObject({ bid: z.int().min(0).max(resident.balance) }) // no two balances are alike
        return [[seat, { kind: 'bid', schema, fallback: NO_BID }]]
      }),
    )
  },

  apply: (state, moves, chance): State => {
    const { params, past, daysAlive, overBalance } = state
    const given = moves.of('bid')
    const bids = state.residents.map((_, seat) => given.get(seat)?.bid ?? null)
    const balances = state.residents.map(({ balance }) => balance)
    const supply = state.supply ?? 0
    const winners = servedOf({ balances, bids, needs: params.needs, supply })
    const served = new Set(winners)
    const residents = state.residents.map((resident, seat) =>
      isAlive(resident) ? after(resident, served.has(seat), bids[seat] ?? 0) : resident,
    )
    const goesOn = past.length + 1 < params.days && residents.some(isAlive)
    return {
      daysAlive: daysAlive.map((days, seat) => days + Number(isAlive(residents[seat]!))),
      overBalance: overBalance + bids.filter((bid, seat) => (bid ?? 0) > balances[seat]!).length,
      params,
      past: lookedBack.added(past, { bids, residents, supply, winners }, params),
      residents: goesOn ? morning(params, residents) : residents,
      supply: goesOn ? supplyOn(params, past.length + 1, chance) : null,
    }
  },

  view: ({ params, past, residents, supply }, seat) => ({
    seat,
    seats: params.needs.length,
    /** From 1; at the end the last one that was played. */
    day: past.length + Number(supply !== null),
    days: params.days,
    over: supply === null,
    /** Units a day, by seat. */
    needs: params.needs,
    /** Money a day, by seat. */
    salaries: params.salaries,
    /** Of today; null at the end. */
    supply,
    /** Null where supplies are given. */
    supplyRange: 'low' in params.supply ? params.supply : null,
    payoff: params.payoff,
    overspend: params.overspend,
    /** Of all alike, or else null, and `starts` has them by seat. */
    start: startOf(params).common,
    starts: startOf(params).each,
    /** How each stands now, today's salary included. */
    residents,
    history: lookedBack.of(past, seat, params),
  }),

  out: ({ residents }) => seatsTo(residents.length).filter((seat) => !isAlive(residents[seat]!)),

  payoffs: ({ params, daysAlive, residents }) =>
    params.payoff === 'days' ? daysAlive : residents.map(({ health }) => Math.max(0, health)),

  measures: ({ params, daysAlive, overBalance, past, residents }) => {
    const lowest = past.flatMap(({ bids, winners }) => (winners.length > 0 ? [bids[winners.at(-1)!]!] : []))
    return {
      survivors: residents.filter(isAlive).length,
      meanDaysAlive: meanOf(daysAlive),
      ...(lowest.length > 0 && { meanLowestWinningBid: meanOf(lowest) }),
      ...(params.overspend === 'loses' && { bidsOverBalance: overBalance }),
    }
  },

  quiz,
})

const NO_BID = { bid: 0 }

/** Random bids are drawn up to `high`: legality is unaffected. */
const unlimited = memo((high: number) =>
  z.strictObject({
    bid: z
      .int()
      .min(0)
      .meta({ suggested: [0, high] }),
  }),
)

/** Salaries are paid to the living before they bid. */
const morning = ({ salaries }: Params, residents: readonly Standing[]): readonly Standing[] =>
  residents.map((resident, seat) => (isAlive(resident) ? paid(resident, salaries[seat]!) : resident))

/** `day` from 0. */
function supplyOn({ supply }: Params, day: number, chance: Chance): number {
  if ('given' in supply) return supply.given[day]!
  return supply.low + chance('supply', day).int(supply.high - supply.low + 1)
}

const meanOf = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length

interface Start {
  readonly common: Standing | null
  readonly each: readonly Standing[] | null
}

/** As the rules tell it: made once a match. */
function startOf(params: Params): Start {
  const found = known.get(params)
  if (found) return found
  const each = standingsAtStart(params)
  const alike = new Set(each.map((standing) => JSON.stringify(standing))).size === 1
  const made = alike ? { common: each[0]!, each: null } : { common: null, each }
  known.set(params, made)
  return made
}

const known = new WeakMap<Params, Start>()

/** What each seat may look back on: all of it is public, and made once. */
const lookedBack = histories<Day, Params, Entry>(
  ({ needs }) => needs.length,
  (day, seat) => ({ bid: day.bids[seat]!, result: day, served: day.winners.includes(seat) }),
)
