/** Running figures of a clock's rounds, from which the measures follow without the rounds. */
import { portable } from '../../src/core/fingerprint.ts'
import type { Seat } from '../../src/core/game.ts'
import type { Holding } from '../auctions/values.ts'

export interface ClockRecord {
  /** The most that the items of all rounds could have been worth to somebody. */
  readonly best: number
  /** Prices at which somebody left: how many, and how many of them within a step of the value (or signal). */
  readonly exits: number
  readonly exitsNear: number
  /** Of those who left and did not get the item: the sum of price − value, and how many. */
  readonly gap: number
  readonly gaps: number
  readonly revenue: number
  readonly rounds: number
  readonly sales: number
  readonly ticks: number
  /** What items were worth to those who got them. */
  readonly won: number
}

export const NO_ROUNDS: ClockRecord = {
  best: 0,
  exits: 0,
  exitsNear: 0,
  gap: 0,
  gaps: 0,
  revenue: 0,
  rounds: 0,
  sales: 0,
  ticks: 0,
  won: 0,
}

export interface Played extends Holding {
  readonly exits: readonly (number | null)[]
  readonly price: number | null
  readonly winner: Seat | null
}

/** With one more round, whose clock showed so many prices. */
export function recorded(
  record: ClockRecord,
  round: Played,
  { ticks, step }: { ticks: number; step: number },
): ClockRecord {
  const { exits, price, signals, winner, worth } = round
  let { exits: left, exitsNear, gap, gaps } = record
  for (const [seat, exit] of exits.entries()) {
    if (exit === null) continue
    const off = portable(exit - signals[seat]!)
    left++
    if (Math.abs(off) <= step) exitsNear++
    if (seat === winner) continue
    gap += off
    gaps++
  }
  return {
    best: portable(record.best + Math.max(0, ...worth)),
    exits: left,
    exitsNear,
    gap: portable(gap),
    gaps,
    revenue: portable(record.revenue + (price ?? 0)),
    rounds: record.rounds + 1,
    sales: record.sales + Number(winner !== null),
    ticks: record.ticks + ticks,
    won: portable(record.won + (winner === null ? 0 : worth[winner]!)),
  }
}

/** `revenue`, `surplus` (of all bidders), `ticks`: a round. `efficiency`: value won ÷ the best value there was. */
export function measured({ best, exits, exitsNear, gap, gaps, revenue, rounds, sales, ticks, won }: ClockRecord) {
  if (rounds === 0) return {}
  return {
    revenue: revenue / rounds,
    surplus: (won - revenue) / rounds,
    sold: sales / rounds,
    ticks: ticks / rounds,
    ...(best > 0 && { efficiency: won / best }),
    ...(gaps > 0 && { exitGap: gap / gaps }),
    ...(exits > 0 && { exitsAtValue: exitsNear / exits }),
  }
}
