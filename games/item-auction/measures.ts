/** What a sequence of sales comes to. */
import type { Seat } from '../../src/core/game.ts'
import { moneyOf } from '../auctions/budgets.ts'
import type { Params } from './params.ts'
import { startAt } from './prices.ts'

/** An item that was offered: sold, or not. */
export interface Sale {
  /** Each seat's last bid on it; null without one. */
  readonly bids: readonly (number | null)[]
  /** Its place among the items, from 0. */
  readonly item: number
  /** The how-manieth time it was offered, from 1. */
  readonly offer: number
  /** The highest bid, which the winner pays; null where nobody bid. */
  readonly price: number | null
  readonly winner: Seat | null
}

/**
 * `revenue`, `surplus` (of all bidders): of all items together. `efficiency`: true value won ÷ that of the items that could be sold, those whose
 * starting price at the last offer was within some budget. `sold`: share of the items. `priceToValue`: mean price ÷ true value of
 * the sales. `aboveValue`: share of the sales at more than the true value (the winner's curse). `moneyLeft`: share of all budgets.
 */
export function measured(
  params: Params,
  sales: readonly Sale[],
  money: readonly number[],
): Readonly<Record<string, number>> {
  if (sales.length === 0) return {}
  const { items } = params
  const budgets = moneyOf(params.budgets, money.length)
  const richest = Math.max(...budgets)
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
  const sold = sales.flatMap(({ item, price }) => (price === null ? [] : [{ price, value: items[item]!.value }]))
  const revenue = sum(sold.map(({ price }) => price))
  const won = sum(sold.map(({ value }) => value))
  const within = items.filter(({ start }) => startAt(params, start, params.offers) <= richest)
  const best = sum(within.map(({ value }) => value))
  const ratios = sold.flatMap(({ price, value }) => (value > 0 ? [price / value] : []))
  const endowed = sum(budgets)
  return {
    revenue,
    surplus: won - revenue,
    sold: sold.length / items.length,
    ...(best > 0 && { efficiency: won / best }),
    ...(ratios.length > 0 && { priceToValue: sum(ratios) / ratios.length }),
    ...(sold.length > 0 && { aboveValue: sold.filter(({ price, value }) => price > value).length / sold.length }),
    ...(endowed > 0 && { moneyLeft: sum(money) / endowed }),
  }
}
