/** The session file: everything that happened in a session beside its matches, append-only and hash-chained. */
import { randomBytes } from 'node:crypto'
import { setTimeout as after, setImmediate as nextTick } from 'node:timers/promises'
import type Database from 'better-sqlite3'
import { StagegameError } from '../core/errors.ts'
import { canonical } from '../core/fingerprint.ts'
import { commitmentOf, nodeDigest } from '../store/chain.ts'
import { storeError } from '../store/sqlite-errors.ts'
import { Holds } from '../store/sqlite-holders.ts'
import { openLabDatabase } from './lab-database.ts'
import { type SessionEvent, sessionEventOf } from './session-event.ts'

/** One event as it stands in the file. */
export interface LoggedEvent {
  readonly seq: number
  /** ISO 8601. */
  readonly at: string
  readonly type: SessionEvent['type']
  readonly person: string | null
  /** Null where it was erased. */
  readonly event: SessionEvent | null
}

export interface Journal {
  readonly file: string
  /** On disk when it returns, all of them or none. Throws `bad-session-event`, and what `storeError` says. */
  append(...events: readonly SessionEvent[]): void
  /** In the file at once, and on disk when `durable` resolves: what comes in at about the same time is put there together. */
  queue(...events: readonly SessionEvent[]): void
  /** Resolves when all that was queued so far is on disk. Rejects with what kept it from getting there; nothing is taken after that. */
  durable(): Promise<void>
  events(): readonly LoggedEvent[]
  /** The hash of the last event. */
  head(): string
  /** What does not fit in the chain, as sentences; empty where nothing was changed. */
  check(): readonly string[]
  /**
   * Blanks what is logged of a participant but for that it was; how many events. The chain stays whole. A way out is logged again
   * without its completion code, by which who pays knows the person.
   */
  erase(person: string): number
  /** Takes the session for this process, until `close`. Throws `run-held`. */
  hold(): void
  close(): void
}

const SCHEMA = `
CREATE TABLE session_events (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  type TEXT NOT NULL,
  person TEXT,
  body TEXT,                     -- canonical JSON; null where it was erased
  salt TEXT NOT NULL,
  commitment TEXT NOT NULL,      -- SHA-256 of salt and body
  hash TEXT NOT NULL             -- SHA-256 of the JSON [previous hash, seq, at, type, person, commitment]
) STRICT;
CREATE TABLE holders (
  run TEXT PRIMARY KEY,
  token TEXT NOT NULL,
  pid INTEGER NOT NULL,
  process_start TEXT,
  host TEXT NOT NULL,
  since TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER session_events_delete BEFORE DELETE ON session_events
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER session_events_update BEFORE UPDATE ON session_events
WHEN NOT (
  OLD.person IS NOT NULL AND NEW.body IS NULL AND NEW.salt = '' AND OLD.seq = NEW.seq AND OLD.at = NEW.at
  AND OLD.type = NEW.type AND OLD.person = NEW.person AND OLD.commitment = NEW.commitment AND OLD.hash = NEW.hash
)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only: what is logged of a participant can only be erased'); END;
`

/** `application_id`: 'StLb' in ASCII. */
const KIND = { what: 'a session file', application: 0x53744c62, version: 1, schema: SCHEMA }

/** What holds no words of a participant and is needed to make sense of the rest stays when one is erased. */
const KEPT: readonly SessionEvent['type'][] = [
  ...(['created', 'joined', 'assigned', 'shown', 'passed', 'leftover', 'out'] as const),
  'paid', // what was paid must stay in the books, and would else be settled again
]

interface Row {
  readonly seq: number
  readonly at: string
  readonly type: SessionEvent['type']
  readonly person: string | null
  readonly body: string | null
  readonly salt: string
  readonly commitment: string
  readonly hash: string
}

