/** Everybody names a number; the one nearest to `factor` times the statistic of all numbers wins the prize. */
import { z } from 'zod'
import { asking, defineGame, over, type Seat, seatsTo } from '../../src/core/game.ts'
import { memo } from '../../src/core/memo.ts'
import { floatOf } from './nearest.ts'
import { guessable, Params } from './params.ts'
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

/** Keys stand in alphabetical order, here and in an entry: canonical JSON is made faster of what is sorted. */
interface State {
  /** The value of params.factor. */
  readonly factor: number
  /** This round's guesses while beliefs are asked. */
  readonly guesses: readonly number[] | null
  /** What each seat may look back on. One list a seat, so that a view costs the same in every round. */
  readonly histories: readonly (readonly Entry[])[]
  readonly params: Params
  readonly record: MatchRecord
  readonly seats: number
  /** All guesses of each round, sorted; kept only where the feedback shows them. */
  readonly shown: readonly (readonly number[])[]
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
    histories: roles.map(() => []),
    params,
    record: BLANK,
    seats: roles.length,
    shown: [],
    totals: roles.map(() => 0),
  }),

  turn: ({ params, seats, guesses, record }: State) => {
    if (record.rounds === params.rounds) return over<Kinds>()
    const numbers = numberFrom(params.min, params.max, params.integer)
    if (guesses === null)
      return asking<Kinds, 'guess'>(seatsTo(seats), 'guess', numbers.guess, { guess: middleGuess(params) })
    return asking<Kinds, 'belief'>(seatsTo(seats), 'belief', numbers.belief, { belief: midpoint(params) })
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

  view: ({ params, factor, seats, guesses, totals, histories, shown, record }, seat) => ({
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
    history: params.feedback === 'full' ? withGuesses(histories[seat]!, shown) : histories[seat]!,
  }),

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
})

const midpoint = ({ min, max }: Params): number => (min + max) / 2

function middleGuess(params: Params): number {
  if (!params.integer) return midpoint(params)
  const [low, high] = guessable(params)
  return Math.min(high, Math.max(low, Math.floor(midpoint(params))))
}

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
  const { believed, mean, median, paid, sorted, target } = round
  const entryOf = (guess: number, seat: Seat): Entry => {
    const result = params.feedback === 'none' ? null : resultOf(round, seat)
    return beliefs ? { belief: beliefs[seat]!, guess, result } : { guess, result }
  }
  const figures: RoundRecord = { mean, median, target }
  return {
    factor: state.factor,
    guesses: null,
    histories: state.histories.map((history, seat) => [...history, entryOf(guesses[seat]!, seat)]),
    params,
    record: {
      beliefPayoff: record.beliefPayoff + (believed ?? []).reduce((a, b) => a + b, 0),
      dominated: record.dominated + count(guesses, outOfReach(params)),
      equilibrium: record.equilibrium + count(guesses, equilibriumTest(params, state.seats)),
      first: record.first ?? figures,
      last: figures,
      rounds: record.rounds + 1,
    },
    seats: state.seats,
    shown: params.feedback === 'full' ? [...state.shown, sorted] : state.shown,
    totals: state.totals.map((total, seat) => total + paid[seat]! + (believed?.[seat] ?? 0)),
  }
}

function resultOf({ believed, paid, statistic, target, winners, winning }: Round, seat: Seat): Result {
  const [payoff, won] = [paid[seat]!, winners.has(seat)]
  if (!believed) return { payoff, statistic, target, winning, won }
  return { beliefPayoff: believed[seat]!, payoff, statistic, target, winning, won }
}

/** The history with all guesses of each round in its result. */
const withGuesses = (history: readonly Entry[], shown: readonly (readonly number[])[]): readonly Entry[] =>
  history.map((entry, round) =>
    entry.result ? { ...entry, result: { ...entry.result, guesses: shown[round]! } } : entry,
  )

function count<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let n = 0
  for (const item of items) if (holds(item)) n++
  return n
}
