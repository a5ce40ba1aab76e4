/** The fold: play, resume, watch and replay are all `start`, then `advance` by each event. */
import { Answers, inSeatOrder, MISSING, movesOf } from './answers.ts'
import type { Chance, ChanceProbe } from './chance.ts'
import { list, quoted, ReplayError, StagegameError } from './errors.ts'
import type { Ended, Event, Moved, Reseated, Started } from './event.ts'
import { type Digest, fingerprint, plain, pureDigest } from './fingerprint.ts'
import { checkGame, checkRoles, parsedParams } from './fit.ts'
import { chanceByTurn } from './fork.ts'
import type { Game, Seat, Turn } from './game.ts'
import { check } from './legal.ts'

/** Where a match stands. What it hands out is never changed. */
export interface Position<S, K> {
  readonly started: Started
  readonly params: unknown
  readonly state: S
  readonly turn: number
  /** Whom this turn awaits, in seat order; empty at the end of play. */
  readonly asks: Turn<K>
  /** Who answers for each seat from now on. */
  readonly players: readonly string[]
  /** `closed` after ended or voided: nothing may follow. */
  readonly status: 'open' | 'ended' | 'voided'
  /** How many of this turn's answers are in. */
  readonly answered: number
  /** @internal The answers of this turn; a position sees the first `answered` of them. */
  readonly answers: Answers
  /** @internal The streams of a turn; of a fork, its parent's at first. */
  readonly chanceIn: (turn: number) => Chance
  /** @internal */
  readonly digest: Digest
}

/** A faster SHA-256 where there is one; what the laws look at. */
export interface FoldOptions {
  readonly digest?: Digest
  readonly probe?: ChanceProbe
}

/** The position before the first move. Throws ReplayError where the log and these rules do not belong together. */
export function start<P, S, K, V>(game: Game<P, S, K, V>, started: Started, options: FoldOptions = {}): Position<S, K> {
  checkGame(game, started)
  const params = parsedParams(game, started.params ?? {})
  const roles = started.seats.map((seat) => seat.role)
  checkRoles(game.roles(params), roles)
  const chanceIn = chanceByTurn(started, options.probe)
  const state = game.init({ params, roles }, chanceIn(-1))
  return {
    started,
    params,
    state,
    turn: 0,
    asks: inSeatOrder(game.turn(state)),
    players: started.seats.map((seat) => seat.player),
    status: 'open',
    answered: 0,
    answers: new Answers(),
    chanceIn,
    digest: options.digest ?? pureDigest,
  }
}

/** The position after one more event. Throws ReplayError where the rules refuse it; `at` stays as it was. */
export function advance<P, S, K, V>(game: Game<P, S, K, V>, at: Position<S, K>, event: Event): Position<S, K> {
  if (at.status !== 'open')
    throw refused('after-end', at, `nothing follows ${at.status}, but the log has ${event.type}`)
  switch (event.type) {
    case 'moved':
      return moved(game, at, event)
    case 'reseated':
      return reseated(at, event)
    case 'paused':
      if (event.turn !== at.turn) throw wrongTurn(at, event.type, event.turn)
      return at
    case 'voided':
      return { ...at, status: 'voided' }
    case 'ended':
      checkEnd(game, at, event)
      return { ...at, status: 'ended' }
    case 'started':
      throw refused('second-start', at, 'a match starts once')
  }
}

/** Folds a whole log. Throws ReplayError at the first event that the rules refuse. */
export function replay<P, S, K, V>(
  game: Game<P, S, K, V>,
  log: Iterable<Event>,
  options?: FoldOptions,
): Position<S, K> {
  const { at, failure } = replayWhileValid(game, log, options)
  if (failure) throw failure
  return at! // without a failure there is a position
}

/** What could be folded of a log, and where and why it stopped. */
export interface Replayed<S, K> {
  /** Absent where not even the start could be folded. */
  readonly at?: Position<S, K>
  /** How many events were folded. */
  readonly folded: number
  readonly failure?: ReplayError
}

