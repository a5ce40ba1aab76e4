/** `stagegame replay MATCH`: one match, turn by turn, in the terminal or as a page. */
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Command } from 'commander'
import { printable } from '../agents/quotation.ts'
import { type MatchLog, matchStory } from '../analysis/match-story.ts'
import { hint, list, StagegameError } from '../core/errors.ts'
import type { Started } from '../core/event.ts'
import { matchPage } from '../report/match/match-page.ts'
import { importLog } from '../store/import.ts'
import { memoryStore } from '../store/memory.ts'
import type { Store } from '../store/store.ts'
import { gameOption, loggedGames } from './logged-games.ts'
import { showMatch } from './show-match.ts'
import { dbOption, withStore } from './stores.ts'
import { many } from './table.ts'
import { isJsonl } from './verify.ts'

interface Options {
  readonly db: string
  readonly seat?: string
  readonly prompts?: true
  readonly match?: string
  readonly html?: string
  readonly force?: true
  readonly game: readonly string[]
}

export const replayCommand = (exit: (code: number) => void): Command =>
  new Command('replay')
    .description('Show a match turn by turn, as the spectator or as one seat saw it.')
    .argument('<match>', 'a match or a run of the log, or a .jsonl file')
    .addOption(dbOption())
    .option('--match <id>', 'of a .jsonl file with several matches: this one')
    .option('--seat <n>', 'as this seat saw it: its view before each of its turns, and its own answers')
    .option('--prompts', 'what models were sent and replied, beside their decisions')
    .option('--html <file>', 'write it as a page that stands alone, to be stepped through in a browser')
    .option('--force', 'write over a file that is there')
    .addOption(gameOption())
    .addHelpText(
      'after',
      '\nExamples:\n  stagegame replay first-1/c1-rep1-rot1 --prompts\n  stagegame replay first-1/c1-rep1-rot1 --prompts --html match.html',
    )
    .action(async (named: string, options: Options) => {
      checkPage(options)
      if (!isJsonl(named)) {
        exit(
          await withStore(options.db, (store) => replayFrom(store, named, options, [options.db]), { readonly: true }),
        )
        return
      }
      if (!existsSync(named)) throw new StagegameError('no-file', `there is no file ${named}`)
      const store = memoryStore()
      await importLog(store, named)
      exit(await replayFrom(store, options.match ?? (await onlyMatch(store, named)), options, [named, options.db]))
    })

/** `logs`: the files from whose folders rules are looked for. */
async function replayFrom(store: Store, named: string, options: Options, logs: readonly string[]): Promise<number> {
  const match = await matchNamed(store, named)
  const events = (await store.log(match)).map(({ event }) => event)
  const runs = await store.runs()
  const gameFor = await loggedGames(options.game, runs, logs)
  const started = events[0] as Started
  const seat = seatOf(options.seat, started.seats.length)
  const log = { game: gameFor(started), events, calls: options.prompts ? await store.calls(match) : [], seat }
  if (options.html !== undefined) {
    const run = match.split('/')[0]! // a match's id begins with that of its run
    return writePage(options.html, log, runs.some(({ id }) => id === run) ? run : undefined)
  }
  const { lines, damaged } = showMatch({ ...log, prompts: options.prompts === true })
  console.log(lines.join('\n'))
  return damaged ? 1 : 0
}

/** Says before any work is done that a page could not be written. */
function checkPage({ html, force }: Options): void {
  if (html === undefined) {
    if (force) throw new StagegameError('bad-option', '--force: expected a file to write over, named by --html')
    return
  }
  const folder = dirname(html)
  if (!existsSync(folder)) throw new StagegameError('no-folder', `--html ${html}: there is no folder ${folder}`)
  if (!existsSync(html)) return
  if (statSync(html).isDirectory())
    throw new StagegameError('bad-option', `--html ${html}: expected a file, found a folder`)
  if (!force) throw new StagegameError('file-exists', `${html} is there already: --force writes over it`)
}

function writePage(file: string, log: MatchLog, run: string | undefined): number {
  const story = matchStory(log)
  const page = matchPage({ story, run })
  try {
    writeFileSync(file, page)
  } catch (cause) {
    throw new StagegameError('cannot-write', `cannot write ${file}: ${(cause as Error).message}`, { cause })
  }
  const { end, turns } = story
  const size = `${Math.ceil(Buffer.byteLength(page) / 1000).toLocaleString('en')} kB`
  console.log(`wrote ${file}: ${many(turns.length, 'turn')}, ${size}`)
  if (end.status !== 'damaged') return 0
  console.error(`the log is damaged: the page stops at event ${end.event}: ${printable(end.why)}`)
  return 1
}

/** A match by its id, or the first of a run, with the names of some others. */
async function matchNamed(store: Store, named: string): Promise<string> {
  if ((await store.status(named)) !== undefined) return named
  const isRun = (await store.run(named)) !== undefined
  const ids: string[] = []
  for await (const { id } of store.matches(isRun ? named : undefined)) {
    ids.push(id)
    if (ids.length > 6) break
  }
  const [first, ...others] = ids
  if (!isRun || first === undefined)
    throw new StagegameError(
      'unknown-match',
      `there is no match or run ${JSON.stringify(named)} in this log: ${hint(named, ids)}`,
    )
  if (others.length > 0) console.error(`the first match of ${named}; others are ${others.join(', ')} …`)
  return first
}

async function onlyMatch(store: Store, file: string): Promise<string> {
  const ids: string[] = []
  for await (const { id } of store.matches()) ids.push(id)
  if (ids.length === 1) return ids[0]!
  throw new StagegameError(
    'which-match',
    `${file} has ${ids.length} matches: choose one by --match (${list(ids, 'none')})`,
  )
}

function seatOf(text: string | undefined, seats: number): number | undefined {
  if (text === undefined) return undefined
  const seat = Number(text)
  if (Number.isSafeInteger(seat) && seat >= 0 && seat < seats) return seat
  throw new StagegameError('bad-option', `--seat: expected a seat from 0 to ${seats - 1}, got ${JSON.stringify(text)}`)
}
