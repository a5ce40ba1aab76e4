/** The rules that a log needs: the shelf, and games of one's own that its runs or the user name. */
import { resolve } from 'node:path'
import { Option } from 'commander'
import { shelf as builtIn } from '../../games/index.ts'
import { parseExperiment } from '../arena/experiment-file.ts'
import { folderOf } from '../arena/frozen.ts'
import { loadOwnGame, type OwnGame, shelfWith } from '../arena/own-game.ts'
import { StagegameError } from '../core/errors.ts'
import type { Started } from '../core/event.ts'
import type { AnyGame } from '../core/game.ts'
import { gameOf } from '../core/shelf.ts'
import type { Store } from '../store/store.ts'
import { ownGames } from './prepare.ts'

export const gameOption = (): Option =>
  new Option('--game <rules.mjs>', 'rules of your own that the log needs; repeat for several')
    .default([], 'those that its runs name')
    .argParser((path: string, before: readonly string[]) => [...before, path])

/**
 * Finds the rules that a start names; `file` is the log's, from which its runs name theirs. A run's own game that cannot be loaded any more is told once, and is then unknown.
 */
export async function loggedGames(
  paths: readonly string[],
  store?: Store,
  file = '',
): Promise<(started: Started) => AnyGame> {
  const folder = folderOf(file)
  const own = new Map<string, OwnGame>()
  for (const path of paths) {
    const game = await loadOwnGame(path, process.cwd())
    own.set(game.game.id, game)
  }
  for (const run of (await store?.runs()) ?? []) {
    if (!Object.keys(run.texts).some((path) => path.startsWith('rules:'))) continue
    try {
      for (const game of (await ownGames(parseExperiment(run.experiment, resolve(folder, run.file)))).own)
        if (!own.has(game.game.id)) own.set(game.game.id, game)
    } catch (error) {
      if (!(error instanceof StagegameError)) throw error
      console.error(`stagegame: rules of run ${run.id}: ${error.message} (name them with --game)`)
    }
  }
  const shelf = shelfWith(builtIn, [...own.values()])
  return (started) => gameOf(shelf, started)
}
