/** `stagegame pack RUN`: a replication package, from which `stagegame verify` derives every table again. */
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Command } from 'commander'
import { hashOf } from '../arena/frozen.ts'
import { StagegameError } from '../core/errors.ts'
import { composed } from '../report/compose.ts'
import { exportLines } from '../store/export.ts'
import type { SqliteStore } from '../store/sqlite-store.ts'
import type { Run } from '../store/store.ts'
import { gameOption, loggedGames } from './logged-games.ts'
import { version } from './package.ts'
import { composedOf } from './report.ts'
import { dbOption, runNamed, withStore } from './stores.ts'
import { many } from './table.ts'
import { writeTables } from './write-tables.ts'

interface Options {
  readonly db: string
  readonly to?: string
  readonly game: readonly string[]
}

/** What `manifest.json` holds. */
export interface Manifest {
  readonly format: 1
  /** Of a session of the lab; absent: of an experiment. */
  readonly kind?: 'lab'
  readonly run: string
  /** Of stagegame: that began the run, and that made the package. */
  readonly code: { readonly run: string; readonly package: string }
  /** Hash over the run's matches. */
  readonly head: string
  /** Path in the package → SHA-256 of the file. */
  readonly files: Readonly<Record<string, string>>
}

export const packCommand = (_exit: (code: number) => void): Command =>
  new Command('pack')
    .description(
      'Write a replication package of a run: experiment, transcripts, prompts, rules of your own, tables, codebook, report, and a hash of each.',
    )
    .argument('<run>', 'the run, as `stagegame run` named it')
    .addOption(dbOption())
    .option('--to <folder>', 'a folder that is not there yet, or empty; default: <run>.package')
    .addOption(gameOption())
    .addHelpText('after', '\nExamples:\n  stagegame pack first-1\n  stagegame verify first-1.package')
    .action((id: string, options: Options) =>
      withStore(options.db, async (store) => pack(store, await runNamed(store, id), options), { readonly: true }),
    )

async function pack(store: SqliteStore, run: Run, { to = `${run.id}.package`, db, game }: Options): Promise<void> {
  if (existsSync(to) && readdirSync(to).length > 0)
    throw new StagegameError('file-exists', `${to} is there already, and is not empty: name another folder by --to`)
  const gameFor = await loggedGames(game, [run], [db])
  const analysis = await composedOf(store, [run], gameFor)
  const { tables, subject } = analysis
  mkdirSync(to, { recursive: true })
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(to, path)), { recursive: true })
    writeFileSync(join(to, path), text)
  }
  write('experiment.yaml', run.experiment)
  for (const [path, hash] of Object.entries(run.texts)) {
    const text = path.startsWith('rules:') ? undefined : await store.text(hash)
    if (text !== undefined) write(`prompts/${inside(path).replace(/^prompts\//, '')}`, text)
  }
  for (const [path, { text }] of analysis.own) write(inside(path), text) // where the experiment names them, from its folder
  await pipeline(Readable.from(exportLines(store, { run: run.id })), createWriteStream(join(to, 'transcripts.jsonl')))
  await writeTables(join(to, 'tables'), [...tables.values()], ['csv'])
  const { reportPage } = await import('../report/page.ts') // draws charts: slow to load, and needed here alone
  write('report.html', reportPage(composed(analysis)))
  write('README.md', readme(run, subject.runs[0]!.head))
  const files = Object.fromEntries(filesIn(to).map((path) => [path, hashOf(readFileSync(join(to, path), 'utf8'))]))
  const manifest: Manifest = {
    ...{ format: 1, run: run.id, code: { run: run.code, package: version }, head: subject.runs[0]!.head, files },
  }
  write('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`)
  console.log(`wrote ${many(Object.keys(files).length + 1, 'file')} to ${to}\nhead: ${manifest.head}`)
  console.log(`check it: npx stagegame verify ${to}`)
}

/** Without what leads out of the package. */
const inside = (path: string): string =>
  normalize(path)
    .replace(/^(\.\.[/\\])+/, '')
    .replace(/^[/\\]+/, '')

/** Paths of all files in a package, its manifest apart, with slashes, sorted. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replaceAll('\\', '/').replace(/^\/+/, ''))
    .filter((path) => path !== 'manifest.json')
    .sort()
}

const readme = ({ id, name, code, seed, at }: Run, head: string): string => `# Replication package of ${name}

Run ${id}, begun ${at} with stagegame ${code}, seed ${seed}.

| file | what it is |
| --- | --- |
| \`experiment.yaml\` | the experiment, as it was frozen when the run began |
| \`prompts/\` | every prompt and persona that it used; rules that are no part of stagegame stand where the experiment names them |
| \`transcripts.jsonl\` | the log: every decision, prompt and reply, one object a line |
| \`tables/\` | every table of the report as CSV; \`codebook.csv\` says what each column is |
| \`report.html\` | the report |
| \`manifest.json\` | versions, the head of the log, and the SHA-256 of each file |

The head of the log is \`${head}\`: a hash over all events. Check everything, which folds each match again and
derives each table again from the log:

    npx stagegame verify .

Import it to look at matches, or to play on from any turn of one:

    npx stagegame import transcripts.jsonl
    npx stagegame replay ${id}
`
