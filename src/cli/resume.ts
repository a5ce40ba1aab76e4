/** `stagegame resume RUN`: goes on with a frozen experiment where its log stands, in the middle of a match. */
import { existsSync, readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { Command } from 'commander'
import { usedUp } from '../analysis/spend.ts'
import { type ExperimentFile, parseExperiment } from '../arena/experiment-file.ts'
import { differing, diskReader, folderOf, frozenReader, hashOf } from '../arena/frozen.ts'
import { isPath, type OwnGame } from '../arena/own-game.ts'
import { list, StagegameError } from '../core/errors.ts'
import type { Reach } from '../players/reach.ts'
import type { SqliteStore } from '../store/sqlite-store.ts'
import type { CallLog, Run, Store } from '../store/store.ts'
import { type Limits, limited, withLimitOptions, withNoAnswerOption } from './limits.ts'
import { packageFolder, version } from './package.ts'
import { playRun } from './play-run.ts'
import { type Prepared, prepare } from './prepare.ts'
import { dbOption, runNamed, withStore } from './stores.ts'

export const resumeCommand = (exit: (code: number) => void): Command =>
  withNoAnswerOption(withLimitOptions(new Command('resume')))
    .description('Go on with a run that was stopped, paused or killed. Nothing that was answered is asked again.')
    .argument('<run>', 'the run, as `stagegame run` named it')
    .addOption(dbOption())
    .addHelpText('after', '\nExamples:\n  stagegame resume first-1\n  stagegame resume overnight-1 --dollars 10')
    .action(async (id: string, options: { db: string } & Limits) => {
      exit(
        await withStore(
          options.db,
          async (store) => {
            const run = await runNamed(store, id)
            const reach = { by: 'wire', environment: process.env, spent: await usedUp(store, id) } as const
            const prepared = await thawed(store, run, reach, { limits: options })
            if (run.code !== version) console.log(`this run was begun by stagegame ${run.code}; this is ${version}`)
            return playRun({ id, store, prepared, db: options.db, code: version })
          },
          { create: false },
        ),
      )
    })

/** A frozen experiment made ready again, with the texts that it froze. Throws `rules-changed` on a game of one's own that changed. */
export async function thawed(
  store: SqliteStore,
  run: Run,
  reach: Reach,
  {
    limits = {},
    disk = false,
    log = store,
  }: { readonly limits?: Limits; readonly disk?: boolean; readonly log?: CallLog } = {},
): Promise<Prepared> {
  const path = resolve(folderOf(store.file), run.file)
  const file = limited(parseExperiment(run.experiment, relative(process.cwd(), path)), limits)
  checkRules(run, file)
  const texts = await frozenTexts(store, run)
  const reader = (own: readonly OwnGame[]) => {
    const onDisk = diskReader(folderOf(path), packageFolder, own)
    const changed = differing(texts, onDisk.read)
    const [texted, used] = disk ? [onDisk, 'text on the disk'] : [frozenReader(texts), 'frozen text']
    const written = file.experiment.fork !== undefined // by no hand: the file there is that of the parent
    if (!written && existsSync(path) && readFileSync(path, 'utf8') !== run.experiment) changed.unshift(run.file)
    if (changed.length > 0)
      console.log(
        `on the disk ${list(changed)} ${changed.length === 1 ? 'differs' : 'differ'} from what this run froze; the ${used} is used`,
      )
    return texted
  }
  return prepare({ ...file, name: run.name }, log, reader, reach)
}

/** The texts that a run froze, by their paths; without its rules. Throws `missing-text`. */
export async function frozenTexts(store: Store, run: Run): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>()
  for (const [path, hash] of Object.entries(run.texts)) {
    if (path.startsWith('rules:')) continue
    const text = await store.text(hash)
    if (text === undefined)
      throw new StagegameError('missing-text', `run ${run.id} froze ${path}, but its text is not in the log`)
    texts.set(path, text)
  }
  return texts
}

/** Rules of one's own must be as they were; looked at before they are loaded. Throws `rules-changed`. */
export function checkRules(run: Run, { experiment, path }: ExperimentFile): void {
  const frozen = new Set(Object.entries(run.texts).flatMap(([name, hash]) => (name.startsWith('rules:') ? [hash] : [])))
  for (const { game } of experiment.games ?? [{ game: experiment.game! }]) {
    if (!isPath(game)) continue
    const file = resolve(folderOf(path), game)
    if (!existsSync(file) || frozen.has(hashOf(readFileSync(file, 'utf8')))) continue
    throw new StagegameError(
      'rules-changed',
      `${game} is not what it was when run ${run.id} began: put it back (its text is in the log), or start a new run`,
    )
  }
}
