/** Scripted planners, workers and voters. Each answers whatever its seat may be asked, so that any can sit anywhere. */
import { z } from 'zod'
import type { Rng } from '../../src/core/chance.ts'
import { portable } from '../../src/core/fingerprint.ts'
import type { Strategy } from '../../src/core/game.ts'
import { bestFlat, bestHours, bestSchedule, elasticityOf, idealHours } from './benchmark.ts'
import { DELTAS, moved } from './brackets.ts'
import { economyOf, labourOf, worthsOf, worthUnder } from './expectation.ts'
import { FULL_TIME } from './income.ts'
import { federalOn } from './measures.ts'
import type { Outcome } from './outcomes.ts'
import type { SocietyYear } from './records.ts'
import { estimatedElasticity, lafferRate, linearOptimum, saezRates, voterRate } from './saez.ts'
import type { Kinds, Schedule } from './state.ts'
import type { View, WorkerView } from './view.ts'

type Player = Strategy<Kinds, View>

interface Rules {
  /** The schedule it sets, and runs with; by default the flat one that suits itself best. */
  readonly rates?: (view: View, rng: Rng) => readonly number[]
  /** Whether it stands for election with its schedule. */
  readonly runs?: boolean
  /** By default the best response to the schedule in force. */
  readonly hours?: (view: WorkerView, rng: Rng) => number
  /** By default whether the year's rebates made up for its taxes. */
  readonly satisfied?: (view: WorkerView) => boolean
}

const player = ({ rates = ownRates, runs = false, hours = bestResponseTo, satisfied = gained }: Rules) => ({
  schedule: (view: View, rng: Rng) => scheduleFor(rates(view, rng), view),
  campaign: (view: View, rng: Rng) => {
    if (runs) return { run: true, ...scheduleFor(rates(view, rng), view) }
    return view.move === 'rates' ? { run: false, rates: null } : { run: false, deltas: null }
  },
  labour: (view: View, rng: Rng) => ({ hours: hours(asWorker(view), rng) }),
  satisfied: (view: View) => ({ satisfied: satisfied(asWorker(view)) }),
  vote: (view: View) => ({ for: ownVote(asWorker(view)) }),
})

/** One rate for all: `rate` in percent, or the best one against best responses, the one that brings in most, or the linear optimum. */
const flat: Player = (options) => {
  const { rate } = z
    .strictObject({
      rate: z.union([z.number().min(0).max(100), z.enum(['best', 'laffer', 'linear-optimum'])]).default('best'),
    })
    .parse(options)
  return player({
    runs: true,
    rates: (view) => {
      switch (rate) {
        case 'best':
          return bestFlat(economyOf(view)).rates
        case 'laffer':
          return flatRate(view, lafferRate(elasticityOf(view)))
        case 'linear-optimum':
          return flatRate(view, linearOptimumFor(view))
        default:
          return view.thresholds.map(() => rate)
      }
    },
  })
}

/** The federal schedule of the United States in 2024, on other brackets by its average rates there. */
const usFederal: Player = (options) => {
  z.strictObject({}).parse(options)
  return player({ runs: true, rates: (view) => federalOn(view.thresholds) })
}

/**
 * Saez's rates on the public distribution of incomes at 40 hours (the study's code has skill · 100: `paperUnits`), with one
 * elasticity, one a bracket, or one that it estimates from years at random rates and all since, as the AI Economist does.
 */
const saez: Player = (options) => {
  const { elasticity, paperUnits } = z
    .strictObject({
      elasticity: z.union([z.number().min(0), z.array(z.number().min(0)).min(1), z.literal('estimated')]).optional(),
      paperUnits: z.boolean().default(false),
    })
    .parse(options)
  return player({
    runs: true,
    rates: (view, rng) => {
      const years = governed(view)
      if (elasticity === 'estimated' && years.length < LEAST_POINTS) return view.thresholds.map(() => 10 * rng.int(11))
      const e = elasticity === 'estimated' ? estimated(view, years) : (elasticity ?? elasticityOf(view))
      if (typeof e !== 'number' && e.length !== view.thresholds.length)
        throw new RangeError(`expected one elasticity for each of ${view.thresholds.length} brackets, got ${e.length}`)
      const incomes = view.skillQuantiles.map((skill) => skill * (paperUnits ? 100 : FULL_TIME))
      return saezRates(incomes, view.thresholds, e)
    },
  })
}

