#!/usr/bin/env node
/** The command line: one file a command; errors are a sentence, not a stack. */
import { existsSync } from 'node:fs'
import { Command, CommanderError, Option } from 'commander'
import { printable } from '../agents/quotation.ts'
import { StagegameError } from '../core/errors.ts'
import { bidsCommand } from './bids.ts'
import { exportCommand } from './export.ts'
import { fakeProviderCommand } from './fake-provider.ts'
import { forkCommand } from './fork.ts'
import { gamesCommand } from './games.ts'
import { importCommand } from './import.ts'
import { labCommand } from './lab.ts'
import { modelsCommand } from './models.ts'
import { packCommand } from './pack.ts'
import { version } from './package.ts'
import { playCommand } from './play.ts'
import { powerCommand } from './power.ts'
import { promptsCommand } from './prompts.ts'
import { replayCommand } from './replay.ts'
import { reportCommand } from './report.ts'
import { rerunCommand } from './rerun.ts'
import { resumeCommand } from './resume.ts'
import { runCommand } from './run.ts'
import { standingsCommand } from './standings.ts'
import { verifyCommand } from './verify.ts'
import { yearsCommand } from './years.ts'

const EXIT_CODES = `
Exit codes:
  0    done
  1    verify found a mismatch, rerun a difference
  2    bad input (a missing key or model file too): nothing was played
  3    the run failed in the middle (no network, a key refused, rules or a strategy that throw), or matches wait: what
       was answered is kept, resume goes on
  4    a limit of the run is reached (dollars, tokens): resume with a higher one goes on
  70   a fault of stagegame itself
  130  stopped with Ctrl-C: what was answered is kept, resume goes on

Keys come from the environment or a .env file in the current folder (OPENAI_API_KEY), never from a file of yours or the
command line. Matches are logged to transcripts/stagegame.sqlite unless --db names another file.`

let stdoutClosed = false

/** Runs one command line; resolves with its exit code. */
async function main(argv: readonly string[]): Promise<number> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  let code = 0
  const exit = (to: number) => {
    code = to
  }
  const program = new Command('stagegame')
    .description('An arena in which language models, scripted strategies and people play economic games.')
    .version(version)
    .addHelpText('after', EXIT_CODES)
    .enablePositionalOptions() // here, too: else --port of `lab resume` is read as that of `lab`, and is lost
    .exitOverride()
  for (const command of [
    runCommand,
    resumeCommand,
    playCommand,
    labCommand,
    replayCommand,
    reportCommand,
    standingsCommand,
    powerCommand,
    packCommand,
    bidsCommand,
    yearsCommand,
    rerunCommand,
    forkCommand,
    verifyCommand,
    importCommand,
    exportCommand,
    gamesCommand,
    promptsCommand,
    modelsCommand,
    fakeProviderCommand,
  ])
    program.addCommand(versioned(command(exit)).exitOverride())
  try {
    await program.parseAsync(argv)
    return code
  } catch (error) {
    return failed(error)
  }
}

/** `run -V` says the version, too, though a command has its options to itself. */
const versioned = (command: Command): Command =>
  command.addOption(new Option('-V, --version').hideHelp()).on('option:version', () => {
    console.log(version)
    throw new CommanderError(0, 'commander.version', version)
  })

function failed(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof StagegameError) {
    console.error(`stagegame: ${printable(error.message)}`)
    return error.code.startsWith('model-') ? 3 : 2
  }
  console.error('stagegame: this is a fault of stagegame itself; please report it with what follows')
  console.error(error)
  return 70
}

// A reader that closes early (head, less): a run stops as at Ctrl-C and keeps what was answered; anything else just ends.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  if (!['run', 'resume', 'play', 'fork', 'lab'].includes(process.argv[2] ?? '')) process.exit(0)
  if (!stdoutClosed) process.emit('SIGINT')
  stdoutClosed = true
})
process.exitCode = await main(process.argv)
