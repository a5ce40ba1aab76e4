/** Payoffs and measures are numbers, at every point of a match. */
import { quoted } from '../core/errors.ts'
import { broken, forEverySeed } from './holds.ts'
import type { Bench, Law } from './law.ts'
import { played } from './play.ts'

export const payoffLaws = (bench: Bench): readonly Law[] => [
  { name: 'payoffs are finite, one a seat, and measures are finite', check: () => areNumbers(bench) },
]

function areNumbers(bench: Bench): void {
  const { game } = bench
  forEverySeed(bench, (one, seed) => {
    const { steps, end } = played(bench, one, seed)
    for (const { turn, state } of [...steps.map(({ before }) => before), end]) {
      const payoffs = game.payoffs(state)
      if (payoffs.length !== one.roles.length)
        throw broken(`turn ${turn}: expected a payoff for each of ${one.roles.length} seats, got ${quoted(payoffs)}`)
      payoffs.forEach((payoff, seat) => {
        if (!Number.isFinite(payoff))
          throw broken(`turn ${turn}: expected a finite payoff of seat ${seat}, got ${payoff}`)
      })
      for (const [name, measure] of Object.entries(game.measures?.(state) ?? {}))
        if (!Number.isFinite(measure))
          throw broken(`turn ${turn}: measure ${name} is ${measure}; one that is undefined is left out`)
    }
  })
}
