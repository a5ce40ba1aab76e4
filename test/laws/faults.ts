/** One fault after another, each with the laws that it breaks. */
import { z } from 'zod'
import type { AnyGame, Seat } from '../../src/core/game.ts'
import { advance, start } from '../../src/core/match.ts'
import type { LawOptions } from '../../src/laws/index.ts'
import { arrivalFold, boundFold, curtFold, lenientFold, mumblingFold, openFold } from './faulty-folds.ts'
import { applying, aside, askingFor, countingCalls, countingMeasure, sumOfBids, viewing } from './faulty-games.ts'
import {
  AGREE,
  CLOCK,
  FALLBACK,
  FROZEN,
  ILLEGAL,
  LABELS,
  LEAK_ACTION,
  LEAK_CHANCE,
  LEAK_NAMES,
  ORDER,
  OUT,
  PAYOFFS,
  PLAIN,
  REGRETS,
  REPLAY,
  RESUME,
  ROLES,
  STRICT,
} from './names.ts'
import { Bid, type State, sealedBid } from './sealed-bid.ts'

export interface Fault {
  readonly what: string
  /** The laws that must break; `others` says whether more may. */
  readonly breaks: readonly string[]
  readonly others?: true
  readonly game?: AnyGame
  readonly options?: LawOptions<State>
}

