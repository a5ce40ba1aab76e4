/** What the planned exclusions left out. */
import { counted, type DataTable, share, text } from '../data-table.ts'
import type { Excluded } from '../exclusions.ts'
import type { MatchOutcome } from '../outcomes.ts'

/** A row a rule. */
export function exclusionsTable({ rules, bites }: Excluded, matches: readonly MatchOutcome[]): DataTable {
  const ended = matches.filter(({ status }) => status === 'ended').length
  return {
    name: 'exclusions',
    title: 'Exclusions',
    describes:
      'A row is a rule of the experiment, made before it began. A rule of a seat or measure leaves the whole match out; a rule of a player leaves that player’s results out in that condition, and its matches count for the others.',
    columns: [
      text('rule', 'rule', 'As the experiment has it.'),
      counted('matches', 'matches left out', 'Finished matches that meet the rule.'),
      share('matches_share', 'share', 'Of all finished matches.'),
      text('players', 'players left out', 'Players that meet the rule, in a condition at least.'),
    ],
    rows: rules.map(({ rule, matches: hit, players }) => [
      rule.text,
      hit,
      ended > 0 ? hit / ended : null,
      [...new Set(players)].join(', '),
    ]),
    notes: !bites ? ['Nothing met a rule: with and without exclusions the results are the same.'] : [],
  }
}
