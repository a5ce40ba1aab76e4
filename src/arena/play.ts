/** Plays one match to its end, from wherever its log stands. */
import { setImmediate as nextTick } from 'node:timers/promises'
import type { Agent, Decision, Past, Session } from '../agents/agent.ts'
import { playerStream } from '../core/chance.ts'
import { StagegameError } from '../core/errors.ts'
import type { Event, Moved, Started } from '../core/event.ts'
import { plain } from '../core/fingerprint.ts'
import { playedIn, seedIn } from '../core/fork.ts'
import type { AnyAsk, AnyGame, Seat } from '../core/game.ts'
import { advance, awaited, ending, type FoldOptions, isOver, type Position, replay, start } from '../core/match.ts'
import type { Store } from '../store/store.ts'
import { completion, type Forked, heldSince } from './fork.ts'

// biome-ignore lint/suspicious/noExplicitAny: the arena plays games of every kind
type AnyPosition = Position<any, Record<string, any>>

export interface Table {
  readonly game: AnyGame
  /** Who answers for a seat: the player that the log names there. */
  readonly agentOf: (player: string, seat: Seat) => Agent
  readonly store: Store
  /** Aborts what agents are waiting for. */
  readonly signal: AbortSignal
  /** Stops the match between turns, after the answers in flight have reached the log. */
  readonly stop?: AbortSignal | undefined
  /** The run the match belongs to. */
  readonly run?: string | undefined
  /** What becomes of a match in which a player gave no legal answer where the rules need one; `pause` throws `no-answer`. */
  readonly onNoAnswer?: 'fallback' | 'void' | 'pause' | undefined
  readonly fold?: FoldOptions | undefined
  /** What a match of a fork begins with. */
  readonly fork?: Forked | undefined
  /** Each turn, before anybody is asked. */
  readonly reached?: ((at: AnyPosition) => void) | undefined
  /** After each decision. */
  readonly moved?: ((moved: Moved) => void) | undefined
}

export interface Played {
  readonly status: 'ended' | 'voided'
  readonly at: AnyPosition
}

/**
 * Plays `match`: opens it with `started` where the store does not have it yet, else goes on where its log stands, so that
 * only what is missing is asked. Throws what an agent or the store throws, after every other answer of the turn has reached
 * the log; the match can then be played on.
 */
export async function play(match: string, started: Started, table: Table): Promise<Played> {
  const { game, store, signal } = table
  const found = await opened(match, started, table)
  let { at, unanswered } = found
  if (at.status !== 'open') return { status: at.status, at }
  const breathe = everySoOften(50)
  const seated = { ...table, session: sessionOf(match, found, table) }
  while (!isOver(at)) {
    if (unanswered !== undefined && table.onNoAnswer === 'void') return voided(match, at, unanswered, table)
    table.stop?.throwIfAborted()
    signal.throwIfAborted()
    await breathe()
    table.reached?.(at)
    const { turn, asks } = at
    const take = (seat: Seat, decision: Decision) => {
      if (table.onNoAnswer === 'pause' && decision.origin.by === 'fallback')
        throw waits(match, turn, seat, at.players[seat]!, decision.origin.reason)
      const moved = movedBy(turn, seat, asks.get(seat)!.kind, decision)
      const next: AnyPosition = advance(game, at, moved)
      store.append(match, moved)
      at = next
      table.moved?.(moved)
      unanswered ??= noAnswerIn(moved)
    }
    await ask(match, at, seated, take)
  }
  if (unanswered !== undefined && table.onNoAnswer === 'void') return voided(match, at, unanswered, table)
  const ended = ending(game, at)
  store.append(match, ended)
  const agents = at.players.map((player, seat) => table.agentOf(player, seat))
  if (agents.some((agent) => agent.over)) await store.durable() // nobody is shown what could still be lost
  for (const [seat, agent] of agents.entries()) {
    agent.over?.(match, seat, game.view(at.state, seat), ended.payoffs[seat]!)
  }
  return { status: 'ended', at: { ...at, status: 'ended' } }
}

/** Closes a match without a result. */
export function voided(
  match: string,
  at: AnyPosition,
  reason: string,
  { game, store }: Pick<Table, 'game' | 'store'>,
): Played {
  const event: Event = { type: 'voided', reason }
  store.append(match, event)
  return { status: 'voided', at: advance(game, at, event) }
}

interface Opened {
  readonly at: AnyPosition
  /** Since which turn each seat has been held by whom it is held now; −1: from the start. */
  readonly since: readonly number[]
  /** The first answer that was no player's own, if the log has one already. */
  readonly unanswered: string | undefined
}

