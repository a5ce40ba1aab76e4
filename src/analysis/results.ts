/** The table of results: what each player came to in each condition, read from the log. */
import { isQuizId } from '../core/quiz.ts'
import type { MatchSummary, Store } from '../store/store.ts'
import { holdersOf } from './holders.ts'

/** One player in one role of one condition. Shares are absent, never NaN, where nothing was counted. */
export interface Result {
  readonly condition: string
  readonly player: string
  readonly role: string
  /** Finished matches that the player sat in. */
  readonly matches: number
  /** Seats held in finished matches: one payoff each. */
  readonly payoffs: number
  /** Mean payoff of a seat. */
  readonly mean: number
  readonly decisions: number
  /** Answers that were no player's own, by the rules' fallback; and missing ones. */
  readonly fallbacks: number
  readonly missing: number
  /** First attempts of model calls, and how many of them were legal. */
  readonly firstAttempts: number
  readonly firstLegal: number
  /** Why answers were no player's own, and why replies could not be used: by reason. */
  readonly reasons: Counts
  readonly unusable: Counts
}

export type Counts = Readonly<Record<string, number>>

export interface Measure {
  readonly condition: string
  readonly player: string | null
  readonly name: string
  readonly mean: number
  readonly matches: number
}

export interface Results {
  readonly rows: readonly Result[]
  /** Means over matches: of all (`player` null), and of those in which one player had all seats. */
  readonly measures: readonly Measure[]
  readonly ended: number
  readonly voided: number
  readonly open: number
}

/**
 * Sums in the order of the matches' ids, so that the table is the same whatever order they were played in. Voided and
 * unfinished matches are counted, not averaged. A seat's payoff goes to whoever held it at the start; of a fork, from its turn on.
 */
export async function resultsOf(
  store: Store,
  run: string,
  conditionOf: (match: MatchSummary) => string,
): Promise<Results> {
  const rows = new Map<string, Result & { sum: number }>()
  const measures = new Map<string, Omit<Measure, 'mean'> & { readonly sum: number }>()
  const counts = { ended: 0, voided: 0, open: 0 }
  for await (const match of store.matches(run)) {
    if (isQuizId(match.id)) continue
    counts[match.status]++
    if (match.status !== 'ended' || match.payoffs === null) continue
    const condition = conditionOf(match)
    const rowOf = (player: string, role: string) => {
      const key = JSON.stringify([condition, player, role])
      return [key, rows.get(key) ?? blank(condition, player, role)] as const
    }
    const met = new Set<string>()
    const holders = holdersOf(match)
    match.started.seats.forEach(({ role }, seat) => {
      const player = holders[seat]!
      const [key, row] = rowOf(player, role)
      const first = met.has(key) ? 0 : 1
      met.add(key)
      rows.set(key, {
        ...row,
        matches: row.matches + first,
        payoffs: row.payoffs + 1,
        sum: row.sum + match.payoffs![seat]!,
      })
    })
    for (const answer of match.answers) {
      if (match.started.parent && answer.player !== holders[answer.seat]) continue // what a fork copied of others
      const [key, row] = rowOf(answer.player, match.started.seats[answer.seat]?.role ?? '')
      rows.set(key, {
        ...row,
        decisions: row.decisions + answer.decisions,
        fallbacks: row.fallbacks + answer.fallbacks,
        missing: row.missing + answer.missing,
        firstAttempts: row.firstAttempts + answer.firstAttempts,
        firstLegal: row.firstLegal + answer.firstLegal,
        reasons: plus(row.reasons, answer.reasons),
        unusable: plus(row.unusable, answer.unusable),
      })
    }
    const players = new Set(holders)
    for (const player of players.size === 1 ? [null, ...players] : [null])
      for (const [name, value] of Object.entries(match.measures)) {
        const key = JSON.stringify([condition, player, name])
        const found = measures.get(key) ?? { condition, player, name, sum: 0, matches: 0 }
        measures.set(key, { ...found, sum: found.sum + value, matches: found.matches + 1 })
      }
  }
  return {
    rows: [...rows.values()].map(({ sum, ...row }) => ({ ...row, mean: row.payoffs > 0 ? sum / row.payoffs : 0 })),
    measures: [...measures.values()].map(({ sum, ...rest }) => ({ ...rest, mean: sum / rest.matches })),
    ...counts,
  }
}

const blank = (condition: string, player: string, role: string): Result & { sum: number } => ({
  condition,
  player,
  role,
  matches: 0,
  payoffs: 0,
  mean: 0,
  sum: 0,
  decisions: 0,
  fallbacks: 0,
  missing: 0,
  firstAttempts: 0,
  firstLegal: 0,
  reasons: {},
  unusable: {},
})

const plus = (a: Counts, b: Counts): Counts =>
  Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]),
  )
