/** What a match's rows come to: how far it is, what its seats earned, who answered how. */
import { StagegameError } from '../core/errors.ts'
import type { Event, Origin, Started } from '../core/event.ts'
import type { Page } from './archive.ts'
import { NO_HASH } from './chain.ts'
import type { Row } from './row.ts'
import type { AnswerCount, MatchSummary } from './store.ts'

/** How a model's reply to an ask was read. */
export interface Reading {
  readonly turn: number
  readonly seat: number
  readonly attempt: number
  readonly outcome: string | null
}

/** Who answers for a seat from a reseating whose row was erased. */
const ERASED = '(erased)'

/** One summary a match, in the order of the pages. Throws `no-start` at a match without a readable start. */
export async function* summaries(
  pages: AsyncIterable<Page>,
  readings: (match: string) => readonly Reading[],
): AsyncGenerator<MatchSummary> {
  let summary: Summary | undefined
  for await (const page of pages) {
    if (summary && page.match !== summary.id) yield summary.done(readings(summary.id))
    if (page.match !== summary?.id) summary = new Summary(page.match, page.run)
    for (const row of page.rows) summary.take(row)
  }
  if (summary) yield summary.done(readings(summary.id))
}

class Summary {
  readonly id: string
  private readonly run: string | null
  private started: Started | undefined
  private status: MatchSummary['status'] = 'open'
  private reason: string | null = null
  private payoffs: readonly number[] | null = null
  private measures: MatchSummary['measures'] = {}
  private head = NO_HASH
  /** Who sat in each seat, from which turn on. */
  private readonly sittings: { readonly from: number; readonly player: string }[][] = []
  private readonly answers = new Map<string, Counted>()

  constructor(id: string, run: string | null) {
    this.id = id
    this.run = run
  }

  take(row: Row): void {
    this.head = row.hash
    if (row.body === null) {
      this.takeErased(row)
      return
    }
    if (row.type === 'moved' && row.seat !== null && isOwn(row.body)) {
      this.answered(row.seat)
      return
    }
    const event = JSON.parse(row.body) as Event
    switch (event.type) {
      case 'started':
        this.started = event
        event.seats.forEach(({ player }, seat) => {
          this.sits(seat, 0, player)
        })
        break
      case 'moved':
        this.answered(event.seat, event.origin)
        break
      case 'reseated':
        this.sits(event.seat, event.turn, event.player)
        break
      case 'ended':
        this.status = 'ended'
        this.payoffs = event.payoffs
        this.measures = event.measures ?? {}
        break
      case 'voided':
        this.status = 'voided'
        this.reason = event.reason
    }
  }

  done(readings: readonly Reading[]): MatchSummary {
    const { id, run, started, status, reason, payoffs, measures, head } = this
    if (!started) throw new StagegameError('no-start', `match ${id} has no readable started event`)
    for (const { turn, seat, attempt, outcome } of readings) {
      const counted = this.counted(seat, this.sittings[seat]?.findLast(({ from }) => from <= turn)?.player)
      if (attempt === 1) counted.firstAttempts++
      if (attempt === 1 && outcome === 'legal') counted.firstLegal++
      if (outcome !== 'legal' && outcome !== null) count(counted.unusable, outcome)
    }
    const answers = [...this.answers.values()].sort((a, b) => a.seat - b.seat)
    return { id, run, started, status, reason, payoffs, measures, answers, head }
  }

  private takeErased({ type, turn, seat }: Row): void {
    if (type === 'moved') this.answered(seat ?? 0)
    if (type === 'reseated') this.sits(seat ?? 0, turn ?? 0, ERASED)
    if (type === 'voided') this.status = 'voided'
  }

  private sits(seat: number, from: number, player: string): void {
    const sittings = this.sittings[seat]
    if (sittings) sittings.push({ from, player })
    else this.sittings[seat] = [{ from, player }]
  }

  private answered(seat: number, origin?: Origin): void {
    const counted = this.counted(seat, this.sittings[seat]?.at(-1)?.player)
    counted.decisions++
    if (origin?.by === 'fallback') counted.fallbacks++
    if (origin?.by === 'missing') counted.missing++
    if (origin && origin.by !== 'player') count(counted.reasons, origin.reason)
  }

  private counted(seat: number, player = ''): Counted {
    const key = `${seat} ${player}`
    const found = this.answers.get(key)
    if (found) return found
    const none = { decisions: 0, fallbacks: 0, missing: 0, firstAttempts: 0, firstLegal: 0 }
    const counted = { seat, player, ...none, reasons: {}, unusable: {} }
    this.answers.set(key, counted)
    return counted
  }
}

/** Whether a moved event is a player's own, read off its text: quotes inside a string are escaped, so nobody's words look so. */
const isOwn = (body: string): boolean =>
  body.includes('"origin":{"by":"player"}') &&
  !body.includes('"origin":{"by":"fallback"') &&
  !body.includes('"origin":{"by":"missing"')

type Counts = Record<string, number>
type Counted = { -readonly [k in keyof AnswerCount]: AnswerCount[k] extends number | string ? AnswerCount[k] : Counts }

function count(counts: Counts, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1
}
