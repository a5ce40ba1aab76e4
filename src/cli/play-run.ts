/** Plays what is left of a run: progress, Ctrl-C, the results and where they are. Shared by run, resume and play. */
import { printable } from '../agents/quotation.ts'
import type { Condition } from '../arena/conditions.ts'
import { countMatches, type PlannedMatch } from '../arena/design.ts'
import { nameOf } from '../arena/experiment.ts'
import { openingsFrom } from '../arena/fork.ts'
import { quizMatches } from '../arena/quiz.ts'
import { playStages, stages } from '../arena/stages.ts'
import { noProgress, type Outcome, type Progress } from '../arena/tournament.ts'
import { StagegameError } from '../core/errors.ts'
import { isQuizId } from '../core/quiz.ts'
import { specOf } from '../players/specs.ts'
import { nodeDigest, runHead } from '../store/chain.ts'
import type { Store } from '../store/store.ts'
import { printComprehension, unfit } from './comprehension.ts'
import { printCourse } from './course.ts'
import { printFork } from './fork-table.ts'
import type { Prepared } from './prepare.ts'
import { type Display, showProgress } from './progress.ts'
import { printResults } from './results.ts'
import { printSpend } from './spend.ts'
import { DEFAULT_FILE } from './stores.ts'
import { many } from './table.ts'

export interface RunToPlay {
  readonly id: string
  readonly store: Store
  readonly prepared: Prepared
  /** The log's file, as the user named it. */
  readonly db: string
  readonly code: string
}

/** Resolves with the exit code, after the results are printed and all is on disk. */
export async function playRun(run: RunToPlay): Promise<number> {
  const { id, store, prepared } = run
  const { file, conditions, quizzes, roster } = prepared
  const { fork } = file.experiment
  const [stop, hard] = [new AbortController(), new AbortController()]
  const release = onInterrupt(stop, hard)
  const people = file.experiment.players.some(({ person }) => person !== undefined)
  let display: Display | undefined
  /** Plays some of the run's matches stage by stage, with a line of progress. */
  const played = async (staged: AsyncIterable<Iterable<PlannedMatch>>, total: number) => {
    const progress = noProgress()
    display = people ? undefined : showProgress(progress, total, roster.calls)
    const tournament = {
      run: id,
      experiment: file.experiment,
      ...(people && { matchesAtOnce: 1 }),
      store,
      agentOf: roster.agentOf,
      specs: new Map(file.experiment.players.map((player) => [nameOf(player), specOf(player)])),
      code: run.code,
      stop,
      signal: hard.signal,
      progress,
      fold: { digest: nodeDigest },
      openings: fork && openingsFrom(store, fork),
    }
    const outcome = await playStages(tournament, staged)
    display?.stop()
    return { outcome, progress, total }
  }
  try {
    await store.hold(id)
    const quizzed = quizzes.length > 0 && (await played(inOneStage(quizMatches(file, quizzes, id)), quizzes.length))
    if (quizzed && quizzed.outcome.status !== 'finished') {
      await printSpend(store, id, conditions)
      return await closing(run, quizzed)
    }
    const failed = await unfit(store, id, prepared)
    const staged = stages(file, longestFirst(prepared), id, store, failed)
    const all = await played(staged, countMatches(file, conditions, failed))
    if (fork) await printFork(store, id, file.experiment)
    else await printResults(store, id, conditions, roster.simulated)
    await printCourse(store, id)
    await printComprehension(store, id, prepared)
    await printSpend(store, id, conditions)
    return await closing(run, all)
  } finally {
    display?.stop()
    release()
    prepared.leave()
    await roster.close()
  }
}

interface PlayedOut {
  readonly outcome: Outcome
  readonly progress: Progress
  readonly total: number
}

async function* inOneStage(matches: Iterable<PlannedMatch>): AsyncGenerator<Iterable<PlannedMatch>> {
  yield matches
}

async function closing(
  { id, store, db, prepared }: RunToPlay,
  { outcome, progress: { already, finished }, total }: PlayedOut,
): Promise<number> {
  const log = db === DEFAULT_FILE ? '' : ` --db ${db}`
  if (already > 0 && outcome.status === 'finished') console.log(`\n${already} of the matches were finished before`)
  if (outcome.status !== 'finished') console.log(`\n${already + finished} of ${total} matches are finished`)
  console.log(`\nlog: ${db}, run ${id}`)
  if (outcome.status === 'stopped') {
    console.log(`stopped; all that was answered is kept. Go on with: npx stagegame resume ${id}${log}`)
    return 130
  }
  if (outcome.status === 'failed' || outcome.status === 'waiting') {
    const { failure, waiting } = outcome
    const budget = failure instanceof StagegameError && failure.code === 'model-budget'
    if (failure instanceof StagegameError) console.error(`stagegame: ${printable(failure.message)}`)
    if (waiting > 0) console.log(`${many(waiting, 'match waits', 'matches wait')} where the failure came`)
    console.log(
      `${outcome.status === 'failed' ? 'the run is paused' : 'all others were played'}; all that was answered is kept. Go on with: npx stagegame resume ${id}${log}${goingOn(failure)}`,
    )
    if (!(failure instanceof StagegameError)) throw failure
    return budget ? 4 : 3
  }
  const heads: [string, string][] = []
  for await (const match of store.matches(id)) heads.push([match.id, match.head])
  const first = heads.find(([match]) => !isQuizId(match)) ?? heads[0]
  console.log(`head: ${runHead(heads)}`)
  console.log(`check it:    npx stagegame verify ${db}\nlook at one: npx stagegame replay ${first?.[0] ?? id}${log}`)
  const { simulated } = prepared.roster
  if (simulated.size > 0) console.log(`\n${simulationNote([...simulated])}`)
  return 0
}

/** What to add to `resume` where going on as before would end in the same place. */
function goingOn(failure: unknown): string {
  if (!(failure instanceof StagegameError)) return ''
  if (failure.code === 'model-budget') return ' --dollars <more> (or --tokens <more>)'
  return failure.code === 'no-answer' ? ' --on-no-answer fallback (or void)' : ''
}

/** Long games are begun first, so that none is left alone at the end. Ids do not depend on it. */
const longestFirst = ({ conditions, rehearsals }: Prepared): readonly Condition[] => {
  const turns = (condition: Condition) => Math.max(0, ...(rehearsals.get(condition)?.decisions ?? []))
  return [...conditions].sort((a, b) => turns(b) - turns(a) || a.index - b.index)
}

const simulationNote = (names: readonly string[]): string =>
  `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} simulated: code that answers as a model would, not a model.
To seat a real one, replace its \`model:\` by openai:<model> (the key in OPENAI_API_KEY),
by <endpoint>:<model> for a server of yours (Ollama, vLLM, llama.cpp; see README),
or by local:<file.gguf>, which runs here.`

/** First Ctrl-C: finish the answers in flight. Second: abandon them. Third: as if this were not here. */
function onInterrupt(stop: AbortController, hard: AbortController): () => void {
  let asked = false
  const interrupted = () => {
    if (!asked) {
      asked = true
      process.stderr.write('\nstopping: the answers in flight are finished and kept (Ctrl-C again abandons them)\n')
      stop.abort(new StagegameError('stopped', 'stopped'))
      return
    }
    hard.abort(stop.signal.reason)
    release()
  }
  const release = () => {
    process.off('SIGINT', interrupted)
    process.off('SIGTERM', interrupted)
  }
  process.on('SIGINT', interrupted)
  process.on('SIGTERM', interrupted)
  if (process.stdout.destroyed) interrupted() // nobody reads any more
  return release
}
