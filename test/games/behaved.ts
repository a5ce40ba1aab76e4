/** What a game says of behaviour, read off matches that were played, and whether its estimates find what made the data. */
import { decisionsIn } from '../../src/analysis/decisions.ts'
import type { Behaviour, Estimate, Made } from '../../src/core/behaviour.ts'
import { type Rng, stream } from '../../src/core/chance.ts'
import type { Event } from '../../src/core/event.ts'
import type { AnyGame } from '../../src/core/game.ts'
import { blockWeights, percentileInterval } from '../../src/statistics/bootstrap.ts'

/** Every decision of a match, in the order of its log. */
export const madeIn = (game: AnyGame, { events }: { readonly events: readonly Event[] }) => [
  ...decisionsIn(game, events),
]

/** What a figure or a classification says of each decision. Throws where there is none of that name. */
export function told(behaviour: Behaviour, name: string, decisions: readonly Made[]) {
  const found = [...behaviour.figures, ...behaviour.classes].find((one) => one.name === name)
  if (!found) throw new Error(`there is no ${name}`)
  return decisions.map((made) => found.of(made))
}

export function estimateNamed({ estimates }: Behaviour, name: string): Estimate {
  const found = estimates.find((one) => one.name === name)
  if (!found) throw new Error(`there is no ${name}`)
  return found
}

/** What an estimate makes of these decisions, each counted once. */
export function estimated(behaviour: Behaviour, name: string, decisions: readonly Made[]): number | undefined {
  const { datum, from } = estimateNamed(behaviour, name)
  const data = decisions.flatMap((made) => [datum(made)].filter((one) => one !== undefined))
  return from(
    data,
    data.map(() => 1),
  )
}

/** All names of members, to see that none comes twice. */
export const namesOf = ({ figures, classes, estimates }: Behaviour): string[] =>
  [...figures, ...classes, ...estimates].map(({ name }) => name)

/** As much of a decision as estimates look at. */
export const asMade = (kind: string, action: unknown, view: unknown): Made => ({
  ...{ role: '', seat: 0, turn: 0, round: 1, kind, action, view, after: view },
})

export interface Recovery {
  readonly mean: number
  /** Share of data sets whose 95 % percentile interval, from resampled matches, holds the true value. */
  readonly coverage: number
}

/** Whether an estimate finds the truth in 500 data sets of so many matches; each match is drawn, and resampled whole, 200 times. */
export function recoveredFrom(
  { datum, from, name }: Estimate,
  { match, matches, truth }: { match: (rng: Rng) => readonly Made[]; matches: number; truth: number },
): Recovery {
  const [sets, resamples] = [500, 200]
  let [sum, covered] = [0, 0]
  for (let set = 0; set < sets; set++) {
    const rng = stream(['recovery', name, set])
    const data: (readonly number[])[] = []
    const matchOf: number[] = []
    for (let block = 0; block < matches; block++)
      for (const made of match(rng)) {
        const found = datum(made)
        if (found === undefined) continue
        data.push(found)
        matchOf.push(block)
      }
    sum += from(
      data,
      data.map(() => 1),
    )!
    const draws = Array.from({ length: resamples }, () => {
      const times = blockWeights(rng, matches)
      return from(
        data,
        matchOf.map((block) => times[block]!),
      )!
    })
    const { low, high } = percentileInterval(draws, 0.95, matches)!
    if (low <= truth && truth <= high) covered++
  }
  return { mean: sum / sets, coverage: covered / sets }
}
