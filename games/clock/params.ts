/** The rules of a clock auction that papers disagree on. */
import { z } from 'zod'
import { Ties, tooFewTies } from '../auctions/ties.ts'
import { Amount, DEFAULT_VALUES, seatsOf, tooFew, Values } from '../auctions/values.ts'
import { pricesOf } from './prices.ts'

/** A price a turn: a clock of more would never stop. */
const MOST_PRICES = 100_000

export const Params = z
  .strictObject({
    direction: z
      .enum(['ascending', 'descending'])
      .default('ascending')
      .describe(
        'ascending: English, the last one in gets the item; descending: Dutch, the first to stop the clock does',
      ),
    rounds: z.int().min(1).max(100_000).default(1),
    values: Values.prefault(DEFAULT_VALUES).describe('who holds what: private, affiliated, common or given'),
    start: Amount.optional().describe('the first price; default: 0 ascending, the ceiling descending'),
    step: z.number().positive().max(1e9).default(1).describe('from one price to the next'),
    ceiling: Amount.optional().describe(
      'the highest price; default: at or just above the highest value that there may be; of given values 100, or the next power of ten',
    ),
    floor: Amount.default(0).describe('the lowest price of a descending clock: untaken there, the item is not sold'),
    announce: z.boolean().default(true).describe('whether all see who leaves, and at which price'),
    ties: Ties,
    proxy: z
      .boolean()
      .default(false)
      .describe('one limit a round in place of an answer a price; what comes of it is the same'),
  })
  .superRefine((params, context) => {
    const { values, rounds, ties, direction, start, ceiling, floor } = params
    const fault = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message })
    for (const { path, message } of [...tooFew(values, rounds), ...tooFewTies(ties, rounds)]) fault(path, message)
    if (seatsOf(values) === 1)
      fault(['values', 'rounds'], 'expected at least 2 values a row, one a seat, got 1: a clock needs two bidders')
    if (start !== undefined && ceiling !== undefined && start > ceiling)
      return fault(['ceiling'], `ceiling must not be below start, but they are ${ceiling} and ${start}`)
    if (direction === 'ascending' && floor !== 0)
      return fault(['floor'], `a floor is for descending prices, ascending ones begin at start; got ${floor}`)
    const from = start ?? ceiling
    if (direction === 'descending' && from !== undefined && floor > from)
      return fault(['floor'], `floor must not be above the first price, but they are ${floor} and ${from}`)
    const { start: first, final, ticks } = pricesOf(params)
    if (ticks >= MOST_PRICES)
      fault(
        ['step'],
        `expected at most ${MOST_PRICES} prices, but from ${first} to ${final} in steps of ${params.step} there are ${ticks + 1}`,
      )
  })
export type Params = z.output<typeof Params>
