/** A log as lines of JSON: an event a line in the wire format, and calls, texts and runs as lines of their own types. */
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { z } from 'zod'
import { quoted, StagegameError } from '../core/errors.ts'
import { type Event, eventOf } from '../core/event.ts'
import { canonical } from '../core/fingerprint.ts'
import { runEventOf } from '../core/run-event.ts'
import { jsonErrorAt } from './json-error.ts'
import type { Row } from './row.ts'
import type { RunEventRow } from './run-row.ts'
import type { Call, Run } from './store.ts'

/** What stands beside an event on its line. */
const Beside = z.strictObject({
  /** The run of a match, with its start. */
  run: z.string().optional(),
  seq: z.int().min(0).optional(),
  at: z.string().optional(),
  salt: z.string().optional(),
  hash: z.string().optional(),
})
export type Beside = z.output<typeof Beside>

const Erased = z.strictObject({
  type: z.enum(['moved', 'reseated', 'paused', 'voided']),
  turn: z.int().min(0).optional(),
  seat: z.int().min(0).optional(),
  erased: z.literal(true),
  commitment: z.string(),
})
export type Erased = z.output<typeof Erased>

const TextLine = z.strictObject({ type: z.literal('text'), hash: z.string(), body: z.string() })

const RunLine = z.strictObject({
  type: z.literal('run'),
  id: z.string(),
  name: z.string(),
  experiment: z.string(),
  file: z.string(),
  texts: z.record(z.string(), z.string()),
  seed: z.string(),
  code: z.string(),
  at: z.string(),
})

const RunEventLine = z.strictObject({
  type: z.literal('run-event'),
  run: z.string(),
  seq: z.int().min(0),
  at: z.string(),
  event: z.unknown(),
  hash: z.string(),
})

const Count = z.int().min(0)
const Tokens = z.number().nullable()
/** Long texts in the request are references to text lines that came before. */
const CallLine = z.strictObject({
  type: z.literal('call'),
  match: z.string(),
  turn: Count,
  seat: Count,
  purpose: z.string(),
  attempt: Count,
  try: Count,
  at: z.string(),
  provider: z.string(),
  model: z.string(),
  request: z.unknown(),
  reservedTokens: z.number().optional(),
  reservedCost: z.number().optional(),
  status: z.string().nullable(),
  answered: z.string().optional(),
  text: z.string().optional(),
  reply: z.unknown().optional(),
  finish: z.string().optional(),
  tokensIn: Tokens,
  tokensOut: Tokens,
  tokensReasoning: Tokens,
  tokensCached: Tokens,
  cost: Tokens,
  estimated: z.literal(true).optional(),
  requestId: z.string().optional(),
  fingerprint: z.string().optional(),
  waited: z.number().optional(),
  worked: z.number().optional(),
  error: z.string().optional(),
  outcome: z.string().nullable(),
  dropped: z.string().nullable(),
})

/** One line as it was read, and which one it was (from 1). */
export type Line = { readonly line: number } & (
  | { readonly kind: 'event'; readonly event: Event; readonly beside: Beside }
  | { readonly kind: 'erased'; readonly erased: Erased; readonly beside: Beside }
  | { readonly kind: 'call'; readonly call: Call }
  | { readonly kind: 'text'; readonly hash: string; readonly body: string }
  | { readonly kind: 'run'; readonly run: Run }
  | { readonly kind: 'run-event'; readonly run: string; readonly row: RunEventRow }
)

/** A line that is none of a log. */
export interface Broken {
  readonly kind: 'broken'
  readonly line: number
  readonly error: StagegameError
}

/**
 * Reads a file line by line. Blank lines, a byte order mark and Windows line ends are passed over; everything else must be a
 * line of a log. Throws StagegameError `bad-line` with file, line and column; `truncated-log` where the last line is cut off;
 * `missing-file`.
 */
export async function* readLog(file: string): AsyncGenerator<Line> {
  for await (const line of readWhatCanBe(file)) {
    if (line.kind === 'broken') throw line.error
    yield line
  }
}

/** As `readLog`, but goes on behind a line that cannot be read, and hands out what is wrong with it. */
export async function* readWhatCanBe(file: string): AsyncGenerator<Line | Broken> {
  for await (const { line, text, last } of linesOf(file)) {
    try {
      yield { line, ...lineOf(parsed(text, file, line, last)) }
    } catch (error) {
      if (!(error instanceof StagegameError)) throw error
      yield { kind: 'broken', line, error: located(error, file, line) }
    }
  }
}

/** The id of a match that a file does not name: the file's name, and the how-manieth it is there. */
export const idIn = (file: string, ordinal: number): string => `${basename(file).replace(/\.jsonl?$/, '')}/${ordinal}`

function located(error: StagegameError, file: string, line: number): StagegameError {
  if (error.message.startsWith(file)) return error
  return new StagegameError('bad-line', `${file}, line ${line}: ${error.message}`, { cause: error })
}

