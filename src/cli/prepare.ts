/** From an experiment file to everything that a run needs, with all that can be checked before the first move. */
import { shelf as builtIn } from '../../games/index.ts'
import { type Condition, conditionsOf } from '../arena/conditions.ts'
import { tablesOf } from '../arena/design.ts'
import { nameOf } from '../arena/experiment.ts'
import type { ExperimentFile } from '../arena/experiment-file.ts'
import { folderOf, type Reader } from '../arena/frozen.ts'
import { isPath, loadOwnGame, type OwnGame, shelfWith } from '../arena/own-game.ts'
import { type Quiz, quizzesOf } from '../arena/quiz.ts'
import { type Rehearsal, rehearse } from '../arena/rehearsal.ts'
import { StagegameError } from '../core/errors.ts'
import type { Reach } from '../players/reach.ts'
import { type Roster, rosterOf } from '../players/roster.ts'
import type { CallLog } from '../store/store.ts'
import { terminal } from './terminal.ts'

export interface Prepared {
  readonly file: ExperimentFile
  readonly own: readonly OwnGame[]
  readonly conditions: readonly Condition[]
  /** What models are asked about the rules before play. */
  readonly quizzes: readonly Quiz[]
  readonly rehearsals: ReadonlyMap<Condition, Rehearsal>
  readonly reader: Reader
  readonly roster: Roster
  /** Lets go of the terminal, if a person sits at it. */
  readonly leave: () => void
}

/**
 * Throws StagegameErrors that name the line of the file
 * wherever it is at fault.
 */
export async function prepare(
  file: ExperimentFile,
  log: CallLog,
  readerFor: (own: readonly OwnGame[]) => Reader,
  reach: Reach,
): Promise<Prepared> {
  const { own, ids } = await ownGames(file)
  const shelf = shelfWith(builtIn, own)
  const conditions = conditionsOf(file, shelf, ids)
  const rehearsals = new Map<Condition, Rehearsal>()
  for (const condition of conditions) {
    const tables = tablesOf(file, condition)
    const [first] = tables
    onePerson(file, tables)
    if (first) rehearsals.set(condition, rehearse(condition, first.roles))
  }
  const quizzes = quizzesOf(file, shelf, conditions)
  for (const { asked } of quizzes) rehearsals.set(asked, rehearse(asked, ['reader']))
  const reader = readerFor(own)
  const seated = reach.by !== 'log' && file.experiment.players.some(({ person }) => person === 'terminal')
  const screen = seated ? terminal() : undefined
  const roster = rosterOf({
    file,
    shelf,
    conditions: [...conditions, ...quizzes.map(({ asked }) => asked)],
    rehearsals,
    read: reader.read,
    log,
    reach,
    screen,
  })
  return { file, own, conditions, quizzes, rehearsals, reader, roster, leave: () => screen?.close() }
}

/** One screen holds one person: two would read each other's secrets, and answer for each other. */
function onePerson(file: ExperimentFile, tables: readonly { readonly lineup: readonly string[] }[]): void {
  const people = new Set(file.experiment.players.filter(({ person }) => person !== undefined).map(nameOf))
  const index = file.experiment.players.findIndex(({ person }) => person !== undefined)
  for (const { lineup } of tables)
    if (lineup.filter((player) => people.has(player)).length > 1)
      throw file.fault(['players', index, 'person'], 'one person at most can sit in a match at this terminal')
}

/** Loads the games that a file names by path. */
async function ownGames(file: ExperimentFile): Promise<{ own: OwnGame[]; ids: Map<string, string> }> {
  const { experiment, path, fault } = file
  const named = experiment.games?.map(({ game }, i) => ({ game, at: ['games', i, 'game'] })) ?? [
    { game: experiment.game!, at: ['game'] },
  ]
  const own = new Map<string, OwnGame>()
  for (const { game, at } of named) {
    if (!isPath(game) || own.has(game)) continue
    try {
      own.set(game, await loadOwnGame(game, folderOf(path)))
    } catch (error) {
      if (error instanceof StagegameError) throw fault(at, error.message, error.code)
      throw error
    }
  }
  return { own: [...own.values()], ids: new Map([...own].map(([named, { game }]) => [named, game.id])) }
}