export interface JournalOptions {
  readonly create?: boolean
  readonly readonly?: boolean
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

/** `:memory:` keeps it in memory alone. Throws `missing-file`, `wrong-version`, and what the disk says. */
export function openJournal(file: string, { create, readonly, now = Date.now }: JournalOptions = {}): Journal {
  const db = openLabDatabase(file, KIND, {
    ...(create !== undefined && { create }),
    ...(readonly !== undefined && { readonly }),
  })
  const holds = new Holds(db)
  const insert = db.prepare('INSERT INTO session_events VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const rows = () => db.prepare('SELECT * FROM session_events ORDER BY seq').all() as Row[]
  let last = lastOf(db)
  let failure: StagegameError | undefined
  let writing: Promise<void> | undefined
  /** Checks all of them before the first is written. */
  const insertAll = (events: readonly SessionEvent[]) => {
    const bodies = events.map((event) => canonical(sessionEventOf(event)))
    let { seq, hash } = last
    for (const [i, event] of events.entries()) {
      const body = bodies[i]!
      const person = 'person' in event ? event.person : null
      const salt = person === null ? '' : randomBytes(16).toString('hex')
      const commitment = commitmentOf(salt, body)
      seq++
      const at = new Date(now()).toISOString()
      hash = linkOf(hash, { seq, at, type: event.type, person }, commitment)
      insert.run(seq, at, event.type, person, body, salt, commitment, hash)
    }
    last = { seq, hash }
  }
  const written = <T>(work: () => T): T => {
    if (failure) throw failure
    try {
      return work()
    } catch (error) {
      if (error instanceof StagegameError) throw error // an event that is none: nothing was written of it
      failure = storeError(error, file)
      throw failure
    }
  }
  let committed = { at: 0, took: 0 }
  const commit = () => {
    if (!db.inTransaction) return
    const began = performance.now()
    db.exec('COMMIT')
    const at = performance.now()
    committed = { at, took: at - began }
  }
  /** In the next turn of the loop; later where the disk is slow, so that no more than a quarter of the time goes into waiting for it. */
  const soon = () => {
    const wait = committed.at + 3 * committed.took - performance.now()
    return wait < 1 ? nextTick() : after(wait)
  }
  const queue = (events: readonly SessionEvent[]) =>
    written(() => {
      if (!db.inTransaction) db.exec('BEGIN IMMEDIATE')
      insertAll(events)
    })
  return {
    file,
    append: (...events) => {
      queue(events)
      written(commit)
    },
    queue: (...events) => {
      queue(events)
      writing ??= soon().then(() => {
        writing = undefined
        written(commit)
      })
      writing.catch(() => {}) // whoever waits for it is told
    },
    durable: async () => {
      if (failure) throw failure
      await writing
    },
    events: () =>
      rows().map(({ seq, at, type, person, body }) => ({
        ...{ seq, at, type, person },
        event: body === null ? null : sessionEventOf(JSON.parse(body)),
      })),
    head: () => last.hash,
    check: () => mismatches(rows()),
    erase: (person) => {
      const blank = db.prepare(
        `UPDATE session_events SET body = NULL, salt = '' WHERE person = ? AND body IS NOT NULL
         AND type NOT IN (${KEPT.map(() => '?').join(', ')}) AND NOT (type = 'exited' AND json_extract(body, '$.code') = '')`,
      )
      const exit = rows().findLast((row) => row.person === person && row.type === 'exited')?.body
      const out = exit == null ? undefined : sessionEventOf(JSON.parse(exit))
      if (out?.type === 'exited' && out.code !== '') queue([{ ...out, code: '' }])
      const { changes } = written(() => blank.run(person, ...KEPT))
      written(commit)
      db.pragma('wal_checkpoint(TRUNCATE)')
      return changes
    },
    hold: () => {
      db.transaction(() => holds.take('session', file, new Date(now()).toISOString())).immediate()
      last = lastOf(db) // who held it before may have written since it was opened
    },
    close: () => {
      if (!failure) written(commit)
      if (!readonly) holds.release()
      holds.forget()
      db.close()
    },
  }
}

function lastOf(db: Database.Database): { seq: number; hash: string } {
  const row = db.prepare('SELECT seq, hash FROM session_events ORDER BY seq DESC LIMIT 1').get()
  return (row as { seq: number; hash: string } | undefined) ?? { seq: 0, hash: '' }
}

const linkOf = (
  previous: string,
  { seq, at, type, person }: Pick<Row, 'seq' | 'at' | 'type' | 'person'>,
  commitment: string,
): string => nodeDigest(JSON.stringify([previous, seq, at, type, person, commitment]))

function mismatches(rows: readonly Row[]): string[] {
  const found: string[] = []
  let [previous, expected] = ['', 1]
  for (const row of rows) {
    if (row.seq !== expected) found.push(`event ${expected} is missing: ${row.seq} stands in its place`)
    if (row.body === null && !isErasable(row))
      found.push(`event ${row.seq} (${row.type}) has lost its text, which is none that can be erased`)
    if (row.body !== null && commitmentOf(row.salt, row.body) !== row.commitment)
      found.push(`event ${row.seq} (${row.type}) was changed: its text is not the one that was logged`)
    if (linkOf(previous, row, row.commitment) !== row.hash)
      found.push(`event ${row.seq} (${row.type}) does not follow from the one before it`)
    previous = row.hash
    expected = row.seq + 1
  }
  return found
}

const isErasable = ({ person, type }: Row): boolean => person !== null && !KEPT.includes(type)

/** Throws `not-opened` where a session file has no session yet. */
export function openingOf(journal: Journal): Extract<SessionEvent, { type: 'opened' }> {
  const first = journal.events()[0]?.event
  if (first?.type === 'opened') return first
  throw new StagegameError('not-opened', `${journal.file} has no session in it`)
}
