/** Line-ups sampled from a population: each seat is drawn for itself, by the players' shares. */
import { stream } from '../core/chance.ts'
import type { Condition } from './conditions.ts'
import type { ExperimentFile } from './experiment-file.ts'

/** The share of each of some players, in their order; together 1. */
export function sharesOf({ experiment }: ExperimentFile, players: readonly string[]): readonly number[] {
  const { shares } = experiment.design
  const wanted = players.map((player) => shares?.[player] ?? 1)
  const whole = wanted.reduce((sum, share) => sum + share, 0)
  return wanted.map((share) => share / whole)
}

/**
 * For each seat at the table of a repetition (from 0), whose place in the list of players it is: as many independent draws as
 * there are seats, so that counts vary as in a sample (multinomial). With common seeds all conditions draw alike.
 */
export function drawnPlaces(
  { experiment: { seed, design } }: ExperimentFile,
  { label }: Condition,
  repetition: number,
  seats: number,
  shares: readonly number[],
): readonly number[] {
  const rng = stream([seed, 'population', ...(design.seeds === 'common' ? [] : [label]), repetition])
  return Array.from({ length: seats }, () => placeOf(rng.next(), shares))
}

/** The place whose part of [0, 1) a number falls into. */
function placeOf(x: number, shares: readonly number[]): number {
  let upTo = 0
  for (const [place, share] of shares.entries()) {
    upTo += share
    if (x < upTo) return place
  }
  return shares.length - 1 // shares add up to 1 but for rounding
}
