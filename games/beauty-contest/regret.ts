/** What a guess gave up: the most that another number would have paid against what the others named, less what it paid. */
import { portable } from '../../src/core/fingerprint.ts'
import type { Seat } from '../../src/core/game.ts'
import { guessable, type Params } from './params.ts'
import { settle } from './round.ts'

/**
 * By seat. What a tie pays counts as expected before it is broken: a share of the prize, drawn or not. One's own number counts
 * in the statistic, so each number tried moves the target. On real numbers the best is attained as on whole ones: with the
 * nearest winning there are finitely many payoffs, and by distance the payoff is continuous on a closed range.
 */
export function regretsOf(params: Params, factor: number, guesses: readonly number[]): ReadonlyMap<Seat, number> {
  const known = new Map<number, number>() // by guess: who named the same has the same others
  const regretOf = (guess: number, seat: Seat): number => {
    const found = known.get(guess) ?? regret(params, factor, guesses, seat)
    known.set(guess, found)
    return found
  }
  return new Map(guesses.map((guess, seat) => [seat, regretOf(guess, seat)]))
}

function regret(params: Params, factor: number, guesses: readonly number[], seat: Seat): number {
  // A share is what one who takes part in a draw expects.
  const rules: Params = params.ties === 'random' ? { ...params, ties: 'split' } : params
  const paid = (all: readonly number[]) => settle(rules, factor, all, null, () => 0).paid[seat]!
  const got = paid(guesses)
  const others = guesses.toSpliced(seat, 1).sort((a, b) => a - b)
  const stretches = stretchesOf(params, factor, others)
  const tried = params.scoring === 'distance' ? closest(params, stretches) : winning(params, stretches)
  let best = got
  for (const number of tried) {
    if (best === params.prize) break // nothing pays more
    best = Math.max(best, paid(guesses.with(seat, number)))
  }
  return portable(best - got)
}

/**
 * Numbers from one to the next of those that others named, or to an end of the range: there the own place among all is the
 * same, and the target is `constant` + `slope` · the own number.
 */
interface Stretch {
  readonly from: number
  readonly to: number
  /** What others named next to it; infinite beyond the last. */
  readonly below: number
  readonly above: number
  readonly constant: number
  readonly slope: number
}

function stretchesOf(params: Params, factor: number, others: readonly number[]): Stretch[] {
  const [low, high] = guessable(params)
  const total = others.reduce((a, b) => a + b, 0)
  const stretches: Stretch[] = []
  for (let place = 0; place <= others.length; place++) {
    const below = others[place - 1] ?? Number.NEGATIVE_INFINITY
    const above = others[place] ?? Number.POSITIVE_INFINITY
    const [from, to] = [Math.max(low, below), Math.min(high, above)]
    if (below === above || from > to) continue
    const { fixed, own, count } = added(params.statistic, others, total, place)
    const [constant, slope] = [factor * (fixed / count + params.offset), (factor * own) / count]
    stretches.push({ from, to, below, above, constant, slope })
  }
  return stretches
}

/** What the statistic adds up where the own number has this place: a sum of others', whether one's own, and of how many. */
function added(statistic: Params['statistic'], others: readonly number[], total: number, place: number) {
  if (statistic === 'mean') return { fixed: total, own: 1, count: others.length + 1 }
  const n = others.length + 1
  const [first, last] = statistic === 'max' ? [n - 1, n - 1] : [Math.ceil(n / 2) - 1, Math.floor(n / 2)]
  let [fixed, own] = [0, 0]
  for (let i = first; i <= last; i++) {
    if (i === place) own++
    else fixed += i < place ? others[i]! : others[i - 1]!
  }
  return { fixed, own, count: last - first + 1 }
}

/**
 * Numbers among which the best is, where the nearest wins. Within a stretch the own number y is nearer to the target t than the
 * neighbours where below < 2t − y < above, which is linear in y and so holds on an interval: its middle wins alone, its ends tie.
 * What others named is at the ends of the stretches. Which of these do win is left to the settling.
 */
function* winning(params: Params, stretches: readonly Stretch[]): Generator<number> {
  for (const { from, to, below, above, constant, slope } of stretches) {
    const bend = 2 * slope - 1
    const ends = [below, above].map((bound) => (bound - 2 * constant) / bend)
    if (bend === 0 && (2 * constant < below || 2 * constant > above)) continue
    const [least, most] = bend === 0 ? [from, to] : [Math.min(...ends), Math.max(...ends)]
    const slack = 1e-9 * (Math.abs(params.min) + Math.abs(params.max)) + (params.integer ? 1 : 0)
    const [start, end] = [Math.max(from, least), Math.min(to, most)]
    if (start > end + slack) continue
    yield* playable(params, [(start + end) / 2, start, end, from, to])
  }
}

/** The number that is nearest to its own target: where it is the target, or at an end of a stretch. */
function closest(params: Params, stretches: readonly Stretch[]): number[] {
  let best = { number: Number.NaN, distance: Number.POSITIVE_INFINITY }
  for (const { from, to, constant, slope } of stretches) {
    const hit = constant / (1 - slope)
    for (const number of playable(params, hit > from && hit < to ? [hit, from, to] : [from, to])) {
      const distance = Math.abs(number - (constant + slope * number))
      if (number >= from && number <= to && distance < best.distance) best = { number, distance }
    }
  }
  return [best.number]
}

/** These numbers, or the whole ones on either side of them; within the range. */
function* playable(params: Params, numbers: readonly number[]): Generator<number> {
  const [low, high] = guessable(params)
  for (const number of numbers)
    for (const near of params.integer ? [Math.floor(number), Math.floor(number) + 1] : [number])
      yield Math.min(high, Math.max(low, near))
}
