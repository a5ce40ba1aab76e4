/** The rules that a log needs: the shelf, and games of one's own that its runs or the user name. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Option } from 'commander'
import { shelf as builtIn } from '../../games/index.ts'
import { isSession, parseExperiment } from '../arena/experiment-file.ts'
import { folderOf, hashOf, isFile } from '../arena/frozen.ts'
import { isPath, loadOwnGame, type OwnGame, shelfWith } from '../arena/own-game.ts'
import { StagegameError } from '../core/errors.ts'
import type { Started } from '../core/event.ts'
import type { AnyGame } from '../core/game.ts'
import { gameOf, shelvedGame } from '../core/shelf.ts'
import { parseLab } from '../lab/lab-file.ts'
import { readWhatCanBe } from '../store/jsonl.ts'
import type { Run } from '../store/store.ts'

export const gameOption = (): Option =>
  new Option('--game <rules.mjs>', 'rules of your own that the log needs; repeat for several')
    .default([], 'those that its runs name')
    .argParser((path: string, before: readonly string[]) => [...before, path])

/** What finds the rules that a start names. Throws `unknown-game` where there are none, with what to do about it. */
export type GameFor = (started: Started) => AnyGame

/**
 * The user's rules (`paths`) come first, then those that the match's own run froze, then the shelf's. `logs` are the files from
 * whose folders the runs may name theirs. Since a log may be anybody's, a module that it names is loaded only where it is to
 * the letter what the run froze.
 */
export async function loggedGames(
  paths: readonly string[],
  runs: readonly Run[],
  logs: readonly string[],
): Promise<GameFor> {
  const named: OwnGame[] = []
  for (const path of paths) named.push(await loadOwnGame(path, process.cwd()))
  const users = shelfWith(builtIn, named)
  const isNamed = (id: string) => named.some(({ game }) => game.id === id)
  const frozen = new Map<string, Rules>()
  for (const run of runs) frozen.set(run.id, await rulesOf(run, logs.map(folderOf), isNamed))
  return (started) => {
    const run = started.match?.split('/')[0] ?? '' // a match's id begins with that of its run
    const own = frozen.get(run)?.get(started.game)
    if (own instanceof StagegameError) throw own
    if (own) return gameOf(shelfWith(builtIn, [own]), started)
    try {
      shelvedGame(users, started.game)
    } catch (error) {
      if (!(error instanceof StagegameError)) throw error
      throw unknown(`${error.message} (rules of your own: name their file by --game)`)
    }
    return gameOf(users, started)
  }
}

/** The runs that a .jsonl file tells of. Throws `missing-file`. */
export async function runsIn(file: string): Promise<readonly Run[]> {
  const runs: Run[] = []
  for await (const line of readWhatCanBe(file)) if (line.kind === 'run') runs.push(line.run)
  return runs
}

/** Games of one's own by id, as one run froze them, or why there are none. */
type Rules = ReadonlyMap<string, OwnGame | StagegameError>

async function rulesOf(run: Run, folders: readonly string[], isNamed: (id: string) => boolean): Promise<Rules> {
  const found = new Map<string, OwnGame | StagegameError>()
  for (const [path, hash] of Object.entries(run.texts)) {
    const id = path.replace(/^rules:/, '')
    if (id !== path && !isNamed(id)) found.set(id, await frozenRules(run, id, hash, folders))
  }
  return found
}

async function frozenRules(
  run: Run,
  id: string,
  hash: string,
  folders: readonly string[],
): Promise<OwnGame | StagegameError> {
  const what = `run ${run.id} was played by rules of ${id} with the hash ${hash.slice(0, 12)}…`
  try {
    const files = folders.flatMap((folder) => rulesNamed(run, folder))
    const there = files.filter(isFile)
    const file = there.find((path) => hashOf(readFileSync(path, 'utf8')) === hash)
    if (file === undefined) {
      const how = there.length > 0 ? `${there[0]} is not them` : `there is no file ${files[0] ?? 'that it names'}`
      return unknown(`${what}, but ${how}: put them back, or name others by --game`)
    }
    const own = await loadOwnGame(file, '.')
    return own.game.id === id ? own : unknown(`${what}, but ${file} is the game ${own.game.id}`)
  } catch (error) {
    if (!(error instanceof StagegameError)) throw error
    return unknown(`${what}, but ${error.message}`)
  }
}

/** The modules that a run's file names, an experiment or a session, absolute, as seen from a folder of its log. */
function rulesNamed({ experiment: text, file }: Run, folder: string): string[] {
  const path = resolve(folder, file)
  return gamesNamed(text, path)
    .filter(isPath)
    .map((game) => resolve(folderOf(path), game))
}

function gamesNamed(text: string, path: string): readonly string[] {
  if (isSession(text)) return Object.values(parseLab(text, path).lab.blocks).map(({ game }) => game)
  const { experiment } = parseExperiment(text, path)
  return experiment.games?.map(({ game }) => game) ?? [experiment.game!]
}

const unknown = (message: string): StagegameError => new StagegameError('unknown-game', message)
