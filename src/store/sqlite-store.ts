/** The log in a SQLite file. */
import type { Database } from 'better-sqlite3'
import { StagegameError } from '../core/errors.ts'
import type { Event, Started } from '../core/event.ts'
import type { RunEvent } from '../core/run-event.ts'
import type { CallKey } from '../models/model.ts'
import type { Archive, EventPlace, Page, Selection } from './archive.ts'
import { nodeDigest } from './chain.ts'
import { clock } from './clock.ts'
import { matchClosed, matchExists, named, notErasable, runExists, unknownMatch, unknownRun } from './refusals.ts'
import { EMPTY, loggedOf, type Row, rowAfter } from './row.ts'
import { loggedOfRun, type RunEventRow } from './run-row.ts'
import type { View } from './schema.ts'
import { Batch } from './sqlite-batch.ts'
import { SqliteCalls } from './sqlite-calls.ts'
import { Holds } from './sqlite-holders.ts'
import { pagesOf, rowsOf } from './sqlite-pages.ts'
import { openReader } from './sqlite-reader.ts'
import { SqliteRunEvents } from './sqlite-run-events.ts'
import { type RawRow, rowOf, type Statements, statementsOf } from './sqlite-statements.ts'
import type { Call, CallBegun, CallDone, Logged, LoggedOfRun, MatchSummary, Run, Tried, Usage } from './store.ts'
import { summaries } from './summary.ts'

/** A match that is being logged. Dropped when it is closed: 10,000 of them cost no more than those that are open. */
interface Open {
  readonly id: string
  /** Its key in the file, once the start is written. */
  key: number | undefined
  rows: number
  head: string
  status: MatchSummary['status']
}

/** Texts that are read at a time. */
const TEXTS = 500

/** Made by `openSqlite`. */
export class SqliteStore implements Archive {
  readonly file: string
  private readonly db: Database
  private readonly batch: Batch
  private readonly holds: Holds
  private readonly at: () => string
  private readonly statements: Statements
  private readonly callLog: SqliteCalls
  private readonly runEvents: SqliteRunEvents
  private readonly opened = new Map<string, Open>()

  constructor(db: Database, file: string, now: () => number) {
    this.file = file
    this.db = db
    this.batch = new Batch(db, file)
    this.holds = new Holds(db)
    this.at = clock(now)
    this.statements = statementsOf(db)
    this.callLog = new SqliteCalls(this.batch, this.statements, this.at)
    this.runEvents = new SqliteRunEvents(this.batch, this.statements, this.at)
  }

  async createRun(run: Run, texts: ReadonlyMap<string, string>): Promise<void> {
    this.batch.now(() => {
      if (this.statements.run.get(run.id)) throw runExists(run.id)
      this.statements.insertRun.run({ ...run, texts: JSON.stringify(run.texts) })
      for (const [hash, body] of texts) this.statements.insertText.run(hash, body)
    })
  }

  async run(id: string): Promise<Run | undefined> {
    const row = this.statements.run.get(id) as RunRow | undefined
    return row && runOf(row)
  }

  async runs(): Promise<readonly Run[]> {
    return (this.statements.runs.all() as RunRow[]).map(runOf)
  }

  async text(hash: string): Promise<string | undefined> {
    this.batch.flush()
    return this.statements.text.get(hash) as string | undefined
  }

  async hold(run: string): Promise<void> {
    this.batch.now(() => {
      if (!this.statements.run.get(run)) throw unknownRun(run)
      if (this.holds.take(run, this.file, this.at())) this.statements.lose.run({ run })
    })
  }

  appendRun(run: string, event: RunEvent): void {
    this.runEvents.append(run, event)
  }

  async runLog(run: string): Promise<readonly LoggedOfRun[]> {
    return this.runEvents.rows(run).map(loggedOfRun)
  }

  async runRows(run: string): Promise<readonly RunEventRow[]> {
    return this.runEvents.rows(run)
  }

  putRunRow(run: string, row: RunEventRow): void {
    this.runEvents.put(run, row)
  }

  open(match: string, run: string | null, started: Started): void {
    if (this.opened.has(match) || this.keyOf(match) !== undefined) throw matchExists(match)
    if (run !== null && !this.statements.run.get(run)) throw unknownRun(run)
    const start = named(started, match)
    const open: Open = { id: match, key: undefined, rows: 0, head: EMPTY.head, status: 'open' }
    this.batch.add(() => {
      open.key = this.insertMatch(match, run)
    })
    this.opened.set(match, open)
    this.write(open, start)
  }

  append(match: string, event: Event): void {
    const open = this.opened.get(match) ?? this.reopened(match)
    if (open.status !== 'open') throw matchClosed(match)
    this.write(open, event)
  }

  async durable(): Promise<void> {
    await this.batch.durable()
  }

  async log(match: string): Promise<readonly Logged[]> {
    this.batch.flush()
    const key = this.keyOf(match)
    if (key === undefined) throw unknownMatch(match)
    const logged: Logged[] = []
    for (const rows of rowsOf(this.statements, key)) for (const row of rows) logged.push(loggedOf(row))
    return logged
  }

  matches(run?: string): AsyncIterable<MatchSummary> {
    return summaries(this.pages({ run, untimed: true }), (match) => this.callLog.readings(match))
  }

  async status(match: string): Promise<MatchSummary['status'] | undefined> {
    const open = this.opened.get(match) // until it is closed and written
    if (open) return open.status
    const key = this.keyOf(match)
    if (key === undefined) return undefined
    const type = (this.statements.lastRow.get(key) as LastRow | undefined)?.[1]
    return type === 'ended' || type === 'voided' ? type : 'open'
  }

