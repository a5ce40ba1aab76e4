/** The shelf: every game with its scripted players, and every wrap. */
import type { Shelf } from '../src/core/shelf.ts'
import { beautyContest } from './beauty-contest/rules.ts'
import { strategies as beautyContestPlayers } from './beauty-contest/strategies.ts'
import { clock } from './clock/rules.ts'
import { strategies as clockPlayers } from './clock/strategies.ts'
import { comprehension } from './combinators/comprehension.ts'
import { repeated } from './combinators/repeated.ts'
import { talk } from './combinators/talk.ts'
import { itemAuction } from './item-auction/rules.ts'
import { strategies as itemAuctionPlayers } from './item-auction/strategies.ts'
import { sealedBid } from './sealed-bid/rules.ts'
import { strategies as sealedBidPlayers } from './sealed-bid/strategies.ts'
import { taxation } from './taxation/rules.ts'
import { strategies as taxationPlayers } from './taxation/strategies.ts'
import { ultimatum } from './ultimatum/rules.ts'
import { strategies as ultimatumPlayers } from './ultimatum/strategies.ts'
import { waterAllocation } from './water-allocation/rules.ts'
import { strategies as waterAllocationPlayers } from './water-allocation/strategies.ts'

export const shelf: Shelf = {
  games: [
    { game: beautyContest, strategies: beautyContestPlayers },
    { game: clock, strategies: clockPlayers },
    { game: itemAuction, strategies: itemAuctionPlayers },
    { game: sealedBid, strategies: sealedBidPlayers },
    { game: taxation, strategies: taxationPlayers },
    { game: ultimatum, strategies: ultimatumPlayers },
    { game: waterAllocation, strategies: waterAllocationPlayers },
  ],
  wraps: [
    { wrap: repeated, quiet: {} },
    { wrap: comprehension, quiet: { quiz: () => ({ answer: 0 }) } },
    { wrap: talk, quiet: { talk: () => ({ say: '' }) } },
  ],
}
