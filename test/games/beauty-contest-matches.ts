/** Beauty contests for tests: guesses by round and seat in, what follows from the replayed log out. */

import { beautyContest } from '../../games/beauty-contest/rules.ts'
import type { ViewOf } from '../../src/core/game.ts'
import { type Match, played } from './matches.ts'

export type View = ViewOf<typeof beautyContest>
export type Params = Record<string, unknown>

/** A match with the names of its measures. */
interface Contest extends Match {
  readonly measures: Readonly<Partial<Record<MeasureName, number>>> & Match['measures']
}
type MeasureName =
  | 'meanFirst'
  | 'medianFirst'
  | 'targetFirst'
  | 'equilibriumShare'
  | 'dominatedShare'
  | 'convergence'
  | 'beliefPayoff'

/** A match of these guesses, a list a round; `rounds` follows from them. Beliefs likewise, where they are asked. */
export function contest(
  guesses: readonly (readonly number[])[],
  params: Params = {},
  { beliefs = [], seed = 'seed' }: { readonly beliefs?: readonly (readonly number[])[]; readonly seed?: string } = {},
): Contest {
  const table = { params: { rounds: guesses.length, ...params }, roles: players(guesses[0]!.length), seed }
  return played(beautyContest, table, ({ seat, kind, view }) => {
    const round = (view as View).round - 1
    return kind === 'guess' ? { guess: guesses[round]![seat] } : { belief: beliefs[round]![seat] }
  })
}

/** What one round of these guesses pays. */
export const payoffsOf = (guesses: readonly number[], params: Params = {}): readonly number[] =>
  contest([guesses], params).payoffs

/** The seats that one round of these guesses pays. */
export const winnersOf = (guesses: readonly number[], params: Params = {}): number[] =>
  payoffsOf(guesses, params).flatMap((payoff, seat) => (payoff > 0 ? [seat] : []))

export const players = (n: number): string[] => Array.from({ length: n }, () => 'player')
