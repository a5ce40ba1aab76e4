/** `stagegame export [RUN|MATCH]`: the log as JSON lines without loss, or its views as CSV. */
import { createWriteStream, existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Command, Option } from 'commander'
import { hint, StagegameError } from '../core/errors.ts'
import type { Selection } from '../store/archive.ts'
import { csvOf } from '../store/csv.ts'
import { exportLines } from '../store/export.ts'
import { VIEWS } from '../store/schema.ts'
import type { SqliteStore } from '../store/sqlite-store.ts'
import { dbOption, withStore } from './stores.ts'

interface Options {
  readonly db: string
  readonly format: 'jsonl' | 'csv' | 'parquet'
  readonly to?: string
  readonly force?: true
}

export const exportCommand = (_exit: (code: number) => void): Command =>
  new Command('export')
    .description(
      'Write the log, a run or a match as .jsonl, or all views (setups, moves, payoffs, measures, usage) as CSV or Parquet.',
    )
    .argument('[run-or-match]', 'default: everything')
    .addOption(dbOption())
    .addOption(
      new Option('--format <format>', 'jsonl keeps everything; csv is for a spreadsheet, parquet for a data frame')
        .choices(['jsonl', 'csv', 'parquet'])
        .default('jsonl'),
    )
    .option(
      '--to <path>',
      'a file for jsonl (default: standard output), a folder for csv and parquet (default: the current one)',
    )
    .option('--force', 'write over a file that is there')
    .addHelpText(
      'after',
      '\nExamples:\n  stagegame export first-1 --to first.jsonl\n  stagegame export --format csv --to tables',
    )
    .action((named: string | undefined, options: Options) =>
      withStore(
        options.db,
        (store) => (options.format === 'jsonl' ? toLines(store, named, options) : toTables(store, named, options)),
        {
          readonly: true,
        },
      ),
    )

async function toLines(store: SqliteStore, named: string | undefined, { to, force }: Options): Promise<void> {
  const selection = await selected(store, named)
  const lines = Readable.from(exportLines(store, selection))
  if (to === undefined) return pipeline(lines, process.stdout, { end: false })
  await written(to, pipeline(lines, createWriteStream(fresh(to, force))))
  console.log(`wrote ${to}`)
}

async function toTables(
  store: SqliteStore,
  named: string | undefined,
  { to = '.', force, format }: Options,
): Promise<void> {
  if (named !== undefined)
    throw new StagegameError(
      'bad-option',
      `${format} holds the whole log: each row names its run and match; leave out the name`,
    )
  if (existsSync(to) && !statSync(to).isDirectory())
    throw new StagegameError('bad-option', `--to ${to}: expected a folder for ${format}, found a file`)
  mkdirSync(to, { recursive: true })
  for (const view of VIEWS) {
    const file = fresh(join(to, `${view}.${format}`), force)
    const parquet = async () => (await import('../store/parquet.ts')).writeParquet(store, view, file)
    const csv = () => pipeline(Readable.from(csvOf(store, view)), createWriteStream(file))
    await written(file, format === 'parquet' ? parquet() : csv())
    console.log(`wrote ${file}`)
  }
}

/** What keeps a file from being written is the user's to mend. */
async function written(file: string, work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (!['ENOENT', 'EISDIR', 'EACCES', 'ENOTDIR', 'EROFS', 'ENOSPC'].includes(code ?? '')) throw cause
    throw new StagegameError('cannot-write', `cannot write ${file}: ${message}`, { cause })
  }
}

async function selected(store: SqliteStore, named: string | undefined): Promise<Selection> {
  if (named === undefined) return {}
  if (await store.run(named)) return { run: named }
  if ((await store.status(named)) !== undefined) return { match: named }
  const runs = (await store.runs()).map(({ id }) => id)
  throw new StagegameError(
    'unknown-run',
    `there is no run or match ${JSON.stringify(named)} in this log: ${hint(named, runs)}`,
  )
}

function fresh(file: string, force: true | undefined): string {
  if (existsSync(file) && !force)
    throw new StagegameError('file-exists', `${file} is there already: --force writes over it`)
  return file
}
