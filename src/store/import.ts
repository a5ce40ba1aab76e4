/** Reads lines of JSON into a store: what is there is checked, what is absent is made. */
import { quoted, StagegameError } from '../core/errors.ts'
import type { Event } from '../core/event.ts'
import { canonical } from '../core/fingerprint.ts'
import type { Archive } from './archive.ts'
import { commitmentOf, linkOf, nodeDigest } from './chain.ts'
import { type Beside, type Erased, idIn, type Line, readLog } from './jsonl.ts'
import { EMPTY, linkFor, type Row, rowAfter, type Tail } from './row.ts'
import { type RunEventRow, runHashOf } from './run-row.ts'
import type { Call, Run } from './store.ts'
import { lengthened, textsIn } from './texts.ts'

/** What came of an import. */
export interface Imported {
  readonly runs: number
  readonly matches: number
  readonly events: number
  readonly calls: number
  readonly texts: number
  /** Matches that were there with the same events: nothing was done. */
  readonly already: readonly string[]
}

/**
 * Imports a file, match by match: one that is refused leaves those before it in the store, and nothing of itself. A log
 * that names no match gets an id from the file's name and its place; one without hashes gets a chain. Throws StagegameError
 * that names file and line: `broken-chain`, `match-differs`, `run-differs`, `no-start`, `unknown-run`, `unknown-match`,
 * `missing-text`, `wrong-hash`, and as `readLog`.
 */
export async function importLog(store: Archive, file: string): Promise<Imported> {
  const count = { runs: 0, matches: 0, events: 0, calls: 0, texts: 0 }
  const already: string[] = []
  const runLogs = new Map<string, RunEventRow[]>()
  let ordinal = 0
  let coming: Coming | undefined

  const arrived = async () => {
    if (!coming) return
    const { match, run, rows, calls } = coming
    coming = undefined
    if (await isThere(store, match, rows, file)) already.push(match)
    else {
      await store.put(match, run, rows)
      count.matches++
      count.events += rows.length
    }
    count.calls += await putCalls(store, match, calls)
  }

  for await (const line of readLog(file)) {
    const where = `${file}, line ${line.line}`
    switch (line.kind) {
      case 'text':
        if ((await store.putText(line.body)) !== line.hash)
          throw new StagegameError(
            'wrong-hash',
            `${where}: the text's hash is ${nodeDigest(line.body)}, not ${quoted(line.hash)}`,
          )
        count.texts++
        break
      case 'run':
        count.runs += await putRun(store, line.run, where)
        break
      case 'run-event':
        await putRunEvent(store, runLogs, line, where)
        break
      case 'call':
        if (coming?.match !== line.call.match)
          throw new StagegameError(
            'unknown-match',
            `${where}: a call of match ${quoted(line.call.match)} apart from its events`,
          )
        coming.calls.push(await whole(store, line.call, where))
        break
      default:
        if (line.kind === 'event' && line.event.type === 'started') {
          await arrived()
          ordinal++
          const match = line.event.match ?? idIn(file, ordinal)
          coming = new Coming(match, line.beside.run ?? null, line.event.match !== undefined)
        }
        if (!coming) throw new StagegameError('no-start', `${where}: a log begins with a started event`)
        coming.take(line, where)
    }
  }
  await arrived()
  await store.durable()
  return { ...count, already }
}

/** A match whose lines are being read. */
class Coming {
  readonly match: string
  readonly run: string | null
  readonly rows: Row[] = []
  readonly calls: Call[] = []
  /** Whether the file's own hashes can stand: they cannot where the start had no id. */
  private readonly keeps: boolean
  private tail: Tail = EMPTY
  /** The chain of the file. */
  private theirs = EMPTY.head
  private hashed = false
  private closed = false

  constructor(match: string, run: string | null, keeps: boolean) {
    this.match = match
    this.run = run
    this.keeps = keeps
  }

  take(line: Line & { readonly kind: 'event' | 'erased' }, where: string): void {
    const { seq, hash } = line.beside
    if (this.closed)
      throw new StagegameError('match-closed', `${where}: nothing follows the end of match ${quoted(this.match)}`)
    if (seq !== undefined && seq !== this.rows.length)
      throw new StagegameError(
        'broken-chain',
        `${where}: expected event ${this.rows.length} of match ${quoted(this.match)}, found ${seq}`,
      )
    if (this.rows.length === 0) this.hashed = hash !== undefined
    if (line.kind === 'erased' && !(this.hashed && this.keeps))
      throw new StagegameError('broken-chain', `${where}: an erased event stands in a log with hashes and ids alone`)
    const row =
      line.kind === 'event' ? this.rowOf(line.event, line.beside) : erasedRow(this.tail, line.erased, line.beside)
    this.check(line, row, where)
    this.rows.push(row)
    this.tail = { rows: this.rows.length, head: row.hash }
    this.closed = row.type === 'ended' || row.type === 'voided'
  }

