/** All that a seat may know. Of a worker's skill nobody knows but that worker; how skills are distributed is public. */
import type { Seat } from '../../src/core/game.ts'
import { factsOf } from './facts.ts'
import type { Outcome } from './outcomes.ts'
import type { Params } from './params.ts'
import { ownSteps, type SocietyYear, societyHistory, type WorkerYear, workerHistory } from './records.ts'
import { firstWorker, type Platform, type State } from './state.ts'
import { nameOf, type WelfareName } from './welfare.ts'

interface Public {
  readonly seat: Seat
  readonly workers: number
  readonly year: number
  readonly years: number
  /** The next choice of labour in this year, from 1. */
  readonly step: number
  readonly stepsPerYear: number
  readonly over: boolean
  readonly thresholds: readonly number[]
  /** In force, in percent. */
  readonly rates: readonly number[]
  readonly move: Params['move']
  readonly initialRate: number
  readonly maxHours: number
  readonly hoursStep: number
  readonly cost: number
  readonly exponent: number
  readonly welfare: WelfareName
  readonly eta: number
  readonly governance: Params['governance']
  readonly satisfaction: boolean
  readonly skillsFrom: 'us-income' | 'uniform' | 'given'
  /** Lowest and highest; null but for `uniform`. */
  readonly skillRange: readonly number[] | null
  /** Lowest first: the skills that are given, else a hundred quantiles of the distribution. */
  readonly skillQuantiles: readonly number[]
  /** The worker who was elected last. */
  readonly leader: Seat | null
  /** While they stand for election with their schedules. */
  readonly candidates: readonly Platform[] | null
  readonly total: number
}

export interface PlannerView extends Public {
  readonly role: 'planner'
  readonly skill: null
  readonly steps: null
  readonly society: null
  readonly history: readonly SocietyYear[]
}

export interface WorkerView extends Public {
  readonly role: 'worker'
  readonly skill: number
  /** Its own, of this year. */
  readonly steps: readonly Outcome[]
  /** Of all workers, for who was elected last; null for others. */
  readonly society: { readonly history: readonly SocietyYear[] } | null
  readonly history: readonly WorkerYear[]
}

export type View = PlannerView | WorkerView

export function viewOf(state: State, seat: Seat): View {
  const { planned, rates, steps } = state
  const known = publicOf(state, seat)
  if (planned && seat === 0)
    return { ...known, role: 'planner', skill: null, steps: null, society: null, history: societyHistory(state) }
  const worker = seat - firstWorker(state)
  return {
    ...known,
    role: 'worker',
    skill: state.skills[worker]!,
    steps: ownSteps(state, worker, rates, steps),
    society: state.leader === seat ? { history: societyHistory(state) } : null,
    history: workerHistory(state, seat),
  }
}

function publicOf(
  { campaigns, leader, params, phase, rates, skills, steps, totals, years }: State,
  seat: Seat,
): Public {
  const { thresholds, skillQuantiles } = factsOf(params)
  const { name, eta } = nameOf(params.welfare)
  const source = params.skills
  return {
    seat,
    workers: skills.length,
    year: Math.min(years.length + 1, params.years),
    years: params.years,
    step: Math.min(steps.length + 1, params.stepsPerYear),
    stepsPerYear: params.stepsPerYear,
    over: phase === 'over',
    thresholds,
    rates,
    move: params.move,
    initialRate: params.initialRate,
    maxHours: params.labour.max,
    hoursStep: params.labour.step,
    cost: params.cost,
    exponent: params.exponent,
    welfare: name,
    eta,
    governance: params.governance,
    satisfaction: params.satisfaction,
    skillsFrom: source === 'us-income' ? source : 'given' in source ? 'given' : 'uniform',
    skillRange: source !== 'us-income' && 'uniform' in source ? source.uniform : null,
    skillQuantiles,
    leader,
    candidates: phase === 'vote' ? campaigns : null,
    total: totals[seat]!,
  }
}
