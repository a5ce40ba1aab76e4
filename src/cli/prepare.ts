/** From an experiment file to everything that a run needs, with all that can be checked before the first move. */
import { shelf as builtIn } from '../../games/index.ts'
import { type Condition, conditionsOf } from '../arena/conditions.ts'
import { nameOf } from '../arena/experiment.ts'
import type { ExperimentFile } from '../arena/experiment-file.ts'
import { folderOf, type Reader } from '../arena/frozen.ts'
import { isPath, loadOwnGame, type OwnGame, shelfWith } from '../arena/own-game.ts'
import { type Quiz, quizzesOf } from '../arena/quiz.ts'
import { type Rehearsal, rehearse } from '../arena/rehearsal.ts'
import { rolesOf, tablesOf } from '../arena/tables.ts'
import { hint, StagegameError } from '../core/errors.ts'
import { type Shelf, shelvedGame } from '../core/shelf.ts'
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
    onePerson(file, condition)
    rehearsals.set(condition, rehearse(condition, rolesOf(file, condition)))
  }
  checkPrimary(file, shelf, conditions, rehearsals)
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

/** A name that is nearly that of a measure or figure is a slip; others may come up in play, and the report says if they do not. */
function checkPrimary(
  file: ExperimentFile,
  shelf: Shelf,
  conditions: readonly Condition[],
  rehearsals: ReadonlyMap<Condition, Rehearsal>,
): void {
  const { primary } = file.experiment.analysis
  const names = conditions.flatMap((condition) => {
    const rehearsal = rehearsals.get(condition)
    const { behaviour } = shelvedGame(shelf, condition.ref.game)
    const { figures = [] } = behaviour?.(condition.params, rehearsal?.decisions.length ?? 0) ?? {}
    return [...(rehearsal?.measures ?? []), ...figures.map(({ name }) => name)]
  })
  const all = [...new Set(['payoff', 'rating', 'regret', ...names])]
  const near = hint(primary, all)
  if (all.includes(primary) || !near.startsWith('did you mean')) return
  throw file.fault(['analysis', 'primary'], `no game here has ${JSON.stringify(primary)}: ${near}`)
}

/** One screen holds one person: two would read each other's secrets, and answer for each other. */
function onePerson(file: ExperimentFile, condition: Condition): void {
  const { format, players } = condition
  const people = new Set(file.experiment.players.filter(({ person }) => person !== undefined).map(nameOf))
  const index = file.experiment.players.findIndex(({ person }) => person !== undefined)
  if (format === 'population' && players.some((player) => people.has(player)))
    throw file.fault(
      ['players', index, 'person'],
      'a person could be drawn into several seats of a population, and sits at one; use another format',
    )
  const together = format === 'swiss' || file.experiment.design.league ? [players] : []
  for (const lineup of [...tablesOf(file, condition).map((table) => table.lineup), ...together])
    if (lineup.filter((player) => people.has(player)).length > 1)
      throw file.fault(['players', index, 'person'], 'one person at most can sit in a match at this terminal')
}

/** Loads the games that a file names by path. */
export async function ownGames(file: ExperimentFile): Promise<{ own: OwnGame[]; ids: Map<string, string> }> {
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
