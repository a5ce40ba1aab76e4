/** Rules read no clock, draw no ambient chance, and change nothing that they are given. */
import type { AnyGame, Moves, Turn } from '../core/game.ts'
import { forEverySeed } from './holds.ts'
import type { Bench, Law } from './law.ts'
import { played } from './play.ts'
import { mustAgree, outcomeOf } from './same.ts'

export const pureLaws = (bench: Bench): readonly Law[] => [
  { name: 'the game plays without clock and ambient chance', check: () => needsNoSurroundings(bench) },
  { name: 'the game plays with all that it is given frozen', check: () => changesNothing(bench) },
]

function needsNoSurroundings(bench: Bench): void {
  forEverySeed(bench, (one, seed) => {
    const outcome = () => outcomeOf(bench.game, played(bench, one, seed).end)
    mustAgree('play without surroundings differs', outcome(), withoutSurroundings(outcome))
  })
}

function changesNothing(bench: Bench): void {
  const game = freezing(bench.game)
  forEverySeed(bench, (one, seed) => {
    const usual = outcomeOf(bench.game, played(bench, one, seed).end)
    const frozen = outcomeOf(game, played({ ...bench, game }, one, seed).end)
    mustAgree('play with frozen states differs', usual, frozen)
  })
}

/** Runs something while every clock and every source of chance throws. */
export function withoutSurroundings<T>(run: () => T): T {
  const refuse = (what: string) => () => {
    throw new Error(`${what} was called; rules have no clock and no chance but the streams they are given`)
  }
  const OldDate = globalThis.Date
  const held: (() => void)[] = []
  const replace = <O extends object>(owner: O, key: keyof O & string, value: unknown) => {
    const before = Object.getOwnPropertyDescriptor(owner, key)
    Object.defineProperty(owner, key, { value, configurable: true, writable: true })
    held.push(() => {
      if (before) Object.defineProperty(owner, key, before)
      else delete owner[key]
    })
  }
  try {
    replace(Math, 'random', refuse('Math.random'))
    replace(OldDate, 'now', refuse('Date.now'))
    replace(globalThis.performance, 'now', refuse('performance.now'))
    replace(globalThis.crypto, 'getRandomValues', refuse('crypto.getRandomValues'))
    replace(globalThis.crypto, 'randomUUID', refuse('crypto.randomUUID'))
    replace(globalThis, 'Date', clockless(OldDate, refuse))
    return run()
  } finally {
    for (const restore of held.reverse()) restore()
  }
}

/** Dates that are written out stay; those of now throw. */
const clockless = (date: DateConstructor, refuse: (what: string) => () => never): DateConstructor =>
  new Proxy(date, {
    apply: refuse('Date()'),
    construct: (target, args) => (args.length === 0 ? refuse('new Date()')() : Reflect.construct(target, args)),
  })

/** The same game, with everything that goes into it and comes out of it frozen. */
function freezing(game: AnyGame): AnyGame {
  const { measures, without } = game
  return {
    id: game.id,
    title: game.title,
    version: game.version,
    params: game.params,
    roles: game.roles,
    init: (setup, chance) => frozen(game.init(frozen(setup), chance)),
    turn: (state) => frozenTurn(game.turn(state)),
    apply: (state, moves, chance) => frozen(game.apply(state, frozenMoves(moves), chance)),
    view: (state, seat) => frozen(game.view(state, seat)),
    payoffs: (state) => frozen(game.payoffs(state)),
    ...(measures && { measures: (state) => frozen(measures(state)) }),
    ...(without && { without: (state, seat) => frozen(without(state, seat)) }),
    ...(game.wraps && { wraps: game.wraps }),
  }
}

const frozenMoves = (moves: Moves<Record<string, unknown>>): Moves<Record<string, unknown>> => ({
  of: (kind) => frozen(moves.of(kind)),
  at: (seat, kind) => frozen(moves.at(seat, kind)),
})

/** Schemas fill themselves in as they are used, so only the fallbacks are frozen. */
function frozenTurn<K>(turn: Turn<K>): Turn<K> {
  for (const ask of turn.values()) frozen(ask.fallback)
  return turn
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  if (value instanceof Map) {
    for (const member of value.values()) frozen(member)
    for (const key of ['set', 'delete', 'clear']) Object.defineProperty(value, key, { value: refuseChange })
    return Object.freeze(value)
  }
  Object.freeze(value)
  for (const member of Object.values(value)) frozen(member)
  return value
}

function refuseChange(): never {
  throw new TypeError('a game may not change the moves that it is given')
}
