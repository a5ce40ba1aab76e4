/** What is looked at in schedules, hours and votes beside welfare and utilities. */
import type { Behaviour, Classification, Figure, Made } from '../../src/core/behaviour.ts'
import { bestHours, elasticityOf } from './benchmark.ts'
import { moved } from './brackets.ts'
import { labourElasticity } from './elasticity.ts'
import { labourOf, worthsOf } from './expectation.ts'
import { factsOf } from './facts.ts'
import { FULL_TIME } from './income.ts'
import { type Params, thresholdsOf } from './params.ts'
import { saezRates } from './saez.ts'
import type { Kinds } from './state.ts'
import type { View, WorkerView } from './view.ts'

export function behaviour(params: Params): Behaviour {
  const bracketed = thresholdsOf(params).length > 1
  const elected = params.governance === 'platforms'
  return {
    figures: [
      MEAN_RATE,
      ...(bracketed ? [PROGRESSIVITY] : []),
      saezDistance(params),
      ...LABOUR,
      ...(params.satisfaction ? [SATISFIED] : []),
      ...(elected ? [RUNS, VOTE_COST] : []),
      ...(params.governance === 'planner' ? [] : [OWN_VOTE]),
    ],
    classes: [...(bracketed ? [SHAPE] : []), HOURS_CLASS, ...(elected ? [VOTE_CLASS] : [])],
    estimates: [labourElasticity],
    baselines: [],
  }
}

/** The rates of a schedule that it sets, or runs with. */
function ofRates<T>({ action, kind, view }: Made, of: (rates: readonly number[]) => T | undefined): T | undefined {
  if (kind !== 'schedule' && kind !== 'campaign') return undefined
  const { deltas, rates } = action as {
    readonly rates?: readonly number[] | null
    readonly deltas?: readonly number[] | null
  }
  if (kind === 'campaign' && !(action as Kinds['campaign']).run) return undefined
  if (rates) return of(rates)
  return deltas ? of(moved((view as View).rates, deltas)) : undefined
}

const SCHEDULE = 'Of a schedule that it sets, or runs for election with'

const MEAN_RATE: Figure = {
  name: 'mean-rate',
  title: 'Mean rate',
  describes: `${SCHEDULE}: the mean of the rates over the brackets, each counted once, in percent.`,
  of: (made) => ofRates(made, meanOf),
}

const PROGRESSIVITY: Figure = {
  name: 'progressivity',
  title: 'Top − bottom rate',
  describes: `${SCHEDULE}: the rate of the highest bracket less that of the lowest, in percentage points.`,
  of: (made) => ofRates(made, (rates) => rates.at(-1)! - rates[0]!),
}

/** The same rates as the scripted `saez`, which a planner or leader could work out from what it sees. */
function saezDistance(params: Params): Figure {
  let known: readonly number[] | undefined
  const target = () => {
    const { skillQuantiles, thresholds } = factsOf(params)
    known ??= saezRates(
      skillQuantiles.map((skill) => skill * FULL_TIME),
      thresholds,
      elasticityOf(params),
    )
    return known
  }
  return {
    name: 'saez-distance',
    title: 'Distance to Saez’s rates',
    describes: `${SCHEDULE}: the mean distance of its rates, over the brackets, from those that Saez’s (2001) formula gives for the public distribution of skills, incomes at 40 hours, elasticity 1 ÷ (exponent − 1) and weights 1 ÷ income, in percentage points.`,
    of: (made) =>
      ofRates(made, (rates) => {
        const distance = meanOf(target().map((rate, i) => Math.abs(rates[i]! - rate)))
        return Number.isFinite(distance) ? distance : undefined
      }),
  }
}

const SHAPE: Classification = {
  name: 'shape',
  title: 'Shape of the schedule',
  describes: `${SCHEDULE}: whether its rates are all the same, never fall from a bracket to the next (progressive), never rise (regressive), or do both.`,
  classes: ['flat', 'progressive', 'regressive', 'mixed'],
  of: (made) =>
    ofRates(made, (rates) => {
      const steps = rates.slice(1).map((rate, i) => rate - rates[i]!)
      if (steps.every((step) => step === 0)) return 'flat'
      if (steps.every((step) => step >= 0)) return 'progressive'
      return steps.every((step) => step <= 0) ? 'regressive' : 'mixed'
    }),
}

