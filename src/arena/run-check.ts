/** Checks the logs that runs keep beside their matches, as they are read: their chains, and that each event is one. */
import { quoted, StagegameError } from '../core/errors.ts'
import { runEventOf } from '../core/run-event.ts'
import { EMPTY, type Tail } from '../store/row.ts'
import { type RunEventRow, runHashOf } from '../store/run-row.ts'
import type { Finding } from './finding.ts'

export class RunCheck {
  private readonly tails = new Map<string, Tail>()
  private readonly found: (finding: Finding) => void

  constructor(found: (finding: Finding) => void) {
    this.found = found
  }

  take(run: string, row: RunEventRow): void {
    const { rows, head } = this.tails.get(run) ?? EMPTY
    const finding = (code: string, message: string, claim: Partial<Finding> = {}) =>
      this.found({
        match: null,
        code,
        message: `run ${quoted(run)}, event ${row.seq}: ${message}`,
        note: false,
        ...claim,
      })
    if (row.seq !== rows) finding('dropped-row', `expected event ${rows} of this run`)
    const expected = runHashOf(head, row)
    if (row.hash !== expected)
      finding('broken-chain', 'it was edited, or events before it were dropped or reordered', {
        expected,
        found: row.hash,
      })
    try {
      if (runEventOf(JSON.parse(row.body)).type !== row.type)
        finding('edited-row', `its type ${quoted(row.type)} is not that of its body`)
    } catch (error) {
      finding('bad-run-event', error instanceof StagegameError ? error.message : 'its body is no JSON')
    }
    this.tails.set(run, { rows: row.seq + 1, head: row.hash })
  }
}
