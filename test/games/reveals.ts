/** What of the others' actions the rules reveal to a seat: one line a game, written apart from the rules, for the leak laws. */
import type { beautyContest } from '../../games/beauty-contest/rules.ts'
import type { clock } from '../../games/clock/rules.ts'
import type { Message } from '../../games/combinators/talk.ts'
import type { itemAuction } from '../../games/item-auction/rules.ts'
import type { sealedBid } from '../../games/sealed-bid/rules.ts'
import type { taxation } from '../../games/taxation/rules.ts'
import type { ultimatum } from '../../games/ultimatum/rules.ts'
import type { waterAllocation } from '../../games/water-allocation/rules.ts'
import type { Game, Seat, ViewOf } from '../../src/core/game.ts'

/** `state`: revealed so far; `view`: what a view shows of the same, for wraps that keep views as history. */
export interface Reveals<S = unknown, V = unknown> {
  readonly state: (state: S, seat: Seat) => unknown
  readonly view: (view: V) => unknown
  /** Every seat sees every action. */
  readonly allPublic?: true
}

const games: Readonly<Record<string, Reveals>> = {
  'beauty-contest': of<typeof beautyContest>({
    state: ({ params, rounds }, seat) =>
      rounds.map(
        (r) =>
          params.feedback !== 'none' && [
            r.statistic,
            r.target,
            r.winning,
            r.paid[seat],
            r.won[seat],
            r.believed?.[seat],
            r.shown,
          ],
      ),
    view: (v) => v.history.map(({ result }) => [revealedIn(result), result?.guesses]),
  }),
  clock: of<typeof clock>({
    state: ({ params, rounds, running }) => [
      rounds.map(({ price, winner, exits }) => [price, winner, params.announce && exits]),
      [running.tick, params.announce && running.exits],
    ],
    view: (v) => [v.price, v.exits, v.history.map(({ result }) => [result.price, result.winner, result.exits])],
  }),
  'item-auction': of<typeof itemAuction>({
    state: ({ active, highest, leader, money, sales }) => [
      [active, highest, leader, money],
      sales.map(({ price, winner }) => [price, winner]),
    ],
    view: ({ stillIn, highest, leader, money, history }) => [
      [stillIn, highest, leader, money],
      history.map(({ result }) => [result.price, result.winner]),
    ],
  }),
  'sealed-bid': of<typeof sealedBid>({
    state: ({ params, rounds, money }, seat) => [
      rounds.map((r) => [
        [r.paid[seat], r.winner === seat],
        params.feedback !== 'own' && [r.price, r.winner],
        params.feedback === 'full' && r.bids,
      ]),
      // an agency's members see each other's purses
      rounds.length < params.rounds && params.agencies.find((all) => all.includes(seat))?.map((one) => money?.[one]),
    ],
    view: (v) => [v.history.map(({ result: r }) => [r.paid, r.won, r.price, r.winner, r.bids]), v.agency],
  }),
  taxation: of<typeof taxation>({
    state: (s, seat) => [
      [s.rates, s.leader, s.phase === 'vote' && s.campaigns, s.steps.map(({ rebate }) => rebate)],
      s.years.map(({ rates, leader, steps }) => [rates, leader, steps.map(({ rebate }) => rebate)]),
      // who governs sees how hours and incomes were distributed and how many were content, without names
      (s.leader === seat || (s.planned && seat === 0)) && [
        [...s.steps, ...s.years.flatMap(({ steps }) => steps)].map(({ hours }) =>
          hours.map((chosen, worker) => [s.skills[worker]!, chosen].join()).sort(),
        ),
        s.years.map(({ satisfied }) => satisfied?.map(String).sort()),
      ],
    ],
    view: (v) => [
      [v.rates, v.leader, v.candidates, v.steps?.map(({ rebate }) => rebate), v.society],
      v.role === 'planner' ? v.history : v.history.map((y) => [y.rates, y.leader, y.steps.map(({ rebate }) => rebate)]),
    ],
  }),
  ultimatum: of<typeof ultimatum>({
    state: (s) => [s.offer, s.accepted],
    view: (v) => [v.offer, v.accepted],
    allPublic: true,
  }),
  'water-allocation': of<typeof waterAllocation>({
    state: (s) => s.past.map(({ bids }) => bids),
    view: (v) => v.history.map(({ result }) => result.bids),
    allPublic: true,
  }),
}

type Result = ViewOf<typeof beautyContest>['history'][number]['result']
const revealedIn = (r: Result) => r && [r.statistic, r.target, r.winning, r.payoff, r.won, r.beliefPayoff]

const wraps: Readonly<Record<string, (inner: Reveals) => Reveals>> = {
  comprehension: () => ({ state: () => null, view: () => null, allPublic: true }),
  talk: (inner) => ({
    ...inner,
    state: (s, seat) => [as<{ said: readonly Message[] }>(s).said, inner.state(as<{ inner: unknown }>(s).inner, seat)],
    view: (v) => [as<{ talk: { said: readonly Message[] } }>(v).talk.said, inner.view(v)],
  }),
  repeated: (inner) => ({
    ...inner,
    state: (s, seat) => {
      const { histories, inner: now } = as<{ histories: readonly (readonly unknown[])[]; inner: unknown }>(s)
      return [histories[seat]!.map(inner.view), inner.state(now, seat)]
    },
    view: (v) => [as<{ repeated: { history: readonly unknown[] } }>(v).repeated.history.map(inner.view), inner.view(v)],
  }),
}

/** For a game on the shelf within wraps, innermost first. Throws where this file has no line for one of them. */
export function revealsOf(game: string, around: readonly string[] = []): Reveals {
  return around.reduce((inner, wrap) => lineFor(wraps, wrap)(inner), lineFor(games, game))
}

function lineFor<T>(lines: Readonly<Record<string, T>>, id: string): T {
  const line = lines[id]
  if (line !== undefined) return line
  throw new Error(
    `test/games/reveals.ts says nothing of ${id}: add what its rules reveal of the others' actions to a seat`,
  )
}

/** The law hands a game its own states and views, whatever their types are. */
function of<G>(reveals: G extends Game<infer _P, infer S, infer _K, infer V> ? Reveals<S, V> : never): Reveals {
  return reveals as Reveals
}

const as = <T>(value: unknown): T => value as T
