/** Figures of a whole match: means over the steps of labour, and welfare beside what schedules of theory come to on the same skills. */
import { portable } from '../../src/core/fingerprint.ts'
import { bestFlat, bestSchedule, type Economy, elasticityOf, type Response, responseTo } from './benchmark.ts'
import { bracketize, bracketOf, SCHEDULES, US_RATES } from './brackets.ts'
import { factsOf } from './facts.ts'
import { FULL_TIME } from './income.ts'
import { type Outcome, outcomesOf } from './outcomes.ts'
import type { Params } from './params.ts'
import { saezRates } from './saez.ts'
import type { State, Step } from './state.ts'
import { ETA, gini, nameOf, WELFARES, type WelfareName, welfareFunction } from './welfare.ts'

export function measuresOf(state: State): Record<string, number> {
  const { params, rates, skills, steps, years } = state
  const all = [...years, { rates, steps }].flatMap((year) =>
    year.steps.map((step) => figuresOf(state, year.rates, step)),
  )
  if (all.length === 0) return {}
  const said = years.flatMap(({ satisfied }) => satisfied?.filter((answer) => answer !== null) ?? [])
  const figures: Readonly<Record<string, number>> = {
    ...means(all),
    ...(said.length > 0 && { satisfiedShare: said.filter(Boolean).length / said.length }),
  }
  const chosen = figures[MEASURE[nameOf(params.welfare).name]]!
  const relative = Object.entries(benchmarksOf(params, skills)).flatMap(([name, { welfare }]) =>
    welfare > 0 ? [[name, portable(chosen / welfare)]] : [],
  )
  return { ...figures, ...Object.fromEntries(relative) }
}

const MEASURE: Readonly<Record<WelfareName, string>> = {
  utilitarian: 'welfareUtilitarian',
  'inverse-income': 'welfareInverseIncome',
  maximin: 'welfareMaximin',
  isoelastic: 'welfareIsoelastic',
  nash: 'welfareNash',
}

/** Of one step. What is not defined there is not among them. */
function figuresOf({ params, skills }: State, rates: readonly number[], step: Step): Record<string, number> {
  const facts = factsOf(params)
  const outcomes = outcomesOf(skills, step, rates, facts)
  const [incomes, utilities] = [outcomes.map(({ income }) => income), outcomes.map(({ utility }) => utility)]
  const { name: chosen, eta } = nameOf(params.welfare)
  const welfare = WELFARES.map((name) => [
    MEASURE[name],
    portable(welfareFunction(name, name === chosen ? eta : ETA)(incomes, utilities)),
  ])
  return {
    ...Object.fromEntries(welfare),
    ...named('giniIncome', gini(incomes)),
    ...named('giniUtility', gini(utilities)),
    revenue: step.rebate * skills.length,
    meanLabour: meanOf(step.hours),
    meanMarginalRate: meanOf(outcomes.map(({ income }: Outcome) => rates[bracketOf(income, facts.thresholds)]!)),
  }
}

const named = (name: string, { plain, normalised }: ReturnType<typeof gini>): Record<string, number> => ({
  ...(plain !== undefined && { [name]: plain }),
  ...(normalised !== undefined && { [`${name}Normalised`]: normalised }),
})

/** By name, the mean over those that have it. */
function means(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const names = new Set(all.flatMap((figures) => Object.keys(figures)))
  return Object.fromEntries([...names].map((name) => [name, meanOf(all.flatMap((figures) => figures[name] ?? []))]))
}

/** A step in which all workers best respond to the schedules of theory. Skills stay the same all match long. */
function benchmarksOf(params: Params, skills: readonly number[]): Benchmarks {
  const found = known.get(skills)
  if (found) return found
  const economy = economyOf(params, skills)
  const federal = federalOn(economy.thresholds)
  const saez = saezRates(
    skills.map((skill) => skill * FULL_TIME),
    economy.thresholds,
    elasticityOf(params),
  )
  const made = {
    relativeToFlat: responseTo(bestFlat(economy).rates, economy),
    relativeToUsFederal: responseTo(federal, economy),
    relativeToSaez: responseTo(saez, economy),
    relativeToGrid: responseTo(bestSchedule(economy, [federal]).rates, economy),
  }
  known.set(skills, made)
  return made
}

type Benchmarks = Readonly<
  Record<'relativeToFlat' | 'relativeToUsFederal' | 'relativeToSaez' | 'relativeToGrid', Response>
>

const known = new WeakMap<readonly number[], Benchmarks>()

/** A year of best-responding workers under a schedule of theory, on the skills of a match. */
export interface Benchmark {
  readonly name: string
  /** Of the function that the planner is paid by, summed over the year's steps. */
  readonly welfare: number
  /** Of incomes; absent where it is not defined. */
  readonly gini?: number
  /** Tax of all, a step. */
  readonly revenue: number
  readonly meanHours: number
}

/** The flat rate that is best, the federal schedule, Saez's rates, and the best schedule that was found. */
export function benchmarkYears({ params, skills }: Pick<State, 'params' | 'skills'>): readonly Benchmark[] {
  const { relativeToFlat, relativeToUsFederal, relativeToSaez, relativeToGrid } = benchmarksOf(params, skills)
  const year = (name: string, { hours, incomes, rebate, welfare }: Response): Benchmark => {
    const { plain } = gini(incomes)
    return {
      ...{ name, welfare: welfare * params.stepsPerYear, revenue: rebate * skills.length, meanHours: meanOf(hours) },
      ...(plain !== undefined && { gini: plain }),
    }
  }
  return [
    year('best flat rate', relativeToFlat),
    year('US federal', relativeToUsFederal),
    year('Saez', relativeToSaez),
    year('grid', relativeToGrid),
  ]
}

function economyOf(params: Params, skills: readonly number[]): Economy {
  const { thresholds, hours, efforts } = factsOf(params)
  const { name, eta } = nameOf(params.welfare)
  return { skills, thresholds, hours, efforts, welfare: welfareFunction(name, eta) }
}

/** The federal schedule of the United States, on these brackets. */
export const federalOn = (thresholds: readonly number[]): readonly number[] =>
  bracketize({ thresholds: SCHEDULES['us-2024'], rates: US_RATES }, thresholds)

const meanOf = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length
