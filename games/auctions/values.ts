/** Who holds what in an auction: drawn by the seed, or given, so that a paper's draws can be played again. */
import { z } from 'zod'
import type { Chance, Rng } from '../../src/core/chance.ts'
import { portable } from '../../src/core/fingerprint.ts'
import type { Seat } from '../../src/core/game.ts'

/** Keeps every sum over a thousand rounds and seats exact enough. */
export const Amount = z.number().min(0).max(1e9)
const Range = z
  .tuple([Amount, Amount])
  .refine(([low, high]) => low <= high, 'expected [lowest, highest], the first not above the second')

const whole = z.boolean().default(true).describe('whole numbers; false: any number of the range')

const Private = z.strictObject({
  kind: z.literal('private'),
  low: Amount.default(0),
  high: Amount.default(99),
  integer: whole,
})

const Affiliated = z.strictObject({
  kind: z.literal('affiliated'),
  common: Range.prefault([0, 20]).describe('the part that all share: [lowest, highest]'),
  private: Range.prefault([0, 20]).describe('each bidder’s own part: [lowest, highest]'),
  integer: whole,
})

const Common = z.strictObject({
  kind: z.literal('common'),
  low: Amount.default(20),
  high: Amount.default(79),
  noise: Amount.default(8).describe('a signal lies at most so far from what the item is worth'),
  integer: whole,
})

const Given = z.strictObject({
  kind: z.literal('given'),
  rounds: z
    .array(z.array(z.number().min(-1e9).max(1e9)).min(1))
    .min(1)
    .describe('a row a round, a value a seat'),
  common: z
    .array(z.number().min(-1e9).max(1e9))
    .optional()
    .describe('what the item of each round is worth to all, where the rows are signals of it'),
})

/** The `values` parameter of an auction. Whole numbers are drawn with both ends included. */
export const Values = z
  .discriminatedUnion('kind', [Private, Affiliated, Common, Given])
  .superRefine((values, context) => {
    const fault = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message })
    if (values.kind === 'private' || values.kind === 'common') {
      if (values.low > values.high)
        fault(['high'], `high must not be below low, but they are ${values.high} and ${values.low}`)
      else if (values.integer && Math.ceil(values.low) > Math.floor(values.high))
        fault(['integer'], 'there is no whole number from low to high')
    }
    if (values.kind === 'affiliated' && values.integer)
      for (const part of ['common', 'private'] as const)
        if (Math.ceil(values[part][0]) > Math.floor(values[part][1]))
          fault([part], 'there is no whole number in this range')
    if (values.kind !== 'given') return
    const [{ length }] = values.rounds as [number[]]
    values.rounds.forEach((row, round) => {
      if (row.length !== length)
        fault(['rounds', round], `expected ${length} values, as many as in the first row, got ${row.length}`)
    })
  })
export type Values = z.output<typeof Values>

export const DEFAULT_VALUES: z.input<typeof Values> = { kind: 'private' }

/** Complaints where values are given for too few rounds, each with its path and the count that was expected. */
export function tooFew(values: Values, rounds: number): readonly { path: PropertyKey[]; message: string }[] {
  if (values.kind !== 'given') return []
  const faults: { path: PropertyKey[]; message: string }[] = []
  if (values.rounds.length < rounds)
    faults.push({
      path: ['values', 'rounds'],
      message: `expected ${rounds} rows, one a round, got ${values.rounds.length}`,
    })
  if (values.common && values.common.length < rounds)
    faults.push({
      path: ['values', 'common'],
      message: `expected ${rounds} numbers, one a round, got ${values.common.length}`,
    })
  return faults
}

/** How many seats given values are for; undefined where they are drawn for as many as there are. */
export const seatsOf = (values: Values): number | undefined =>
  values.kind === 'given' ? values.rounds[0]!.length : undefined

/** What one round is about. By seat. */
export interface Holding {
  /** What a seat is told before it decides: its value, or its signal of a common value. */
  readonly signals: readonly number[]
  /** What the item would be worth to each. */
  readonly worth: readonly number[]
}

/**
 * The values of a round. A seat's own part comes from that seat's stream; what all share, and what seats of `shown` know of each
 * other, from the table's.
 */
export function holdingOf(
  values: Values,
  round: number,
  seats: number,
  chance: Chance,
  shown: readonly Seat[] = [],
): Holding {
  const each = (draw: (rng: Rng) => number): number[] =>
    Array.from({ length: seats }, (_, seat) =>
      draw(shown.includes(seat) ? chance('value', round, seat) : chance.of(seat, 'value', round)),
    )
  switch (values.kind) {
    case 'private': {
      const { low, high, integer } = values
      const own = each((rng) => drawn(low, high, integer, rng))
      return { signals: own, worth: own }
    }
    case 'affiliated': {
      const shared = drawn(...values.common, values.integer, chance('common', round))
      const own = each((rng) => portable(shared + drawn(...values.private, values.integer, rng)))
      return { signals: own, worth: own }
    }
    case 'common': {
      const { low, high, noise, integer } = values
      const shared = drawn(low, high, integer, chance('common', round))
      const signals = each((rng) => portable(shared + drawn(-noise, noise, integer, rng)))
      return { signals, worth: signals.map(() => shared) }
    }
    case 'given': {
      const signals = values.rounds[round]!
      const shared = values.common?.[round]
      return { signals, worth: shared === undefined ? signals : signals.map(() => shared) }
    }
  }
}

/** Uniform from low to high; whole numbers with both ends included. */
function drawn(low: number, high: number, integer: boolean, rng: Rng): number {
  if (!integer) return portable(low + rng.next() * (high - low))
  const first = Math.ceil(low)
  return first + rng.int(Math.floor(high) - first + 1)
}

/** Whether what a seat is told is not what the item is worth to it. */
export const isCommon = (values: Values): boolean =>
  values.kind === 'common' || (values.kind === 'given' && values.common !== undefined)

/** From the least to the most that a seat may be told. */
export function rangeOf(values: Values): readonly [number, number] {
  switch (values.kind) {
    case 'private':
      return [values.low, values.high]
    case 'affiliated':
      return [values.common[0] + values.private[0], values.common[1] + values.private[1]]
    case 'common':
      return [values.low - values.noise, values.high + values.noise]
    case 'given': {
      const all = [...values.rounds.flat(), ...(values.common ?? [])] // too many to be spread over arguments
      return [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))]
    }
  }
}
