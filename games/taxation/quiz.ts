/** Questions about taxes, rebates, utilities and what a planner or an election makes of them. */
import type { Rng } from '../../src/core/chance.ts'
import { portable } from '../../src/core/fingerprint.ts'
import type { Question, Setup } from '../../src/core/game.ts'
import { seatsTo } from '../../src/core/game.ts'
import { DELTAS, moved, taxOf } from './brackets.ts'
import { factsOf } from './facts.ts'
import { outcomeOf } from './outcomes.ts'
import type { Params } from './params.ts'
import { nameOf, welfareFunction } from './welfare.ts'

/** Two decimals are asked for. */
const WITHIN = 0.0051
/** Of welfare, which may be small: four. */
const WITHIN_WELFARE = 0.000051
/** Workers in an example. */
const FEW = 3

export function quiz({ params, roles }: Setup<Params>, rng: Rng): readonly Question[] {
  const facts = factsOf(params)
  const rates = facts.thresholds.map(() => 5 * rng.int(21))
  const income = 10 * (1 + rng.int(highestAsked(facts.thresholds)))
  const skill = 5 + rng.int(96)
  const hours = facts.hours[1 + rng.int(facts.hours.length - 1)]!
  const rebate = 10 * rng.int(200)
  const taxes = seatsTo(FEW).map(() => 30 * rng.int(100))
  const { utility } = outcomeOf(skill, hours, rates, rebate, facts)
  return [
    { name: 'tax', given: { income, rates }, answer: taxOf(income, facts.thresholds, rates), within: WITHIN },
    { name: 'rebate', given: { taxes }, answer: taxes.reduce((a, b) => a + b, 0) / FEW, within: WITHIN },
    { name: 'utility', given: { skill, hours, rates, rebate }, answer: portable(utility), within: WITHIN },
    ...(params.move === 'delta' ? [changed(rng)] : []),
    ...(params.governance === 'planner' ? [welfareOf(params, rng)] : [electionOf(roles.length, rng)]),
  ]
}

/** A little beyond the highest threshold, in tens. */
const highestAsked = (thresholds: readonly number[]): number => Math.ceil(Math.max(1000, thresholds.at(-1)! * 1.2) / 10)

function changed(rng: Rng): Question {
  const before = 10 * rng.int(11)
  const delta = DELTAS[rng.int(DELTAS.length)]!
  return { name: 'change', given: { before, delta }, answer: moved([before], [delta])[0]! }
}

function welfareOf({ welfare }: Params, rng: Rng): Question {
  const { name, eta } = nameOf(welfare)
  const incomes = seatsTo(FEW).map(() => 100 * (1 + rng.int(20)))
  const utilities = seatsTo(FEW).map(() => 10 * (1 + rng.int(200)))
  const answer = portable(welfareFunction(name, eta)(incomes, utilities))
  return { name: 'welfare', given: { incomes, utilities }, answer, within: WITHIN_WELFARE }
}

/** One has most votes: what is drawn by lot has no right answer. */
function electionOf(workers: number, rng: Rng): Question {
  const winner = rng.int(workers)
  const other = rng.int(workers)
  const votes = rng.shuffle(
    workers === 1 ? [winner] : [winner, winner, other === winner ? (winner + 1) % workers : other],
  )
  return { name: 'election', given: { votes }, answer: winner }
}
