/** Opens a log file: a SQLite database of this program's version, made where there is none. */
import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { quoted, StagegameError } from '../core/errors.ts'
import { APPLICATION, FROM_1, FROM_2, SCHEMA, SCHEMA_VERSION } from './schema.ts'
import { storeError } from './sqlite-errors.ts'
import { openReader } from './sqlite-reader.ts'
import { SqliteStore } from './sqlite-store.ts'

export interface SqliteOptions {
  /** Whether a file that is not there is made, with its folder. Else it is refused: `missing-file`. */
  readonly create?: boolean
  /** Whether the log is only read, wherever it stands: no file is made, and what would write throws `read-only`. */
  readonly readonly?: boolean
  /** How long to wait for another process that is writing. */
  readonly busyMilliseconds?: number
  /** Milliseconds since 1970: what stands as the time of a row. */
  readonly now?: () => number
}

/**
 * Throws StagegameError: `wrong-version`, with the version that the file has and the one expected; `missing-file`,
 * `not-a-database`, `read-only`, `no-folder`, `cannot-open`, `disk-full`, `store-busy`.
 */
export function openSqlite(file: string, options: SqliteOptions = {}): SqliteStore {
  const { readonly = false, create = !readonly, busyMilliseconds = 5000, now = Date.now } = options
  if ((readonly || !create) && !existsSync(file)) throw new StagegameError('missing-file', `there is no log ${file}`)
  let db: Database.Database | undefined
  try {
    if (readonly) {
      db = openReader(file, busyMilliseconds)
      checkReadable(db, file)
    } else {
      mkdirSync(dirname(file), { recursive: true })
      db = new Database(file, { timeout: busyMilliseconds })
      prepare(db, file)
    }
    return new SqliteStore(db, file, now)
  } catch (error) {
    db?.close()
    throw storeError(error, file)
  }
}

/** Makes the tables in an empty file, or brings an older one to this version, whole or not at all; refuses what is of no known version. */
function prepare(db: Database.Database, file: string): void {
  if (!isOlder(db)) checkVersion(db, file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  db.exec('BEGIN IMMEDIATE') // also finds a file that cannot be written
  if (isEmpty(db)) db.exec(SCHEMA)
  if (isOlder(db) && number(db, 'user_version') === 1) db.exec(FROM_1)
  if (isOlder(db)) db.exec(FROM_2)
  db.exec('COMMIT')
  checkVersion(db, file)
}

function checkReadable(db: Database.Database, file: string): void {
  checkVersion(db, file)
  if (isEmpty(db))
    throw new StagegameError('wrong-version', `${file} is empty, expected a log of version ${SCHEMA_VERSION}`)
}

function checkVersion(db: Database.Database, file: string): void {
  if (isEmpty(db)) return
  const version = number(db, 'user_version')
  if (number(db, 'application_id') !== APPLICATION) {
    const tables = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' LIMIT 3`).pluck().all()
    throw new StagegameError(
      'wrong-version',
      `${file} is a database of another program (version ${version}, with tables such as ${quoted(tables)}); expected a log of version ${SCHEMA_VERSION}`,
    )
  }
  if (version === SCHEMA_VERSION) return
  const advice = isOlder(db)
    ? 'it is brought up to date when it is next written to (stagegame resume, run --db)'
    : version > SCHEMA_VERSION
      ? 'use a newer stagegame'
      : 'use the stagegame that wrote it'
  throw new StagegameError(
    'wrong-version',
    `${file} is a log of version ${version}, expected version ${SCHEMA_VERSION}: ${advice}, or another file`,
  )
}

/** A log of a version that can be brought to this one. */
const isOlder = (db: Database.Database): boolean =>
  number(db, 'application_id') === APPLICATION && [1, 2].includes(number(db, 'user_version'))

const isEmpty = (db: Database.Database): boolean =>
  db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0 && number(db, 'user_version') === 0

const number = (db: Database.Database, pragma: string): number => Number(db.pragma(pragma, { simple: true }))
