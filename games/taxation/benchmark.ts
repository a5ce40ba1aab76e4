/** What workers do who look to their own utility, and which schedule is best when they do. */
import { portable } from '../../src/core/fingerprint.ts'
import { memo } from '../../src/core/memo.ts'
import { partIn, taxOf } from './brackets.ts'
import type { WelfareFunction } from './welfare.ts'

/** What decides how much a worker works. `hours` are all that may be chosen, and `efforts` what each of them costs in utility. */
export interface Labour {
  readonly thresholds: readonly number[]
  readonly hours: readonly number[]
  readonly efforts: readonly number[]
}

/** All hours that may be chosen, and their cost · hours ^ exponent. */
export const gridOf = memo((max: number, step: number, cost: number, exponent: number) => {
  const hours = Array.from({ length: Math.floor(max / step) + 1 }, (_, i) => i * step)
  return { hours, efforts: hours.map((h) => portable(cost * h ** exponent)) }
})

export interface Economy extends Labour {
  readonly skills: readonly number[]
  readonly welfare: WelfareFunction
}

/**
 * The hours that are worth most under a schedule; of equal ones the fewest. The rebate counts as given: that one's own tax comes
 * back as the nth part of it is left out.
 */
export function bestHours(skill: number, rates: readonly number[], { thresholds, hours, efforts }: Labour): number {
  let best = { hours: 0, worth: Number.NEGATIVE_INFINITY }
  hours.forEach((chosen, i) => {
    const income = skill * chosen
    const worth = income - taxOf(income, thresholds, rates) - efforts[i]!
    if (worth > best.worth) best = { hours: chosen, worth }
  })
  return best.hours
}

/** Hours where any number may be chosen and a share `kept` of income is left: (kept · skill / (cost · exponent))^(1 / (exponent − 1)). */
export const idealHours = (skill: number, kept: number, cost: number, exponent: number): number =>
  ((kept * skill) / (cost * exponent)) ** (1 / (exponent - 1))

/** By how much percent income grows where what is left of it grows by one: 1 / (exponent − 1). */
export const elasticityOf = ({ exponent }: { readonly exponent: number }): number => 1 / (exponent - 1)

/** What a schedule comes to when every worker best responds. */
export interface Response {
  readonly hours: readonly number[]
  readonly incomes: readonly number[]
  readonly rebate: number
  readonly utilities: readonly number[]
  readonly welfare: number
}

export function responseTo(rates: readonly number[], economy: Economy): Response {
  const { skills, thresholds, efforts } = economy
  const hours = skills.map((skill) => bestHours(skill, rates, economy))
  const incomes = skills.map((skill, i) => skill * hours[i]!)
  const taxes = incomes.map((income) => taxOf(income, thresholds, rates))
  const rebate = taxes.reduce((a, b) => a + b, 0) / skills.length
  const utilities = incomes.map((income, i) => income - taxes[i]! + rebate - efforts[economy.hours.indexOf(hours[i]!)]!)
  return { hours, incomes, rebate, utilities, welfare: economy.welfare(incomes, utilities) }
}

/** Rates that are tried, in percent. */
const STEPS = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
/** Up to so many brackets every schedule of these rates is tried. */
const MOST_EXHAUSTED = 3
/** Workers on which a schedule is searched for. */
const MOST_SEARCHED = 200
/** Passes over all brackets from one start; it mostly ends by itself before. */
const MOST_PASSES = 12

/** A schedule and its welfare. */
export interface Found {
  readonly rates: readonly number[]
  readonly welfare: number
}

/** The best schedule with the same rate, a multiple of 10, in every bracket; of equal ones the lowest. */
export const bestFlat = (economy: Economy): Found =>
  bestOf(
    STEPS.map((rate) =>
      judged(
        economy.thresholds.map(() => rate),
        economy,
      ),
    ),
  )

/**
 * The best schedule of rates in multiples of 10 against workers who best respond (a Stackelberg leader's): every one is tried up to
 * three brackets; with more the rates are improved one at a time, from several starts, until none can be. That may miss the best.
 * Among more than 200 workers it is searched for on 200 of them, evenly by skill, and judged on all.
 */
