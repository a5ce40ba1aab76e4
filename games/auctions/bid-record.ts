/** Running figures of bids, from which an auction's measures follow without its rounds. */
import { portable } from '../../src/core/fingerprint.ts'
import type { Seat } from '../../src/core/game.ts'
import { impliedRiskAversion } from './estimates.ts'
import type { Holding } from './values.ts'

export interface BidRecord {
  /** Bids above their value (or signal), and above the equilibrium's. */
  readonly aboveEquilibrium: number
  readonly aboveValue: number
  /** The most that the items of all rounds could have been worth to somebody. */
  readonly best: number
  readonly bids: number
  /** Bids of which an equilibrium is known. */
  readonly judged: number
  /** Sales at which the winner paid more than the item was worth. */
  readonly losses: number
  /** Bids of a value above 0, and the sum of their shares of it. */
  readonly ratio: number
  readonly ratios: number
  readonly revenue: number
  readonly rounds: number
  readonly sales: number
  /** Sums of value × bid and value². */
  readonly valueBid: number
  readonly valueSquared: number
  /** What items were worth to those who got them. */
  readonly won: number
}

export const NO_BIDS: BidRecord = {
  aboveEquilibrium: 0,
  aboveValue: 0,
  best: 0,
  bids: 0,
  judged: 0,
  losses: 0,
  ratio: 0,
  ratios: 0,
  revenue: 0,
  rounds: 0,
  sales: 0,
  valueBid: 0,
  valueSquared: 0,
  won: 0,
}

export interface RoundOfBids extends Holding {
  readonly bids: readonly number[]
  readonly paid: readonly number[]
  readonly winner: Seat | null
  readonly price: number | null
  /** The equilibrium's bid for a value, with what rounding may add to it; absent where none is known. */
  readonly equilibrium: ((value: number) => number) | undefined
}

export function recorded(record: BidRecord, round: RoundOfBids): BidRecord {
  const { bids, signals, worth, paid, winner, price, equilibrium } = round
  let { aboveEquilibrium, aboveValue, judged, ratio, ratios, valueBid, valueSquared } = record
  for (const [seat, bid] of bids.entries()) {
    const value = signals[seat]!
    if (bid > value) aboveValue++
    if (value > 0) {
      ratios++
      ratio += bid / value
    }
    valueBid += value * bid
    valueSquared += value * value
    if (!equilibrium) continue
    judged++
    if (bid > equilibrium(value) + NEGLIGIBLE) aboveEquilibrium++
  }
  const gained = winner === null ? 0 : worth[winner]!
  return {
    aboveEquilibrium,
    aboveValue,
    best: record.best + Math.max(0, ...worth),
    bids: record.bids + bids.length,
    judged,
    losses: record.losses + Number(winner !== null && price! > gained),
    ratio: portable(ratio),
    ratios,
    revenue: record.revenue + paid.reduce((sum, paid) => sum + paid, 0),
    rounds: record.rounds + 1,
    sales: record.sales + Number(winner !== null),
    valueBid: portable(valueBid),
    valueSquared: portable(valueSquared),
    won: record.won + gained,
  }
}

/** An equilibrium is reckoned in floats. */
const NEGLIGIBLE = 1e-9

/**
 * `revenue`, `surplus` (of all bidders): a round. `efficiency`: value won ÷ the best value there was. `bidToValue`: mean bid ÷ value.
 * `slope`: of bid on value, through the origin; under first prices and private values it implies `riskAversion`, ρ = n − (n − 1) ÷ slope, the
 * coefficient of constant relative risk aversion (Cox, Smith and Walker 1988). `losses`: share of sales above the worth.
 */
export function measured(
  record: BidRecord,
  { seats, risk, common }: { readonly seats: number; readonly risk: boolean; readonly common: boolean },
): Record<string, number> {
  const { rounds, bids, best, sales, judged, ratios, valueSquared } = record
  if (rounds === 0) return {}
  const slope = valueSquared > 0 ? record.valueBid / valueSquared : undefined
  return {
    revenue: record.revenue / rounds,
    surplus: (record.won - record.revenue) / rounds,
    sold: sales / rounds,
    ...(best > 0 && { efficiency: record.won / best }),
    ...(ratios > 0 && { bidToValue: record.ratio / ratios }),
    aboveValue: record.aboveValue / bids,
    ...(judged > 0 && { aboveEquilibrium: record.aboveEquilibrium / judged }),
    ...(slope !== undefined && { slope }),
    ...(risk && slope !== undefined && slope > 0 && { riskAversion: impliedRiskAversion(slope, seats) }),
    ...(common && sales > 0 && { losses: record.losses / sales }),
  }
}
