/** The rules of an auction of items in a row that papers and labs disagree on. */
import { z } from 'zod'
import { Budgets } from '../auctions/budgets.ts'
import { Amount } from '../auctions/values.ts'

const Item = z.strictObject({
  name: z.string().min(1).max(80).describe('shown to bidders, between quotation marks'),
  start: z.int().min(1).max(1e9).describe('starting price'),
  value: Amount.describe('what it is truly worth to whoever wins it; secret until the match is over'),
})

/** Cheap and expensive ones, worth twice their starting price: the kinds of AucArena (Chen et al. 2023), under other names. */
const ITEMS: readonly z.output<typeof Item>[] = [
  { name: 'Oil lamp', start: 1000, value: 2000 },
  { name: 'Brass compass', start: 1000, value: 2000 },
  { name: 'Grandfather clock', start: 5000, value: 10_000 },
  { name: 'Tea service', start: 1000, value: 2000 },
  { name: 'Folding screen', start: 1000, value: 2000 },
  { name: 'Writing desk', start: 5000, value: 10_000 },
]

export const Params = z.strictObject({
  items: z
    .array(Item)
    .min(1)
    .max(10_000)
    .default([...ITEMS])
    .describe('in the order in which they come up'),
  budgets: Budgets.default(10_000).describe('to spend in all: one amount for each bidder, or a list by seat'),
  estimateBias: z
    .number()
    .positive()
    .max(100)
    .default(1.1)
    .describe('every bidder is told an estimate: the true value times this; above 1 it is too high'),
  minimumRaise: z
    .number()
    .min(0)
    .max(100)
    .default(0.1)
    .describe('share of the starting price by which a bid must exceed the highest; rounded up, at least 1'),
  ties: z.enum(['random', 'first-seat']).default('random').describe('which of equal highest bids leads'),
  discount: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('share off the starting price each time an unsold item is offered again'),
  offers: z.int().min(1).max(100).default(1).describe('how often an item is offered at most, the first time counted'),
})
export type Params = z.output<typeof Params>
