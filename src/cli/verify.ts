/** `stagegame verify FILE`: folds every match of a log and checks all that it claims. */
import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { printable } from '../agents/quotation.ts'
import type { Finding } from '../arena/finding.ts'
import { type Verified, verify } from '../arena/verify.ts'
import { list, StagegameError } from '../core/errors.ts'
import { type GameFor, gameOption, loggedGames, runsIn } from './logged-games.ts'
import { DEFAULT_FILE, runNamed, withStore } from './stores.ts'
import { many } from './table.ts'
import { isPackage, verifyPackage } from './verify-package.ts'

interface Options {
  readonly db?: string
  readonly run?: string
  readonly head?: string
  readonly game: readonly string[]
}

export const verifyCommand = (exit: (code: number) => void): Command =>
  new Command('verify')
    .description(
      'Check a log: its hash chain, each action against its ask, payoffs, measures and fingerprints. Of a replication package each file and table, too.',
    )
    .argument('[file]', `a .sqlite or .jsonl file, or the folder of a replication package; default: ${DEFAULT_FILE}`)
    .option('--db <file>', 'the same, as other commands name it')
    .option('--run <id>', 'of a .sqlite file: this run alone')
    .option('--head <hash>', 'the head that was published: some run of the file must have it')
    .addOption(gameOption())
    .addHelpText(
      'after',
      '\nExit code 1, and a line a mismatch, where anything is not as it must be; 2 where rules are not there to check by.\n\nExample:\n  stagegame verify transcripts/stagegame.sqlite',
    )
    .action(async (named: string | undefined, options: Options) => {
      if (named !== undefined && options.db !== undefined)
        throw new StagegameError('bad-option', `expected one file, got ${named} and --db ${options.db}`)
      const file = named ?? options.db ?? DEFAULT_FILE
      if (isPackage(file)) {
        if (options.run !== undefined || options.head !== undefined)
          throw new StagegameError(
            'bad-option',
            '--run and --head go with a log; a package’s manifest names its run and head',
          )
        exit((await verifyPackage(file, options.game)) > 0 ? 1 : 0)
        return
      }
      const began = performance.now()
      const verified = isJsonl(file) ? await verifyLines(file, options) : await verifyStore(file, options)
      const missing = options.head !== undefined && ![...verified.heads.values()].includes(options.head)
      if (missing)
        console.log(
          `mismatch: expected a run with the head ${options.head}, found ${list([...verified.heads.values()], 'none')}`,
        )
      const mismatches = verified.mismatches + Number(missing)
      const { unchecked } = verified
      const verdict = [
        mismatches > 0 ? [many(mismatches, 'mismatch', 'mismatches')] : [],
        unchecked > 0 ? [`${many(unchecked, 'match', 'matches')} not folded for want of their rules`] : [],
      ].flat()
      const seconds = (performance.now() - began) / 1000
      console.log(
        `${many(verified.matches, 'match', 'matches')}, ${many(verified.decisions, 'decision')}: ${list(verdict, verified.matches === 0 ? 'nothing to verify' : 'all verified')} (${seconds.toFixed(1)} s)`,
      )
      // a head that an edited log still carries proves nothing
      if (mismatches === 0)
        for (const [run, head] of verified.heads)
          console.log(`head of ${run === null ? 'matches without a run' : run}: ${head}`)
      exit(mismatches > 0 ? 1 : unchecked > 0 ? 2 : 0)
    })

export const isJsonl = (file: string): boolean => /\.(jsonl|ndjson)$/.test(file)

async function verifyLines(file: string, { run, game, db = DEFAULT_FILE }: Options): Promise<Checked> {
  if (run !== undefined) throw new StagegameError('bad-option', '--run goes with a .sqlite file')
  if (!existsSync(file)) throw new StagegameError('no-file', `there is no file ${file}`)
  const gameFor = await loggedGames(game, await runsIn(file), [file, db])
  return reported(gameFor, (told) => verify(file, told))
}

const verifyStore = (file: string, { run, game }: Options): Promise<Checked> =>
  withStore(
    file,
    async (store) => {
      if (run !== undefined) await runNamed(store, run)
      const gameFor = await loggedGames(game, await store.runs(), [file])
      return reported(gameFor, (told) => verify(store, told, { run }))
    },
    { readonly: true },
  )

interface Checked extends Verified {
  /** Matches whose rules are not there: that is the reader's to mend, and no mismatch of the log. */
  readonly unchecked: number
}

/** Prints each finding as it comes, and once what rules are wanting; gives the totals. */
async function reported(
  gameFor: GameFor,
  verifying: (gameFor: GameFor) => AsyncGenerator<Finding, Verified>,
): Promise<Checked> {
  const findings = verifying(complaining(gameFor))
  let unchecked = 0
  for (;;) {
    const next = await findings.next()
    if (next.done) return { ...next.value, mismatches: next.value.mismatches - unchecked, unchecked }
    if (next.value.code === 'unknown-game') unchecked++
    else print(next.value)
  }
}

/** Says on stderr, once each, why rules are not there. */
function complaining(gameFor: GameFor): GameFor {
  const said = new Set<string>()
  return (started) => {
    try {
      return gameFor(started)
    } catch (error) {
      const why = error instanceof StagegameError && error.code === 'unknown-game' ? error.message : undefined
      if (why !== undefined && !said.has(why)) console.error(`stagegame: ${printable(why)}`)
      if (why !== undefined) said.add(why)
      throw error
    }
  }
}

function print({ note, match, turn, seat, expected, found, message }: Finding): void {
  const where = [
    match === null ? [] : `match ${match}`,
    turn === undefined ? [] : `turn ${turn}`,
    seat === undefined ? [] : `seat ${seat}`,
  ].flat()
  const claim = expected === undefined ? '' : ` (expected ${expected}, found ${found ?? 'nothing'})`
  const said = `${where.length > 0 ? `${where.join(', ')}: ` : ''}${message}${note ? '' : claim}`
  console.log(`${note ? 'note' : 'mismatch'}: ${printable(said)}`)
}
