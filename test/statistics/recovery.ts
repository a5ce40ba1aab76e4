/** Whether an estimator finds what made its data: its mean over many data sets, and how often its bootstrap interval covers. */
import { type Rng, stream } from '../../src/core/chance.ts'
import { percentileInterval } from '../../src/statistics/bootstrap.ts'

export interface Recovery {
  readonly mean: number
  /** Share of data sets whose 95 % percentile interval, from resampled people, holds the true value. */
  readonly coverage: number
}

export interface Recovered<T> {
  readonly name: string
  /** One person's datum. */
  readonly draw: (rng: Rng) => T
  readonly people: number
  /** From data that differ, and how often each came; several estimates at once. */
  readonly estimate: (data: readonly T[], weights: readonly number[]) => readonly number[]
  readonly truth: readonly number[]
  readonly sets?: number
  readonly resamples?: number
}

/** By estimate. */
export function recovered<T extends number | string>(task: Recovered<T>): Recovery[] {
  const { name, draw, people, estimate, truth, sets = 500, resamples = 200 } = task
  const sums = truth.map(() => 0)
  const covered = truth.map(() => 0)
  for (let set = 0; set < sets; set++) {
    const rng = stream(['recovery', name, set])
    const sample = Array.from({ length: people }, () => draw(rng))
    const of = (data: readonly T[]) => {
      const counts = new Map<T, number>()
      for (const datum of data) counts.set(datum, (counts.get(datum) ?? 0) + 1)
      return estimate([...counts.keys()], [...counts.values()])
    }
    of(sample).forEach((value, i) => {
      sums[i]! += value / sets
    })
    const again = Array.from({ length: resamples }, () => of(sample.map(() => sample[rng.int(people)]!)))
    truth.forEach((value, i) => {
      const draws = again.map((estimates) => estimates[i]!)
      const { low, high } = percentileInterval(draws, 0.95, people)!
      if (low <= value && value <= high) covered[i]! += 1 / sets
    })
  }
  return sums.map((mean, i) => ({ mean, coverage: covered[i]! }))
}
