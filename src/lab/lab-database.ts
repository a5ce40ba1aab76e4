/** Opens a SQLite file of the lab: made where there is none, refused where it is another program's, or of another version. */
import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { StagegameError } from '../core/errors.ts'
import { storeError } from '../store/sqlite-errors.ts'

export interface Kind {
  /** For messages: `a session file`. */
  readonly what: string
  /** `PRAGMA application_id` and `user_version`. */
  readonly application: number
  readonly version: number
  readonly schema: string
}

/** Throws `missing-file`, `wrong-version`, and what `storeError` says. */
export function openLabDatabase(
  file: string,
  kind: Kind,
  { create = true, readonly = false }: { readonly create?: boolean; readonly readonly?: boolean } = {},
): Database.Database {
  const inMemory = file === ':memory:'
  if (!inMemory && (readonly || !create) && !existsSync(file))
    throw new StagegameError('missing-file', `there is no ${kind.what.replace(/^an? /, '')} ${file}`)
  let db: Database.Database | undefined
  try {
    if (!inMemory && !readonly) mkdirSync(dirname(file), { recursive: true })
    db = new Database(file, { timeout: 5000, readonly: readonly && !inMemory })
    check(db, file, kind)
    if (readonly && !inMemory && !isEmpty(db)) return db
    if (readonly && !inMemory) throw new StagegameError('missing-file', `${file} is empty, expected ${kind.what}`)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('secure_delete = ON') // what is erased is overwritten, too
    if (isEmpty(db)) db.transaction(() => make(db!, kind)).immediate()
    return db
  } catch (error) {
    db?.close()
    throw storeError(error, file)
  }
}

function make(db: Database.Database, { application, version, schema }: Kind): void {
  db.exec(schema)
  db.pragma(`application_id = ${application}`)
  db.pragma(`user_version = ${version}`)
}

function check(db: Database.Database, file: string, { what, application, version }: Kind): void {
  if (isEmpty(db)) return
  const found = { application: number(db, 'application_id'), version: number(db, 'user_version') }
  if (found.application !== application)
    throw new StagegameError(
      'wrong-version',
      `${file} is ${KINDS.get(found.application) ?? 'a database of another program'}, expected ${what}`,
    )
  if (found.version !== version)
    throw new StagegameError(
      'wrong-version',
      `${file} is ${what} of version ${found.version}, expected version ${version}: use the stagegame that wrote it`,
    )
}

/** What `PRAGMA application_id` says of files of this program. */
const KINDS: ReadonlyMap<number, string> = new Map([
  [0x53746167, 'a log of matches'],
  [0x53744c62, 'a session file'],
  [0x53744964, 'an identity file'],
])

const isEmpty = (db: Database.Database): boolean => db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0

const number = (db: Database.Database, pragma: string): number => Number(db.pragma(pragma, { simple: true }))
