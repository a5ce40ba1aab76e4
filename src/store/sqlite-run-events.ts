/** The events of runs in a log file. */
import { StagegameError } from '../core/errors.ts'
import type { RunEvent } from '../core/run-event.ts'
import { unknownRun } from './refusals.ts'
import { EMPTY, type Tail } from './row.ts'
import { type RunEventRow, runRowAfter } from './run-row.ts'
import type { Batch } from './sqlite-batch.ts'
import type { Statements } from './sqlite-statements.ts'

export class SqliteRunEvents {
  private readonly batch: Batch
  private readonly statements: Statements
  private readonly at: () => string
  private readonly tails = new Map<string, Tail>()

  constructor(batch: Batch, statements: Statements, at: () => string) {
    this.batch = batch
    this.statements = statements
    this.at = at
  }

  append(run: string, event: RunEvent): void {
    const tail = this.tails.get(run) ?? this.tailOf(run)
    this.put(run, runRowAfter(tail, event, this.at()))
  }

  /** Throws `unknown-run`. */
  put(run: string, row: RunEventRow): void {
    if (!this.statements.run.get(run)) throw unknownRun(run)
    this.batch.add(() => this.insert(run, row))
    this.tails.set(run, { rows: row.seq + 1, head: row.hash })
  }

  rows(run: string): readonly RunEventRow[] {
    if (!this.statements.run.get(run)) throw unknownRun(run)
    this.batch.flush()
    return this.statements.runEvents.all(run) as RunEventRow[]
  }

  private tailOf(run: string): Tail {
    const last = this.rows(run).at(-1)
    return last ? { rows: last.seq + 1, head: last.hash } : EMPTY
  }

  private insert(run: string, { seq, at, type, body, hash }: RunEventRow): void {
    try {
      this.statements.insertRunEvent.run(run, seq, at, type, body, hash)
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'SQLITE_CONSTRAINT_PRIMARYKEY') throw error
      throw new StagegameError('two-writers', `another process wrote to run ${run}, which is being played here`)
    }
  }
}
