/** A one-shot game played several times by the same seats, each time with fresh chance; payoffs add up. */
import { z } from 'zod'
import type { Chance } from '../../src/core/chance.ts'
import type { AnyGame, Game, Moves, Wrap } from '../../src/core/game.ts'

const Params = z.strictObject({
  times: z.int().min(1).max(10_000).default(2),
  history: z.boolean().default(true).describe('whether a seat sees how the earlier times ended for it'),
})

interface Repeated<P, S, V> {
  /** How many times are over. */
  readonly done: number
  /** What each seat saw at the end of each time; empty without history. */
  readonly histories: readonly (readonly V[])[]
  readonly inner: S
  readonly setup: { readonly params: P; readonly roles: readonly string[] }
  /** Sums and counts of the inner game's measures over the times in which they were defined. */
  readonly sums: Readonly<Record<string, { readonly sum: number; readonly times: number }>>
  readonly totals: readonly number[]
}

export const repeated: Wrap = {
  id: 'repeated',
  version: 1,
  params: Params,
  wrap: (game, params) => {
    const { times, history } = Params.parse(params)
    return repeatedly(game, times, history) as AnyGame
  },
}

function repeatedly<P, S, K, V extends object>(
  game: Game<P, S, K, V>,
  times: number,
  history: boolean,
): Game<P, Repeated<P, S, V>, K, V & { repeated: { time: number; times: number; history: readonly V[] } }> {
  const fresh = (setup: Repeated<P, S, V>['setup'], time: number, chance: Chance) =>
    skipEmpty(game.init(setup, chance.within(`time ${time}`)))
  /** A game that asks nobody from its start on would end the whole match unseen. */
  const skipEmpty = (state: S): S => {
    if (game.turn(state).size === 0) throw new RangeError(`${game.id} asks nobody, and cannot be repeated`)
    return state
  }
  const { quiz, regrets } = game
  return {
    id: game.id,
    title: `${game.title}, ${times} times`,
    version: game.version,
    params: game.params,
    roles: game.roles,
    init: (setup, chance) => ({
      done: 0,
      histories: setup.roles.map(() => []),
      inner: fresh(setup, 0, chance),
      setup,
      sums: {},
      totals: setup.roles.map(() => 0),
    }),
    turn: ({ inner, done }) => (done === times ? new Map() : game.turn(inner)),
    apply: (state, moves, chance) => {
      const inner = game.apply(state.inner, moves, chance.within(`time ${state.done}`))
      if (game.turn(inner).size > 0) return { ...state, inner }
      const done = state.done + 1
      return {
        ...state,
        inner: done === times ? inner : fresh(state.setup, done, chance),
        done,
        totals: game.payoffs(inner).map((payoff, seat) => payoff + state.totals[seat]!),
        histories: history ? state.histories.map((past, seat) => [...past, game.view(inner, seat)]) : state.histories,
        sums: added(state.sums, game.measures?.(inner) ?? {}),
      }
    },
    view: ({ inner, done, histories }, seat) => ({
      ...game.view(inner, seat),
      repeated: { time: Math.min(done + 1, times), times, history: histories[seat]! },
    }),
    payoffs: ({ inner, done, totals }) =>
      done === times ? totals : game.payoffs(inner).map((payoff, seat) => payoff + totals[seat]!),
    /** Means over the times in which the inner measure is defined. */
    measures: ({ sums }) =>
      Object.fromEntries(Object.entries(sums).map(([name, { sum, times: n }]) => [name, sum / n])),
    ...(regrets && {
      regrets: (state: Repeated<P, S, V>, moves: Moves<K>) => regrets(state.inner, moves),
    }),
    ...(quiz && { quiz }),
  }
}

function added(
  sums: Repeated<unknown, unknown, unknown>['sums'],
  measures: Readonly<Record<string, number>>,
): Repeated<unknown, unknown, unknown>['sums'] {
  const next = { ...sums }
  for (const [name, value] of Object.entries(measures)) {
    const { sum, times } = sums[name] ?? { sum: 0, times: 0 }
    next[name] = { sum: sum + value, times: times + 1 }
  }
  return next
}
