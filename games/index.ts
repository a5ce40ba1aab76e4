/** The shelf: every game with its scripted players, and every wrap. */
import type { Shelf } from '../src/core/shelf.ts'
import { behaviour as beautyContestBehaviour } from './beauty-contest/behaviour.ts'
import { beautyContest } from './beauty-contest/rules.ts'
import { strategies as beautyContestPlayers } from './beauty-contest/strategies.ts'
import { behaviour as clockBehaviour } from './clock/behaviour.ts'
import { clock } from './clock/rules.ts'
import { strategies as clockPlayers } from './clock/strategies.ts'
import { comprehension } from './combinators/comprehension.ts'
import { repeated } from './combinators/repeated.ts'
import { talk } from './combinators/talk.ts'
import { behaviour as itemAuctionBehaviour } from './item-auction/behaviour.ts'
import { itemAuction } from './item-auction/rules.ts'
import { strategies as itemAuctionPlayers } from './item-auction/strategies.ts'
import { behaviour as sealedBidBehaviour } from './sealed-bid/behaviour.ts'
import { sealedBid } from './sealed-bid/rules.ts'
import { strategies as sealedBidPlayers } from './sealed-bid/strategies.ts'
import { behaviour as taxationBehaviour } from './taxation/behaviour.ts'
import { taxation } from './taxation/rules.ts'
import { strategies as taxationPlayers } from './taxation/strategies.ts'
import { behaviour as ultimatumBehaviour } from './ultimatum/behaviour.ts'
import { ultimatum } from './ultimatum/rules.ts'
import { strategies as ultimatumPlayers } from './ultimatum/strategies.ts'
import { behaviour as waterAllocationBehaviour } from './water-allocation/behaviour.ts'
import { waterAllocation } from './water-allocation/rules.ts'
import { strategies as waterAllocationPlayers } from './water-allocation/strategies.ts'

export const shelf: Shelf = {
  games: [
    { game: beautyContest, strategies: beautyContestPlayers, behaviour: beautyContestBehaviour },
    { game: clock, strategies: clockPlayers, behaviour: clockBehaviour },
    { game: itemAuction, strategies: itemAuctionPlayers, behaviour: itemAuctionBehaviour },
    { game: sealedBid, strategies: sealedBidPlayers, behaviour: sealedBidBehaviour },
    { game: taxation, strategies: taxationPlayers, behaviour: taxationBehaviour },
    { game: ultimatum, strategies: ultimatumPlayers, behaviour: ultimatumBehaviour },
    { game: waterAllocation, strategies: waterAllocationPlayers, behaviour: waterAllocationBehaviour },
  ],
  wraps: [
    { wrap: repeated, quiet: {} },
    { wrap: comprehension, quiet: { quiz: () => ({ answer: 0 }) } },
    { wrap: talk, quiet: { talk: () => ({ say: '' }) } },
  ],
}
