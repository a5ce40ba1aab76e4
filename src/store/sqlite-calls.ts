/** The calls of a log file. */
import type { CallKey } from '../models/model.ts'
import { begunRow, byKey, type CallRow, callOf, completion, keyOf, rowOfCall } from './call-row.ts'
import { unknownCall } from './refusals.ts'
import type { Batch } from './sqlite-batch.ts'
import type { Statements } from './sqlite-statements.ts'
import type { Call, CallBegun, CallDone, CallLog, Tried, Usage } from './store.ts'
import type { Reading } from './summary.ts'

export class SqliteCalls implements CallLog {
  private readonly batch: Batch
  private readonly statements: Statements
  private readonly at: () => string
  /** Calls of which something waits to be written, by key; with those rows that are not in the file yet. */
  private readonly waiting = new Map<string, Set<CallRow>>()
  /** Rows in the file whose completion waits: a second one would be refused by the file, and all that waits with it. */
  private readonly completing = new Set<number>()
  /** Hashes of texts that are surely in the file, some of them: most prompts begin alike. */
  private readonly stored = new Set<string>()

  constructor(batch: Batch, statements: Statements, at: () => string) {
    this.batch = batch
    this.statements = statements
    this.at = at
  }

  async begin(call: CallBegun, durable: boolean): Promise<void> {
    const { row, texts: all } = begunRow(call, this.at())
    const texts = new Map([...all].filter(([hash]) => !this.stored.has(hash)))
    const written = () => this.remember(texts.keys())
    this.wait(keyOf(call), () => this.insert(row, texts), { row, written })
    if (durable) await this.batch.durable()
  }

  async complete(key: CallKey & { readonly try: number }, done: CallDone, durable: boolean): Promise<void> {
    const completed = completion(done)
    const waits = [...(this.waiting.get(keyOf(key)) ?? [])].findLast(
      (row) => row.try === key.try && row.status === null,
    )
    if (waits) Object.assign(waits, completed)
    else {
      const id = this.statements.onTheWire.get({ ...named(key), try: key.try }) as number | undefined
      if (id === undefined || this.completing.has(id)) throw unknownCall(keyOf(key), key.try)
      this.wait(keyOf(key), () => this.statements.complete.run({ ...completed, id }), {
        written: () => this.completing.delete(id),
      })
      this.completing.add(id)
    }
    if (durable) await this.batch.durable()
  }

  read(key: CallKey, outcome: string, dropped: string | null): void {
    this.batch.add(() => this.statements.read.run({ ...named(key), outcome, dropped }))
  }

  async tried(key: CallKey): Promise<Tried> {
    if (this.waiting.has(keyOf(key))) this.batch.flush()
    const rows = this.statements.tries.all(named(key)) as CallRow[]
    if (rows.length === 0) return UNTRIED
    const answered = rows.find(({ status }) => status === 'ok')
    return { tries: Math.max(...rows.map((row) => row.try)), answered: answered && callOf(answered, this.textOf) }
  }

  async usage(run: string): Promise<readonly Usage[]> {
    this.batch.flush()
    return (this.statements.usage.all({ run }) as Usage[]).map((usage) => ({ ...usage }))
  }

  async calls(match: string): Promise<readonly Call[]> {
    this.batch.flush()
    const rows = this.statements.calls.all(match) as CallRow[]
    return rows.sort(byKey).map((row) => callOf(row, this.textOf))
  }

  /** How each first attempt of a match that was answered was read. */
  readings(match: string): readonly Reading[] {
    return this.statements.readings.all(match) as Reading[]
  }

  async putCalls(calls: readonly Call[]): Promise<void> {
    this.batch.now(() => {
      for (const call of calls) {
        const { row, texts } = rowOfCall(call)
        this.insert(row, texts)
      }
    })
  }

  private remember(hashes: Iterable<string>): void {
    if (this.stored.size > MOST_REMEMBERED) this.stored.clear()
    for (const hash of hashes) this.stored.add(hash)
  }

  private insert(row: CallRow, texts: ReadonlyMap<string, string>): void {
    for (const [hash, body] of texts) this.statements.insertText.run(hash, body)
    this.statements.insertCall.run(row)
  }

  private wait(
    key: string,
    write: () => void,
    { row, written }: { readonly row?: CallRow; readonly written?: () => void },
  ): void {
    this.batch.add(write, () => {
      written?.()
      const rows = this.waiting.get(key)
      if (row) rows?.delete(row)
      if (rows?.size === 0) this.waiting.delete(key)
    })
    const rows = this.waiting.get(key) ?? new Set()
    if (row) rows.add(row)
    this.waiting.set(key, rows)
  }

  private readonly textOf = (hash: string): string | undefined => this.statements.text.get(hash) as string | undefined
}

/** Hashes of texts that are held at the same time. */
const MOST_REMEMBERED = 10_000

const UNTRIED: Tried = { tries: 0, answered: undefined }

const named = ({ match, turn, seat, purpose, attempt }: CallKey) => ({ match, turn, seat, purpose, attempt })
