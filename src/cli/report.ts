/** `stagegame report RUN`: one HTML file with the results of a run, their uncertainty, and how they came about. */
import { existsSync, writeFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import type { DataTable } from '../analysis/data-table.ts'
import { folderOf } from '../arena/frozen.ts'
import { verify } from '../arena/verify.ts'
import { StagegameError } from '../core/errors.ts'
import { type Composed, composed } from '../report/compose.ts'
import type { SqliteStore } from '../store/sqlite-store.ts'
import type { Run } from '../store/store.ts'
import { type AnalysisOf, analysisOf } from './analysis-of.ts'
import { type GameFor, gameOption, loggedGames } from './logged-games.ts'
import { dbOption, runNamed, withStore } from './stores.ts'
import { many } from './table.ts'
import { writeTables, writing } from './write-tables.ts'

interface Options {
  readonly db: string
  readonly to?: string
  readonly tables?: string
  readonly format: 'csv' | 'parquet' | 'both'
  readonly force?: true
  readonly game: readonly string[]
}

export const reportCommand = (_exit: (code: number) => void): Command =>
  new Command('report')
    .description(
      'Write one self-contained HTML file about a run: what was run, results with intervals, ratings, behaviour, failures, spend, methods, and how to reproduce it.',
    )
    .argument('<run...>', 'the run, as `stagegame run` named it; several are compared')
    .addOption(dbOption())
    .option('--to <file>', 'the HTML file; default: <run>.html')
    .option('--tables <folder>', 'write every table there, too, with a codebook')
    .addOption(new Option('--format <format>', 'of the tables').choices(['csv', 'parquet', 'both']).default('csv'))
    .option('--force', 'write over files that are there')
    .addOption(gameOption())
    .addHelpText(
      'after',
      `
The analysis is the one that the experiment planned (its \`analysis\` section: primary quantity, exclusions); everything else is
described, and said to be exploratory. The same log gives the same report, to the last digit.

Examples:
  stagegame report first-1
  stagegame report framing-1 --tables tables --format both
  stagegame report pilot-1 main-1 --to both.html`,
    )
    .action((ids: readonly string[], options: Options) =>
      withStore(options.db, (store) => report(store, ids, options), { readonly: true }),
    )

async function report(store: SqliteStore, ids: readonly string[], options: Options): Promise<void> {
  const twice = ids.find((id, at) => ids.indexOf(id) < at)
  if (twice !== undefined) throw new StagegameError('bad-option', `run ${twice} is named twice`)
  const { to = `${ids.join('-and-')}.html`, force = false } = options
  if (existsSync(to) && !force)
    throw new StagegameError('file-exists', `${to} is there already: --force writes over it`)
  const runs: Run[] = []
  for (const id of ids) runs.push(await runNamed(store, id))
  const gameFor = await loggedGames(options.game, await store.runs(), [options.db])
  const analysis = await composedOf(store, runs, gameFor)
  const { reportPage } = await import('../report/page.ts') // draws charts: slow to load, and needed here alone
  const page = reportPage(composed(analysis))
  await writing(to, async () => writeFileSync(to, page))
  console.log(`wrote ${to}`)
  if (options.tables === undefined) return
  const tables: DataTable[] = [...analysis.tables.values()]
  const formats = options.format === 'both' ? (['csv', 'parquet'] as const) : [options.format]
  await writeTables(options.tables, tables, formats, { force })
  console.log(`wrote ${many(tables.length, 'table')} and their codebook to ${options.tables}`)
}

/** All that the report says: the analysis, and what folding the whole log once more came to. */
export async function composedOf(
  store: SqliteStore,
  runs: readonly Run[],
  gameFor: GameFor,
): Promise<Composed & AnalysisOf> {
  const logFolder = folderOf(store.file)
  const verified = await verifiedIn(store, runs, gameFor)
  return { ...(await analysisOf(store, runs, { logFolder, gameFor })), verified }
}

async function verifiedIn(store: SqliteStore, runs: readonly Run[], gameFor: GameFor): Promise<string> {
  let [matches, decisions, mismatches] = [0, 0, 0]
  for (const { id } of runs) {
    const findings = verify(store, gameFor, { run: id })
    let next = await findings.next()
    while (!next.done) next = await findings.next()
    matches += next.value.matches
    decisions += next.value.decisions
    mismatches += next.value.mismatches
  }
  const what = `${many(matches, 'match', 'matches')} and ${many(decisions, 'decision')} of the log were checked for this report`
  if (mismatches === 0) return `All ${what}: each follows from the rules, and the hash chain holds.`
  return `${what}: ${many(mismatches, 'mismatch', 'mismatches')} — \`stagegame verify\` says where. Do not trust the numbers here before that is explained.`
}
