/** The log in memory: for tests, and for matches whose log nobody keeps. */
import type { Event, Started } from '../core/event.ts'
import type { CallKey } from '../models/model.ts'
import type { Archive, Page, Selection } from './archive.ts'
import { begunRow, byKey, type CallRow, callOf, completion, keyOf, rowOfCall } from './call-row.ts'
import { byId, nodeDigest } from './chain.ts'
import { clock } from './clock.ts'
import {
  matchClosed,
  matchExists,
  named,
  notErasable,
  runExists,
  unknownCall,
  unknownMatch,
  unknownRun,
} from './refusals.ts'
import { EMPTY, loggedOf, type Row, rowAfter } from './row.ts'
import { loggedOfRun, type RunEventRow, runRowAfter } from './run-row.ts'
import type { Run } from './store.ts'
import { summaries } from './summary.ts'
import { usageOf } from './usage.ts'

interface Kept {
  readonly id: string
  readonly run: string | null
  /** The chain so far. */
  readonly rows: Row[]
  /** Events that were appended since somebody last looked: nobody waits for the hashes of a log that is not read. */
  readonly fresh: { readonly event: Event; readonly at: string }[]
  last: Event['type'] | undefined
}

function rowsIn({ rows, fresh }: Kept): Row[] {
  for (const { event, at } of fresh.splice(0)) {
    const head = rows.at(-1)?.hash ?? EMPTY.head
    rows.push(rowAfter({ rows: rows.length, head }, event, at))
  }
  return rows
}

/** A store that ends with its process; else it keeps the same contract. */
export function memoryStore({ now = Date.now }: { readonly now?: () => number } = {}): Archive {
  const runs = new Map<string, Run>()
  const runEvents = new Map<string, RunEventRow[]>()
  const matches = new Map<string, Kept>()
  const calls = new Map<string, CallRow[]>()
  const texts = new Map<string, string>()
  const at = clock(now)

  const matchOf = (match: string): Kept => {
    const kept = matches.get(match)
    if (!kept) throw unknownMatch(match)
    return kept
  }
  const runRowsOf = (run: string): RunEventRow[] => {
    const rows = runEvents.get(run)
    if (!rows) throw unknownRun(run)
    return rows
  }
  const kept = (match: string, run: string | null, rows: Row[]) => {
    if (matches.has(match)) throw matchExists(match)
    if (run !== null && !runs.has(run)) throw unknownRun(run)
    matches.set(match, { id: match, run, rows, fresh: [], last: rows.at(-1)?.type })
  }
  const statusOf = ({ last }: Kept) => (last === 'ended' || last === 'voided' ? last : 'open')
  const write = (match: Kept, event: Event) => {
    match.fresh.push({ event, at: at() })
    match.last = event.type
  }
  const callsOf = (key: CallKey) => (calls.get(key.match) ?? []).filter((row) => keyOf(row) === keyOf(key))
  const keep = (row: CallRow, found: ReadonlyMap<string, string>) => {
    for (const [hash, body] of found) texts.set(hash, body)
    const others = calls.get(row.match)
    if (others) others.push(row)
    else calls.set(row.match, [row])
  }
  const readings = (match: string) =>
    (calls.get(match) ?? []).filter((row) => row.status === 'ok' && row.purpose === 'answer')
  const textOf = (hash: string) => texts.get(hash)

  async function* pages({ run, match }: Selection = {}): AsyncGenerator<Page> {
    for (const id of [...matches.keys()].sort(byId)) {
      const found = matchOf(id)
      if (run !== undefined && found.run !== run) continue
      if (match !== undefined && id !== match) continue
      yield { match: id, run: found.run, rows: [...rowsIn(found)] }
    }
  }

  return {
    createRun: async (run, found) => {
      if (runs.has(run.id)) throw runExists(run.id)
      runs.set(run.id, structuredClone(run))
      runEvents.set(run.id, [])
      for (const [hash, body] of found) texts.set(hash, body)
    },
    run: async (id) => runs.get(id),
    runs: async () => [...runs.values()].sort((a, b) => byId(a.id, b.id)),
    text: async (hash) => texts.get(hash),
    hold: async (run) => {
      if (!runs.has(run)) throw unknownRun(run)
    },
    appendRun: (run, event) => {
      const rows = runRowsOf(run)
      rows.push(runRowAfter({ rows: rows.length, head: rows.at(-1)?.hash ?? EMPTY.head }, event, at()))
    },
    runLog: async (run) => runRowsOf(run).map(loggedOfRun),
    runRows: async (run) => [...runRowsOf(run)],
    putRunRow: (run, row) => {
      runRowsOf(run).push(row)
    },
    open: (match: string, run: string | null, started: Started) => {
      const start = named(started, match)
      kept(match, run, [])
      write(matchOf(match), start)
    },
    append: (match, event) => {
      const found = matchOf(match)
      if (statusOf(found) !== 'open') throw matchClosed(match)
      write(found, event)
    },
    durable: async () => {},
    log: async (match) => rowsIn(matchOf(match)).map(loggedOf),
    matches: (run) => summaries(pages({ run }), readings),
    status: async (match) => {
      const found = matches.get(match)
      return found && statusOf(found)
    },
    begin: async (call) => {
      const { row, texts: found } = begunRow(call, at())
      keep(row, found)
    },
    complete: async (key, done) => {
      const row = callsOf(key).findLast((call) => call.try === key.try && call.status === null)
      if (!row) throw unknownCall(keyOf(key), key.try)
      Object.assign(row, completion(done))
    },
    read: (key, outcome, dropped) => {
      const row = callsOf(key).find((call) => call.status === 'ok' && call.outcome === null)
      if (row) Object.assign(row, { outcome, dropped })
    },
    tried: async (key) => {
      const rows = callsOf(key)
      const answered = rows.find((call) => call.status === 'ok')
      return { tries: Math.max(0, ...rows.map((row) => row.try)), answered: answered && callOf(answered, textOf) }
    },
    usage: async (run) =>
      usageOf(
        [...calls].flatMap(([match, rows]) =>
          matches.get(match)?.run === run || match.startsWith(`${run}/`) ? rows : [],
        ),
      ),
    calls: async (match) => [...(calls.get(match) ?? [])].sort(byKey).map((row) => callOf(row, textOf)),
    close: async () => {},
    pages,
    put: async (match, run, rows) => kept(match, run, [...rows]),
    putCalls: async (found) => {
      for (const call of found) {
        const { row, texts: long } = rowOfCall(call)
        keep(row, long)
      }
    },
    texts: async function* () {
      for (const hash of [...texts.keys()].sort()) yield [hash, texts.get(hash)!]
    },
    putText: async (body) => {
      const hash = nodeDigest(body)
      texts.set(hash, body)
      return hash
    },
    erase: async (...events) => {
      for (const { match, seq } of events) {
        const refused = notErasable(match, seq, rowsIn(matchOf(match))[seq])
        if (refused) throw refused
      }
      for (const { match, seq } of events) {
        const rows = rowsIn(matchOf(match))
        rows[seq] = { ...rows[seq]!, body: null, salt: '' }
      }
    },
  }
}
