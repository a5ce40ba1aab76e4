/** How much failures could matter: ranks if each failure had ended as well, or as badly, as anything did. */
import { counted, type DataTable, text } from '../data-table.ts'
import type { MatchOutcome } from '../outcomes.ts'
import type { LeftOut } from '../samples.ts'
import type { Subject } from '../subject.ts'

interface Held {
  readonly player: string
  /** Null in a voided match. */
  readonly payoff: number | null
  readonly failed: boolean
}

/**
 * A row a player: its rank by mean payoff as played, and the best and worst it could have had. For the best, its own failed seats
 * get the highest payoff of the condition and role, all others' failed seats the lowest; for the worst the other way round. A seat
 * failed where an answer was a fallback or missing, or its match was voided.
 */
export function imputationTable(
  { conditions }: Subject,
  matches: readonly MatchOutcome[],
  leftOut: LeftOut,
): DataTable {
  const groups = new Map<string, Held[]>()
  for (const { condition, seats, status } of matches) {
    if (status === 'open') continue
    for (const { player, role, payoff, fallbacks, missing } of seats) {
      if (leftOut(condition, player)) continue
      const key = JSON.stringify([condition, role])
      const held = {
        player,
        payoff: status === 'ended' ? payoff : null,
        failed: status === 'voided' || fallbacks + missing > 0,
      }
      const known = groups.get(key)
      if (known) known.push(held)
      else groups.set(key, [held])
    }
  }
  const failed = [...groups].filter(([, held]) => held.some((one) => one.failed))
  return {
    name: 'imputation',
    title: 'Ranks, if failures had ended otherwise',
    describes:
      'A row is a player in a condition and role with failures: its rank by mean payoff as played, and under the best and the worst imputation of failed seats (its own and the others’).',
    columns: [
      text('condition', 'condition', 'The condition’s label.'),
      text('role', 'role', 'The role.'),
      text('player', 'player', 'The player.'),
      counted('seats', 'seats', 'Seats held in finished and voided matches.'),
      counted('failed', 'failed', 'Of them with a fallback or missing answer, or in a voided match.'),
      counted('rank', 'rank as played', 'By mean payoff over finished matches; equal means share the better rank.'),
      counted(
        'rank_best',
        'best',
        'Its failures at the highest payoff of the condition and role, those of others at the lowest.',
      ),
      counted('rank_worst', 'worst', 'Its failures at the lowest, those of others at the highest.'),
    ],
    rows: failed.flatMap(([key, held]) => {
      const [condition, role] = JSON.parse(key) as [number, string]
      const payoffs = held.flatMap(({ payoff }) => payoff ?? [])
      if (payoffs.length === 0) return []
      const [low, high] = [Math.min(...payoffs), Math.max(...payoffs)]
      return [...new Set(held.map(({ player }) => player))].map((player) => {
        const own = held.filter((one) => one.player === player)
        const imputed = (forOwn: number, forOthers: number) =>
          rankOf(player, held, (one) => (one.failed ? (one.player === player ? forOwn : forOthers) : one.payoff))
        return [
          ...[conditions[condition]?.label ?? '', role, player, own.length, own.filter((one) => one.failed).length],
          ...[rankOf(player, held, ({ payoff }) => payoff), imputed(high, low), imputed(low, high)],
        ]
      })
    }),
    notes: failed.length === 0 ? ['There were no failures: nothing is imputed.'] : [],
  }
}

/** 1 + how many players have a higher mean; null for a player without a value. */
function rankOf(player: string, held: readonly Held[], valued: (one: Held) => number | null): number | null {
  const sums = new Map<string, { sum: number; count: number }>()
  for (const one of held) {
    const value = valued(one)
    if (value === null) continue
    const known = sums.get(one.player) ?? { sum: 0, count: 0 }
    sums.set(one.player, { sum: known.sum + value, count: known.count + 1 })
  }
  const means = new Map([...sums].map(([name, { sum, count }]) => [name, sum / count]))
  const mean = means.get(player)
  if (mean === undefined) return null
  return 1 + [...means.values()].filter((one) => one > mean + 1e-9 * Math.abs(mean)).length
}
