/** What seats may look back on: a worker on its own years, who governs on how incomes and utilities were distributed. */
import { portable } from '../../src/core/fingerprint.ts'
import { type Seat, seatsTo } from '../../src/core/game.ts'
import { histories } from '../../src/core/histories.ts'
import { bracketOf } from './brackets.ts'
import { factsOf } from './facts.ts'
import { type Outcome, outcomeOf, outcomesOf } from './outcomes.ts'
import { firstWorker, type State, type Step, type Year } from './state.ts'
import { gini, nameOf, welfareFunction } from './welfare.ts'

/** A year as one worker saw it. `payoff` is the sum of its utilities. */
export interface WorkerYear {
  readonly year: number
  readonly rates: readonly number[]
  /** Absent without elections; null where nobody has been elected yet. */
  readonly leader?: Seat | null
  /** Absent without platforms. */
  readonly ran?: boolean
  /** Absent where there was no vote; null where it did not vote. */
  readonly vote?: Seat | null
  readonly steps: readonly Outcome[]
  /** Absent where it is not asked; null where it did not say. */
  readonly satisfied?: boolean | null
  readonly result: { readonly payoff: number }
}

export interface Spread {
  readonly mean: number
  readonly median: number
  /** Standard deviation over all workers. */
  readonly sd: number
}

/** A year as who governs sees it: without names. Of several steps incomes and utilities are each worker's means. */
export interface SocietyYear {
  readonly year: number
  readonly rates: readonly number[]
  readonly leader?: Seat | null
  /** How many incomes lie in each bracket. */
  readonly counts: readonly number[]
  readonly income: Spread
  readonly utility: Spread
  /** Tax of all, a step. */
  readonly revenue: number
  readonly meanHours: number
  /** Of incomes. */
  readonly gini: number
  /** Share of those who said so; absent where it is not asked, null where nobody said. */
  readonly satisfied?: number | null
  /** The year's welfare, summed over its steps. */
  readonly result: { readonly payoff: number }
}

/** What a seat may look back on; after the last seat, or in that of the planner, what who governs may. */
const lookedBack = histories<Year, State, WorkerYear | SocietyYear>(
  ({ skills }) => skills.length + 1,
  (year, seat, state) => (seat === societySeat(state) ? societyYear(state, year) : workerYear(state, year, seat)),
)

const societySeat = ({ planned, skills }: State): Seat => (planned ? 0 : skills.length)

export const workerHistory = (state: State, seat: Seat): readonly WorkerYear[] =>
  lookedBack.of(state.years, seat, state) as readonly WorkerYear[]

export const societyHistory = (state: State): readonly SocietyYear[] =>
  lookedBack.of(state.years, societySeat(state), state) as readonly SocietyYear[]

/** The years with one more. */
export const withYear = (state: State, year: Year): readonly Year[] => lookedBack.added(state.years, year, state)

function workerYear(
  state: State,
  { year, rates, leader, campaigns, votes, satisfied, steps }: Year,
  seat: Seat,
): WorkerYear {
  const worker = seat - firstWorker(state)
  const { governance, satisfaction } = state.params
  const own = ownSteps(state, worker, rates, steps)
  return {
    year,
    rates,
    ...(governance !== 'planner' && { leader }),
    ...(campaigns && { ran: campaigns.some((platform) => platform.seat === seat) }),
    ...(votes && { vote: votes[worker]! }),
    steps: own,
    ...(satisfaction && { satisfied: satisfied?.[worker] ?? null }),
    result: { payoff: own.reduce((sum, { utility }) => sum + utility, 0) },
  }
}

/** What one worker did and got in these steps. */
export function ownSteps(
  { params, skills }: State,
  worker: number,
  rates: readonly number[],
  steps: readonly Step[],
): readonly Outcome[] {
  const facts = factsOf(params)
  return steps.map(({ hours, rebate }) => outcomeOf(skills[worker]!, hours[worker]!, rates, rebate, facts))
}

/** The welfare that is asked for, of one step. */
export function welfareOf({ params }: Pick<State, 'params'>, outcomes: readonly Outcome[]): number {
  const { name, eta } = nameOf(params.welfare)
  const incomes = outcomes.map(({ income }) => income)
  const utilities = outcomes.map(({ utility }) => utility)
  return portable(welfareFunction(name, eta)(incomes, utilities))
}

function societyYear(state: State, year: Year): SocietyYear {
  const { params, skills } = state
  const facts = factsOf(params)
  const steps = year.steps.map((step) => outcomesOf(skills, step, year.rates, facts))
  const sorted = (of: (outcome: Outcome) => number) =>
    seatsTo(skills.length)
      .map((worker) => meanOf(steps.map((outcomes) => of(outcomes[worker]!))))
      .sort((a, b) => a - b)
  const incomes = sorted(({ income }) => income)
  const said = year.satisfied?.filter((answer) => answer !== null) ?? []
  return {
    year: year.year,
    rates: year.rates,
    ...(params.governance !== 'planner' && { leader: year.leader }),
    counts: facts.thresholds.map((_, i) => incomes.filter((z) => bracketOf(z, facts.thresholds) === i).length),
    income: spreadOf(incomes),
    utility: spreadOf(sorted(({ utility }) => utility)),
    revenue: meanOf(year.steps.map(({ rebate }) => rebate * skills.length)),
    meanHours: meanOf(sorted(({ hours }) => hours)),
    gini: gini(incomes).plain!, // incomes are never negative
    ...(params.satisfaction && { satisfied: said.length > 0 ? meanOf(said.map(Number)) : null }),
    result: { payoff: steps.reduce((sum, outcomes) => sum + welfareOf(state, outcomes), 0) },
  }
}

function spreadOf(sorted: readonly number[]): Spread {
  const n = sorted.length
  const mean = meanOf(sorted)
  const median = (sorted[Math.floor((n - 1) / 2)]! + sorted[Math.floor(n / 2)]!) / 2
  return { mean, median, sd: Math.sqrt(meanOf(sorted.map((x) => (x - mean) ** 2))) }
}

const meanOf = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length
