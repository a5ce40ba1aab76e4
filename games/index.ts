/** The shelf: every game with its scripted players, and every wrap. */
import type { Shelf } from '../src/core/shelf.ts'
import { beautyContest } from './beauty-contest/rules.ts'
import { strategies as beautyContestPlayers } from './beauty-contest/strategies.ts'
import { comprehension } from './combinators/comprehension.ts'
import { repeated } from './combinators/repeated.ts'
import { talk } from './combinators/talk.ts'
import { ultimatum } from './ultimatum/rules.ts'
import { strategies as ultimatumPlayers } from './ultimatum/strategies.ts'

export const shelf: Shelf = {
  games: [
    { game: beautyContest, strategies: beautyContestPlayers },
    { game: ultimatum, strategies: ultimatumPlayers },
  ],
  wraps: [
    { wrap: repeated, quiet: {} },
    { wrap: comprehension, quiet: { quiz: () => ({ answer: 0 }) } },
    { wrap: talk, quiet: { talk: () => ({ say: '' }) } },
  ],
}
