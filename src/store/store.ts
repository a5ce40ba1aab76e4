/** Where matches are logged: append-only, hash-chained, the only journal. One contract, kept by every store. */
import type { Event, Started } from '../core/event.ts'
import type { RunEvent } from '../core/run-event.ts'
import type { CallKey } from '../models/model.ts'

/** An experiment as it was frozen when its run began. */
export interface Run {
  readonly id: string
  readonly name: string
  /** The experiment file's text. */
  readonly experiment: string
  /** Where the file stood, from the log's folder: what it names is found from there, and no machine's paths go out with it. */
  readonly file: string
  /** Path of every prompt, persona and rules file it names → hash of its text. */
  readonly texts: Readonly<Record<string, string>>
  readonly seed: string
  /** The version of the code. */
  readonly code: string
  /** When it began, ISO 8601. */
  readonly at: string
}

/** One event as it stands in the log. */
export interface Logged {
  readonly seq: number
  /** Type, turn and seat stand in the chain beside the body, and stay when it is erased. */
  readonly type: Event['type']
  readonly turn: number | null
  readonly seat: number | null
  /** When it was appended, ISO 8601; not part of the hash. */
  readonly at: string
  /** Null where a person's text was erased. */
  readonly event: Event | null
  readonly hash: string
  readonly salt: string
  /** H(salt, canonical body): what the chain holds on to when the body is erased. */
  readonly commitment: string
}

/** One event of a run as it stands in the log. */
export interface LoggedOfRun {
  readonly seq: number
  /** When it was appended, ISO 8601; not part of the hash. */
  readonly at: string
  readonly event: RunEvent
  readonly hash: string
}

/** How far a match is, and what its seats came to. Attributed to whom `started` and `reseated` name. */
export interface MatchSummary {
  readonly id: string
  readonly run: string | null
  readonly started: Started
  readonly status: 'open' | 'ended' | 'voided'
  /** Why it was voided, as far as that was not erased. */
  readonly reason: string | null
  /** Null until it ended. */
  readonly payoffs: readonly number[] | null
  readonly measures: Readonly<Record<string, number>>
  /** Per seat and player who answered there. */
  readonly answers: readonly AnswerCount[]
  /** Hash of the last event. */
  readonly head: string
}

export interface AnswerCount {
  readonly seat: number
  readonly player: string
  readonly decisions: number
  readonly fallbacks: number
  readonly missing: number
  /** Recorded model calls of attempt 1 for this seat while this player held it, and how many of them were read as `legal`. */
  readonly firstAttempts: number
  readonly firstLegal: number
  /** Why answers were no player's own: fallbacks and missing ones, by reason. */
  readonly reasons: Readonly<Record<string, number>>
  /** Replies of models, to any attempt, that could not be used: by class. */
  readonly unusable: Readonly<Record<string, number>>
}

/** What is written before a call is sent. */
export interface CallBegun extends CallKey {
  /** Transport tries of one attempt, from 1. */
  readonly try: number
  readonly provider: string
  readonly model: string
  /** The request as it is sent; long texts in it are stored once. */
  readonly request: unknown
  /** Set aside for it: what a call counts that was on the wire when the process ended. */
  readonly reservedTokens?: number | null | undefined
  /** Dollars. */
  readonly reservedCost?: number | null | undefined
}

/** What completes it. */
export interface CallDone {
  /** `ok`, or the class of the transport failure. */
  readonly status: string
  /** The model that says it answered. */
  readonly answered?: string | undefined
  /** The reply's text as received. */
  readonly text?: string | undefined
  readonly reply?: unknown
  readonly finish?: string | undefined
  readonly tokensIn?: number | null | undefined
  readonly tokensOut?: number | null | undefined
  readonly tokensReasoning?: number | null | undefined
  readonly tokensCached?: number | null | undefined
  /** Dollars; null where there is no price. */
  readonly cost?: number | null | undefined
  /** Tokens and cost are estimates: the provider did not say. */
  readonly estimated?: boolean | undefined
  readonly requestId?: string | undefined
  /** What the provider says of the configuration that answered. */
  readonly fingerprint?: string | undefined
  /** Milliseconds in the queue, and on the wire. */
  readonly waited?: number | undefined
  readonly worked?: number | undefined
  readonly error?: string | undefined
}