/** Folds as far as the rules allow: a damaged log can be inspected up to its damage. */
export function replayWhileValid<P, S, K, V>(
  game: Game<P, S, K, V>,
  log: Iterable<Event>,
  options?: FoldOptions,
): Replayed<S, K> {
  let at: Position<S, K> | undefined
  let folded = 0
  try {
    for (const event of log) {
      if (at) at = advance(game, at, event)
      else if (event.type === 'started') at = start(game, event, options)
      else throw new ReplayError('no-start', `a log begins with a started event, not with ${event.type}`)
      folded++
    }
    if (!at) throw new ReplayError('no-start', 'a log begins with a started event, but this one is empty')
    return { at, folded }
  } catch (error) {
    return { ...(at && { at }), folded, failure: asReplayError(error) }
  }
}

/** The seats that are still to answer this turn, in seat order. */
export const awaited = <S, K>(at: Position<S, K>): Seat[] =>
  [...at.asks.keys()].filter((seat) => !at.answers.has(seat, at.answered))

/** Whether the rules ask nobody any more. */
export const isOver = <S, K>(at: Position<S, K>): boolean => at.asks.size === 0

/** The claim that closes a match whose play is over. */
export function ending<P, S, K, V>(game: Game<P, S, K, V>, at: Position<S, K>): Ended {
  if (!isOver(at)) throw refused('not-over', at, `turn ${at.turn} still awaits seats ${list(awaited(at))}`)
  return {
    type: 'ended',
    payoffs: plain(game.payoffs(at.state)) as number[],
    ...(game.measures && { measures: plain(game.measures(at.state)) as Record<string, number> }),
    fingerprint: fingerprint(at.state, at.digest),
  }
}

/** What each seat gave up in the turn that this answer completes; undefined where it completes none, or the rules do not say. */
export function regretsAfter<P, S, K, V>(
  game: Game<P, S, K, V>,
  at: Position<S, K>,
  event: Moved,
): ReadonlyMap<Seat, number> | undefined {
  if (!game.regrets || at.answered + 1 < at.asks.size) return undefined
  const answers = at.answers.with(event.seat, answerOf(at, event), at.answered)
  return game.regrets(at.state, movesOf(at.asks, answers))
}

function moved<P, S, K, V>(game: Game<P, S, K, V>, at: Position<S, K>, event: Moved): Position<S, K> {
  const action = answerOf(at, event)
  const answers = at.answers.with(event.seat, action, at.answered)
  const answered = at.answered + 1
  if (answered < at.asks.size) return withAnswers(at, answers, answered)
  const state = game.apply(at.state, movesOf(at.asks, answers), at.chanceIn(at.turn))
  const asks = inSeatOrder(game.turn(state))
  return { ...at, state, turn: at.turn + 1, asks, answers: new Answers(), answered: 0 }
}

/** Spelt out, because it is done for every answer: a spread takes as long as all the rest of it. */
function withAnswers<S, K>(at: Position<S, K>, answers: Answers, answered: number): Position<S, K> {
  const { started, params, state, turn, asks, players, status, chanceIn, digest } = at
  return { started, params, state, turn, asks, players, status, answered, answers, chanceIn, digest }
}

