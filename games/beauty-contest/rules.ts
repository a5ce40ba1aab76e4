/** Everybody names a number; the one nearest to `factor` times the statistic of all numbers wins the prize. */
import { z } from 'zod'
import { portable } from '../../src/core/fingerprint.ts'
import { asking, defineGame, over, type Seat, seatsTo, type Turn } from '../../src/core/game.ts'
import { histories } from '../../src/core/histories.ts'
import { memo } from '../../src/core/memo.ts'
import { floatOf } from './nearest.ts'
import { guessable, Params } from './params.ts'
import { quiz } from './quiz.ts'
import { regretsOf } from './regret.ts'
import { type Round, settle } from './round.ts'
import { equilibria, equilibriumTest, outOfReach } from './theory.ts'

export interface Kinds {
  guess: { guess: number }
  belief: { belief: number }
}

/** What a seat is told of a round; absent from its history where the feedback is `none`. */
interface Result extends Pick<Round, 'statistic' | 'target' | 'winning'> {
  readonly beliefPayoff?: number
  readonly payoff: number
  /** Whether its guess was nearest, and the one drawn where one is drawn. */
  readonly won: boolean
}

interface Entry {
  readonly belief?: number
  readonly guess: number
  readonly result: (Result & { readonly guesses?: readonly number[] }) | null
}

/** A round that is over: each figure once, by seat where it is a seat's. */
interface Finished extends Pick<Round, 'believed' | 'paid' | 'statistic' | 'target' | 'winning'> {
  readonly beliefs: readonly number[] | null
  readonly guesses: readonly number[]
  /** All guesses, lowest first; kept only where the feedback shows them. */
  readonly shown: readonly number[] | null
  readonly won: readonly boolean[]
}

/** Keys stand in alphabetical order, here and in a round: canonical JSON is made faster of what is sorted. */
interface State {
  /** The value of params.factor. */
  readonly factor: number
  /** This round's guesses while beliefs are asked. */
  readonly guesses: readonly number[] | null
  readonly params: Params
  readonly record: MatchRecord
  readonly rounds: readonly Finished[]
  readonly seats: number
  readonly totals: readonly number[]
}

/** Running figures for the measures: sums of belief payoffs, counts of guesses, the first and the last round. */
interface MatchRecord {
  readonly beliefPayoff: number
  readonly dominated: number
  readonly equilibrium: number
  readonly first: RoundRecord | null
  readonly last: RoundRecord | null
  readonly rounds: number
}
type RoundRecord = Pick<Round, 'mean' | 'median' | 'target'>

const BLANK: MatchRecord = { beliefPayoff: 0, dominated: 0, equilibrium: 0, first: null, last: null, rounds: 0 }

export const beautyContest = defineGame({
  id: 'beauty-contest',
  title: 'Beauty contest: guess a fraction of the average',
  version: 1,
  params: Params,
  roles: () => [{ name: 'player', min: 2, max: 1000 }],

  init: ({ params, roles }): State => ({
    factor: floatOf(params.factor),
    guesses: null,
    params,
    record: BLANK,
    rounds: [],
    seats: roles.length,
    totals: roles.map(() => 0),
  }),

  turn: ({ params, seats, guesses, record }: State) => {
    if (record.rounds === params.rounds) return over<Kinds>()
    const { guess, belief } = factsOf(params, seats)
    return guesses === null ? guess : belief
  },

  apply: (state, moves, chance) => {
    const tieBreak = (n: number) => chance('tie', state.record.rounds).int(n)
    if (state.guesses !== null) {
      const beliefs = [...moves.of('belief').values()].map((move) => move.belief)
      return settled(state, state.guesses, beliefs, tieBreak)
    }
    const guesses = [...moves.of('guess').values()].map((move) => move.guess)
    return state.params.beliefs === 'off' ? settled(state, guesses, null, tieBreak) : { ...state, guesses }
  },

  view: (state, seat) => {
    const { params, factor, seats, guesses, totals, record } = state
    return {
      seat,
      seats,
      round: Math.min(record.rounds + 1, params.rounds),
      rounds: params.rounds,
      over: record.rounds === params.rounds,
      factor,
      fraction: String(params.factor),
      statistic: params.statistic,
      offset: params.offset,
      min: params.min,
      max: params.max,
      integer: params.integer,
      prize: params.prize,
      ties: params.ties,
      scoring: params.scoring,
      feedback: params.feedback,
      beliefPrize: params.beliefs === 'off' ? null : params.beliefs.prize,
      guess: guesses?.[seat] ?? null,
      total: params.feedback === 'none' ? null : totals[seat]!,
      history: lookedBack.of(state.rounds, seat, state),
    }
  },

  payoffs: ({ totals }) => totals,

  measures: ({ params, seats, record }) => {
    const { rounds, first, last, equilibrium, dominated, beliefPayoff } = record
    if (!first || !last) return {}
    const guesses = rounds * seats
    return {
      meanFirst: first.mean,
      meanLast: last.mean,
      medianFirst: first.median,
      medianLast: last.median,
      targetFirst: first.target,
      targetLast: last.target,
      dominatedShare: dominated / guesses,
      ...(equilibria(params, seats).length > 0 && { equilibriumShare: equilibrium / guesses }),
      ...(first.mean !== 0 && rounds > 1 && { convergence: (first.mean - last.mean) / first.mean }),
      ...(params.beliefs !== 'off' && { beliefPayoff: beliefPayoff / seats }),
    }
  },

  regrets: ({ params, factor, seats, guesses }, moves) => {
    if (guesses === null)
      return regretsOf(
        params,
        factor,
        [...moves.of('guess').values()].map((move) => move.guess),
      )
    const beliefs = [...moves.of('belief').values()].map((move) => move.belief)
    const { believed } = settle(params, factor, guesses, beliefs, () => 0)
    const prize = params.beliefs === 'off' ? 0 : params.beliefs.prize
    return new Map(seatsTo(seats).map((seat) => [seat, portable(prize - believed![seat]!)])) // a right belief pays the prize
  },

  quiz,
})