  begin(call: CallBegun, durable: boolean): Promise<void> {
    return this.callLog.begin(call, durable)
  }

  complete(key: CallKey & { readonly try: number }, done: CallDone, durable: boolean): Promise<void> {
    return this.callLog.complete(key, done, durable)
  }

  read(key: CallKey, outcome: string, dropped: string | null): void {
    this.callLog.read(key, outcome, dropped)
  }

  tried(key: CallKey): Promise<Tried> {
    return this.callLog.tried(key)
  }

  usage(run: string): Promise<readonly Usage[]> {
    return this.callLog.usage(run)
  }

  calls(match: string): Promise<readonly Call[]> {
    return this.callLog.calls(match)
  }

  putCalls(calls: readonly Call[]): Promise<void> {
    return this.callLog.putCalls(calls)
  }

  async *pages(selection: Selection = {}): AsyncGenerator<Page> {
    this.batch.flush()
    yield* pagesOf(this.statements, selection)
  }

  async put(match: string, run: string | null, rows: readonly Row[]): Promise<void> {
    if (run !== null && !(await this.run(run))) throw unknownRun(run)
    this.batch.now(() => {
      if (this.opened.has(match)) throw matchExists(match)
      const key = this.insertMatch(match, run)
      for (const row of rows) this.insertRow(key, row)
    })
  }

  async *texts(): AsyncGenerator<readonly [string, string]> {
    this.batch.flush()
    let last = ''
    for (;;) {
      const page = this.statements.texts.all(last, TEXTS) as [string, string][]
      yield* page
      if (page.length < TEXTS) return
      last = page.at(-1)![0]
    }
  }

  async putText(body: string): Promise<string> {
    const hash = nodeDigest(body)
    this.batch.add(() => this.statements.insertText.run(hash, body))
    return hash
  }

  async erase(...events: readonly EventPlace[]): Promise<void> {
    if (events.length === 0) return
    this.db.pragma('secure_delete = ON') // what is erased is overwritten
    this.batch.now(() => {
      for (const { match, seq } of events) {
        const key = this.keyOf(match)
        if (key === undefined) throw unknownMatch(match)
        const row = this.statements.row.get(key, seq) as RawRow | undefined
        const refused = notErasable(match, seq, row && rowOf(row))
        if (refused) throw refused
        this.statements.erase.run(key, seq)
      }
    })
    this.db.exec('VACUUM') // pages that were split before may still hold a copy
    this.db.pragma('wal_checkpoint(TRUNCATE)') // in the file and in its journal
  }

  /** The rows of a view, as they stand now: over a connection of its own, so that logging goes on meanwhile. */
  async *view(name: View): AsyncGenerator<Readonly<Record<string, unknown>>> {
    this.batch.flush()
    const reader = openReader(this.file)
    try {
      for (const row of reader.prepare(`SELECT * FROM ${name}`).iterate()) yield row as Record<string, unknown>
    } finally {
      reader.close()
    }
  }

  /** The columns of a view. */
  columns(name: View): readonly string[] {
    return this.db
      .prepare(`SELECT * FROM ${name}`)
      .columns()
      .map((column) => column.name)
  }

  async close(): Promise<void> {
    if (!this.db.open) return
    try {
      this.batch.sync()
      if (!this.db.readonly) this.batch.now(() => this.holds.release())
    } finally {
      this.holds.forget()
      this.db.close()
    }
  }

  private write(open: Open, event: Event): void {
    const row = rowAfter(open, event, this.at())
    if (event.type === 'ended' || event.type === 'voided') open.status = event.type
    const written = open.status === 'open' ? undefined : () => this.opened.delete(open.id)
    this.batch.add(() => this.insertRow(open.key!, row), written)
    open.rows++
    open.head = row.hash
  }

  /** A match that was logged before this store was opened, or closed since. */
  private reopened(match: string): Open {
    const key = this.keyOf(match)
    if (key === undefined) throw unknownMatch(match)
    const last = this.statements.lastRow.get(key) as LastRow | undefined
    if (!last) throw unknownMatch(match)
    const [seq, type, head] = last
    if (type === 'ended' || type === 'voided') throw matchClosed(match)
    const open: Open = { id: match, key, rows: seq + 1, head, status: 'open' }
    this.opened.set(match, open)
    return open
  }

  private insertMatch(match: string, run: string | null): number {
    try {
      return Number(this.statements.insertMatch.run(match, run).lastInsertRowid)
    } catch (error) {
      if ((error as { code?: unknown }).code === 'SQLITE_CONSTRAINT_UNIQUE') throw matchExists(match)
      throw error
    }
  }

  private insertRow(key: number, row: Row): void {
    const { seq, at, type, turn, seat, body, salt, hash, commitment } = row
    try {
      this.statements.insertRow.run(key, seq, at, type, turn, seat, body, salt, hash, commitment)
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'SQLITE_CONSTRAINT_PRIMARYKEY') throw error
      throw new StagegameError(
        'two-writers',
        `another process wrote to a match in ${this.file} that is being played here`,
      )
    }
  }

  private keyOf(match: string): number | undefined {
    return this.statements.key.get(match) as number | undefined
  }
}

type LastRow = readonly [seq: number, type: string, hash: string]

type RunRow = Omit<Run, 'texts'> & { readonly texts: string }

const runOf = (row: RunRow): Run => ({ ...row, texts: JSON.parse(row.texts) as Run['texts'] })