export function bestSchedule(economy: Economy, starts: readonly (readonly number[])[] = []): Found {
  const count = economy.thresholds.length
  const line = lineSearch({ ...economy, skills: sampled(economy.skills) })
  if (count <= MOST_EXHAUSTED) {
    const others = combinations(count - 1)
    return judged(bestOf(others.map((rates) => line([...rates, 0], count - 1))).rates, economy)
  }
  const flat = [0, 90].map((rate) => economy.thresholds.map(() => rate))
  const tidy = starts.map((rates) => rates.map((rate) => 10 * Math.round(rate / 10)))
  const best = bestFlat(economy)
  const improved = [best.rates, ...flat, ...tidy].map((start) => judged(ascended(start, line), economy))
  return bestOf([best, ...improved])
}

const judged = (rates: readonly number[], economy: Economy): Found => ({
  rates,
  welfare: responseTo(rates, economy).welfare,
})

/** Lowest and highest skill are among them. */
function sampled(skills: readonly number[]): readonly number[] {
  if (skills.length <= MOST_SEARCHED) return skills
  const sorted = [...skills].sort((a, b) => a - b)
  return Array.from(
    { length: MOST_SEARCHED },
    (_, i) => sorted[Math.round((i * (sorted.length - 1)) / (MOST_SEARCHED - 1))]!,
  )
}

function ascended(start: readonly number[], line: ReturnType<typeof lineSearch>): readonly number[] {
  let found = line(start, 0)
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const before = found
    for (let bracket = 0; bracket < start.length; bracket++) found = bestOf([found, line(found.rates, bracket)])
    if (found === before) break
  }
  return found.rates
}

/** The best rate of one bracket, the others as they are. What the others take is reckoned once for all rates that are tried. */
function lineSearch({ skills, thresholds, hours, efforts, welfare }: Economy) {
  const choices = hours.length
  const incomes = Float64Array.from(skills.flatMap((skill) => hours.map((chosen) => skill * chosen)))
  const parts = thresholds.map((_, i) => incomes.map((income) => partIn(income, thresholds, i)))
  const earned = skills.map(() => 0)
  const utilities = skills.map(() => 0)
  return (rates: readonly number[], bracket: number): Found => {
    const others = incomes.map(() => 0)
    rates.forEach((rate, i) => {
      const part = parts[i]!
      if (i !== bracket && rate > 0) for (let c = 0; c < part.length; c++) others[c]! += (rate / 100) * part[c]!
    })
    const own = parts[bracket]!
    const tried = STEPS.map((rate): Found => {
      let revenue = 0
      for (let worker = 0; worker < earned.length; worker++) {
        let [best, worth, tax] = [0, Number.NEGATIVE_INFINITY, 0]
        for (let choice = 0; choice < choices; choice++) {
          const cell = worker * choices + choice
          const due = others[cell]! + (rate / 100) * own[cell]!
          const left = incomes[cell]! - due - efforts[choice]!
          if (left > worth) {
            best = cell
            worth = left
            tax = due
          }
        }
        earned[worker] = incomes[best]!
        utilities[worker] = worth
        revenue += tax
      }
      const rebate = revenue / earned.length
      for (let worker = 0; worker < earned.length; worker++) utilities[worker]! += rebate
      return { rates: rates.with(bracket, rate), welfare: welfare(earned, utilities) }
    })
    return bestOf(tried)
  }
}

/** All lists of so many rates. */
const combinations = (count: number): readonly (readonly number[])[] =>
  count === 0 ? [[]] : combinations(count - 1).flatMap((rates) => STEPS.map((rate) => [...rates, rate]))

/** Of equal ones the first; what differs by less than its sum can tell is equal. */
const bestOf = (found: readonly Found[]): Found =>
  found.reduce((best, one) => (one.welfare > best.welfare + 1e-12 * Math.abs(best.welfare) ? one : best))