/** Where a match's log stands; opens it where there is none. A fork is opened with all that it copies. */
async function opened(match: string, started: Started, table: Table): Promise<Opened> {
  const { game, store, run, fold } = table
  if ((await store.status(match)) === undefined) {
    const begun = await completed(start(game, started, fold), [], table) // refuses before anything is logged
    store.open(match, run ?? null, started)
    for (const event of begun.events) store.append(match, event)
    return { at: begun.at, since: heldSince(begun.events, started.seats.length), unanswered: undefined }
  }
  const logged = (await store.log(match)).map(({ seq, event }) => {
    if (event) return event
    throw new StagegameError('erased', `event ${seq} of match ${match} was erased, so the match cannot be played on`)
  })
  const { at, events } = await completed(replay(game, logged, fold), logged, table)
  for (const event of events) store.append(match, event)
  const own = at.started.parent?.turn ?? 0 // what was copied is judged no more
  const noAnswers = logged.map((event) => (event.type === 'moved' && event.turn >= own ? noAnswerIn(event) : undefined))
  return {
    at,
    since: heldSince([...logged, ...events], at.players.length),
    unanswered: noAnswers.find((reason) => reason !== undefined),
  }
}

const completed = async (at: AnyPosition, logged: readonly Event[], { game, fork }: Table) =>
  fork ? completion(game, at, logged, fork) : { at, events: [] }

/** Nothing is logged as moved: what the seat was asked and replied stands in its calls. */
const waits = (match: string, turn: number, seat: Seat, player: string, reason: string): StagegameError =>
  new StagegameError(
    'no-answer',
    `match ${match} waits: ${player} in seat ${seat} gave no legal answer in turn ${turn} (${reason})`,
  )

const noAnswerIn = ({ seat, turn, origin }: Moved): string | undefined =>
  origin.by === 'fallback' ? `seat ${seat} gave no legal answer in turn ${turn}: ${origin.reason}` : undefined

/** Asks every awaited seat at once. Answers that come at once are taken at once: a script needs no promise. */
async function ask(
  match: string,
  at: AnyPosition,
  table: Table & { readonly session: Session },
  take: (seat: Seat, decision: Decision) => void,
): Promise<void> {
  const seats = awaited(at)
  const agents = seats.map((seat) => table.agentOf(at.players[seat]!, seat))
  if (agents.some((agent) => agent.outside)) await table.store.durable()
  const waiting: Promise<void>[] = []
  for (const [i, seat] of seats.entries()) {
    try {
      const decision = agents[i]!.decide(requestOf(match, at, seat, table))
      if (decision instanceof Promise) waiting.push(decision.then((made) => take(seat, made)))
      else take(seat, decision)
    } catch (error) {
      waiting.push(Promise.reject(error))
    }
  }
  if (waiting.length > 0) await allOrThrow(waiting)
}

function requestOf(
  match: string,
  at: AnyPosition,
  seat: Seat,
  { game, signal, stop, session }: Table & { readonly session: Session },
) {
  const { seed, seats } = at.started
  return {
    match,
    turn: at.turn,
    seat,
    ask: at.asks.get(seat) as AnyAsk,
    view: game.view(at.state, seat) as unknown,
    told: seats[seat]?.told,
    chance: (...label: readonly (string | number)[]) => playerStream(seed, seat, at.turn, ...label),
    session,
    signal,
    stop,
  }
}

/** What memory hangs on. The past is folded again from the log, with the views that seats had then. */
function sessionOf(match: string, { at: { started }, since }: Opened, { game, store, fold }: Table): Session {
  return {
    // of a fork too, who has sat there from the start is who it was at the start
    chance: (seat, ...label) => playerStream(seedIn(started, since[seat]!), seat, 'match', ...label),
    past: async (seat) => {
      const found: (Past & { readonly player: string })[] = []
      let at: AnyPosition | undefined
      for (const { event } of await store.log(match)) {
        if (!event)
          throw new StagegameError('erased', `an event of match ${match} was erased: what came before is not known`)
        if (event.type === 'moved' && event.seat === seat && at) {
          const { turn, action, reason, origin } = event
          const ask = at.asks.get(seat) as AnyAsk
          const told = at.started.seats[seat]?.told
          const decision = { action, origin, ...(reason !== undefined && { reason }) }
          const asked = { match: playedIn(started, match, turn), turn, ask, view: game.view(at.state, seat), told }
          found.push({ player: at.players[seat]!, ...asked, decision })
        }
        at = event.type === 'started' ? start(game, event, fold) : advance(game, at!, event)
      }
      const now = at?.players[seat]
      return found.filter(({ player }) => player === now) // what another player was asked here is not its own
    },
  }
}

function movedBy(turn: number, seat: Seat, kind: string, { action, reason, origin }: Decision): Moved {
  // what is most often decided, spelt out: spreads of what may be absent take longer than the fold
  if (action !== undefined && reason === undefined)
    return { type: 'moved', turn, seat, kind, action: plain(action), origin }
  return {
    type: 'moved',
    turn,
    seat,
    kind,
    ...(action !== undefined && { action: plain(action) }),
    ...(reason !== undefined && { reason }),
    origin,
  }
}

/** Lets signals and displays have their turn among players that never wait; resolves at once in between. */
export function everySoOften(milliseconds: number): () => Promise<boolean> | undefined {
  let last = performance.now()
  return () => {
    if (performance.now() - last < milliseconds) return undefined
    return nextTick().then(() => {
      last = performance.now()
      return true
    })
  }
}

/** Lets every answer reach the log before a failure stops the match: what was paid for is kept. */
async function allOrThrow(asking: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(asking)).find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}
