/** Everybody names a number; the one nearest to `factor` times the statistic of all numbers wins the prize. */
import { z } from 'zod'
import { type Seat, asking, defineGame, over, seatsTo } from '../../src/core/game.ts'
import { memo } from '../../src/core/memo.ts'
import { fractionOf, nearest, valueOf } from './nearest.ts'
import { equilibria } from './theory.ts'

const Factor = z
  .union([z.number().min(0), z.string()])
  .refine(
    (factor) => {
      try {
        return fractionOf(factor).over >= 0n
      } catch {
        return false
      }
    },
    { error: (issue) => `expected a number of 0 or more, or a fraction such as 2/3, got ${JSON.stringify(issue.input)}` },
  )
  .meta({ description: 'p: a number or a fraction written a/b, kept exact; 0 or more, may exceed 1' })

const Params = z
  .strictObject({
    factor: Factor.default('2/3'),
    statistic: z.enum(['mean', 'median', 'max']).default('mean').describe('of all guesses, one’s own among them'),
    offset: z.number().default(0).describe('target = factor · (statistic + offset)'),
    min: z.number().default(0).describe('lowest guess'),
    max: z.number().default(100).describe('highest guess'),
    integer: z.boolean().default(false).describe('only whole numbers'),
    rounds: z.int().min(1).default(1),
    prize: z.number().min(0).default(100).describe('a round’s prize'),
    ties: z.enum(['split', 'random', 'lowest', 'each']).default('split'),
    scoring: z.enum(['nearest', 'distance']).default('nearest'),
    feedback: z.enum(['none', 'summary', 'full']).default('summary').describe('what a seat sees after a round'),
    beliefs: z
      .union([z.literal('off'), z.strictObject({ prize: z.number().min(0) })])
      .default('off')
      .describe('whether each seat then says what the statistic of the others will be, and what a right answer pays'),
  })
  .refine((p) => p.min < p.max, { path: ['max'], error: 'max must be above min' })
  .refine((p) => !p.integer || Math.ceil(p.min) <= Math.floor(p.max), {
    path: ['integer'],
    error: 'there is no whole number from min to max',
  })
export type Params = z.output<typeof Params>

export interface Kinds {
  guess: { guess: number }
  belief: { belief: number }
}

/** What a round came to, the same for everybody. */
interface Result {
  readonly statistic: number
  readonly target: number
  /** The numbers that were nearest: one, or two on either side of the target. */
  readonly winning: readonly number[]
}

interface Entry {
  readonly belief?: number
  readonly guess: number
  readonly result: (Result & OwnResult & { readonly guesses?: readonly number[] }) | null
}
interface OwnResult {
  readonly beliefPayoff?: number
  readonly payoff: number
  readonly won: boolean
}

