/** What a seat can expect of a schedule: the public distribution of skills, all best responding. */
import { bestHours, type Economy, gridOf, type Labour, responseTo } from './benchmark.ts'
import { taxOf } from './brackets.ts'
import type { Platform } from './state.ts'
import type { View, WorkerView } from './view.ts'
import { welfareFunction } from './welfare.ts'

export const labourOf = ({
  thresholds,
  maxHours,
  hoursStep,
  cost,
  exponent,
}: Pick<View, 'thresholds' | 'maxHours' | 'hoursStep' | 'cost' | 'exponent'>): Labour => ({
  thresholds,
  ...gridOf(maxHours, hoursStep, cost, exponent),
})

/** The public distribution of skills, and what the planner is paid by. */
export const economyOf = (view: View): Economy => ({
  ...labourOf(view),
  skills: view.skillQuantiles,
  welfare: welfareFunction(view.welfare, view.eta),
})

/** What a worker can expect a step under each candidate’s schedule. */
export function worthsOf(candidates: readonly Platform[], view: WorkerView): readonly number[] {
  const rebates = rebatesUnder(candidates, view)
  return candidates.map(({ rates }, i) => ownWorth(view, rates) + rebates[i]!)
}

/** The same of one schedule. */
export const worthUnder = (rates: readonly number[], view: WorkerView): number =>
  ownWorth(view, rates) + rebateUnder(rates, view)

/** What it makes of a schedule without the rebate. */
function ownWorth(view: WorkerView, rates: readonly number[]): number {
  const labour = labourOf(view)
  const hours = bestHours(view.skill, rates, labour)
  const income = view.skill * hours
  return income - taxOf(income, view.thresholds, rates) - labour.efforts[labour.hours.indexOf(hours)]!
}

/** What comes back to each if all best respond to this schedule. */
const rebateUnder = (rates: readonly number[], view: View): number => responseTo(rates, economyOf(view)).rebate

/** The same for all voters, so it is reckoned once an election. */
function rebatesUnder(candidates: readonly Platform[], view: View): readonly number[] {
  const found = rebates.get(candidates)
  if (found) return found
  const made = candidates.map(({ rates }) => rebateUnder(rates, view))
  rebates.set(candidates, made)
  return made
}

const rebates = new WeakMap<readonly Platform[], readonly number[]>()
