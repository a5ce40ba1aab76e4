/** What each match of a run came to, compactly: all that payoffs, ratings and failures are reckoned from. */
import { isQuizId } from '../core/quiz.ts'
import type { AnswerCount, MatchSummary, Store } from '../store/store.ts'
import { holdersOf } from './holders.ts'

export interface SeatOutcome {
  /** Who held the seat at the start; of a fork, who played it on from the turn at which it was forked. */
  readonly player: string
  readonly role: string
  /** Null until the match ended. */
  readonly payoff: number | null
  readonly decisions: number
  readonly fallbacks: number
  readonly missing: number
  readonly firstAttempts: number
  readonly firstLegal: number
  readonly reasons: Readonly<Record<string, number>>
}

export interface MatchOutcome {
  readonly id: string
  readonly run: string
  /** Index among the conditions that are analysed. */
  readonly condition: number
  /** The rotations of one line-up under one seed are one contest: everybody had every seat. */
  readonly contest: string
  /** Matches of one block share their seed or a person, and are not independent of one another. Numbered from 0. */
  readonly block: number
  readonly status: MatchSummary['status']
  /** Why it was voided. */
  readonly reason: string | null
  readonly seats: readonly SeatOutcome[]
  readonly measures: Readonly<Record<string, number>>
}

export interface Outcomes {
  readonly matches: readonly MatchOutcome[]
  /** How many independent blocks there are. */
  readonly blocks: number
}

/** Of some runs, in the order of their matches' ids. `isPerson`: players who are people without a pseudonym of their own. */
export async function outcomesOf(
  store: Pick<Store, 'matches'>,
  runs: readonly string[],
  conditionOf: (match: MatchSummary, run: string) => number,
  isPerson: (player: string, run: string) => boolean,
): Promise<Outcomes> {
  const found: (Omit<MatchOutcome, 'block'> & { readonly ties: readonly string[] })[] = []
  for (const run of runs)
    for await (const match of store.matches(run)) {
      if (isQuizId(match.id)) continue
      const { id, status, reason, measures, started } = match
      const people = started.seats.flatMap(({ subject, player }) => {
        if (subject !== undefined) return [`subject ${subject}`]
        return isPerson(player, run) ? [`person ${player}`] : []
      })
      const condition = conditionOf(match, run)
      const contest = id.replace(/[-/]rot\d+$/, '')
      const ties = [`seed ${started.seed}`, ...people]
      found.push({ id, run, condition, contest, status, reason, measures, seats: seatsOf(match), ties })
    }
  const { blockOf, blocks } = blocksOf(found.map(({ ties }) => ties))
  return { matches: found.map(({ ties: _, ...match }, at) => ({ ...match, block: blockOf[at]! })), blocks }
}

function seatsOf(match: MatchSummary): SeatOutcome[] {
  const { started, payoffs, answers } = match
  const holders = holdersOf(match)
  const bySeat = new Map<number, AnswerCount[]>()
  for (const answer of answers) bySeat.set(answer.seat, [...(bySeat.get(answer.seat) ?? []), answer])
  return started.seats.map(({ role }, seat) => {
    const player = holders[seat]!
    const all = bySeat.get(seat) ?? []
    const own = started.parent ? all.filter((answer) => answer.player === player) : all
    const sum = (of: (answer: AnswerCount) => number) => own.reduce((total, answer) => total + of(answer), 0)
    return {
      player,
      role,
      payoff: payoffs?.[seat] ?? null,
      decisions: sum(({ decisions }) => decisions),
      fallbacks: sum(({ fallbacks }) => fallbacks),
      missing: sum(({ missing }) => missing),
      firstAttempts: sum(({ firstAttempts }) => firstAttempts),
      firstLegal: sum(({ firstLegal }) => firstLegal),
      reasons: own.length === 1 ? own[0]!.reasons : merged(own.map(({ reasons }) => reasons)),
    }
  })
}

function merged(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const one of all) for (const [name, count] of Object.entries(one)) sums[name] = (sums[name] ?? 0) + count
  return sums
}

/** Items that share a tie, directly or through others, are one block; blocks are numbered as they are met. */
export function blocksOf(ties: readonly (readonly string[])[]): {
  readonly blockOf: readonly number[]
  readonly blocks: number
} {
  const parent = ties.map((_, at) => at)
  const root = (at: number): number => {
    let top = at
    while (parent[top] !== top) top = parent[top]!
    while (parent[at] !== top) [parent[at], at] = [top, parent[at]!]
    return top
  }
  const first = new Map<string, number>()
  for (const [at, names] of ties.entries())
    for (const name of names) {
      const other = first.get(name)
      if (other === undefined) first.set(name, at)
      else parent[Math.max(root(at), root(other))] = Math.min(root(at), root(other))
    }
  const numbers = new Map<number, number>()
  const blockOf = ties.map((_, at) => {
    const top = root(at)
    const number = numbers.get(top) ?? numbers.size
    numbers.set(top, number)
    return number
  })
  return { blockOf, blocks: numbers.size }
}
