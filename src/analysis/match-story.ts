/** One match as a reader follows it, turn by turn: the fold of its log as plain data, of the spectator or of one seat. */
import { StagegameError } from '../core/errors.ts'
import type { Event, Moved, Origin, Started } from '../core/event.ts'
import type { AnyGame, Seat } from '../core/game.ts'
import { advance, awaited, type Position, regretsAfter, start } from '../core/match.ts'
import { nodeDigest } from '../store/chain.ts'
import type { Call } from '../store/store.ts'
import { type CallStory, callStory } from './call-story.ts'
import { type RecentView, recentViews } from './recent-view.ts'

/** What is absent the log does not say, or the seat may not know. */
export interface MatchStory {
  /** Whose eyes these are; undefined: the spectator's. */
  readonly seat: Seat | undefined
  readonly title: string
  readonly game: string
  readonly version: number
  /** Innermost first. */
  readonly wraps: readonly { readonly id: string; readonly params: unknown }[]
  readonly match: string | undefined
  readonly code: string | undefined
  readonly params: Readonly<Record<string, unknown>>
  readonly seed: string | undefined
  readonly parent: { readonly match: string; readonly turn: number } | undefined
  readonly seats: readonly SeatStory[]
  /** Before the first turn, by seat. */
  readonly payoffsBefore: readonly number[] | undefined
  readonly turns: readonly TurnStory[]
  /** After the last turn; empty where the match waits in it for answers, or the log is damaged. */
  readonly viewsAtEnd: ReadonlyMap<Seat, RecentView>
  readonly end: EndStory
}

export interface SeatStory {
  readonly role: string
  readonly player: string | undefined
  readonly told: string | undefined
}

export interface TurnStory {
  readonly turn: number
  /** Who was asked for what. */
  readonly asks: ReadonlyMap<Seat, string>
  /** In the order of the log. */
  readonly moves: readonly MoveStory[]
  /** Who has not answered; empty in a turn that is complete. */
  readonly awaited: readonly Seat[]
  /** What each seat knew before it. */
  readonly views: ReadonlyMap<Seat, RecentView>
  /** What each seat gave up, as far as the rules know it. */
  readonly regrets: ReadonlyMap<Seat, number>
  /** After it, by seat. */
  readonly payoffs: readonly number[] | undefined
  /** What else happened in it, in sentences: a reseating, a pause. */
  readonly notes: readonly string[]
  readonly calls: ReadonlyMap<Seat, readonly CallStory[]>
}

export interface MoveStory {
  readonly seat: Seat
  readonly player: string
  readonly kind: string
  /** Undefined: the answer is missing. */
  readonly action: unknown
  readonly origin: Origin
  readonly reason: string | undefined
}

export type EndStory =
  | {
      readonly status: 'ended'
      /** By seat. */
      readonly payoffs: ReadonlyMap<Seat, number>
      readonly measures: Readonly<Record<string, number>>
    }
  | { readonly status: 'voided'; readonly reason: string | undefined }
  | { readonly status: 'open' }
  /** `event` is the index of the event that could not be folded. */
  | { readonly status: 'damaged'; readonly event: number; readonly why: string }

export interface MatchLog {
  readonly game: AnyGame
  /** Null where an event was erased. */
  readonly events: readonly (Event | null)[]
  readonly calls: readonly Call[]
  /** As this seat saw it; undefined: everything. */
  readonly seat: Seat | undefined
}

/** Events; of a longer match’s histories two entries are told a view, of others five. */
const LONG = 2000

// biome-ignore lint/suspicious/noExplicitAny: any game is told
type AnyPosition = Position<any, Record<string, any>>

/**
 * Folds a log as far as its rules allow: one that is damaged is told up to its damage. With `seat` nothing that this seat may
 * not know is in what comes back: it has its own views, answers and calls, and its payoff once the match has ended. Throws
 * StagegameError `no-start` where not even the start can be read.
 */
export function matchStory(log: MatchLog): MatchStory {
  const { events, seat } = log
  const started = events[0]
  if (started?.type !== 'started')
    throw new StagegameError('no-start', `a log begins with a started event, not with ${started?.type ?? 'none'}`)
  const teller = new Teller(log, started)
  let end: EndStory = { status: 'open' }
  for (const [i, event] of events.entries()) {
    const why = event === null ? 'it was erased: what follows it cannot be folded' : teller.take(event)
    if (why === undefined) continue
    const told = seat === undefined || event === null ? why : 'the log does not follow the rules'
    end = { status: 'damaged', event: i, why: told }
    break
  }
  return teller.done(end)
}

interface Telling extends TurnStory {
  readonly asks: Map<Seat, string>
  readonly moves: MoveStory[]
  readonly regrets: Map<Seat, number>
  readonly notes: string[]
  awaited: readonly Seat[]
  payoffs: readonly number[] | undefined
}

class Teller {
  private readonly game: AnyGame
  private readonly started: Started
  private readonly seat: Seat | undefined
  /** By turn, then by seat. */
  private readonly calls: ReadonlyMap<number, ReadonlyMap<Seat, readonly CallStory[]>>
  private readonly recent: readonly ReturnType<typeof recentViews>[]
  private readonly turns: Telling[] = []
  private at: AnyPosition | undefined
  private payoffsBefore: readonly number[] | undefined
  private end: EndStory | undefined

  constructor({ game, events, calls, seat }: MatchLog, started: Started) {
    const isLong = events.length > LONG
    this.game = game
    this.started = started
    this.seat = seat
    this.calls = byTurn(calls.filter((call) => this.tells(call.seat)).map(callStory))
    this.recent = started.seats.map(() => recentViews(isLong ? 2 : 5))
  }

