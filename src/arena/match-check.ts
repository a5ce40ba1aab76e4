/** Checks one match row by row: the chain as far as there is one, the fold as far as the rules go along. */
import { list, quoted, ReplayError, StagegameError } from '../core/errors.ts'
import { type Event, eventOf, type Started } from '../core/event.ts'
import type { AnyGame } from '../core/game.ts'
import { advance, awaited, type Position, start } from '../core/match.ts'
import { linkOf, NO_HASH, nodeDigest } from '../store/chain.ts'
import { commitmentIn, type Row } from '../store/row.ts'
import type { Finding } from './finding.ts'

/** `mayLackHashes`: a file of lines need not have a chain; in a store, a row without its hash is a mismatch. */
export class MatchCheck {
  readonly match: string
  readonly run: string | null
  private readonly gameFor: (started: Started) => AnyGame
  private readonly report: (finding: Finding) => void
  private readonly mayLackHashes: boolean
  private game: AnyGame | undefined
  private at: Position<unknown, Record<string, unknown>> | undefined
  private rows = 0
  private last = NO_HASH
  private answered = 0
  private hashed = true
  /** Whether the chain can be checked further, and the match folded further. */
  private linked = true
  private folding = true

  constructor(
    match: string,
    run: string | null,
    gameFor: (started: Started) => AnyGame,
    report: (finding: Finding) => void,
    { mayLackHashes }: { readonly mayLackHashes: boolean },
  ) {
    this.match = match
    this.run = run
    this.gameFor = gameFor
    this.report = report
    this.mayLackHashes = mayLackHashes
  }

  /** Hash of the last row. */
  get head(): string {
    return this.last
  }

  /** Decisions that were folded. */
  get decisions(): number {
    return this.answered
  }

  take(row: Row): void {
    this.checkLink(row)
    if (row.body === null) this.takeErased(row)
    else if (this.folding) this.fold(row, row.body)
  }

  /** A line among the match's that cannot be read. Says whose it is: the match's, or nobody's where that is closed. */
  damaged(): string | null {
    const closed = this.at !== undefined && this.at.status !== 'open'
    this.linked = false
    this.folding = false
    return closed ? null : this.match
  }

  done(): void {
    if (this.rows === 0) this.mismatch('no-start', {}, `match ${quoted(this.match)} has no events`)
    if (!this.folding || this.at?.status !== 'open') return
    const seats = awaited(this.at)
    const waits = seats.length > 0 ? `turn ${this.at.turn} awaits seats ${list(seats)}` : 'its end is not claimed'
    this.note('open', { turn: this.at.turn }, `match ${quoted(this.match)} has not ended: ${waits}`)
  }

  private checkLink(row: Row): void {
    if (this.rows === 0) this.hashed = !this.mayLackHashes || row.hash !== NO_HASH
    const commitment = commitmentIn(row)
    const link = linkOf(this.last, row, commitment)
    if (this.linked && row.seq !== this.rows) this.dropped(row)
    else if (this.linked && this.hashed && row.hash !== link) this.unlinked(row, link)
    else if (row.commitment !== null && row.commitment !== commitment)
      this.mismatch('edited-row', whereIn(row), `the commitment of ${named(row, this.match)} is not that of its text`)
    this.rows = row.seq + 1
    this.last = this.hashed ? row.hash : link
  }

  private dropped(row: Row): void {
    const [expected, found] = [`event ${this.rows}`, `event ${row.seq}`]
    const message = `match ${quoted(this.match)}: expected ${expected}, found ${found} (${row.type}): rows were dropped or reordered`
    this.mismatch('dropped-row', { ...whereIn(row), expected, found }, message)
    this.folding = false // what follows would only repeat that something is missing
  }

  private unlinked(row: Row, expected: string): void {
    const found = row.hash === NO_HASH ? 'none' : row.hash
    const message = `${named(row, this.match)} was edited, or rows before it were dropped or reordered: its hash does not follow`
    this.mismatch('broken-chain', { ...whereIn(row), expected, found }, message)
  }

  private takeErased(row: Row): void {
    const rest = row.type === 'moved' && this.folding ? '; the play after it cannot be folded' : ''
    if (row.type === 'moved') this.folding = false
    if (row.type === 'voided' && this.at) this.at = { ...this.at, status: 'voided' }
    this.note('erased', whereIn(row), `the text of ${named(row, this.match)} was erased${rest}`)
  }

  private fold(row: Row, body: string): void {
    try {
      const event = plainMove(row, body, this.at?.asks.get(row.seat ?? -1)?.kind) ?? eventOf(JSON.parse(body))
      if (!sameLink(event, row)) {
        this.mismatch(
          'edited-row',
          whereIn(row),
          `${named(row, this.match)} says another type, turn or seat than its columns`,
        )
        this.folding = false
        return
      }
      if (this.at && this.game) this.at = advance(this.game, this.at, event)
      else this.at = this.begun(event)
      if (event.type === 'moved') this.answered++
    } catch (error) {
      this.folding = false
      this.refused(error, row)
    }
  }

  private begun(event: Event): Position<unknown, Record<string, unknown>> {
    if (event.type !== 'started')
      throw new ReplayError('no-start', `a log begins with a started event, not with ${event.type}`)
    if (event.match !== undefined && event.match !== this.match)
      this.mismatch(
        'wrong-match',
        { expected: this.match, found: event.match },
        `the start of match ${quoted(event.match)} stands under match ${quoted(this.match)}`,
      )
    this.game = this.gameFor(event)
    return start(this.game, event, { digest: nodeDigest })
  }

  private refused(error: unknown, row: Row): void {
    const message = error instanceof Error ? error.message : String(error)
    const code =
      error instanceof StagegameError ? error.code : error instanceof SyntaxError ? 'bad-event' : 'rules-failed'
    const where = error instanceof ReplayError ? error.where : {}
    this.mismatch(code, { ...whereIn(row), ...where }, `match ${quoted(this.match)}: ${message}`)
  }

  private mismatch(code: string, where: Where, message: string): void {
    this.report({ match: this.match, ...where, code, message, note: false })
  }

  private note(code: string, where: Where, message: string): void {
    this.report({ match: this.match, ...where, code, message, note: true })
  }
}

/**
 * The event of a row whose body is a player's own answer in canonical form, as most are: only the action is parsed, since all
 * around it is known to the letter, the kind that the fold awaits included. Undefined for any other.
 */
function plainMove({ turn, seat }: Row, body: string, kind: string | undefined): Event | undefined {
  const before = '{"action":'
  const after = `,"kind":"${kind}","origin":{"by":"player"},"seat":${seat},"turn":${turn},"type":"moved"}`
  if (turn === null || seat === null || kind === undefined || !body.startsWith(before) || !body.endsWith(after))
    return undefined
  const action = JSON.parse(body.slice(before.length, -after.length)) as unknown
  return { type: 'moved', turn, seat, kind, action, origin: { by: 'player' } }
}

type Where = Pick<Finding, 'turn' | 'seat' | 'expected' | 'found'>

const whereIn = ({ turn, seat }: Row): Where => ({ ...(turn !== null && { turn }), ...(seat !== null && { seat }) })

const named = ({ seq, type }: Row, match: string): string => `event ${seq} (${type}) of match ${quoted(match)}`

function sameLink(event: Event, { type, turn, seat }: Row): boolean {
  if (event.type !== type) return false
  if (event.type === 'moved' || event.type === 'reseated') return event.turn === turn && event.seat === seat
  return seat === null && turn === (event.type === 'paused' ? event.turn : null)
}
