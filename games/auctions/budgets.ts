/** What bidders may spend in all: the same for each, or an amount a seat. */
import { z } from 'zod'
import { Amount } from './values.ts'

export const Budgets = z
  .union([Amount, z.array(Amount).min(1)])
  .describe('one amount for each bidder, or a list by seat')
export type Budgets = z.output<typeof Budgets>

/** By seat. */
export const moneyOf = (budgets: Budgets, seats: number): readonly number[] =>
  typeof budgets === 'number' ? Array.from({ length: seats }, () => budgets) : budgets
