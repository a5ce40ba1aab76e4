/** The rules of a beauty contest that papers disagree on. */
import { z } from 'zod'
import { floatOf, fractionOf } from './nearest.ts'

/** Keeps every sum of 1,000 guesses finite. */
const bounded = z.number().min(-1e12).max(1e12)

const refusedFactor = ({ input }: { readonly input?: unknown }) =>
  `expected a number from 0 to 1000000, or a fraction such as 2/3, got ${JSON.stringify(input)}`

const Factor = z
  .union([z.number(), z.string().max(40)], { error: refusedFactor })
  .refine(isFactor, { error: refusedFactor })
  .meta({ description: 'p: a number or a fraction written a/b, kept exact; 0 or more, may exceed 1' })

function isFactor(factor: number | string): boolean {
  try {
    const value = floatOf(factor)
    return fractionOf(factor).over >= 0n && value <= 1e6
  } catch {
    return false
  }
}

export const Params = z
  .strictObject({
    factor: Factor.default('2/3'),
    statistic: z.enum(['mean', 'median', 'max']).default('mean').describe('of all guesses, one’s own among them'),
    offset: bounded.default(0).describe('target = factor · (statistic + offset)'),
    min: bounded.default(0).describe('lowest guess'),
    max: bounded.default(100).describe('highest guess'),
    integer: z.boolean().default(false).describe('only whole numbers'),
    rounds: z.int().min(1).default(1),
    prize: z.number().min(0).max(1e12).default(100).describe('a round’s prize'),
    ties: z.enum(['split', 'random', 'lowest', 'each']).default('split'),
    scoring: z.enum(['nearest', 'distance']).default('nearest'),
    feedback: z.enum(['none', 'summary', 'full']).default('summary').describe('what a seat sees after a round'),
    beliefs: z
      .union([z.literal('off'), z.strictObject({ prize: z.number().min(0).max(1e12) })])
      .default('off')
      .describe('whether each seat then says what the statistic of the others will be, and what a right answer pays'),
  })
  .refine((p) => p.min < p.max, {
    path: ['max'],
    error: (issue) => {
      const { min, max } = issue.input as { min: number; max: number }
      return `max must be above min, but they are ${max} and ${min}`
    },
  })
  .refine((p) => !p.integer || Math.ceil(p.min) <= Math.floor(p.max), {
    path: ['integer'],
    error: 'there is no whole number from min to max',
  })
export type Params = z.output<typeof Params>

/** The numbers that may be guessed reach from the first to the second. */
export const guessable = ({ integer, max, min }: Pick<Params, 'integer' | 'max' | 'min'>): readonly [number, number] =>
  integer ? [Math.ceil(min), Math.floor(max)] : [min, max]