function answerOf<S, K>(at: Position<S, K>, { turn, seat, kind, action, origin }: Moved): unknown {
  if (turn !== at.turn) throw wrongTurn(at, 'moved', turn, seat)
  const ask = at.asks.get(seat)
  if (!ask || at.answers.has(seat, at.answered)) {
    const why = ask ? ', which has answered already' : ''
    const expected = at.asks.size === 0 ? 'nobody: the match is over' : `seats ${list(awaited(at))}`
    throw refused('seat-not-awaited', at, `turn ${turn} awaits ${expected}, but the log has seat ${seat}${why}`, {
      seat,
      expected,
      found: `seat ${seat}${why}`,
    })
  }
  if (kind !== undefined && kind !== ask.kind)
    throw refused('wrong-kind', at, `turn ${turn} asks seat ${seat} for ${ask.kind}, but the log has ${quoted(kind)}`, {
      seat,
      expected: ask.kind,
      found: quoted(kind),
    })
  if (origin.by === 'missing') {
    if (action !== undefined) throw refused('bad-event', at, `seat ${seat} is missing and has an action`, { seat })
    if (ask.absent) return MISSING
    throw refused(
      'not-optional',
      at,
      `the rules cannot do without the ${ask.kind} of seat ${seat}, but it is missing`,
      {
        seat,
        expected: ask.kind,
        found: 'missing',
      },
    )
  }
  const checked = check(ask.schema, plain(action === undefined ? null : action))
  if (checked.ok) return checked.action
  throw refused('illegal-move', at, `illegal ${ask.kind} of seat ${seat} in turn ${turn}: ${checked.complaint}`, {
    seat,
    expected: checked.complaint,
    found: quoted(action),
  })
}

function reseated<S, K>(at: Position<S, K>, event: Reseated): Position<S, K> {
  const { turn, seat, player } = event
  if (turn !== at.turn) throw wrongTurn(at, 'reseated', turn, seat)
  if (seat >= at.players.length) throw refused('no-such-seat', at, `there is no seat ${seat} to reseat`, { seat })
  if (at.answers.has(seat, at.answered))
    throw refused('already-answered', at, `seat ${seat} has answered turn ${turn} and cannot be reseated in it`, {
      seat,
    })
  return { ...at, players: at.players.with(seat, player) }
}

function checkEnd<P, S, K, V>(game: Game<P, S, K, V>, at: Position<S, K>, claimed: Ended): void {
  const found = ending(game, at)
  if (claimed.payoffs.length !== found.payoffs.length)
    throw differs(at, 'payoffs', found.payoffs.length, claimed.payoffs.length)
  claimed.payoffs.forEach((payoff, seat) => {
    if (!agree(payoff, found.payoffs[seat]!)) throw differs(at, 'payoff', found.payoffs[seat], payoff, seat)
  })
  if (claimed.measures) {
    const names = new Set([...Object.keys(found.measures ?? {}), ...Object.keys(claimed.measures)])
    for (const name of names) {
      const [a, b] = [found.measures?.[name], claimed.measures[name]]
      if (a === undefined || b === undefined || !agree(a, b)) throw differs(at, `measure ${name}`, a, b)
    }
  }
  if (claimed.fingerprint !== undefined && claimed.fingerprint !== found.fingerprint)
    throw differs(at, 'fingerprint', found.fingerprint, claimed.fingerprint)
}

/** Payoffs and measures agree when |a − b| ≤ 1e-9 · max(1, |a|, |b|). */
const agree = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b))

function differs<S, K>(at: Position<S, K>, what: string, expected: unknown, found: unknown, seat?: Seat): ReplayError {
  const [follows, claimed] = [quoted(expected), quoted(found)]
  const whose = seat === undefined ? '' : ` of seat ${seat}`
  return refused(
    'wrong-end',
    at,
    `the ${what}${whose} that follows from the log is ${follows}, but it claims ${claimed}`,
    {
      ...(seat !== undefined && { seat }),
      expected: `${what} ${follows}`,
      found: claimed,
    },
  )
}

const wrongTurn = <S, K>(at: Position<S, K>, what: string, turn: number, seat?: Seat): ReplayError =>
  refused('wrong-turn', at, `expected events of turn ${at.turn}, got ${what} of turn ${turn}`, {
    ...(seat !== undefined && { seat }),
    expected: `turn ${at.turn}`,
    found: `turn ${turn}`,
  })

const refused = <S, K>(code: string, at: Position<S, K>, message: string, where: object = {}): ReplayError =>
  new ReplayError(code, message, { turn: at.turn, ...where })

function asReplayError(error: unknown): ReplayError {
  if (error instanceof ReplayError) return error
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof StagegameError ? error.code : 'rules-failed'
  return new ReplayError(code, `the rules failed on this log: ${message}`, {}, { cause: error })
}
