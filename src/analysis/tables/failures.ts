/** What failed, by player: answers that were no player's own, replies that could not be used, matches that were voided. */
import { counted, type DataTable, share, text } from '../data-table.ts'
import type { MatchOutcome } from '../outcomes.ts'
import type { Subject } from '../subject.ts'

/** Why an answer is not a player's own, in the order of specs; never merged into one class. */
const REASONS = ['empty', 'truncated', 'unparsable', 'illegal', 'refused', 'timeout', 'failed', 'departed'] as const

/** A row a player and condition, over finished and voided matches alike. */
export function failuresTable({ conditions }: Subject, matches: readonly MatchOutcome[]): DataTable {
  const rows = new Map<string, Row>()
  for (const { condition, seats, status } of matches) {
    const met = new Set<string>()
    for (const { player, decisions, fallbacks, missing, firstAttempts, firstLegal, reasons } of seats) {
      const key = JSON.stringify([condition, player])
      const row = rows.get(key) ?? { ...BLANK, condition, player, reasons: {} }
      rows.set(key, row)
      if (!met.has(player)) {
        if (status === 'ended') row.matches++
        if (status === 'voided') row.voided++
      }
      met.add(player)
      row.decisions += decisions
      row.fallbacks += fallbacks
      row.missing += missing
      row.firstAttempts += firstAttempts
      row.firstLegal += firstLegal
      for (const [reason, count] of Object.entries(reasons)) row.reasons[reason] = (row.reasons[reason] ?? 0) + count
    }
  }
  const all = [...rows.values()].sort((a, b) => a.condition - b.condition)
  const none = all.every(({ fallbacks, missing, voided }) => fallbacks + missing + voided === 0)
  return {
    name: 'failures',
    title: 'Failures',
    describes:
      'A row is a player in a condition, before any exclusion. A fallback is the answer that the rules play for a seat without a legal one.',
    columns: [
      text('condition', 'condition', 'The condition’s label.'),
      text('player', 'player', 'The player.'),
      counted('matches', 'matches', 'Finished matches that it sat in.'),
      counted('voided', 'voided', 'Voided matches that it sat in, whoever failed there.'),
      counted('decisions', 'decisions', 'Decisions that it was asked for.'),
      counted('fallbacks', 'fallbacks', 'Decisions in which the rules’ fallback was played for it.'),
      share('fallback_share', 'fallback share', 'Fallbacks of all decisions; missing without decisions.'),
      counted('missing', 'missing', 'Decisions that were left out, where the rules can do without.'),
      share(
        'first_legal',
        'legal at first',
        'Model calls whose first attempt was a legal answer; missing without calls.',
      ),
      ...REASONS.map((reason) => counted(reason, reason, `Fallbacks and missing answers of the class ${reason}.`)),
    ],
    rows: all.map((row) => [
      conditions[row.condition]?.label ?? '',
      row.player,
      row.matches,
      row.voided,
      row.decisions,
      row.fallbacks,
      row.decisions > 0 ? row.fallbacks / row.decisions : null,
      row.missing,
      row.firstAttempts > 0 ? row.firstLegal / row.firstAttempts : null,
      ...REASONS.map((reason) => row.reasons[reason] ?? 0),
    ]),
    notes: none && all.length > 0 ? ['Every answer was a player’s own, and no match was voided.'] : [],
  }
}

/** A row a reason for which matches were voided. */
export function voidsTable({ conditions }: Subject, matches: readonly MatchOutcome[]): DataTable {
  const counts = new Map<string, number>()
  for (const { condition, status, reason } of matches) {
    if (status !== 'voided') continue
    const key = JSON.stringify([condition, reason ?? '(erased)'])
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return {
    name: 'voids',
    title: 'Voided matches',
    describes: 'A row is a reason for which matches of a condition were closed without a result.',
    columns: [
      text('condition', 'condition', 'The condition’s label.'),
      text('reason', 'reason', 'As the log has it.'),
      counted('matches', 'matches', 'Matches voided for it.'),
    ],
    rows: [...counts].map(([key, count]) => {
      const [condition, reason] = JSON.parse(key) as [number, string]
      return [conditions[condition]?.label ?? '', reason, count]
    }),
    notes: [],
  }
}

interface Row {
  condition: number
  player: string
  matches: number
  voided: number
  decisions: number
  fallbacks: number
  missing: number
  firstAttempts: number
  firstLegal: number
  reasons: Record<string, number>
}

const BLANK = { matches: 0, voided: 0, decisions: 0, fallbacks: 0, missing: 0, firstAttempts: 0, firstLegal: 0 }
