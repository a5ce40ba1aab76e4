/** How much of what a random player draws is legal: a game whose actions are well shaped has nearly all. */
import { stream } from '../core/chance.ts'
import type { Game } from '../core/game.ts'
import { check, draw, jsonSchemaOf } from '../core/legal.ts'
import { forEverySeed } from './holds.ts'
import { benchOf, type LawOptions } from './law.ts'
import { askOf, played } from './play.ts'

export interface LegalShare {
  readonly draws: number
  /** Of them, from 0 to 1. */
  readonly legal: number
}

/** One draw for each ask of some random matches, by kind. A measure, not a law. */
export function legalShares<P, S, K, V>(
  game: Game<P, S, K, V>,
  options: LawOptions<S> = {},
): Readonly<Record<string, LegalShare>> {
  const bench = benchOf(game, options)
  const drawn = new Map<string, boolean[]>()
  forEverySeed(bench, (one, seed) => {
    for (const { before, event } of played(bench, one, seed).steps) {
      const { kind, schema } = askOf(before, event.seat)
      const action = draw(jsonSchemaOf(schema), stream(['share', seed, event.turn, event.seat]))
      const ofKind = drawn.get(kind) ?? []
      ofKind.push(check(schema, action).ok)
      drawn.set(kind, ofKind)
    }
  })
  return Object.fromEntries(
    [...drawn].map(([kind, ok]) => [kind, { draws: ok.length, legal: ok.filter(Boolean).length / ok.length }]),
  )
}
