/** What a stated belief about the others pays, and what was right. */
import type { Seat } from '../core/game.ts'
import { mean, median } from '../statistics/quantiles.ts'
import type { Block } from './lab-schema.ts'

type Belief = NonNullable<Block['belief']>

/**
 * prize × (1 − (error ÷ (max − min))²), never below 0: quadratic loss (Brier 1950, Monthly Weather Review 78(1); for expectations
 * Savage 1971, JASA 66(336)). It is proper for the mean: who maximises expected points states the mean of what they expect, as
 * long as what is right lies within min and max, so that the floor at 0 is never reached.
 */
export function beliefPoints(
  { prize, min, max }: Pick<Belief, 'prize' | 'min' | 'max'>,
  stated: number,
  right: number,
): number {
  const error = (stated - right) / (max - min)
  return prize * Math.max(0, 1 - error * error)
}

/** The statistic of a field over the others’ actions, by seat; undefined where none of them has a number there. */
export function rightBelief(
  actions: ReadonlyMap<Seat, unknown>,
  seat: Seat,
  { of, statistic }: Pick<Belief, 'of' | 'statistic'>,
): number | undefined {
  const values = [...actions]
    .filter(([other]) => other !== seat)
    .map(([, action]) => (action as Readonly<Record<string, unknown>> | null)?.[of])
    .filter((value) => typeof value === 'number')
  if (values.length === 0) return undefined
  switch (statistic) {
    case 'mean':
      return mean(values)
    case 'median':
      return median(values)
    case 'min':
      return Math.min(...values)
    case 'max':
      return Math.max(...values)
  }
}