  private rowOf(event: Event, { at = '', salt }: Beside): Row {
    const own = event.type === 'started' ? { ...event, match: this.match } : event
    return rowAfter(this.tail, own, at, this.hashed && this.keeps ? (salt ?? '') : undefined)
  }

  /** The hash on the line is of the chain in the file, which is ours too unless the start had to be named. */
  private check({ beside, ...line }: Line & { readonly kind: 'event' | 'erased' }, row: Row, where: string): void {
    if (!this.hashed) {
      if (beside.hash === undefined) return
      throw new StagegameError(
        'broken-chain',
        `${where}: a hash, but the start of match ${quoted(this.match)} has none`,
      )
    }
    if (this.keeps || line.kind === 'erased') this.theirs = row.hash
    else {
      const commitment = commitmentOf(beside.salt ?? '', canonical(line.event))
      this.theirs = linkOf(this.theirs, linkFor(line.event, row.seq), commitment)
    }
    if (beside.hash === this.theirs) return
    throw new StagegameError(
      'broken-chain',
      `${where}: event ${row.seq} of match ${quoted(this.match)} was edited, or lines before it were dropped or reordered (expected hash ${this.theirs}, found ${beside.hash ?? 'none'})`,
    )
  }
}

function erasedRow({ rows, head }: Tail, { type, turn, seat, commitment }: Erased, { at = '' }: Beside): Row {
  const link = { seq: rows, type, turn: turn ?? null, seat: seat ?? null }
  return { ...link, at, body: null, salt: '', hash: linkOf(head, link, commitment), commitment }
}

/** Whether the match is there with the same events. Throws `match-differs` where it is there with others. */
async function isThere(store: Archive, match: string, rows: readonly Row[], file: string): Promise<boolean> {
  if ((await store.status(match)) === undefined) return false
  let seq = 0
  let same = true
  for await (const page of store.pages({ match }))
    for (const row of page.rows) {
      same &&= row.body === rows[seq]?.body && row.type === rows[seq]?.type
      seq++
    }
  if (same && seq === rows.length) return true
  throw new StagegameError(
    'match-differs',
    `${file}: match ${quoted(match)} is there already with other events (${seq} there, ${rows.length} in the file): it stays as it is`,
  )
}

async function putRun(store: Archive, run: Run, where: string): Promise<number> {
  const there = await store.run(run.id)
  if (there && canonical(there) === canonical(run)) return 0
  if (there)
    throw new StagegameError('run-differs', `${where}: run ${quoted(run.id)} is there already, and is another one`)
  await store.createRun(run, new Map())
  return 1
}

/** The next event of a run is put, one that is there is looked at. Throws `unknown-run`, `run-differs`, `broken-chain`. */
async function putRunEvent(
  store: Archive,
  logs: Map<string, RunEventRow[]>,
  { run, row }: Line & { readonly kind: 'run-event' },
  where: string,
): Promise<void> {
  if (!(await store.run(run)))
    throw new StagegameError('unknown-run', `${where}: an event of run ${quoted(run)}, which is not there`)
  const rows = logs.get(run) ?? [...(await store.runRows(run))]
  logs.set(run, rows)
  const there = rows[row.seq]
  if (there && there.hash === row.hash && there.body === row.body) return
  if (there)
    throw new StagegameError(
      'run-differs',
      `${where}: run ${quoted(run)} is there already with another event ${row.seq}: it stays as it is`,
    )
  if (row.seq !== rows.length)
    throw new StagegameError(
      'broken-chain',
      `${where}: expected event ${rows.length} of run ${quoted(run)}, found ${row.seq}`,
    )
  const hash = runHashOf(rows.at(-1)?.hash ?? EMPTY.head, row)
  if (row.hash !== hash)
    throw new StagegameError(
      'broken-chain',
      `${where}: event ${row.seq} of run ${quoted(run)} was edited, or lines before it were dropped or reordered (expected hash ${hash}, found ${row.hash})`,
    )
  store.putRunRow(run, row)
  rows.push(row)
}

/** Calls are put where the match has none yet. */
async function putCalls(store: Archive, match: string, calls: readonly Call[]): Promise<number> {
  if (calls.length === 0 || (await store.calls(match)).length > 0) return 0
  await store.putCalls(calls)
  return calls.length
}

/** The call with the long texts of its request, from text lines or from the store. */
async function whole(store: Archive, call: Call, where: string): Promise<Call> {
  const texts = new Map<string, string | undefined>()
  for (const hash of textsIn(call.request)) texts.set(hash, await store.text(hash))
  try {
    return { ...call, request: lengthened(call.request, (hash) => texts.get(hash)) }
  } catch (error) {
    if (!(error instanceof StagegameError)) throw error
    throw new StagegameError(error.code, `${where}: ${error.message}`, { cause: error })
  }
}
