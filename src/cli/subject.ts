/** What a report is about, from frozen runs: their conditions, players and planned analysis. */
import { relative, resolve } from 'node:path'
import { shelf as builtIn } from '../../games/index.ts'
import type { ConditionInfo, PlayerInfo, RunInfo, Subject } from '../analysis/subject.ts'
import { type Condition, conditionsOf } from '../arena/conditions.ts'
import { conditionIn, countMatches } from '../arena/design.ts'
import { nameOf, type PlayerEntry } from '../arena/experiment.ts'
import { type ExperimentFile, parseExperiment } from '../arena/experiment-file.ts'
import { type OwnGame, shelfWith } from '../arena/own-game.ts'
import type { Behaviour } from '../core/behaviour.ts'
import { StagegameError } from '../core/errors.ts'
import type { Started } from '../core/event.ts'
import { isQuizId } from '../core/quiz.ts'
import { described, kindOf } from '../players/entries.ts'
import { runHead } from '../store/chain.ts'
import type { MatchSummary, Run, Store } from '../store/store.ts'
import { ownGames } from './prepare.ts'
import { checkRules } from './resume.ts'

export interface Reported {
  readonly subject: Subject
  readonly files: readonly ExperimentFile[]
  /** Games of one's own, by the path that an experiment names. */
  readonly own: ReadonlyMap<string, OwnGame>
  /** The index among the subject's conditions. */
  readonly conditionOf: (match: MatchSummary, run: string) => number
  /** The index of a run's first condition. */
  readonly firstOf: (run: string) => number
  readonly isPerson: (player: string, run: string) => boolean
  /** What the game on the shelf has to say about behaviour. */
  readonly behaviourFor: (started: Started) => Behaviour | undefined
}

/** `logFolder`: from where the runs name their files. Throws `no-match` where nothing was ever begun, `rules-changed`. */
export async function reported(store: Store, runs: readonly Run[], logFolder: string): Promise<Reported> {
  const files = runs.map((run) => fileOf(run, logFolder))
  const parts: { readonly conditions: readonly Condition[]; readonly from: number }[] = []
  const infos: ConditionInfo[] = []
  const owned = new Map<string, OwnGame>()
  const runInfos: RunInfo[] = []
  for (const [nth, run] of runs.entries()) {
    const file = files[nth]!
    checkRules(run, file) // before they are loaded: a log may be anybody's
    const { own, ids } = await ownGames(file)
    for (const [path, id] of ids) owned.set(path, own.find(({ game }) => game.id === id)!)
    const conditions = conditionsOf(file, shelfWith(builtIn, own), ids)
    parts.push({ conditions, from: infos.length })
    const { versions, seats, head } = await metIn(store, run.id, conditions)
    infos.push(
      ...conditions.map((condition, at) => infoOf(file, condition, run, runs.length > 1, versions[at], seats[at])),
    )
    const { id, name, code, seed, at: began } = run
    runInfos.push({ id, name, code, seed, began, head })
  }
  const [first] = files
  const { primary, exclude, confidence, resamples } = first!.experiment.analysis
  const people = files.map(
    ({ experiment }) => new Set(experiment.players.filter(({ person }) => person !== undefined).map(nameOf)),
  )
  const indexOf = (run: string) => runs.findIndex(({ id }) => id === run)
  return {
    subject: {
      runs: runInfos,
      conditions: infos,
      players: playersIn(files),
      plan: { primary, exclude: [exclude ?? []].flat(), confidence, resamples },
    },
    files,
    own: owned,
    conditionOf: (match, run) => {
      const { conditions, from } = parts[indexOf(run)]!
      return from + conditionIn(conditions, match.id).index
    },
    firstOf: (run) => parts[indexOf(run)]!.from,
    isPerson: (player, run) => people[indexOf(run)]!.has(player),
    behaviourFor: ({ game, params, seats }) => {
      const shelved = [...owned.values(), ...builtIn.games].find((one) => one.game.id === game)
      return shelved?.behaviour?.(shelved.game.params.parse(params ?? {}), seats.length)
    },
  }
}

const fileOf = (run: Run, logFolder: string): ExperimentFile =>
  parseExperiment(run.experiment, relative(process.cwd(), resolve(logFolder, run.file)) || run.file)

interface Met {
  /** By condition: the version of the rules, and seats, of its first match. */
  readonly versions: (number | undefined)[]
  readonly seats: (number | undefined)[]
  readonly head: string
}

async function metIn(store: Store, run: string, conditions: readonly Condition[]): Promise<Met> {
  const versions: (number | undefined)[] = []
  const seats: (number | undefined)[] = []
  const heads: [string, string][] = []
  for await (const { id, started, head } of store.matches(run)) {
    heads.push([id, head])
    if (isQuizId(id)) continue
    const { index } = conditionIn(conditions, id)
    versions[index] ??= started.version
    seats[index] ??= started.seats.length
  }
  if (heads.length === 0)
    throw new StagegameError('no-match', `run ${run} has no match yet: stagegame resume ${run} plays them`)
  return { versions, seats, head: runHead(heads) }
}

function infoOf(
  file: ExperimentFile,
  condition: Condition,
  run: Run,
  several: boolean,
  version = condition.game.version,
  seats = 0,
): ConditionInfo {
  const { label, format, prompts, told, levels, players, ref } = condition
  return {
    ...{ run: run.id, game: ref.game, version, format, seats, prompts, told, players },
    label: several ? `${run.id}: ${label}` : label,
    planned: countMatches(file, [condition]),
    levels: several ? { ...levels, run: run.id } : levels,
  }
}

/** Of all files; two of one name that are not the same stand both, by number. */
function playersIn(files: readonly ExperimentFile[]): PlayerInfo[] {
  const found = new Map<string, PlayerInfo>()
  for (const { experiment } of files)
    for (const player of experiment.players) {
      const info = { name: nameOf(player), kind: wordFor(player), what: described(player) }
      found.set(JSON.stringify(info), info)
    }
  return [...found.values()]
}

const wordFor = (player: PlayerEntry): string => {
  if (player.model?.startsWith('simulated:')) return 'simulated'
  return kindOf(player)
}
