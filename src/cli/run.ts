/** `stagegame run FILE`: from an experiment to a table of results and a log that verifies. */
import { Command } from 'commander'
import { readExperiment } from '../arena/experiment-file.ts'
import { diskReader, folderOf } from '../arena/frozen.ts'
import { StagegameError } from '../core/errors.ts'
import { freezeRun } from '../players/create-run.ts'
import type { Reach } from '../players/reach.ts'
import { memoryStore } from '../store/memory.ts'
import type { SqliteStore } from '../store/sqlite-store.ts'
import type { Store } from '../store/store.ts'
import { type Limits, limited, withLimitOptions } from './limits.ts'
import { packageFolder, version } from './package.ts'
import { printPlan, printPrompts } from './plan.ts'
import { playRun } from './play-run.ts'
import { type Prepared, prepare } from './prepare.ts'
import { dbOption, freeRunId, withStore } from './stores.ts'

interface Options extends Limits {
  readonly db: string
  readonly run?: string
  readonly dryRun?: true
}

export const runCommand = (exit: (code: number) => void): Command =>
  withLimitOptions(new Command('run'))
    .description('Play the matches of an experiment file, and print the table of results.')
    .argument('<file>', 'the experiment, YAML')
    .addOption(dbOption())
    .option('--run <id>', 'name of the run; default: the experiment’s name and the next free number')
    .option('--dry-run', 'print the plan and one fully rendered prompt of each kind, and play nothing')
    .addHelpText('after', '\nExample:\n  stagegame run examples/first.yaml')
    .action(async (path: string, options: Options) => {
      const file = limited(readExperiment(path), options)
      const folder = folderOf(file.path)
      const ready = (store: Store, reach: Reach) =>
        prepare(file, store, (own) => diskReader(folder, packageFolder, own), reach)
      if (options.dryRun) {
        const prepared = await ready(memoryStore(), { by: 'nobody' })
        printPlan(prepared)
        printPrompts(prepared)
        prepared.leave()
        return
      }
      exit(
        await withStore(options.db, async (store) => {
          const prepared = await ready(store, {
            by: 'wire',
            environment: process.env,
            spent: { dollars: 0, tokens: 0 },
          })
          const id = await chosenId(store, file.name, options.run)
          printPlan(prepared)
          await createRun(store, id, prepared)
          return playRun({ id, store, prepared, db: options.db, code: version })
        }),
      )
    })

/** Freezes an experiment with all its texts under a run's name. */
export const createRun = (store: SqliteStore, id: string, { file, reader, own }: Prepared): Promise<void> => {
  const { name, text, path, experiment } = file
  const { seed, players } = experiment
  return freezeRun(store, id, { name, text, path, seed, players, reader, own, code: version })
}

/** The run's name as wanted, else the next free one. Throws `bad-run-id`, `run-exists`. */
export async function chosenId(store: Store, name: string, wanted: string | undefined): Promise<string> {
  if (wanted === undefined) return freeRunId(store, name)
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(wanted))
    throw new StagegameError(
      'bad-run-id',
      `expected a run’s name of letters, digits, dots, dashes or underscores, got ${JSON.stringify(wanted)}`,
    )
  if (await store.run(wanted))
    throw new StagegameError(
      'run-exists',
      `there is already a run ${wanted}: stagegame resume ${wanted} goes on with it`,
    )
  return wanted
}
