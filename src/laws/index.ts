/** The laws that every game must keep, for any test runner: `for (const law of gameLaws(game)) it(law.name, law.check)`. */
import type { Game } from '../core/game.ts'
import { askLaws } from './asks.ts'
import { illegalLaws } from './illegal.ts'
import { labelLaws } from './labels.ts'
import { benchOf, type Law, type LawOptions } from './law.ts'
import { leakLaws } from './leak.ts'
import { payoffLaws } from './payoffs.ts'
import { plainLaws } from './plain.ts'
import { pureLaws } from './pure.ts'
import { replayLaws } from './replay.ts'
import { roleLaws } from './roles.ts'

export type { Law, LawOptions } from './law.ts'
export { type LegalShare, legalShares } from './legal-share.ts'

/** All laws, on random matches of the game. Throws `bad-params` or `bad-seats` where it cannot be played as asked. */
export function gameLaws<P, S, K, V>(game: Game<P, S, K, V>, options: LawOptions<S> = {}): readonly Law[] {
  const bench = benchOf(game, options)
  return [replayLaws, plainLaws, askLaws, illegalLaws, pureLaws, leakLaws, labelLaws, payoffLaws, roleLaws].flatMap(
    (family) => family(bench),
  )
}
