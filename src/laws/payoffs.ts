/** Payoffs and measures are numbers, at every point of a match. */
import { quoted } from '../core/errors.ts'
import type { Seat } from '../core/game.ts'
import { regretsAfter } from '../core/match.ts'
import { broken, forEverySeed } from './holds.ts'
import type { Bench, Law } from './law.ts'
import { played } from './play.ts'

export const payoffLaws = (bench: Bench): readonly Law[] => [
  { name: 'payoffs are finite, one a seat, and measures are finite', check: () => areNumbers(bench) },
  { name: 'a seat that is out is asked nothing more, and its payoff stands', check: () => outStands(bench) },
  { name: 'regrets are finite and not negative, of seats that answered', check: () => areRegrets(bench) },
]

function areRegrets(bench: Bench): void {
  forEverySeed(bench, (one, seed) => {
    for (const { before, event } of played(bench, one, seed).steps)
      for (const [seat, regret] of regretsAfter(bench.game, before, event) ?? []) {
        if (!before.asks.has(seat)) throw broken(`turn ${before.turn}: seat ${seat} has a regret and was asked nothing`)
        if (!(regret >= 0 && regret < Infinity))
          throw broken(`turn ${before.turn}: expected a regret of seat ${seat} from 0 on, got ${regret}`)
      }
  })
}

function outStands(bench: Bench): void {
  const { game } = bench
  forEverySeed(bench, (one, seed) => {
    const { steps, end } = played(bench, one, seed)
    const standing = new Map<Seat, number>()
    for (const { turn, asks, state } of [...steps.map(({ before }) => before), end]) {
      const payoffs = game.payoffs(state)
      for (const seat of game.out?.(state) ?? []) if (!standing.has(seat)) standing.set(seat, payoffs[seat]!)
      for (const [seat, payoff] of standing) {
        if (asks.has(seat)) throw broken(`turn ${turn}: seat ${seat} is asked something, and was out`)
        if (!game.out?.(state).includes(seat)) throw broken(`turn ${turn}: seat ${seat} is in again, and was out`)
        if (payoffs[seat] !== payoff)
          throw broken(
            `turn ${turn}: the payoff of seat ${seat} is ${payoffs[seat]}, and was ${payoff} when it was out`,
          )
      }
    }
  })
}

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
