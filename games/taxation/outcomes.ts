/** What a step of labour comes to for one worker, and for all. */
import { taxOf } from './brackets.ts'
import type { Facts } from './facts.ts'
import type { Step } from './state.ts'

/** Of one worker in one step. */
export interface Outcome {
  readonly hours: number
  readonly income: number
  readonly tax: number
  readonly rebate: number
  /** z − T(z) + rebate − cost · hours ^ exponent, z = skill · hours. */
  readonly utility: number
}

type Technology = Pick<Facts, 'thresholds' | 'efforts' | 'hours'>

export function outcomeOf(
  skill: number,
  hours: number,
  rates: readonly number[],
  rebate: number,
  { thresholds, ...labour }: Technology,
): Outcome {
  const income = skill * hours
  const tax = taxOf(income, thresholds, rates)
  return { hours, income, tax, rebate, utility: income - tax + rebate - effortOf(hours, labour) }
}

/** All grids begin at 0 and are evenly spaced. */
function effortOf(hours: number, { hours: grid, efforts }: Pick<Facts, 'efforts' | 'hours'>): number {
  return hours === 0 ? efforts[0]! : efforts[hours / grid[1]!]!
}

/** Collects the tax of all, and pays it back in equal shares. */
export function stepOf(
  skills: readonly number[],
  hours: readonly number[],
  rates: readonly number[],
  { thresholds }: Pick<Facts, 'thresholds'>,
): Step {
  const revenue = skills.reduce((sum, skill, i) => sum + taxOf(skill * hours[i]!, thresholds, rates), 0)
  return { hours, rebate: revenue / skills.length }
}

export const outcomesOf = (
  skills: readonly number[],
  { hours, rebate }: Step,
  rates: readonly number[],
  facts: Technology,
): readonly Outcome[] => skills.map((skill, i) => outcomeOf(skill, hours[i]!, rates, rebate, facts))
