/** The rules of a sealed-bid auction that papers disagree on. */
import { z } from 'zod'
import { Budgets } from '../auctions/budgets.ts'
import { FORMATS } from '../auctions/settlement.ts'
import { Ties, tooFewTies } from '../auctions/ties.ts'
import { Amount, DEFAULT_VALUES, seatsOf, tooFew, Values } from '../auctions/values.ts'

const MOST_SEATS = 1000

export const Params = z
  .strictObject({
    format: z
      .enum(FORMATS)
      .default('first-price')
      .describe('what the winner pays; all-pay: everybody pays the own bid'),
    rounds: z.int().min(1).max(100_000).default(1),
    values: Values.prefault(DEFAULT_VALUES).describe('who holds what: private, affiliated, common or given'),
    reserve: Amount.default(0).describe('no sale below it; a second or third price is at least it'),
    increment: Amount.default(1).describe('bids are its multiples; 0: any number'),
    ties: Ties,
    budgets: z
      .union([z.literal('none'), Budgets])
      .default('none')
      .describe('to spend in all rounds: none, one, or one a seat'),
    moneyValue: z.number().min(0).max(1e6).default(0).describe('points that a unit of money left over is worth'),
    bidCap: z.enum(['none', 'value']).default('none').describe('value: bids above the own value are not allowed'),
    feedback: z
      .enum(['full', 'winner', 'own'])
      .default('full')
      .describe('after a round: all bids, price and winner; price and winner; or the own result alone'),
    agencies: z
      .array(z.array(z.int().min(0)).min(2))
      .default([])
      .describe('groups of seats that see each other’s values before they bid'),
  })
  .superRefine(({ values, rounds, increment, ties, budgets, agencies }, context) => {
    const fault = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message })
    if (increment > 0 && increment < 1e-6) fault(['increment'], `expected 0, or at least 0.000001, got ${increment}`)
    for (const { path, message } of [...tooFew(values, rounds), ...tooFewTies(ties, rounds)]) fault(path, message)
    const seats = seatsOf(values)
    if (seats !== undefined && !(seats >= 2 && seats <= MOST_SEATS))
      fault(['values', 'rounds'], `expected a value for each of 2 to ${MOST_SEATS} seats, got rows of ${seats}`)
    if (Array.isArray(budgets) && seats !== undefined && budgets.length !== seats)
      fault(['budgets'], `expected ${seats} amounts, one a seat as values are given, got ${budgets.length}`)
    if (Array.isArray(budgets) && !(budgets.length >= 2 && budgets.length <= MOST_SEATS))
      fault(['budgets'], `expected an amount for each of 2 to ${MOST_SEATS} seats, got ${budgets.length}`)
    const members = agencies.flat()
    if (new Set(members).size < members.length) fault(['agencies'], 'a seat is in two agencies, or twice in one')
    const beyond = members.find((seat) => seat >= (seatsListed({ values, budgets }) ?? MOST_SEATS))
    if (beyond !== undefined) fault(['agencies'], `there is no seat ${beyond}`)
  })
export type Params = z.output<typeof Params>

/** How many may bid: as many as values or budgets are listed for, and at least all who are in an agency. */
export function seatsUnder(params: Params): { readonly min: number; readonly max: number } {
  const listed = seatsListed(params)
  if (listed !== undefined) return { min: listed, max: listed }
  return { min: params.agencies.flat().reduce((most, seat) => Math.max(most, seat + 1), 2), max: MOST_SEATS }
}

const seatsListed = ({ values, budgets }: Pick<Params, 'budgets' | 'values'>): number | undefined =>
  seatsOf(values) ?? (Array.isArray(budgets) ? budgets.length : undefined)