const ofHours = <T>({ action, kind, view }: Made, of: (hours: number, view: WorkerView) => T): T | undefined =>
  kind === 'labour' ? of(action.hours, view as WorkerView) : undefined

const overBest = (made: Made): number | undefined =>
  ofHours(made, (hours, view) => hours - bestHours(view.skill, view.rates, labourOf(view)))

const BEST =
  'the hours that are worth most to it under the rates in force, the rebate taken as given (of equal ones the fewest)'

const LABOUR: readonly Figure[] = [
  {
    name: 'hours',
    title: 'Hours',
    describes: 'Hours of work that it chose.',
    of: (made) => ofHours(made, (hours) => hours),
  },
  {
    name: 'hours-over-best',
    title: 'Hours − best response',
    describes: `Hours that it chose less ${BEST}.`,
    of: overBest,
  },
]

const HOURS_CLASS: Classification = {
  name: 'labour',
  title: 'Hours against the best response',
  describes: `Whether it works less than, exactly, or more than ${BEST}.`,
  classes: ['less', 'best', 'more'],
  of: (made) => {
    const over = overBest(made)
    return over === undefined ? undefined : over === 0 ? 'best' : over < 0 ? 'less' : 'more'
  },
}

const SATISFIED: Figure = {
  name: 'satisfied',
  title: 'Satisfied',
  describes: '1 where it says that it is satisfied with the year, else 0.',
  of: ({ action, kind }) => (kind === 'satisfied' ? Number(action.satisfied) : undefined),
}

const RUNS: Figure = {
  name: 'runs',
  title: 'Runs',
  describes: '1 where it stands for election with a schedule, else 0.',
  of: (made) => (made.kind === 'campaign' ? Number(ofRates(made, () => true) ?? false) : undefined),
}

const OWN_VOTE: Figure = {
  name: 'own-vote',
  title: 'Votes for itself',
  describes:
    'Of a vote: 1 where it is for itself, else 0. Without platforms anybody can be voted for; with them, counted where it runs.',
  of: ({ action, kind, seat, view }) => {
    if (kind !== 'vote') return undefined
    const { candidates } = view as View
    if (candidates && !candidates.some((one) => one.seat === seat)) return undefined
    return Number(action.for === seat)
  },
}

const EXPECTED = 'what it can expect a step if all best respond and skills are as the public distribution has them'

/** What its vote gives up against that for the best platform; undefined where there is nothing to choose. */
function givenUp({ action, kind, view }: Made): number | undefined {
  if (kind !== 'vote') return undefined
  const { candidates } = view as WorkerView
  if (!candidates || candidates.length < 2) return undefined
  const worths = worthsOf(candidates, view as WorkerView)
  const best = worths.reduce((most, worth) => Math.max(most, worth))
  const chosen = worths[candidates.findIndex(({ seat }) => seat === action.for)]
  if (chosen === undefined) return undefined
  return best - chosen <= NEGLIGIBLE * Math.max(1, Math.abs(best)) ? 0 : best - chosen
}

/** Worths are sums of many floats. */
const NEGLIGIBLE = 1e-9

const VOTE_COST: Figure = {
  name: 'vote-cost',
  title: 'Given up by the vote',
  describes: `Of a vote among two platforms or more: how much less utility the one voted for pays it than the best of them, by ${EXPECTED}; from 0 on.`,
  of: givenUp,
}

const VOTE_CLASS: Classification = {
  name: 'vote',
  title: 'Vote',
  describes: `Of a vote among two platforms or more: whether none of them pays it more than the one voted for, by ${EXPECTED}.`,
  classes: ['pays-most', 'pays-less'],
  of: (made) => {
    const cost = givenUp(made)
    return cost === undefined ? undefined : cost === 0 ? 'pays-most' : 'pays-less'
  },
}

const meanOf = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length
