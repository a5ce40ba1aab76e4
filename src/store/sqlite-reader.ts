/** Opens a log file to be read alone, also where nothing may be written. */
import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { StagegameError } from '../core/errors.ts'

/**
 * A connection that never writes to the log. SQLite itself wants to write beside a file in WAL mode (its index of the WAL), so
 * one that was closed in order and lies where nothing may be written is read into memory, as it stands now. Throws `read-only`
 * where such a file left writes in its WAL; `cannot-open`; and SQLite's errors as they are.
 */
export function openReader(file: string, busyMilliseconds = 5000): Database.Database {
  const wal = sizeOf(`${file}-wal`)
  if (wal === undefined && !mayWriteBeside(file)) return inMemory(file)
  let db: Database.Database | undefined
  try {
    db = new Database(file, { readonly: true, fileMustExist: true, timeout: busyMilliseconds })
    db.pragma('user_version') // the first read finds what SQLite cannot do here
    return db
  } catch (error) {
    db?.close()
    if (mayWriteBeside(file) || !isRefused(error)) throw error
    if (!wal) return inMemory(file)
    const message = `${file} was not closed in order, and its last rows are in ${file}-wal, which cannot be read where nothing may be written: copy both to a folder that can be written`
    throw new StagegameError('read-only', message, { cause: error })
  }
}

function inMemory(file: string): Database.Database {
  const bytes = bytesOf(file)
  // no longer marked as in WAL mode, in which SQLite opens no bytes: https://sqlite.org/c3ref/deserialize.html
  bytes.fill(1, 18, Math.min(20, bytes.length))
  return new Database(bytes, { readonly: true })
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    const large = (error as { code?: unknown }).code === 'ERR_FS_FILE_TOO_LARGE'
    const why = large ? 'it is too large where nothing may be written: copy it to a folder that can be' : String(error)
    throw new StagegameError('cannot-open', `${file} cannot be read: ${why}`, { cause: error })
  }
}

/** Whether the file and its folder may be written, as far as their rights say. */
function mayWriteBeside(file: string): boolean {
  try {
    accessSync(file, constants.W_OK)
    accessSync(dirname(file), constants.W_OK)
    return true
  } catch {
    return false
  }
}

const sizeOf = (file: string): number | undefined => statSync(file, { throwIfNoEntry: false })?.size

const isRefused = (error: unknown): boolean =>
  /^SQLITE_(READONLY|CANTOPEN)/.test(String((error as { code?: unknown } | null)?.code))