/** A call as it stands in the log; `status` null: it was on the wire when the process ended, or is now. */
export interface Call extends CallBegun, Omit<CallDone, 'status'> {
  readonly at: string
  readonly status: string | null
  /** How the reply was read: `legal`, or why not (empty, truncated, unparsable, illegal, refused); null if it was not. */
  readonly outcome: string | null
  /** Fields of the reply that were dropped, JSON; null where none were. */
  readonly dropped: string | null
}

/** What is in the log of one call, over all its tries. */
export interface Tried {
  /** The greatest number of a try; 0 where there is none. */
  readonly tries: number
  /** The completed one (status `ok`): what was stored is never asked again. */
  readonly answered: Call | undefined
}

/** What the calls of a run to one model came to, by their status (null: on the wire). Sums of what is known. */
export interface Usage {
  readonly provider: string
  readonly model: string
  readonly status: string | null
  readonly calls: number
  /** Of them with attempt or try above 1. */
  readonly reasked: number
  readonly retried: number
  readonly tokensIn: number
  readonly tokensOut: number
  readonly tokensReasoning: number
  readonly tokensCached: number
  /** Dollars. */
  readonly cost: number
  /** Calls whose tokens are estimates. */
  readonly estimated: number
  /** Milliseconds. */
  readonly waited: number
  readonly worked: number
  /** Set aside for them. */
  readonly reservedTokens: number
  readonly reservedCost: number
}

/** What the decorators of a model need of a store. */
export interface CallLog {
  /** Writes the call's row, and resolves once it is on disk (at once for calls with no effect outside the process). */
  begin(call: CallBegun, durable: boolean): Promise<void>
  /** Completes the row. Durable before it resolves where `durable`. */
  complete(key: CallKey & { readonly try: number }, done: CallDone, durable: boolean): Promise<void>
  /** Notes how a reply was read. */
  read(key: CallKey, outcome: string, dropped: string | null): void
  tried(key: CallKey): Promise<Tried>
}

export interface Store extends CallLog {
  /** Registers a run with the texts that it froze (hash → body). Throws `run-exists`. */
  createRun(run: Run, texts: ReadonlyMap<string, string>): Promise<void>
  run(id: string): Promise<Run | undefined>
  runs(): Promise<readonly Run[]>
  text(hash: string): Promise<string | undefined>
  /**
   * Takes a run for this process, until `close`. Throws `run-held` that says who holds it. A holder that is no longer alive
   * loses it; its calls that were on the wire are marked `lost`.
   */
  hold(run: string): Promise<void>
  /** Appends to a run's own log, in order; durable as `append` is. Throws `unknown-run`. */
  appendRun(run: string, event: RunEvent): void
  /** A run's own events: rounds that were paired, players that were replaced. Throws `unknown-run`, `bad-run-event`. */
  runLog(run: string): Promise<readonly LoggedOfRun[]>
  /** Opens a match with its started event. Throws `match-exists`. */
  open(match: string, run: string | null, started: Started): void
  /** Appends to a match's log, in order; durable at the next `durable()`, or earlier. Throws `unknown-match`, `match-closed`. */
  append(match: string, event: Event): void
  /** Resolves when everything appended so far is on disk. Throws what kept it from getting there. */
  durable(): Promise<void>
  /** A match's events. Throws `unknown-match`. */
  log(match: string): Promise<readonly Logged[]>
  /** Summaries in the order of their ids, of one run or of all. */
  matches(run?: string): AsyncIterable<MatchSummary>
  /** Whether the match is there, and how far. */
  status(match: string): Promise<MatchSummary['status'] | undefined>
  /** Sums over the calls of a run (of its matches, and under names that begin with its id and a slash), by provider, model and status. */
  usage(run: string): Promise<readonly Usage[]>
  /** Calls of one match, by turn, seat, purpose, attempt and try. */
  calls(match: string): Promise<readonly Call[]>
  close(): Promise<void>
}