/** Fewer years tell nothing of an elasticity (AI Economist). */
const LEAST_POINTS = 10

function estimated(view: View, years: readonly SocietyYear[]): number {
  const points = years.map(({ counts, income, rates }) => {
    const marginal = counts.reduce((sum, count, i) => sum + count * rates[i]!, 0) / view.workers
    return { income: income.mean, rate: marginal / 100 }
  })
  return Math.max(0, estimatedElasticity(points)?.elasticity ?? elasticityOf(view))
}

/** Changes one rate by `step` a year, up and then down; keeps what raised welfare, and stays where no single change does. */
const hillClimb: Player = (options) => {
  const { step } = z.strictObject({ step: z.number().gt(0).max(100).default(10) }).parse(options)
  return player({
    runs: true,
    rates: (view) => {
      const years = governed(view)
      if (years.length === 0) return view.rates
      const payoffs = years.map(({ result }) => result.payoff)
      const best = payoffs.indexOf(Math.max(...payoffs))
      const { rates } = years[best]!
      const neighbours = rates.flatMap((rate, i) =>
        [rate + step, rate - step].flatMap((next) => (next >= 0 && next <= 100 ? [rates.with(i, next)] : [])),
      )
      return neighbours[years.length - 1 - best] ?? rates
    },
  })
}

/** The best schedule in multiples of 10 against the best responses of the public distribution of skills: a Stackelberg leader. */
const grid: Player = (options) => {
  z.strictObject({}).parse(options)
  return player({ runs: true, rates: stackelberg })
}

/** Works what is best for itself under the schedule in force. */
const bestResponse: Player = (options) => {
  z.strictObject({}).parse(options)
  return player({})
}

/** The same hours always, as they are: hours that are not allowed are an illegal answer. */
const fixed: Player = (options) => {
  const { hours } = z.strictObject({ hours: z.number().default(FULL_TIME) }).parse(options)
  return player({ hours: () => hours })
}

/** Tries hours that it has not tried yet, `trials` times; from then on those that gave it most on average. */
const explore: Player = (options) => {
  const { trials } = z.strictObject({ trials: z.int().min(1).default(5) }).parse(options)
  return player({
    hours: (view, rng) => {
      const past = pastSteps(view)
      const untried = labourOf(view).hours.filter((hours) => past.every((step) => step.hours !== hours))
      if (past.length < trials && untried.length > 0) return untried[rng.int(untried.length)]!
      const tried = [...new Set(past.map(({ hours }) => hours))]
      const worth = (hours: number) => meanOf(past.filter((step) => step.hours === hours).map(({ utility }) => utility))
      return tried.reduce((best, hours) => (worth(hours) > worth(best) ? hours : best))
    },
  })
}

/** Stays with hours that are good enough (`aspiration`; else its mean utility so far), and moves one step up or down if not. */
const satisficing: Player = (options) => {
  const { first, aspiration } = z
    .strictObject({ first: z.number().min(0).default(FULL_TIME), aspiration: z.number().optional() })
    .parse(options)
  const wanted = (past: readonly Outcome[]) => aspiration ?? meanOf(past.map(({ utility }) => utility))
  return player({
    hours: (view, rng) => {
      const past = pastSteps(view)
      const grid = labourOf(view).hours
      const last = past.at(-1)
      if (!last) return grid.findLast((hours) => hours <= first) ?? 0
      if (last.utility >= wanted(past)) return last.hours
      const at = grid.indexOf(last.hours)
      const near = [grid[at - 1], grid[at + 1]].filter((hours) => hours !== undefined)
      return near[rng.int(near.length)]!
    },
    satisfied: (view) => meanOf(view.steps.map(({ utility }) => utility)) >= wanted(pastSteps(view)),
  })
}

/** Runs with the flat rate that suits itself best, and votes for whoever's schedule pays it most. */
const ownUtility: Player = (options) => {
  z.strictObject({}).parse(options)
  return player({ runs: true })
}

export const strategies = {
  flat,
  'us-federal': usFederal,
  saez,
  'hill-climb': hillClimb,
  grid,
  'best-response': bestResponse,
  fixed,
  explore,
  satisficing,
  'own-utility': ownUtility,
}

