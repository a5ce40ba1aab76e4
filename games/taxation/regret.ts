/** What workers give up by the hours they choose. */
import { portable } from '../../src/core/fingerprint.ts'
import type { Seat } from '../../src/core/game.ts'
import { taxOf } from './brackets.ts'
import { factsOf } from './facts.ts'
import { firstWorker, type State } from './state.ts'

/**
 * By seat: the most that other hours would have been worth under the schedule in force, the hours of the others as they were, less
 * what its own were worth. Of its own tax a worker gets its share of the rebate back, which counts here: z − T(z) + T(z) ÷ n −
 * cost · hours ^ exponent; the rest of the rebate is the same whatever it does.
 */
export function regretsOf(state: State, chosen: ReadonlyMap<Seat, number>): ReadonlyMap<Seat, number> {
  const { efforts, hours, thresholds } = factsOf(state.params)
  const { rates, skills } = state
  return new Map(
    [...chosen].map(([seat, own]): [Seat, number] => {
      const skill = skills[seat - firstWorker(state)]!
      const worths = hours.map((tried, i) => {
        const income = skill * tried
        return income - taxOf(income, thresholds, rates) * (1 - 1 / skills.length) - efforts[i]!
      })
      const best = worths.reduce((most, worth) => Math.max(most, worth))
      return [seat, Math.max(0, portable(best - worths[hours.indexOf(own)]!))]
    }),
  )
}
