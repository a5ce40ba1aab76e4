/** Plays the matches of a run, several at a time; what is finished is skipped, what was cut off goes on. */
import { setMaxListeners } from 'node:events'
import { setImmediate as nextTick } from 'node:timers/promises'
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
import type { Forked, Openings } from './fork.ts'
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
  /** Of a fork: what its matches begin with. */
  readonly openings?: Openings | undefined
  /** Default: four times as many as calls may be on the wire. */
  readonly matchesAtOnce?: number | undefined
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
  /** `waiting`: the run came to its end, but some matches were paused on the way. */
  readonly status: 'finished' | 'waiting' | 'stopped' | 'failed'
  /** The first failure, of the run or of a match that waits. */
  readonly failure?: unknown
  /** Matches that were paused while the run went on. */
  readonly waiting: number
}

/** Matches that are open for each call that may be on the wire: enough that calls are always waiting to be sent. */
const MATCHES_A_CALL = 4

/**
 * Resolves when every match was played as far as it goes, or the run was stopped or failed; then all that was answered is on
 * disk. A provider that stays away lets its match wait (onFailure: pause) or voids it, and a player without an answer does so
 * by onNoAnswer; the others go on. Any other failure stops the run.
 */
export async function playMatches(tournament: Tournament): Promise<Outcome> {
  const { experiment, matches, store, stop, signal } = tournament
  for (const one of [stop.signal, signal]) setMaxListeners(0, one) // each call in flight listens
  const queue = new PQueue({ concurrency: tournament.matchesAtOnce ?? experiment.limits.concurrency * MATCHES_A_CALL })
  let failure: unknown
  let failed = false
  let waiting = 0
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
        if (isOfOneMatch(error)) {
          failure ??= error
          waiting++
          return
        }
        if (!failed) failure = error // before one that let a match wait: this is why nothing goes on
        failed = true
        stop.abort(error)
      }
    })
    await nextTick() // begun one by one, so that the calls of the first go out before those of the last are made ready
  }
  await queue.onIdle()
  await store.durable()
  if (failed) return { status: 'failed', failure, waiting }
  if (stop.signal.aborted && left) return { status: 'stopped', waiting }
  return waiting > 0 ? { status: 'waiting', failure, waiting } : { status: left ? 'stopped' : 'finished', waiting }
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
    fork: forkedOf(match, tournament),
    moved: ({ origin }: { origin: { by: string } }) => {
      progress.decisions++
      if (origin.by === 'fallback') progress.fallbacks++
      if (origin.by === 'missing') progress.missing++
    },
  }
  try {
    const started = startedOf(match, tournament)
    const opening = known === undefined ? await tournament.openings?.(match.id) : undefined
    const { status } = await play(match.id, opening ? startedAs(opening.started, started) : started, table)
    progress.finished++
    if (status === 'voided') progress.voided++
  } catch (error) {
    await interrupted(match, tournament, error)
  } finally {
    progress.playing--
  }
}

/** A provider that does not answer: what `onFailure` is about. A wrong key, a full disk or a fault of rules is not. */
const STAYS_AWAY = ['model-network', 'model-timeout', 'model-conflict', 'model-server', 'model-overloaded']

/** A player without an answer, and an answer in the log that was given to another request. */
const OF_ONE_MATCH = ['no-answer', 'no-recording', 'model-no-recording']

/** A failure that lets one match wait and the others go on. */
const isOfOneMatch = (error: unknown): boolean =>
  error instanceof StagegameError && (OF_ONE_MATCH.includes(error.code) || STAYS_AWAY.includes(error.code))

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
  const reason = reasonOf(error)
  if (experiment.onFailure === 'void' && !stopped && STAYS_AWAY.includes(reason)) {
    voided(match.id, at, reason, { game, store })
    progress.finished++
    progress.voided++
    return
  }
  store.append(match.id, { type: 'paused', turn: at.turn, reason: stopped ? 'stopped' : reason })
  throw error
}

const reasonOf = (error: unknown): string => {
  if (!(error instanceof StagegameError)) return error instanceof Error ? error.name : 'failed'
  return error.code === 'model-budget' ? 'budget' : error.code
}

/** The start of a fork: under its own name and seed, with those who sat there then. */
const startedAs = (parent: Started, { match, seed, code }: Started): Started => ({
  ...parent,
  wire: 1,
  ...(match !== undefined && { match }),
  seed,
  ...(code !== undefined && { code }),
})

function forkedOf({ id, lineup }: PlannedMatch, { openings, specs }: Tournament): Forked | undefined {
  if (!openings) return undefined
  return {
    copied: async () => (await openings(id)).copied,
    players: lineup.map((player) => ({ player, ...(specs.has(player) && { spec: specs.get(player)! }) })),
  }
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