function lineOf(value: unknown) {
  switch ((value as { type?: unknown } | null)?.type) {
    case 'text': {
      const { type: _, ...text } = checked(TextLine, value, 'text')
      return { kind: 'text' as const, ...text }
    }
    case 'run': {
      const { type: _, ...run } = checked(RunLine, value, 'run')
      return { kind: 'run' as const, run }
    }
    case 'run-event': {
      const { run, seq, at, event: found, hash } = checked(RunEventLine, value, 'run-event')
      const event = runEventOf(found)
      return { kind: 'run-event' as const, run, row: { seq, at, type: event.type, body: canonical(event), hash } }
    }
    case 'call': {
      const { type: _, ...call } = checked(CallLine, value, 'call')
      return { kind: 'call' as const, call: call as Call }
    }
    default:
      return eventLine(value)
  }
}

function eventLine(value: unknown) {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new StagegameError('bad-line', `expected an object, got ${quoted(value)}`)
  const { at, hash, salt, seq, run, ...rest } = value as Record<string, unknown>
  const type = rest['type']
  if (run !== undefined && type !== 'started')
    throw new StagegameError('bad-line', `run stands with the started event alone, but here with ${quoted(type)}`)
  const beside = checked(Beside, { at, hash, salt, seq, run }, 'event')
  if ('erased' in rest) return { kind: 'erased' as const, erased: checked(Erased, rest, 'erased event'), beside }
  return { kind: 'event' as const, event: eventOf(rest), beside }
}

function checked<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issues = result.error.issues.map(({ path, message }) => [...path, message].join(': '))
  throw new StagegameError('bad-line', `no ${what} line: ${issues.join('; ')}`)
}

function parsed(text: string, file: string, line: number, last: boolean): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const at = jsonErrorAt(text)
    if (last && at >= text.length)
      throw new StagegameError(
        'truncated-log',
        `${file}, line ${line} is cut off after column ${at}: the log is not complete`,
        {
          cause,
        },
      )
    const found = at < text.length ? quoted(text.slice(at, at + 20)) : 'the end of the line'
    throw new StagegameError('bad-line', `${file}, line ${line}, column ${at + 1}: no JSON, found ${found}`, { cause })
  }
}

/** The lines that are not blank. `last`: the file ends in this line, without a line end. */
async function* linesOf(file: string): AsyncGenerator<{ line: number; text: string; last: boolean }> {
  let [line, rest] = [0, '']
  try {
    for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 18 })) {
      const texts = (rest + (chunk as string)).split('\n')
      rest = texts.pop() ?? ''
      for (const text of texts) {
        line++
        const own = line === 1 ? text.replace(/^\uFEFF/, '') : text
        if (own.trim() !== '') yield { line, text: own, last: false }
      }
    }
  } catch (cause) {
    const code = (cause as { code?: unknown }).code
    if (code === 'ENOENT') throw new StagegameError('missing-file', `there is no file ${file}`, { cause })
    if (code === 'EISDIR') throw new StagegameError('missing-file', `${file} is a folder, and no log`, { cause })
    throw cause
  }
  const own = line === 0 ? rest.replace(/^\uFEFF/, '') : rest
  if (own.trim() !== '') yield { line: line + 1, text: own, last: true }
}

/** The wire order of an event's fields, for whoever reads the file. */
const FIELDS = [
  ...['type', 'wire', 'match', 'run', 'game', 'version', 'params', 'wraps', 'seats', 'seed', 'code', 'parent'],
  ...['turn', 'seat', 'kind', 'action', 'player', 'subject', 'spec', 'told', 'reason', 'origin'],
  ...['payoffs', 'measures', 'fingerprint', 'erased', 'commitment', 'at', 'salt', 'hash'],
] as const

/** A row as its line, without the line end. */
export function rowLine(row: Row, run: string | null): string {
  const { type, at, salt, hash } = row
  const all: Record<string, unknown> = {
    ...(row.body === null ? erasedFields(row) : (JSON.parse(row.body) as object)),
    ...(type === 'started' && run !== null && { run }),
    ...(at !== '' && { at }),
    ...(salt !== '' && { salt }),
    hash,
  }
  const line: Record<string, unknown> = {}
  for (const field of FIELDS) if (field in all) line[field] = all[field]
  return JSON.stringify({ ...line, ...all })
}

const erasedFields = ({ type, turn, seat, commitment }: Row): object => ({
  type,
  ...(turn !== null && { turn }),
  ...(seat !== null && { seat }),
  erased: true,
  commitment,
})

/** A call as its line; long texts in the request stand in text lines of their own. */
export function callLine(call: Call, request: unknown): string {
  const line: Record<string, unknown> = { type: 'call' }
  for (const field of Object.keys(CallLine.shape)) if (field !== 'type') line[field] = call[field as keyof Call]
  return JSON.stringify({ ...line, request })
}

export const textLine = (hash: string, body: string): string => JSON.stringify({ type: 'text', hash, body })

export const runLine = ({ id, name, experiment, file, texts, seed, code, at }: Run): string =>
  JSON.stringify({ type: 'run', id, name, experiment, file, texts, seed, code, at })

export const runEventLine = (run: string, { seq, at, body, hash }: RunEventRow): string =>
  JSON.stringify({ type: 'run-event', run, seq, at, event: JSON.parse(body), hash })
