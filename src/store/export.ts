/** Writes a log as lines of JSON, without loss. */
import type { Event } from '../core/event.ts'
import type { Archive, Selection } from './archive.ts'
import { callLine, rowLine, runEventLine, runLine, textLine } from './jsonl.ts'
import { unknownMatch, unknownRun } from './refusals.ts'
import type { Row } from './row.ts'
import type { Run } from './store.ts'
import { shortened } from './texts.ts'

/** Texts that were written are remembered up to here; beyond it one may stand twice, which does no harm. */
const REMEMBERED = 100_000

/**
 * The lines of everything, of one run or of one match, each with its line end: runs, their texts and their own events (these
 * not with one match), then match by match in the order of ids its events and its calls. Throws `unknown-run`, `unknown-match`.
 */
export async function* exportLines(store: Archive, selection: Selection = {}): AsyncGenerator<string> {
  const written = new Set<string>()
  for await (const line of lines(store, selection, written)) yield `${line}\n`
}

async function* lines(store: Archive, selection: Selection, written: Set<string>): AsyncGenerator<string> {
  const all = selection.run === undefined && selection.match === undefined
  if (all) for await (const [hash, body] of store.texts()) yield textLine(hash, body)
  const once = async function* (hash: string, body: string | undefined) {
    if (all || body === undefined || written.has(hash)) return
    if (written.size >= REMEMBERED) written.clear()
    written.add(hash)
    yield textLine(hash, body)
  }
  const frozen = async function* (run: Run) {
    for (const hash of Object.values(run.texts)) yield* once(hash, await store.text(hash))
    yield runLine(run)
  }
  const whole = async function* (run: Run) {
    yield* frozen(run)
    for (const row of await store.runRows(run.id)) yield runEventLine(run.id, row)
  }
  if (all) for (const run of await store.runs()) yield* whole(run)
  if (selection.run !== undefined) yield* whole(await runOf(store, selection.run))

  let found = false
  let match: string | undefined
  const calls = async function* (of: string) {
    for (const call of await store.calls(of)) {
      const { request, texts } = shortened(call.request)
      for (const [hash, body] of texts) yield* once(hash, body)
      yield callLine(call, request)
    }
  }
  for await (const page of store.pages(selection)) {
    found = true
    if (match !== undefined && match !== page.match) yield* calls(match)
    if (match !== page.match && selection.match !== undefined && page.run !== null && selection.run === undefined)
      yield* frozen(await runOf(store, page.run))
    match = page.match
    for (const row of page.rows) {
      for (const hash of specsIn(row)) yield* once(hash, await store.text(hash))
      yield rowLine(row, page.run)
    }
  }
  if (match !== undefined) yield* calls(match)
  if (!found && selection.match !== undefined) throw unknownMatch(selection.match)
}

async function runOf(store: Archive, id: string): Promise<Run> {
  const run = await store.run(id)
  if (run) return run
  throw unknownRun(id)
}

/** The players' frozen descriptions that an event refers to. */
function specsIn({ type, body }: Row): readonly string[] {
  if (body === null || (type !== 'started' && type !== 'reseated')) return []
  const event = JSON.parse(body) as Event
  const named = event.type === 'started' ? event.seats : event.type === 'reseated' ? [event] : []
  return named.flatMap(({ spec }) => (spec === undefined ? [] : [spec]))
}
