/** Who holds a run: one process at a time, told apart by host, pid and when it began. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Database } from 'better-sqlite3'
import { StagegameError } from '../core/errors.ts'

interface Holder {
  readonly token: string
  readonly pid: number
  readonly process_start: string | null
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
    const held = this.db.prepare('SELECT token, pid, process_start, host, since FROM holders WHERE run = ?').get(run) as
      | Holder
      | undefined
    if (held?.token === this.token) return false
    if (held && isAlive(held)) {
      throw new StagegameError('run-held', `run ${run} in ${file} is held by ${inWords(held)}`)
    }
    this.db
      .prepare('INSERT OR REPLACE INTO holders (run, token, pid, process_start, host, since) VALUES (?, ?, ?, ?, ?, ?)')
      .run(run, this.token, process.pid, processStart(process.pid), hostname(), since)
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

function inWords({ pid, process_start, host, since }: Holder): string {
  const gone = 'where that is surely gone, delete its row from the table holders'
  if (host !== hostname()) return `process ${pid} on host ${host} since ${since}: ${gone}`
  if (pid === process.pid) return `this process, ${pid}, since ${since}: it is being played already`
  if (process_start !== null && process_start === processStart(pid))
    return `process ${pid} since ${since}: wait until it ends, or end it`
  return `process ${pid} since ${since}, or another process has that number now: ${gone}`
}

/** A process of another host cannot be asked, and counts as alive. */
function isAlive({ token, pid, process_start, host }: Holder): boolean {
  if (host !== hostname()) return true
  if (pid === process.pid) return open.has(token)
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EPERM') return false
  }
  const start = processStart(pid)
  return process_start === null || start === null || start === process_start
}

/** When a process began, in clock ticks since boot (Linux: field 22 of its stat, proc(5)); null where that cannot be told. */
function processStart(pid: number): string | null {
  if (process.platform !== 'linux') return null
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fromField3 = stat.slice(stat.lastIndexOf(')') + 2).split(' ') // field 2, a name in brackets, may hold anything
    return fromField3[22 - 3] ?? null
  } catch {
    return null
  }
}
