/** Questions about a round of a beauty contest, answered by the reckoning that settles rounds. */
import type { Rng } from '../../src/core/chance.ts'
import { type Question, type Setup, seatsTo } from '../../src/core/game.ts'
import { floatOf } from './nearest.ts'
import { guessable, type Params } from './params.ts'
import { type Round, settle } from './round.ts'

/** More numbers than this would test patience. */
const MOST_GUESSES = 7
/** Draws until one has a single winner. */
const TRIES = 20
/** Two decimals are asked for. */
const WITHIN = 0.0051

export function quiz({ params, roles }: Setup<Params>, rng: Rng): readonly Question[] {
  const seats = Math.min(roles.length, MOST_GUESSES)
  const target = exampleOf(params, seats, rng)
  const winner = decidedExample(params, seats, rng)
  const mine = winner && (rng.int(2) === 0 ? winner.guesses.indexOf(winner.round.winning[0]!) : rng.int(seats))
  return [
    { name: 'target', given: { guesses: target.guesses }, answer: target.round.target, within: WITHIN },
    ...(winner
      ? [
          ...(params.scoring === 'nearest'
            ? [{ name: 'winner', given: { guesses: winner.guesses }, answer: winner.round.winning[0]!, within: WITHIN }]
            : []),
          {
            name: 'payoff',
            given: { guesses: winner.guesses, mine: winner.guesses[mine!] },
            answer: winner.round.paid[mine!]!,
            within: WITHIN,
          },
        ]
      : []),
    ...(params.beliefs === 'off' ? [] : [beliefOf(params, seats, rng)]),
  ]
}

interface Example {
  readonly guesses: readonly number[]
  readonly round: Round
}

function exampleOf(params: Params, seats: number, rng: Rng, beliefs: readonly number[] | null = null): Example {
  const guesses = seatsTo(seats).map(() => numberIn(params, rng))
  return { guesses, round: settle(params, floatOf(params.factor), guesses, beliefs, () => 0) }
}

/** All numbers differ and one of them wins: what is paid does not hang on a tie. */
function decidedExample(params: Params, seats: number, rng: Rng): Example | undefined {
  for (let tries = 0; tries < TRIES; tries++) {
    const example = exampleOf(params, seats, rng)
    if (new Set(example.guesses).size === seats && example.round.winning.length === 1) return example
  }
  return undefined
}

function beliefOf(params: Params, seats: number, rng: Rng): Question {
  const stated = numberIn(params, rng)
  const { guesses, round } = exampleOf(
    params,
    seats,
    rng,
    seatsTo(seats).map(() => stated),
  )
  const given = { mine: guesses[0], others: guesses.slice(1), stated }
  return { name: 'belief', given, answer: round.believed![0]!, within: WITHIN }
}

/** A whole number where the range has room for some, else one of two decimals or more. */
function numberIn({ min, max, integer }: Params, rng: Rng): number {
  const [low, high] = guessable({ min, max, integer: integer || max - min >= 10 })
  if (integer || max - min >= 10) return low + rng.int(high - low + 1)
  const steps = 20
  return Number((min + ((max - min) * rng.int(steps + 1)) / steps).toPrecision(6))
}
