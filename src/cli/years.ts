/** `stagegame years RUN`: taxation year by year, beside what schedules of theory come to on the same skills. */
import { Command } from 'commander'
import { benchmarkYears } from '../../games/taxation/measures.ts'
import { societyHistory } from '../../games/taxation/records.ts'
import { taxation } from '../../games/taxation/rules.ts'
import { StagegameError } from '../core/errors.ts'
import type { Event, Started } from '../core/event.ts'
import { replay } from '../core/match.ts'
import { isQuizId } from '../core/quiz.ts'
import { nodeDigest } from '../store/chain.ts'
import type { Store } from '../store/store.ts'
import { labels } from './labels.ts'
import { dbOption, runNamed, withStore } from './stores.ts'
import { number, table } from './table.ts'

export const yearsCommand = (_exit: (code: number) => void): Command =>
  new Command('years')
    .description(
      'The taxation matches of a run by year: welfare, Gini, revenue and labour under each planner, and under best-responding workers with the best flat rate, US federal, Saez and grid schedules on the same skills.',
    )
    .argument('<run>', 'the run, as `stagegame run` named it')
    .addOption(dbOption())
    .addHelpText(
      'after',
      '\nMeans over matches. Welfare is the function that the planner is paid by, revenue that of a step of labour.\n\nExample:\n  stagegame years taxation-rational-1',
    )
    .action((id: string, { db }: { db: string }) =>
      withStore(
        db,
        async (store) => {
          await runNamed(store, id)
          const rows = await rowsOf(store, id)
          if (rows.length === 0)
            throw new StagegameError('no-match', `${id} has no finished match of taxation without wraps`)
          print(rows)
        },
        { readonly: true },
      ),
    )

interface Row {
  readonly condition: string
  readonly who: string
  /** Null for a benchmark, of which every year is the same. */
  readonly year: number | null
  readonly rates: readonly number[] | null
  readonly welfare: number
  readonly gini: number | undefined
  readonly revenue: number
  readonly meanHours: number
}

async function rowsOf(store: Store, run: string): Promise<readonly Row[]> {
  const starts: Started[] = []
  for await (const { id, status, started } of store.matches(run))
    if (status === 'ended' && !isQuizId(id) && started.game === taxation.id && !started.wraps) starts.push(started)
  const labelOf = labels(starts)
  const rows: Row[] = []
  for (const started of starts) {
    const events = (await store.log(started.match!)).flatMap(({ event }): Event[] => (event ? [event] : []))
    const { state } = replay(taxation, events, { digest: nodeDigest })
    const condition = labelOf(started)
    const planner = started.seats.find(({ role }) => role === 'planner')?.player ?? 'elected'
    for (const { year, rates, result, gini, revenue, meanHours } of societyHistory(state))
      rows.push({ condition, who: planner, year, rates, welfare: result.payoff, gini, revenue, meanHours })
    for (const { name, welfare, gini, revenue, meanHours } of benchmarkYears(state))
      rows.push({ condition, who: name, year: null, rates: null, welfare, gini, revenue, meanHours })
  }
  return rows
}

function print(rows: readonly Row[]): void {
  for (const condition of new Set(rows.map((row) => row.condition))) {
    const groups = new Map<string, Row[]>()
    for (const row of rows.filter((one) => one.condition === condition)) {
      const key = JSON.stringify([row.who, row.year])
      groups.set(key, [...(groups.get(key) ?? []), row])
    }
    const found = [...groups.values()]
    const sorted = [...found.filter(([row]) => row!.year !== null), ...found.filter(([row]) => row!.year === null)]
    console.log(`\n${condition}`)
    console.log(
      table(sorted, [
        { title: 'planner', cell: ([row]) => row!.who },
        { title: 'year', right: true, cell: ([row]) => (row!.year === null ? 'each' : String(row!.year)) },
        { title: 'welfare', right: true, cell: (group) => meanOf(group, ({ welfare }) => welfare) },
        { title: 'Gini', right: true, cell: (group) => meanOf(group, ({ gini }) => gini) },
        { title: 'revenue', right: true, cell: (group) => meanOf(group, ({ revenue }) => revenue) },
        { title: 'hours', right: true, cell: (group) => meanOf(group, ({ meanHours }) => meanHours) },
        { title: 'rates in %', cell: (group) => ratesOf(group) },
      ]),
    )
  }
}

function meanOf(rows: readonly Row[], of: (row: Row) => number | undefined): string {
  const known = rows.flatMap((row) => of(row) ?? [])
  return known.length === 0 ? '–' : number(known.reduce((a, b) => a + b, 0) / known.length)
}

/** Mean rates, bracket by bracket. */
function ratesOf(rows: readonly Row[]): string {
  const all = rows.flatMap(({ rates }) => (rates ? [rates] : []))
  if (all.length === 0) return ''
  return all[0]!.map((_, i) => Math.round(all.reduce((sum, rates) => sum + rates[i]!, 0) / all.length)).join(' ')
}
