/** `stagegame verify FILE`: folds every match of a log and checks all that it claims. */
import { existsSync } from 'node:fs'
import { Command } from 'commander'
import type { Finding } from '../arena/finding.ts'
import { type Verified, verify } from '../arena/verify.ts'
import { list, StagegameError } from '../core/errors.ts'
import { gameOption, loggedGames } from './logged-games.ts'
import { DEFAULT_FILE, runNamed, withStore } from './stores.ts'
import { many } from './table.ts'

interface Options {
  readonly db?: string
  readonly run?: string
  readonly head?: string
  readonly game: readonly string[]
}

export const verifyCommand = (exit: (code: number) => void): Command =>
  new Command('verify')
    .description('Check a log: its hash chain, each action against its ask, payoffs, measures and fingerprints.')
    .argument('[file]', `a .sqlite or .jsonl file; default: ${DEFAULT_FILE}`)
    .option('--db <file>', 'the same, as other commands name it')
    .option('--run <id>', 'of a .sqlite file: this run alone')
    .option('--head <hash>', 'the head that was published: some run of the file must have it')
    .addOption(gameOption())
    .addHelpText(
      'after',
      '\nExit code 1, and a line a mismatch, where anything is not as it must be.\n\nExample:\n  stagegame verify transcripts/stagegame.sqlite',
    )
    .action(async (named: string | undefined, options: Options) => {
      if (named !== undefined && options.db !== undefined)
        throw new StagegameError('bad-option', `expected one file, got ${named} and --db ${options.db}`)
      const file = named ?? options.db ?? DEFAULT_FILE
      const began = performance.now()
      const verified = isJsonl(file) ? await verifyLines(file, options) : await verifyStore(file, options)
      const missing = options.head !== undefined && ![...verified.heads.values()].includes(options.head)
      if (missing)
        console.log(
          `mismatch: expected a run with the head ${options.head}, found ${list([...verified.heads.values()], 'none')}`,
        )
      const mismatches = verified.mismatches + Number(missing)
      const seconds = (performance.now() - began) / 1000
      console.log(
        `${many(verified.matches, 'match', 'matches')}, ${many(verified.decisions, 'decision')}: ${mismatches === 0 ? 'all verified' : many(mismatches, 'mismatch', 'mismatches')} (${seconds.toFixed(1)} s)`,
      )
      for (const [run, head] of verified.heads)
        console.log(`head of ${run === null ? 'matches without a run' : run}: ${head}`)
      exit(mismatches === 0 ? 0 : 1)
    })

export const isJsonl = (file: string): boolean => /\.(jsonl|ndjson)$/.test(file)

async function verifyLines(file: string, { run, game }: Options): Promise<Verified> {
  if (run !== undefined) throw new StagegameError('bad-option', '--run goes with a .sqlite file')
  if (!existsSync(file)) throw new StagegameError('no-file', `there is no file ${file}`)
  return reported(verify(file, await loggedGames(game)))
}

const verifyStore = (file: string, { run, game }: Options): Promise<Verified> =>
  withStore(
    file,
    async (store) => {
      if (run !== undefined) await runNamed(store, run)
      return reported(verify(store, await loggedGames(game, store, file), { run }))
    },
    { create: false },
  )

/** Prints each finding as it comes, and gives the totals. */
async function reported(findings: AsyncGenerator<Finding, Verified>): Promise<Verified> {
  for (;;) {
    const next = await findings.next()
    if (next.done) return next.value
    print(next.value)
  }
}

function print({ note, match, turn, seat, expected, found, message }: Finding): void {
  const where = [
    match === null ? [] : `match ${match}`,
    turn === undefined ? [] : `turn ${turn}`,
    seat === undefined ? [] : `seat ${seat}`,
  ].flat()
  const claim = expected === undefined ? '' : ` (expected ${expected}, found ${found ?? 'nothing'})`
  console.log(
    `${note ? 'note' : 'mismatch'}: ${where.length > 0 ? `${where.join(', ')}: ` : ''}${message}${note ? '' : claim}`,
  )
}
