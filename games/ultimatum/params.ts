/** What is split, and what there is without an agreement. */
import { z } from 'zod'

export const Params = z
  .strictObject({
    pie: z.int().min(1).max(1_000_000).default(100).describe('what is to be split, in points'),
    outside: z
      .union([z.literal('none'), z.strictObject({ min: z.int().min(0), max: z.int().min(0) })])
      .default('none')
      .describe(
        'what each gets after a rejection: nothing, or a whole number drawn uniformly for each, known to that seat alone',
      ),
  })
  .refine(({ outside }) => outside === 'none' || outside.min <= outside.max, {
    path: ['outside', 'max'],
    error: 'max must be at least min',
  })
export type Params = z.output<typeof Params>
