/** The rules of the water allocation challenge, as parameters. */
import { z } from 'zod'

/** No resident is healthier. */
export const MOST_HEALTH = 10

/** Keeps every sum of 1,000 residents over all days a safe integer. */
const Amount = z.int().min(0).max(1e9)

const Standing = z.strictObject({
  health: z.int().min(-1e9).max(MOST_HEALTH).default(8).describe('at most 10; at 0 or less a resident is out'),
  balance: Amount.default(0).describe('money, before the first salary'),
  daysDry: z.int().min(1).max(1e6).default(1).describe('what a day without water costs in health'),
})
/** How a resident stands. */
export type Standing = z.output<typeof Standing>

const Supply = z.union(
  [z.strictObject({ low: Amount, high: Amount }), z.strictObject({ given: z.array(Amount).min(1) })],
  {
    error: ({ input }) =>
      `expected { low, high } or { given: [a number a day] }, whole numbers from 0 on, got ${JSON.stringify(input)}`,
  },
)

export const Params = z
  .strictObject({
    days: z.int().min(1).max(10_000).default(20),
    needs: z
      .array(z.int().min(1).max(1e9))
      .min(2)
      .max(1000)
      .default([8, 9, 10, 11, 12])
      .describe('units of water a day, by seat: as many seats as numbers'),
    salaries: z.array(Amount).default([70, 75, 100, 120, 120]).describe('money a day, by seat'),
    supply: Supply.default({ low: 10, high: 20 }).describe(
      'units a day: drawn from low to high, both included, or given',
    ),
    payoff: z
      .enum(['days', 'health'])
      .default('days')
      .describe('the days at whose end one is alive, or the final health'),
    overspend: z
      .enum(['illegal', 'loses'])
      .default('illegal')
      .describe('a bid above the balance: cannot be made, or never wins'),
    start: z
      .union([Standing, z.array(Standing)], {
        error: ({ input }) =>
          `expected { health, balance, daysDry }, or a list with one a seat, all whole, got ${JSON.stringify(input)}`,
      })
      .prefault({ health: 8, balance: 0, daysDry: 1 })
      .describe('how residents stand before the first day: one for all, or one a seat'),
  })
  .superRefine(({ days, needs, salaries, supply, start }, context) => {
    const fault = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message })
    const seats = needs.length
    if (salaries.length !== seats)
      fault(['salaries'], `expected ${seats} salaries, one for each of the needs, got ${salaries.length}`)
    if ('given' in supply && supply.given.length < days)
      fault(['supply', 'given'], `expected ${days} supplies, one a day, got ${supply.given.length}`)
    if ('low' in supply && supply.low > supply.high)
      fault(['supply', 'high'], `high must not be below low, but they are ${supply.high} and ${supply.low}`)
    if (Array.isArray(start) && start.length !== seats)
      fault(['start'], `expected ${seats} standings, one for each of the needs, got ${start.length}`)
    if ([start].flat().every(({ health }) => health <= 0))
      fault(['start'], 'expected somebody with a health above 0, got nobody')
  })
export type Params = z.output<typeof Params>

/** How each resident stands before the first day. */
export const standingsAtStart = ({ start, needs }: Params): readonly Standing[] =>
  Array.isArray(start) ? start : needs.map(() => start)
