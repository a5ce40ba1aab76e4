/** `stagegame replay MATCH`: one match, turn by turn. */
import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { hint, list, StagegameError } from '../core/errors.ts'
import type { Started } from '../core/event.ts'
import { importLog } from '../store/import.ts'
import { memoryStore } from '../store/memory.ts'
import type { Store } from '../store/store.ts'
import { gameOption, loggedGames } from './logged-games.ts'
import { showMatch } from './show-match.ts'
import { dbOption, withStore } from './stores.ts'
import { isJsonl } from './verify.ts'

interface Options {
  readonly db: string
  readonly seat?: string
  readonly prompts?: true
  readonly match?: string
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
    .addOption(gameOption())
    .addHelpText('after', '\nExample:\n  stagegame replay first-1/c1-rep1-rot1 --prompts')
    .action(async (named: string, options: Options) => {
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
  const gameFor = await loggedGames(options.game, await store.runs(), logs)
  const started = events[0] as Started
  const seat = seatOf(options.seat, started.seats.length)
  const { lines, damaged } = showMatch({
    game: gameFor(started),
    events,
    calls: options.prompts ? await store.calls(match) : [],
    seat,
    prompts: options.prompts === true,
  })
  console.log(lines.join('\n'))
  return damaged ? 1 : 0
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
