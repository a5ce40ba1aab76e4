/** Who holds a run: one process at a time, told apart by pid and host. */
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Database } from 'better-sqlite3'
import { StagegameError } from '../core/errors.ts'

interface Holder {
  readonly token: string
  readonly pid: number
  readonly host: string
  readonly since: string
}

/** Tokens of the stores that are open in this process: a pid may come back after a restart, a token does not. */
const open = new Set<string>()

/** One store's holds. Its functions run inside a transaction. */
export class Holds {
  private readonly db: Database
  private readonly token = randomUUID()

  constructor(db: Database) {
    this.db = db
    open.add(this.token)
  }

  /** Whether the run was taken now; false where this store holds it already. Throws `run-held`. */
  take(run: string, file: string, since: string): boolean {
    const held = this.db.prepare('SELECT token, pid, host, since FROM holders WHERE run = ?').get(run) as
      | Holder
      | undefined
    if (held?.token === this.token) return false
    if (held && isAlive(held)) {
      throw new StagegameError('run-held', `run ${run} in ${file} is held by ${inWords(held)}`)
    }
    this.db
      .prepare('INSERT OR REPLACE INTO holders (run, token, pid, host, since) VALUES (?, ?, ?, ?, ?)')
      .run(run, this.token, process.pid, hostname(), since)
    return true
  }

  release(): void {
    this.db.prepare('DELETE FROM holders WHERE token = ?').run(this.token)
  }

  /** The store is closed: what it still holds in the file may be taken over. */
  forget(): void {
    open.delete(this.token)
  }
}

function inWords({ pid, host, since }: Holder): string {
  if (host === hostname()) return `process ${pid} since ${since}: wait until it ends, or end it`
  return `process ${pid} on host ${host} since ${since}: where that is surely gone, delete its row from the table holders`
}

/** A process of another host cannot be asked, and counts as alive. */
function isAlive({ token, pid, host }: Holder): boolean {
  if (host !== hostname()) return true
  if (pid === process.pid) return open.has(token)
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as { code?: unknown }).code === 'EPERM'
  }
}
