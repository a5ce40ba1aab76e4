/** Writes that wait to be committed together. */
import type { Database } from 'better-sqlite3'
import { StagegameError } from '../core/errors.ts'
import { SCHEMA_VERSION } from './schema.ts'
import { storeError } from './sqlite-errors.ts'

/** Writes that wait before they are committed without being asked for. */
const MOST = 4096

/** What waits is kept when a commit fails, so that it can be tried again; nothing is half written. */
export class Batch {
  private readonly db: Database
  private readonly file: string
  private readonly readonly: boolean
  private waiting: (() => void)[] = []
  /** Called once what waits is committed. */
  private told: (() => void)[] = []
  /** Whether something was committed that the disk need not hold yet. */
  private unsynced = false
  private synchronous: 'NORMAL' | 'FULL' = 'FULL'
  private coming: Promise<void> | undefined

  constructor(db: Database, file: string) {
    this.db = db
    this.file = file
    this.readonly = db.readonly
  }

  /**
   * `written` is called once the write is committed; a write may be run again where a commit failed. Throws `read-only` where
   * the file was opened to be read.
   */
  add(write: () => void, written?: () => void): void {
    this.refuseReadOnly()
    if (this.waiting.length >= MOST) this.commit('NORMAL')
    this.waiting.push(write)
    if (written) this.told.push(written)
  }

  /** Commits what waits, so that reading finds it. Throws what kept it from that. */
  flush(): void {
    if (this.waiting.length > 0) this.commit('NORMAL')
  }

  /** Resolves when all that was added is on disk: one commit for everybody who asks within a tick. */
  durable(): Promise<void> {
    this.coming ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        this.coming = undefined
        try {
          this.sync()
          resolve()
        } catch (error) {
          reject(error)
        }
      })
    })
    return this.coming
  }

  /** As `durable`, at once. */
  sync(): void {
    if (this.waiting.length > 0) this.commit('FULL')
    // a commit that changes nothing but waits for the disk, and with it for all commits before
    else if (this.unsynced) this.transaction('FULL', () => this.db.pragma(`user_version = ${SCHEMA_VERSION}`))
  }

  /** Runs writes of its own in one transaction that waits for the disk, after all that waits. Its errors are passed on as they are. */
  now<T>(write: () => T): T {
    this.refuseReadOnly()
    this.flush()
    return this.transaction('FULL', write)
  }

  private refuseReadOnly(): void {
    if (!this.readonly) return
    throw new StagegameError('read-only', `${this.file} was opened to be read: nothing can be written to it`)
  }

  private commit(synchronous: 'NORMAL' | 'FULL'): void {
    const [writes, told] = [this.waiting, this.told]
    this.transaction(synchronous, () => {
      for (const write of writes) write()
    })
    this.waiting = []
    this.told = []
    for (const tell of told) tell()
  }

  private transaction<T>(synchronous: 'NORMAL' | 'FULL', write: () => T): T {
    try {
      if (this.synchronous !== synchronous) this.db.pragma(`synchronous = ${synchronous}`)
      this.synchronous = synchronous
      this.db.exec('BEGIN IMMEDIATE')
      const result = write()
      this.db.exec('COMMIT')
      this.unsynced = synchronous === 'NORMAL'
      return result
    } catch (error) {
      if (this.db.open && this.db.inTransaction) this.db.exec('ROLLBACK')
      throw storeError(error, this.file)
    }
  }
}
