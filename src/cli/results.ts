/** Prints the results of a run. */
import { type Counts, type Measure, type Result, type Results, resultsOf } from '../analysis/results.ts'
import type { Condition } from '../arena/conditions.ts'
import { conditionIn } from '../arena/design.ts'
import type { Store } from '../store/store.ts'
import { many, number, percent, table } from './table.ts'

/** Reads the log and prints a table a condition, then the measures. `simulated` names players that only look like models. */
export async function printResults(
  store: Store,
  run: string,
  conditions: readonly Condition[],
  simulated: ReadonlySet<string>,
): Promise<Results> {
  const results = await resultsOf(store, run, ({ id }) => conditionIn(conditions, id).label)
  const missing = results.rows.some((row) => row.missing > 0)
  for (const { label } of conditions) {
    const rows = results.rows.filter((row) => row.condition === label).sort((a, b) => b.mean - a.mean)
    const roles = [...new Set(results.rows.flatMap((row) => (row.condition === label ? [row.role] : [])))]
    rows.sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role))
    console.log(`\n${label}`)
    if (rows.length === 0) {
      console.log('  no finished match yet')
      continue
    }
    console.log(
      table(rows, [
        { title: 'player', cell: (row) => (simulated.has(row.player) ? `${row.player} (simulated)` : row.player) },
        ...(roles.length > 1 ? [{ title: 'role', cell: (row: Result) => row.role }] : []),
        { title: 'matches', right: true, cell: (row) => String(row.matches) },
        { title: 'mean payoff', right: true, cell: (row) => number(row.mean) },
        { title: 'decisions', right: true, cell: (row) => String(row.decisions) },
        { title: 'legal at first', right: true, cell: (row) => percent(row.firstLegal, row.firstAttempts) },
        { title: 'fallbacks', right: true, cell: (row) => percent(row.fallbacks, row.decisions) },
        ...(missing
          ? [{ title: 'missing', right: true, cell: (row: Result) => percent(row.missing, row.decisions) }]
          : []),
      ]),
    )
    for (const row of rows) for (const line of failuresOf(row)) console.log(line)
    const measures = results.measures.filter((measure) => measure.condition === label)
    const all = measures.filter(({ player }) => player === null)
    if (all.length > 0)
      console.log(`means over matches: ${all.map(({ name, mean }) => `${name} ${number(mean)}`).join(', ')}`)
    for (const line of bySelf(measures)) console.log(line)
  }
  if (results.voided > 0) console.log(`\n${many(results.voided, 'match was', 'matches were')} voided and not counted`)
  if (results.open > 0) console.log(`\n${many(results.open, 'match is', 'matches are')} not finished and not counted`)
  return results
}

/** Why a player's replies could not be used, and why it gave no legal answer in the end: each class by itself. */
function failuresOf({ player, reasons, unusable }: Result): readonly string[] {
  const line = (counts: Counts, one: string, more: string) => {
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
    return total === 0 ? [] : [`${player}: ${many(total, one, more)}: ${byClass(counts)}`]
  }
  return [
    ...line(unusable, 'reply could not be used', 'replies could not be used'),
    ...line(reasons, 'decision without a legal answer', 'decisions without a legal answer'),
  ]
}

/** Most first. */
const byClass = (counts: Counts): string =>
  Object.entries(counts)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')

/** Where each player sat alone at tables of its own: the measures beside each other, a column each. */
function bySelf(measures: readonly Measure[]): readonly string[] {
  const players = [...new Set(measures.flatMap(({ player }) => (player === null ? [] : [player])))]
  if (players.length < 2) return []
  const names = [...new Set(measures.map(({ name }) => name))]
  const cell = (name: string, player: string) => {
    const found = measures.find((measure) => measure.name === name && measure.player === player)
    return found ? number(found.mean) : '–'
  }
  return [
    '',
    table(names, [
      { title: 'mean of', cell: (name) => name },
      ...players.map((player) => ({ title: player, right: true, cell: (name: string) => cell(name, player) })),
    ]),
  ]
}