/** Rates as an answer. Where only changes are allowed, as near to them as one change comes. */
function scheduleFor(rates: readonly number[], view: View): Schedule {
  const tidy = rates.map((rate) => Math.min(100, Math.max(0, portable(rate))))
  if (view.move === 'rates') return { rates: tidy }
  const off = (i: number, delta: number) => Math.abs(moved([view.rates[i]!], [delta])[0]! - tidy[i]!)
  return {
    deltas: tidy.map((_, i) =>
      [...DELTAS]
        .sort((a, b) => Math.abs(a) - Math.abs(b))
        .reduce<(typeof DELTAS)[number]>((best, delta) => (off(i, delta) < off(i, best) ? delta : best), 0),
    ),
  }
}

/** The flat rate that a worker likes best if all best respond; a planner leaves the schedule as it is. */
function ownRates(view: View): readonly number[] {
  if (view.role === 'planner') return view.rates
  const untaxed = untaxedIncomes(view, view.skillQuantiles)
  return flatRate(view, voterRate(untaxedIncomes(view, [view.skill])[0]!, meanOf(untaxed), elasticityOf(view)))
}

/** In whole percent. */
const flatRate = (view: View, rate: number): readonly number[] => view.thresholds.map(() => Math.round(100 * rate))

/** With a constant elasticity incomes under any flat rate stand in the same proportions as these. */
const untaxedIncomes = ({ cost, exponent, maxHours }: View, skills: readonly number[]): readonly number[] =>
  skills.map((skill) => portable(skill * (cost > 0 ? idealHours(skill, 1, cost, exponent) : maxHours)))

/** Welfare weights: the derivatives of the function at these incomes, up to a factor. */
function linearOptimumFor(view: View): number {
  const incomes = untaxedIncomes(view, view.skillQuantiles)
  const aversion = { utilitarian: 0, 'inverse-income': 1, nash: 1, isoelastic: view.eta, maximin: Infinity }[
    view.welfare
  ]
  const least = Math.min(...incomes)
  return linearOptimum(
    incomes,
    incomes.map((z) => (z === least ? 1 : (Math.max(least, 1) / Math.max(z, 1)) ** aversion)),
    elasticityOf(view),
  )
}

const bestResponseTo = (view: WorkerView): number => bestHours(view.skill, view.rates, labourOf(view))

const gained = ({ steps }: WorkerView): boolean => steps.reduce((net, { rebate, tax }) => net + rebate - tax, 0) >= 0

/**
 * Among platforms, the one under which it expects most; ties go to the first. Without platforms, the leader under whom it had most a
 * step, if that is more than it expects of its own schedule; else itself.
 */
function ownVote(view: WorkerView): number {
  const { candidates } = view
  if (candidates) {
    const worth = worthsOf(candidates, view)
    return candidates[worth.indexOf(Math.max(...worth))]!.seat
  }
  const own = scheduleFor(ownRates(view), view)
  const rates = 'rates' in own ? own.rates : moved(view.rates, own.deltas)
  let best = { seat: view.seat, worth: worthUnder(rates, view) }
  for (const leader of new Set(view.history.flatMap((year) => year.leader ?? []))) {
    const under = view.history.filter((year) => year.leader === leader).flatMap(({ steps }) => steps)
    const worth = meanOf(under.map(({ utility }) => utility))
    if (worth > best.worth) best = { seat: leader, worth }
  }
  return best.seat
}

/** Searched for once for the same skills and params. */
function stackelberg(view: View): readonly number[] {
  const { skillQuantiles, welfare, eta, thresholds, maxHours, hoursStep, cost, exponent } = view
  const known = searched.get(skillQuantiles) ?? new Map<string, readonly number[]>()
  searched.set(skillQuantiles, known)
  const key = JSON.stringify([welfare, eta, thresholds, maxHours, hoursStep, cost, exponent])
  const rates = known.get(key) ?? bestSchedule(economyOf(view), [federalOn(thresholds)]).rates
  known.set(key, rates)
  return rates
}

const searched = new WeakMap<readonly number[], Map<string, readonly number[]>>()

/** The years of which it was shown how incomes were distributed. */
const governed = (view: View): readonly SocietyYear[] =>
  view.role === 'planner' ? view.history : (view.society?.history ?? [])

const pastSteps = ({ history, steps }: WorkerView): readonly Outcome[] => [
  ...history.flatMap((year) => year.steps),
  ...steps,
]

const meanOf = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length

function asWorker(view: View): WorkerView {
  if (view.role === 'worker') return view
  throw new RangeError('only workers are asked this')
}
