/** Plays the matches of a run, several at a time; what is finished is skipped, what was cut off goes on. */
import PQueue from 'p-queue'
import type { Agent } from '../agents/agent.ts'
import { StagegameError } from '../core/errors.ts'
import type { Started } from '../core/event.ts'
import type { Seat } from '../core/game.ts'
import { type FoldOptions, replayWhileValid } from '../core/match.ts'
import type { Store } from '../store/store.ts'
import type { Condition } from './conditions.ts'
import type { PlannedMatch } from './design.ts'
import type { Experiment } from './experiment.ts'
import { everySoOften, play, voided } from './play.ts'

export interface Tournament {
  readonly run: string
  readonly experiment: Experiment
  readonly matches: Iterable<PlannedMatch>
  readonly store: Store
  readonly agentOf: (condition: Condition) => (player: string, seat: Seat) => Agent
  /** Hash of each player's entry in the frozen experiment, by name. */
  readonly specs: ReadonlyMap<string, string>
  /** The version of the code, noted on each match. */
  readonly code: string
  /** Stops between turns: answers in flight are waited for and kept. */
  readonly stop: AbortController
  /** Aborts what is in flight. */
  readonly signal: AbortSignal
  readonly progress: Progress
  readonly fold?: FoldOptions
}

/** What a display of progress reads. */
export interface Progress {
  finished: number
  /** Finished before this process began. */
  already: number
  voided: number
  playing: number
  decisions: number
  fallbacks: number
  missing: number
}

export const noProgress = (): Progress => ({
  finished: 0,
  already: 0,
  voided: 0,
  playing: 0,
  decisions: 0,
  fallbacks: 0,
  missing: 0,
})

export interface Outcome {
  readonly status: 'finished' | 'stopped' | 'failed'
  /** The first failure of the world. */
  readonly failure?: unknown
}

/**
 * Resolves when every match is finished, or the run was stopped or failed; then all that was answered is on disk. A failure
 * of the world stops the run (onFailure: pause) or voids its match and goes on (void).
 */
export async function playMatches(tournament: Tournament): Promise<Outcome> {
  const { experiment, matches, store, stop, signal } = tournament
  const queue = new PQueue({ concurrency: experiment.limits.concurrency })
  let failure: unknown
  let left = false
  const breathe = everySoOften(50)
  for (const match of matches) {
    await queue.onSizeLessThan(1)
    if (await breathe()) await store.durable()
    if (stop.signal.aborted) {
      left = true
      break
    }
    void queue.add(async () => {
      try {
        stop.signal.throwIfAborted()
        await playPlanned(match, tournament)
      } catch (error) {
        left = true
        if (wasStopped(error, stop.signal, signal)) return
        failure ??= error
        stop.abort(error)
      }
    })
  }
  await queue.onIdle()
  await store.durable()
  if (failure !== undefined) return { status: 'failed', failure }
  return { status: left ? 'stopped' : 'finished' }
}

/** Whether a match ended because somebody stopped the run, and not for a failure of its own. */
const wasStopped = (error: unknown, stop: AbortSignal, hard: AbortSignal): boolean =>
  hard.aborted || (stop.aborted && error === stop.reason)

async function playPlanned(match: PlannedMatch, tournament: Tournament): Promise<void> {
  const { store, progress, stop, signal, experiment, run } = tournament
  const known = await store.status(match.id)
  if (known === 'ended' || known === 'voided') {
    progress.already++
    if (known === 'voided') progress.voided++
    return
  }
  progress.playing++
  const table = {
    game: match.condition.game,
    agentOf: tournament.agentOf(match.condition),
    store,
    signal,
    stop: stop.signal,
    run,
    onNoAnswer: experiment.onNoAnswer,
    fold: tournament.fold,
    moved: ({ origin }: { origin: { by: string } }) => {
      progress.decisions++
      if (origin.by === 'fallback') progress.fallbacks++
      if (origin.by === 'missing') progress.missing++
    },
  }
  try {
    const { status } = await play(match.id, startedOf(match, tournament), table)
    progress.finished++
    if (status === 'voided') progress.voided++
  } catch (error) {
    await interrupted(match, tournament, error)
  } finally {
    progress.playing--
  }
}

/** A provider that does not answer: what `onFailure: void` is about. A wrong key, a full disk or a fault of rules is not. */
const STAYS_AWAY = ['model-network', 'model-timeout', 'model-server', 'model-overloaded']

/** Notes in the log why nothing follows for now, or closes the match where the experiment says so. */
async function interrupted(
  match: PlannedMatch,
  { store, stop, signal, experiment, progress }: Tournament,
  error: unknown,
): Promise<void> {
  if ((await store.status(match.id)) !== 'open') throw error
  const { game } = match.condition
  const events = (await store.log(match.id)).flatMap(({ event }) => (event ? [event] : []))
  const { at } = replayWhileValid(game, events)
  if (!at) throw error // a log that cannot be folded is left as it is; what happened is what the error says
  const stopped = wasStopped(error, stop.signal, signal)
  const reason = error instanceof StagegameError ? error.code : error instanceof Error ? error.name : 'failed'
  if (experiment.onFailure === 'void' && !stopped && STAYS_AWAY.includes(reason)) {
    voided(match.id, at, reason, { game, store })
    progress.finished++
    progress.voided++
    return
  }
  store.append(match.id, { type: 'paused', turn: at.turn, reason: stopped ? 'stopped' : reason })
  throw error
}

function startedOf({ id, condition, roles, lineup, seed }: PlannedMatch, { specs, code }: Tournament): Started {
  const { game, params, told } = condition
  return {
    type: 'started',
    wire: 1,
    match: id,
    game: game.id,
    version: game.version,
    params,
    ...(game.wraps && { wraps: game.wraps as NonNullable<Started['wraps']> }),
    seats: lineup.map((player, seat) => ({
      role: roles[seat]!,
      player,
      ...(specs.has(player) && { spec: specs.get(player)! }),
      ...(told !== undefined && { told }),
    })),
    seed,
    code,
  }
}
