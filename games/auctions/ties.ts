/** Who gets the item where several are equally good. */
import { z } from 'zod'
import { list, StagegameError } from '../../src/core/errors.ts'
import type { Seat } from '../../src/core/game.ts'

export const Ties = z
  .union([
    z.enum(['random', 'first-seat']),
    z.strictObject({
      given: z
        .array(z.int().min(0).nullable())
        .describe('the seat that wins, a round; null where nothing is to be decided'),
    }),
  ])
  .default('random')
  .describe('random: by the seed; first-seat; or { given: [seat or null, a round] } to play a log again')
export type Ties = z.output<typeof Ties>

/**
 * One of the highest. `draw(n)` gives a number below n. Throws `wrong-tie` where the seat that is given is none of them: the log is
 * then not of these rules.
 */
export function chosen(highest: readonly Seat[], ties: Ties, round: number, draw: (n: number) => number): Seat {
  if (typeof ties === 'object') {
    const seat = ties.given[round] ?? null
    if (seat !== null && highest.includes(seat)) return seat
    if (seat === null && highest.length === 1) return highest[0]!
    throw new StagegameError(
      'wrong-tie',
      `ties.given.${round}: expected one of seats ${list(highest)}, which are equally high, got ${seat}`,
    )
  }
  if (highest.length === 1 || ties === 'first-seat') return highest[0]!
  return highest[draw(highest.length)]!
}

/** A complaint where ties are given for too few rounds. */
export const tooFewTies = (ties: Ties, rounds: number): readonly { path: PropertyKey[]; message: string }[] =>
  typeof ties === 'object' && ties.given.length < rounds
    ? [{ path: ['ties', 'given'], message: `expected ${rounds} seats or nulls, one a round, got ${ties.given.length}` }]
    : []