  /** Takes the next event, or says why it cannot be folded. */
  take(event: Event): string | undefined {
    try {
      if (this.at) this.follow(this.at, event)
      else this.begin(event as Started)
      return undefined
    } catch (error) {
      if (error instanceof StagegameError) return error.message
      return `the rules failed on it: ${error instanceof Error ? error.message : String(error)}`
    }
  }

  done(broken: EndStory): MatchStory {
    const { game, started, seat } = this
    const spectator = seat === undefined
    const end = broken.status === 'damaged' ? broken : (this.end ?? broken)
    const waits = this.at !== undefined && this.at.asks.size > 0
    const views = end.status === 'damaged' || (waits && end.status === 'open') ? new Map() : this.viewsOrNone()
    return {
      seat,
      title: game.title,
      game: started.game,
      version: started.version,
      wraps: (started.wraps ?? []).map(({ id, params }) => ({ id, params: params ?? {} })),
      match: started.match,
      code: spectator ? started.code : undefined,
      params: started.params ?? {},
      seed: spectator ? started.seed : undefined, // whoever has the seed has everybody's secrets
      parent: spectator ? started.parent : undefined,
      seats: started.seats.map(({ role, player, told }, of) =>
        this.tells(of) ? { role, player, told } : { role, player: undefined, told: undefined },
      ),
      payoffsBefore: this.payoffsBefore,
      turns: this.turns.filter(({ moves, notes, turn }) => moves.length + notes.length > 0 || this.isTold(turn, end)),
      viewsAtEnd: views,
      end,
    }
  }

  /** A turn in which nothing was answered is told where it waits for it, or somebody else answered. */
  private isTold(turn: number, end: EndStory): boolean {
    return turn !== this.at?.turn || end.status === 'open' || this.at.answered > 0
  }

  private tells(seat: Seat): boolean {
    return this.seat === undefined || this.seat === seat
  }

  private begin(started: Started): void {
    this.at = start(this.game, started, { digest: nodeDigest })
    this.payoffsBefore = this.payoffsOf(this.at)
    this.openTurn(this.at)
  }

  private follow(at: AnyPosition, event: Event): void {
    const regrets = event.type === 'moved' && this.seat === undefined ? regretsAfter(this.game, at, event) : undefined
    const next = advance(this.game, at, event)
    const told = this.turns.at(-1)
    if (told && event.type === 'moved') this.tellMove(told, at, event)
    // what one gave up tells of what the others did
    for (const [mover, regret] of regrets ?? []) told?.regrets.set(mover, regret)
    if (event.type === 'reseated')
      told?.notes.push(
        `Seat ${event.seat} is taken over by ${this.seat === undefined ? `${event.player}: ${event.reason}` : 'somebody else'}.`,
      )
    if (event.type === 'paused') told?.notes.push(this.seat === undefined ? `Paused: ${event.reason}.` : 'Paused.')
    if (event.type === 'voided')
      this.end = { status: 'voided', reason: this.seat === undefined ? event.reason : undefined }
    if (event.type === 'ended')
      this.end = {
        status: 'ended',
        payoffs: new Map([...event.payoffs.entries()].filter(([seat]) => this.tells(seat))),
        measures: this.seat === undefined ? (event.measures ?? {}) : {},
      }
    this.at = next
    if (next.turn === at.turn) {
      if (told && this.seat === undefined) told.awaited = awaited(next)
      return
    }
    if (told) {
      told.payoffs = this.payoffsOf(next)
      told.awaited = []
    }
    if (next.asks.size > 0) this.openTurn(next)
  }

  private openTurn(at: AnyPosition): void {
    const asks = [...at.asks].filter(([seat]) => this.tells(seat))
    this.turns.push({
      turn: at.turn,
      asks: new Map(asks.map(([seat, { kind }]) => [seat, kind])),
      moves: [],
      awaited: asks.map(([seat]) => seat),
      views: this.viewsOf(at),
      regrets: new Map(),
      payoffs: undefined,
      notes: [],
      calls: this.calls.get(at.turn) ?? new Map(),
    })
  }

  private tellMove(told: Telling, at: AnyPosition, { seat, action, origin, reason }: Moved): void {
    if (!this.tells(seat)) return
    const kind = at.asks.get(seat)?.kind ?? '?'
    told.moves.push({ seat, player: at.players[seat]!, kind, action, origin, reason })
    told.awaited = told.awaited.filter((other) => other !== seat)
  }

  private payoffsOf(at: AnyPosition): readonly number[] | undefined {
    if (this.seat !== undefined) return undefined // the view says how much of them this seat may know
    const payoffs = this.game.payoffs(at.state)
    return payoffs.every(Number.isFinite) ? payoffs : undefined
  }

  private viewsOf(at: AnyPosition): Map<Seat, RecentView> {
    const seats = this.seat === undefined ? this.started.seats.map((_, seat) => seat) : [this.seat]
    return new Map(seats.map((seat) => [seat, this.recent[seat]!(this.game.view(at.state, seat))]))
  }

  private viewsOrNone(): Map<Seat, RecentView> {
    return this.at === undefined ? new Map() : this.viewsOf(this.at)
  }
}

function byTurn(calls: readonly CallStory[]): ReadonlyMap<number, ReadonlyMap<Seat, readonly CallStory[]>> {
  const turns = new Map<number, Map<Seat, CallStory[]>>()
  for (const call of calls) {
    const seats = turns.get(call.turn) ?? new Map<Seat, CallStory[]>()
    turns.set(call.turn, seats.set(call.seat, [...(seats.get(call.seat) ?? []), call]))
  }
  return turns
}