const midpoint = ({ min, max }: Params): number => (min + max) / 2

function middleGuess(params: Params): number {
  if (!params.integer) return midpoint(params)
  const [low, high] = guessable(params)
  return Math.min(high, Math.max(low, Math.floor(midpoint(params))))
}

/** What follows from the params and the number of seats alone. */
interface Facts {
  readonly seats: number
  readonly guess: Turn<Kinds>
  readonly belief: Turn<Kinds>
  readonly isOutOfReach: (guess: number) => boolean
  readonly isEquilibrium: (guess: number) => boolean
}

/** Everybody is asked the same in every round: made once a match, and the schemas once for equal bounds. */
function factsOf(params: Params, seats: number): Facts {
  const found = known.get(params)
  if (found?.seats === seats) return found
  const { guess, belief } = numberFrom(params.min, params.max, params.integer)
  const everybody = seatsTo(seats)
  const made = {
    seats,
    guess: asking<Kinds, 'guess'>(everybody, 'guess', guess, { guess: middleGuess(params) }),
    belief: asking<Kinds, 'belief'>(everybody, 'belief', belief, { belief: midpoint(params) }),
    isOutOfReach: outOfReach(params),
    isEquilibrium: equilibriumTest(params, seats),
  }
  known.set(params, made)
  return made
}

const known = new WeakMap<Params, Facts>()

const numberFrom = memo((min: number, max: number, integer: boolean) => {
  const any = z.number().min(min).max(max)
  const [low, high] = guessable({ integer, max, min })
  const guess = integer ? z.int().min(low).max(high) : any
  return { guess: z.strictObject({ guess }), belief: z.strictObject({ belief: any }) }
})

/** Ends a round: who is paid what, and what each seat gets to see of it. */
function settled(
  state: State,
  guesses: readonly number[],
  beliefs: readonly number[] | null,
  tieBreak: (n: number) => number,
): State {
  const { params, record } = state
  const round = settle(params, state.factor, guesses, beliefs, tieBreak)
  const { believed, mean, median, paid, sorted, statistic, target, winning } = round
  const { isOutOfReach, isEquilibrium } = factsOf(params, state.seats)
  const figures: RoundRecord = { mean, median, target }
  const finished: Finished = {
    believed,
    beliefs,
    guesses,
    paid,
    shown: params.feedback === 'full' ? sorted : null,
    statistic,
    target,
    winning,
    won: guesses.map((_, seat) => round.winners.has(seat)),
  }
  return {
    factor: state.factor,
    guesses: null,
    params,
    record: {
      beliefPayoff: record.beliefPayoff + (believed ?? []).reduce((a, b) => a + b, 0),
      dominated: record.dominated + count(guesses, isOutOfReach),
      equilibrium: record.equilibrium + count(guesses, isEquilibrium),
      first: record.first ?? figures,
      last: figures,
      rounds: record.rounds + 1,
    },
    rounds: lookedBack.added(state.rounds, finished, state),
    seats: state.seats,
    totals: state.totals.map((total, seat) => total + paid[seat]! + (believed?.[seat] ?? 0)),
  }
}

/** What each seat may look back on. */
const lookedBack = histories<Finished, State, Entry>(
  ({ seats }) => seats,
  (round, seat, { params }) => {
    const result = params.feedback === 'none' ? null : resultOf(round, seat)
    const guess = round.guesses[seat]!
    return round.beliefs ? { belief: round.beliefs[seat]!, guess, result } : { guess, result }
  },
)

function resultOf({ believed, paid, shown, statistic, target, winning, won }: Finished, seat: Seat): Entry['result'] {
  const result = { payoff: paid[seat]!, statistic, target, winning, won: won[seat]! }
  if (!believed && !shown) return result
  return { ...result, ...(believed && { beliefPayoff: believed[seat]! }), ...(shown && { guesses: shown }) }
}

function count<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let n = 0
  for (const item of items) if (holds(item)) n++
  return n
}
