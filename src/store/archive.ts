/** What export, import, verification and erasing need of a store, beyond the contract of play. */
import type { Row } from './row.ts'
import type { RunEventRow } from './run-row.ts'
import type { Call, Store } from './store.ts'

/** Everything, one run, or one match. */
export interface Selection {
  readonly run?: string | undefined
  readonly match?: string | undefined
  /** Leaves out when each row was written: it is no part of the chain, and reading goes faster without. */
  readonly untimed?: boolean | undefined
}

/** Some rows of one match, in order. The pages of a match follow one another; a match without rows has one empty page. */
export interface Page {
  readonly match: string
  readonly run: string | null
  readonly rows: readonly Row[]
}

/** Where an event stands. */
export interface EventPlace {
  readonly match: string
  readonly seq: number
}

export interface Archive extends Store {
  /** The rows as they stand, unchecked: matches in the order of their ids. */
  pages(selection?: Selection): AsyncIterable<Page>
  /** Puts a match that was logged elsewhere: all of its rows, unchecked, or none. Throws `match-exists`, `unknown-run`. */
  put(match: string, run: string | null, rows: readonly Row[]): Promise<void>
  /** The rows of a run's own log as they stand, unchecked. Throws `unknown-run`. */
  runRows(run: string): Promise<readonly RunEventRow[]>
  /** Puts the next row of a run's own log, which was logged elsewhere, unchecked. Throws `unknown-run`. */
  putRunRow(run: string, row: RunEventRow): void
  /** Puts calls that were logged elsewhere. */
  putCalls(calls: readonly Call[]): Promise<void>
  /** Every text by the order of its hash. */
  texts(): AsyncIterable<readonly [hash: string, body: string]>
  /** Keeps a text, and says its hash. */
  putText(body: string): Promise<string>
  /**
   * Erases what these events say, all or none: body and salt are blanked, the commitment stays, and the chain holds. Throws
   * `not-erasable` for the start of a match, which the rest needs, and for events without free text; `unknown-event`, `unknown-match`.
   */
  erase(...events: readonly EventPlace[]): Promise<void>
}
