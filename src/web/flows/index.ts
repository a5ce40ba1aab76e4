/** Games with pages of their own. */
import { beautyContestFlow } from './beauty-contest.ts'
import type { Flow } from './flow.ts'
import { sealedBidFlow } from './sealed-bid.ts'
import { taxationFlow } from './taxation.ts'

const FLOWS: ReadonlyMap<string, Flow> = new Map([
  ['beauty-contest', beautyContestFlow],
  ['sealed-bid', sealedBidFlow],
  ['taxation', taxationFlow],
])

/** Undefined: a game that gets its pages from its asks and prompts. */
export const flowOf = (game: string): Flow | undefined => FLOWS.get(game)