export const faults: readonly Fault[] = [
  { what: 'rules that count their calls', breaks: [REPLAY], others: true, game: countingCalls(false) },
  {
    what: 'rules with a memory of their own, cleared by each start',
    breaks: [RESUME],
    others: true,
    game: countingCalls(true),
  },
  {
    what: 'rules that cannot do without an answer which they say may be absent',
    breaks: [REPLAY],
    others: true,
    game: {
      ...sealedBid,
      turn: (state: State) =>
        new Map([...sealedBid.turn(state)].map(([seat, ask]) => [seat, { ...ask, absent: true as const }])),
      apply: (state, moves, chance) => {
        for (const seat of state.values.keys()) moves.at(seat, 'bid')
        return sealedBid.apply(state, moves, chance)
      },
    },
  },
  { what: 'a measure that counts its calls', breaks: [REPLAY, RESUME, ORDER], others: true, game: countingMeasure() },
  {
    what: 'answers in the order of arrival, and rules that care',
    breaks: [RESUME, ORDER],
    game: applying((then) => (state, moves, chance) => {
      const next = then(state, moves, chance)
      const [first] = moves.of('bid').keys()
      return { ...next, totals: next.totals.map((total, seat) => total + Number(seat === first)) }
    }),
    options: { fold: arrivalFold() },
  },
  {
    what: 'a Map in the state',
    breaks: [PLAIN],
    others: true,
    game: { ...sealedBid, init: (setup, chance) => ({ ...sealedBid.init(setup, chance), past: new Map() }) },
  },
  {
    what: 'an undefined member in the state',
    breaks: [PLAIN],
    game: applying((then) => (...given) => ({ ...then(...given), next: undefined })),
  },
  {
    what: 'a list with holes in the state',
    breaks: [PLAIN],
    others: true,
    game: applying((then) => (...given) => ({ ...then(...given), next: Array(2) })),
  },
  {
    what: 'a symbol for a key in the state',
    breaks: [PLAIN],
    game: applying((then) => (...given) => ({ ...then(...given), [Symbol('next')]: 1 })),
  },
  {
    what: 'a date in a view',
    breaks: [PLAIN],
    others: true,
    game: viewing(() => ({ at: new Date(2026, 1, 1) })),
  },
  { what: 'an illegal fallback', breaks: [FALLBACK], others: true, game: askingFor(Bid, { bid: -1 }) },
  {
    what: 'an object that lets unknown fields pass',
    breaks: [STRICT, ILLEGAL, AGREE],
    game: askingFor(z.object({ bid: z.int().min(0).max(1000) })),
  },
  {
    what: 'the same within a field that may be null',
    breaks: [STRICT],
    others: true,
    game: askingFor(Bid.extend({ terms: z.object({ fast: z.boolean() }).nullable() }), { bid: 0, terms: null }),
  },
  {
    what: 'the same within a list',
    breaks: [STRICT],
    others: true,
    game: askingFor(Bid.extend({ lots: z.array(z.object({ fast: z.boolean() })).max(2) }), { bid: 0, lots: [] }),
  },
  {
    what: 'a refine that hardly ever refuses',
    breaks: [STRICT],
    game: askingFor(Bid.refine(({ bid }) => bid !== 333)),
  },
  {
    what: 'a refine that often refuses',
    breaks: [STRICT, AGREE],
    game: askingFor(Bid.refine(({ bid }) => bid < 500)),
  },
  {
    what: 'a default that fills in a field',
    breaks: [STRICT, AGREE],
    game: askingFor(z.strictObject({ bid: z.int().min(0).max(1000).default(1) })),
  },
  {
    what: 'a transform',
    breaks: [STRICT, AGREE],
    others: true,
    game: askingFor(Bid.transform(({ bid }) => ({ bid: bid + 1 }))),
  },
  {
    what: 'alternatives at the top',
    breaks: [STRICT],
    game: askingFor(z.union([Bid, z.strictObject({ bid: z.literal(-1) })])),
  },
  {
    what: 'a JSON Schema that allows less than zod',
    breaks: [AGREE],
    others: true,
    game: askingFor(z.strictObject({ bid: z.int().min(0).max(1000).meta({ maximum: 500 }) })),
  },
  { what: 'a fold that plays the fallback for an illegal move', breaks: [ILLEGAL], options: { fold: lenientFold } },
  { what: 'a fold that refuses by no name', breaks: [ILLEGAL], options: { fold: mumblingFold } },
  { what: 'a fold that does not say where', breaks: [ILLEGAL], options: { fold: curtFold } },
  { what: 'a look at the clock', breaks: [CLOCK], game: aside(() => void Date.now()) },
  { what: 'a date of now', breaks: [CLOCK], game: aside(() => void new Date()) },
  { what: 'a stop watch', breaks: [CLOCK], game: aside(() => void performance.now()) },
  { what: 'ambient chance', breaks: [CLOCK], game: aside(() => void Math.random()) },
  { what: 'a UUID', breaks: [CLOCK], game: aside(() => void crypto.randomUUID()) },
  {
    what: 'a state that is changed, if only to what it was',
    breaks: [FROZEN],
    game: aside(({ totals }) => void Object.assign(totals, { 0: totals[0] })),
  },
  {
    what: 'an action that is changed',
    breaks: [FROZEN],
    game: aside((_, moves) => void Object.assign(moves.at(0, 'bid'), { bid: moves.at(0, 'bid').bid })),
  },
  {
    what: 'moves that are changed',
    breaks: [FROZEN],
    game: aside((_, moves) => void (moves.of('bid') as Map<Seat, unknown>).delete(0)),
  },
  {
    what: 'a view that shows whether somebody values it highly',
    breaks: [LEAK_CHANCE],
    game: viewing(({ values }) => ({ high: Math.max(...values) > 500 })),
  },
  {
    what: 'a fallback that is made of another seat’s value',
    breaks: [LEAK_CHANCE],
    game: {
      ...sealedBid,
      turn: (state: State) =>
        new Map(
          [...sealedBid.turn(state)].map(([seat, ask]) => [seat, { ...ask, fallback: { bid: state.values[0] } }]),
        ),
    },
  },
  {
    what: 'a bound that is made of another seat’s value',
    breaks: [LEAK_CHANCE],
    game: {
      ...sealedBid,
      turn: (state: State) => {
        const schema = z.strictObject({
          bid: z
            .int()
            .min(0)
            .max(Math.max(...state.values)),
        })
        return new Map([...sealedBid.turn(state)].map(([seat, ask]) => [seat, { ...ask, schema }]))
      },
    },
  },
  {
    what: 'a view that shows what all bid in sum',
    breaks: [LEAK_ACTION],
    game: viewing((state) => ({ sum: sumOfBids(state) })),
  },
  {
    what: 'a view that shows the sum after the end alone',
    breaks: [LEAK_ACTION],
    game: viewing((state) => (state.past.length === state.rounds ? { sum: sumOfBids(state) } : {})),
  },
  {
    what: 'a view that shows who won',
    breaks: [LEAK_NAMES],
    game: viewing(({ past }) => ({ winners: past.map(({ winner }) => winner) })),
  },
  {
    what: 'actions that are all revealed, and nobody says so',
    breaks: [LEAK_ACTION, LEAK_NAMES],
    options: { reveals: ({ past }) => past },
  },
  {
    what: 'actions that make no difference, so that nothing was compared',
    breaks: [LEAK_ACTION, LEAK_NAMES],
    game: applying((then) => (state, moves, chance) => {
      const nothing = new Map([...moves.of('bid').keys()].map((seat) => [seat, { bid: 0 }]))
      return then(state, { of: () => nothing, at: moves.at }, chance)
    }),
  },
  {
    what: 'chance of a seat that decides nothing',
    breaks: [LEAK_CHANCE],
    game: {
      ...sealedBid,
      init: (setup, chance) => ({ ...sealedBid.init(setup, chance), values: setup.roles.map(() => 1) }),
    },
    options: { params: { rounds: 1 } },
  },
  {
    what: 'one label for the ties of all rounds',
    breaks: [LABELS],
    game: applying(
      (then) => (state, moves, chance) =>
        then(
          state,
          moves,
          Object.assign(() => chance('tie'), { of: chance.of, within: chance.within }),
        ),
    ),
  },
  {
    what: 'a payoff that is no number',
    breaks: [PAYOFFS],
    others: true,
    game: { ...sealedBid, payoffs: ({ totals, past }: State) => totals.map((total) => total / past.length) },
  },
  {
    what: 'a payoff too few',
    breaks: [PAYOFFS],
    game: { ...sealedBid, payoffs: ({ totals }: State) => totals.slice(1) },
  },
  {
    what: 'a measure that is infinite',
    breaks: [PAYOFFS],
    others: true,
    game: { ...sealedBid, measures: () => ({ welfare: Number.POSITIVE_INFINITY }) },
  },
  { what: 'a seat that is out and asked', breaks: [OUT], game: { ...sealedBid, out: () => [1] } },
  {
    what: 'a seat that was out before the end, and is in again',
    breaks: [OUT],
    game: {
      ...sealedBid,
      out: ({ past, rounds }: State) => (past.length === rounds ? [0] : past.length === 1 ? [9] : []),
    },
  },
  {
    what: 'a regret below nothing',
    breaks: [REGRETS],
    game: { ...sealedBid, regrets: (_, moves) => new Map([...moves.of('bid')].map(([seat]) => [seat, -1])) },
  },
  { what: 'a regret of nobody', breaks: [REGRETS], game: { ...sealedBid, regrets: () => new Map([[99, 0]]) } },
  {
    what: 'a table that cannot be set up within the bounds',
    breaks: [ROLES],
    game: {
      ...sealedBid,
      init: (setup, chance) => {
        if (setup.roles.length > 4) throw new RangeError('too many')
        return sealedBid.init(setup, chance)
      },
    },
    options: { seats: [2, 4] },
  },
  { what: 'a fold that takes too few', breaks: [ROLES], options: { fold: boundFold({ min: 1 }) } },
  { what: 'a fold that takes too many', breaks: [ROLES], options: { fold: boundFold({ max: 99 }) } },
  { what: 'a fold that takes whoever comes', breaks: [ROLES], options: { fold: openFold } },
  {
    what: 'roles in any order',
    breaks: [ROLES],
    game: {
      ...sealedBid,
      roles: () => [
        { name: 'host', min: 1, max: 1 },
        { name: 'bidder', min: 1, max: 5 },
      ],
    },
    options: {
      fold: {
        advance,
        start: (game, started, options) => {
          const byRole = [...started.seats].sort((a, b) => b.role.localeCompare(a.role))
          return start(game, { ...started, seats: byRole }, options)
        },
      },
    },
  },
  {
    what: 'bounds that leave nothing between them',
    breaks: [ROLES],
    others: true,
    game: { ...sealedBid, roles: () => [{ name: 'bidder', min: 3, max: 2 }] },
  },
]
