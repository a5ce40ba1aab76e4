/** How the matches of a fork begin: with the moves of a logged match up to a turn, and then with other players. */
import { list, quoted, StagegameError } from '../core/errors.ts'
import type { Event, Moved, Reseated, Started } from '../core/event.ts'
import { canonical } from '../core/fingerprint.ts'
import { parentAt } from '../core/fork.ts'
import type { AnyGame } from '../core/game.ts'
import { advance, awaited, type FoldOptions, isOver, type Position, replay } from '../core/match.ts'
import { isQuizId } from '../core/quiz.ts'
import type { Logged, Store } from '../store/store.ts'
import type { Fork } from './experiment.ts'

// biome-ignore lint/suspicious/noExplicitAny: games of every kind are forked
type AnyPosition = Position<any, Record<string, any>>

/** What a fork takes over from a log. */
export interface Opening {
  /** The parent's start, with the mark of the fork. */
  readonly started: Started & { readonly parent: NonNullable<Started['parent']> }
  /** What stands in the log before the first move of the fork's turn, in its order. */
  readonly copied: readonly Copied[]
}

export type Copied = Moved | Reseated

/** What the matches of a run begin with, by their ids. */
export type Openings = (match: string) => Promise<Opening>

/** What a match of a fork is opened and completed by. */
export interface Forked {
  readonly copied: () => Promise<readonly Copied[]>
  /** Who plays from the fork's turn on, by seat. */
  readonly players: readonly Pick<Reseated, 'player' | 'spec'>[]
}

/** Why a seat was taken over: as it stands in the log. */
export const FORK = 'fork'

/** All matches of a fork from the log of their parent, which is read once. Throws as `openingFrom`, and `no-parent`. */
export function openingsFrom(store: Pick<Store, 'log' | 'status'>, fork: Fork): Openings {
  let opening: Promise<Opening> | undefined
  return () => {
    opening ??= parentIn(store, fork)
    return opening
  }
}

/** Each match from its own log in another store: for a run that is played again. */
export function openingsAgain(log: Pick<Store, 'log'>): Openings {
  return async (match) => {
    const events = await log.log(match)
    const started = events[0]?.event
    if (started?.type !== 'started' || !started.parent)
      throw new StagegameError('no-parent', `the log of match ${match} does not say what it goes on from`)
    const copied = copiedFrom(match, events, started.parent.turn)
    return {
      started: { ...started, parent: started.parent },
      copied: copied.filter((event) => !isOfFork(event, started)),
    }
  }
}

/** Reseatings of a fork follow from who is to play, and come from there. */
const isOfFork = (event: Copied, { parent }: Started): boolean =>
  event.type === 'reseated' && event.reason === FORK && event.turn === parent?.turn

async function parentIn(store: Pick<Store, 'log' | 'status'>, fork: Fork): Promise<Opening> {
  const { match, turn, seed, chance } = fork
  if ((await store.status(match)) === undefined)
    throw new StagegameError(
      'no-parent',
      `match ${match}, which this run goes on from, is not in this log: import it, and go on then`,
    )
  const opening = openingFrom(match, await store.log(match), turn, chance)
  if (opening.started.seed === seed) return opening
  throw new StagegameError(
    'other-experiment',
    `this run goes on from a match ${match} with the seed ${quoted(seed)}; the one in this log has ${quoted(opening.started.seed)}`,
  )
}

/** Throws `quiz-match`, `no-start`, `erased`. Whether that turn was reached, `positionAt` says. */
export function openingFrom(match: string, log: readonly Logged[], turn: number, chance: Fork['chance']): Opening {
  if (isQuizId(match))
    throw new StagegameError(
      'quiz-match',
      `${match} is a check of what a model understood of the rules: nothing to fork`,
    )
  const started = log[0]?.event
  if (started?.type !== 'started') throw new StagegameError('no-start', `match ${match} has no readable start`)
  return {
    started: { ...started, parent: parentAt(started, match, turn, chance) },
    copied: copiedFrom(match, log, turn),
  }
}

function copiedFrom(match: string, log: readonly Logged[], turn: number): readonly Copied[] {
  const copied: Copied[] = []
  for (const { seq, type, turn: at, event } of log) {
    if (type === 'moved' && at! >= turn) break
    if (type === 'ended' || type === 'voided') break
    if (type !== 'moved' && type !== 'reseated') continue
    if (type === 'reseated' && at! > turn) break
    if (!event)
      throw new StagegameError(
        'erased',
        `event ${seq} of match ${match} (turn ${at}) was erased, so nothing can go on from turn ${turn}`,
      )
    copied.push(event as Copied)
  }
  return copied
}

/**
 * Where a fork begins. Throws `no-such-turn` on a turn in which nothing is left to decide or which the match did not reach, and
 * ReplayError where the log and these rules do not belong together.
 */
export function positionAt(game: AnyGame, { started, copied }: Opening, fold?: FoldOptions): AnyPosition {
  const { match, turn } = started.parent
  const at: AnyPosition = replay(game, [started, ...copied], fold)
  const no = (why: string) =>
    new StagegameError('no-such-turn', `there is no turn ${turn} of match ${match} to go on from: ${why}`)
  if (isOver(at)) throw no(`its play ended with turn ${at.turn - 1}`)
  if (at.turn < turn) throw no(`it came no further than turn ${at.turn}, which still awaits seats ${list(awaited(at))}`)
  return at
}

/**
 * What is to be added to the log of a fork's match before anybody is asked: the copied events that it lacks, and who takes over
 * a seat. Nothing where the match has gone on from there. Throws `fork-differs` where its log does not begin as its parent's.
 */
export async function completion(
  game: AnyGame,
  at: AnyPosition,
  logged: readonly Event[],
  { copied, players }: Forked,
): Promise<{ readonly at: AnyPosition; readonly events: readonly Copied[] }> {
  const turn = at.started.parent?.turn ?? 0
  if (at.status !== 'open' || at.turn > turn || (at.turn === turn && at.answered > 0)) return { at, events: [] }
  const events: Copied[] = []
  let position = at
  const add = (event: Copied) => {
    position = advance(game, position, event)
    events.push(event)
  }
  if (at.turn < turn) for (const event of rest(at.started, logged, await copied())) add(event)
  for (const [seat, { player, spec }] of players.entries()) {
    if (position.players[seat] === player) continue
    add({ type: 'reseated', turn, seat, player, ...(spec !== undefined && { spec }), reason: FORK })
  }
  return { at: position, events }
}

function rest({ match, parent }: Started, logged: readonly Event[], copied: readonly Copied[]): readonly Copied[] {
  const there = logged.filter(({ type }) => type === 'moved' || type === 'reseated')
  for (const [i, event] of there.entries())
    if (copied[i] === undefined || canonical(event) !== canonical(copied[i]))
      throw new StagegameError(
        'fork-differs',
        `the log of match ${match} does not begin as that of ${parent?.match}, which it goes on from: expected ${quoted(copied[i])}, found ${quoted(event)}`,
      )
  return copied.slice(there.length)
}

/** Since which turn each seat has been held by whom it is held now; −1: from the start. */
export function heldSince(log: readonly Event[], seats: number): readonly number[] {
  const since = Array.from({ length: seats }, () => -1)
  for (const event of log) if (event.type === 'reseated') since[event.seat] = event.turn
  return since
}