/** Keys stand in alphabetical order, here and in an entry: canonical JSON is made faster of what is sorted. */
interface State {
  readonly equilibria: readonly number[]
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

/** Running figures for the measures. */
interface MatchRecord {
  readonly rounds: number
  readonly first: RoundRecord | null
  readonly last: RoundRecord | null
  readonly equilibrium: number
  readonly dominated: number
  readonly beliefPayoff: number
}
interface RoundRecord {
  readonly mean: number
  readonly median: number
  readonly target: number
}

const BLANK: MatchRecord = { rounds: 0, first: null, last: null, equilibrium: 0, dominated: 0, beliefPayoff: 0 }

export const beautyContest = defineGame({
  id: 'beauty-contest',
  title: 'Beauty contest: guess a fraction of the average',
  version: 1,
  params: Params,
  roles: () => [{ name: 'player', min: 2, max: 1000 }],

  init: ({ params, roles }): State => ({
    equilibria: equilibria(params),
    factor: valueOf(params.factor),
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
    if (state.guesses !== null) {
      const beliefs = [...moves.of('belief').values()].map((move) => move.belief)
      return settled({ ...state, guesses: null }, state.guesses, beliefs, (n) => chance('tie', state.record.rounds).int(n))
    }
    const guesses = [...moves.of('guess').values()].map((move) => move.guess)
    if (state.params.beliefs !== 'off') return { ...state, guesses }
    return settled(state, guesses, null, (n) => chance('tie', state.record.rounds).int(n))
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

  measures: ({ params, equilibria, seats, record }) => {
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
      ...(equilibria.length > 0 && { equilibriumShare: equilibrium / guesses }),
      ...(first.mean !== 0 && rounds > 1 && { convergence: (first.mean - last.mean) / first.mean }),
      ...(params.beliefs !== 'off' && { beliefPayoff: beliefPayoff / seats }),
    }
  },
})

const midpoint = ({ min, max }: Params): number => (min + max) / 2

const middleGuess = (params: Params): number =>
  params.integer
    ? Math.min(Math.floor(params.max), Math.max(Math.ceil(params.min), Math.floor(midpoint(params))))
    : midpoint(params)

const numberFrom = memo((min: number, max: number, integer: boolean) => {
  const guess = integer ? z.int().min(Math.ceil(min)).max(Math.floor(max)) : z.number().min(min).max(max)
  return { guess: z.strictObject({ guess }), belief: z.strictObject({ belief: z.number().min(min).max(max) }) }
})

/** Ends a round: who is paid what, and what each seat gets to see of it. */
function settled(
  state: State,
  guesses: readonly number[],
  beliefs: readonly number[] | null,
  tieBreak: (n: number) => number,
): State {
  const { params, record } = state
  const sorted = [...guesses].sort((a, b) => a - b)
  const mean = guesses.reduce((a, b) => a + b, 0) / guesses.length
  const median = medianOf(sorted)
  const { statistic, of } = statisticOf(params, guesses, sorted)
  const target = state.factor * (statistic + params.offset)
  const near = nearest(guesses, { fraction: params.factor, factor: state.factor, offset: params.offset, of })
  const winning = [...new Set(near.map((seat) => guesses[seat]!))].sort((a, b) => a - b)
  const winners = winnersOf(params, guesses, near, tieBreak)
  const paid = paidOut(params, guesses, winners, target)
  const believed = beliefs ? beliefPayoffs(params, sorted, guesses, beliefs) : null
  const resultOf = (seat: Seat) => {
    if (params.feedback === 'none') return null
    const [payoff, won] = [paid[seat]!, winners.has(seat)]
    if (!believed) return { payoff, statistic, target, winning, won }
    return { beliefPayoff: believed[seat]!, payoff, statistic, target, winning, won }
  }
  const entryOf = (guess: number, seat: Seat): Entry =>
    beliefs ? { belief: beliefs[seat]!, guess, result: resultOf(seat) } : { guess, result: resultOf(seat) }
  const round: RoundRecord = { mean, median, target }
  const dominating = state.factor * params.max
  return {
    ...state,
    histories: state.histories.map((history, seat) => [...history, entryOf(guesses[seat]!, seat)]),
    record: {
      rounds: record.rounds + 1,
      first: record.first ?? round,
      last: round,
      equilibrium: record.equilibrium + count(guesses, (guess) => state.equilibria.includes(guess)),
      dominated: record.dominated + count(guesses, (guess) => guess > dominating),
      beliefPayoff: record.beliefPayoff + (believed ?? []).reduce((a, b) => a + b, 0),
    },
    shown: params.feedback === 'full' ? [...state.shown, sorted] : state.shown,
    totals: state.totals.map((total, seat) => total + paid[seat]! + (believed?.[seat] ?? 0)),
  }
}

/** The statistic, and the guesses it adds up. */
function statisticOf({ statistic }: Params, guesses: readonly number[], sorted: readonly number[]) {
  switch (statistic) {
    case 'mean':
      return { statistic: guesses.reduce((a, b) => a + b, 0) / guesses.length, of: guesses }
    case 'median':
      return { statistic: medianOf(sorted), of: middleOf(sorted) }
    case 'max':
      return { statistic: sorted.at(-1)!, of: [sorted.at(-1)!] }
  }
}

const middleOf = (sorted: readonly number[]): readonly number[] =>
  sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1)

function medianOf(sorted: readonly number[]): number {
  const middle = middleOf(sorted)
  return middle.reduce((a, b) => a + b, 0) / middle.length
}

function winnersOf(
  { ties }: Params,
  guesses: readonly number[],
  near: readonly Seat[],
  tieBreak: (n: number) => number,
): ReadonlySet<Seat> {
  if (ties === 'random') return new Set(near.length === 1 ? near : [near[tieBreak(near.length)]!])
  if (ties !== 'lowest') return new Set(near)
  const lowest = Math.min(...near.map((seat) => guesses[seat]!))
  return new Set(near.filter((seat) => guesses[seat] === lowest))
}

function paidOut(params: Params, guesses: readonly number[], winners: ReadonlySet<Seat>, target: number): number[] {
  const { scoring, ties, prize, min, max } = params
  if (scoring === 'distance') return guesses.map((guess) => prize * Math.max(0, 1 - Math.abs(guess - target) / (max - min)))
  const share = ties === 'each' ? prize : prize / winners.size
  return guesses.map((_, seat) => (winners.has(seat) ? share : 0))
}

/** prize · max(0, 1 − ((b − statistic of the others) / (max − min))²): the quadratic scoring rule, cut at 0. */
function beliefPayoffs(
  params: Params,
  sorted: readonly number[],
  guesses: readonly number[],
  beliefs: readonly number[],
): number[] {
  const { beliefs: asked, min, max } = params
  if (asked === 'off') return beliefs.map(() => 0)
  return beliefs.map((belief, seat) => {
    const own = sorted.indexOf(guesses[seat]!)
    const others = [...sorted.slice(0, own), ...sorted.slice(own + 1)]
    const { statistic } = statisticOf(params, others, others)
    return asked.prize * Math.max(0, 1 - ((belief - statistic) / (max - min)) ** 2)
  })
}

const withGuesses = (history: readonly Entry[], shown: readonly (readonly number[])[]): readonly Entry[] =>
  history.map((entry, round) => (entry.result ? { ...entry, result: { ...entry.result, guesses: shown[round]! } } : entry))

const count = <T>(items: readonly T[], holds: (item: T) => boolean): number => {
  let n = 0
  for (const item of items) if (holds(item)) n++
  return n
}
