/** What players and conditions are compared by: payoffs, measures of matches, figures of behaviour. */
import type { Conducts } from './conduct.ts'
import type { MatchOutcome } from './outcomes.ts'
import { ALL, figureGroups, type Group, type LeftOut, measureGroups, payoffGroups } from './samples.ts'
import { figuresIn } from './tables/behaviour.ts'
import type { Quantity } from './tables/results.ts'

export interface Quantities {
  readonly payoff: Quantity
  readonly measures: readonly Quantity[]
  readonly figures: readonly Quantity[]
}

export function quantitiesOf(
  matches: readonly MatchOutcome[],
  leftOut: LeftOut,
  conducts: Conducts | undefined,
): Quantities {
  const names = [...new Set((conducts?.conducts ?? []).flatMap(({ figures }) => [...figures.keys()]))]
  return {
    payoff: { name: 'payoff', value: 'payoff', groups: payoffGroups(matches, leftOut) },
    measures: [...measureGroups(matches, leftOut)].map(([name, groups]) => ({ name, value: name, groups })),
    figures: conducts
      ? names.map((name) => ({ name, value: titleOf(conducts, name), groups: figureGroups(conducts, name) }))
      : [],
  }
}

const titleOf = (conducts: Conducts, name: string): string => {
  for (const condition of conducts.behaviours.keys()) {
    const figure = figuresIn(conducts, condition).find((one) => one.name === name)
    if (figure) return figure.title
  }
  return name
}

/** The primary quantity: `payoff` where that is `rating`, whose table is its own; undefined where these matches do not have it. */
export function primaryOf({ payoff, measures, figures }: Quantities, name: string): Quantity | undefined {
  if (name === 'payoff' || name === 'rating') return payoff
  return [...measures, ...figures].find((quantity) => quantity.name === name)
}

/** Players only: without what is of all matches together. */
export const ofPlayers = ({ groups, ...rest }: Quantity): Quantity => ({
  ...rest,
  groups: groups.flatMap((group): Group[] => {
    const samples = group.samples.filter(({ player }) => player !== ALL)
    return samples.length > 0 ? [{ ...group, samples }] : []
  }),
})
