/** One call as a row of the log: JSON as text, absent fields as null. */
import type { CallKey } from '../models/model.ts'
import type { Call, CallBegun, CallDone } from './store.ts'
import { lengthened, shortened } from './texts.ts'

/** The columns of `calls`, under their names there. */
export interface CallRow {
  readonly match: string
  readonly turn: number
  readonly seat: number
  readonly purpose: string
  readonly attempt: number
  readonly try: number
  readonly at: string
  readonly provider: string
  readonly model: string
  /** JSON, with references for long texts. */
  readonly request: string
  readonly reserved_tokens: number | null
  readonly reserved_cost: number | null
  readonly status: string | null
  readonly answered: string | null
  readonly text: string | null
  /** JSON. */
  readonly reply: string | null
  readonly finish: string | null
  readonly tokens_in: number | null
  readonly tokens_out: number | null
  readonly tokens_reasoning: number | null
  readonly tokens_cached: number | null
  readonly cost: number | null
  /** 1 where tokens and cost are estimates. */
  readonly estimated: number | null
  readonly request_id: string | null
  readonly fingerprint: string | null
  readonly waited: number | null
  readonly worked: number | null
  readonly error: string | null
  readonly outcome: string | null
  readonly dropped: string | null
}

/** What `complete` writes. */
export type Completion = Pick<CallRow, (typeof COMPLETION)[number]>

export const COMPLETION = [
  'status',
  'answered',
  'text',
  'reply',
  'finish',
  'tokens_in',
  'tokens_out',
  'tokens_reasoning',
  'tokens_cached',
  'cost',
  'estimated',
  'request_id',
  'fingerprint',
  'waited',
  'worked',
  'error',
] as const

export const COLUMNS = [
  ...(['match', 'turn', 'seat', 'purpose', 'attempt', 'try', 'at', 'provider', 'model', 'request'] as const),
  ...(['reserved_tokens', 'reserved_cost'] as const),
  ...COMPLETION,
  ...(['outcome', 'dropped'] as const),
] as const

/** The row of a call that is about to be sent, and the long texts of its request. */
export function begunRow(
  call: CallBegun,
  at: string,
): { readonly row: CallRow; readonly texts: ReadonlyMap<string, string> } {
  const { request, texts } = shortened(call.request)
  const { match, turn, seat, purpose, attempt, provider, model } = call
  const key = { match, turn, seat, purpose, attempt, try: call.try }
  const reserved = { reserved_tokens: call.reservedTokens ?? null, reserved_cost: call.reservedCost ?? null }
  const sent = { ...key, at, provider, model, request: JSON.stringify(request), ...reserved }
  return { row: { ...sent, ...UNDONE, outcome: null, dropped: null }, texts }
}

export const completion = (done: CallDone): Completion => ({
  status: done.status,
  answered: done.answered ?? null,
  text: done.text ?? null,
  reply: done.reply === undefined ? null : JSON.stringify(done.reply),
  finish: done.finish ?? null,
  tokens_in: done.tokensIn ?? null,
  tokens_out: done.tokensOut ?? null,
  tokens_reasoning: done.tokensReasoning ?? null,
  tokens_cached: done.tokensCached ?? null,
  cost: done.cost ?? null,
  estimated: done.estimated === true ? 1 : null,
  request_id: done.requestId ?? null,
  fingerprint: done.fingerprint ?? null,
  waited: done.waited ?? null,
  worked: done.worked ?? null,
  error: done.error ?? null,
})

const UNDONE: Completion = {
  status: null,
  answered: null,
  text: null,
  reply: null,
  finish: null,
  tokens_in: null,
  tokens_out: null,
  tokens_reasoning: null,
  tokens_cached: null,
  cost: null,
  estimated: null,
  request_id: null,
  fingerprint: null,
  waited: null,
  worked: null,
  error: null,
}

/** The call as it is read: tokens that nobody counted are null, other fields that are not there are absent. */
export function callOf(row: CallRow, textOf: (hash: string) => string | undefined): Call {
  const { match, turn, seat, purpose, attempt, at, provider, model, status, outcome, dropped } = row
  return {
    ...{ match, turn, seat, purpose, attempt, try: row.try, at, provider, model },
    request: lengthened(JSON.parse(row.request), textOf),
    ...present({ reservedTokens: row.reserved_tokens, reservedCost: row.reserved_cost }),
    status,
    ...present({ answered: row.answered, text: row.text }),
    ...(row.reply !== null && { reply: JSON.parse(row.reply) as unknown }),
    ...present({ finish: row.finish }),
    tokensIn: row.tokens_in,
    tokensOut: row.tokens_out,
    tokensReasoning: row.tokens_reasoning,
    tokensCached: row.tokens_cached,
    cost: row.cost,
    ...(row.estimated === 1 && { estimated: true }),
    ...present({
      requestId: row.request_id,
      fingerprint: row.fingerprint,
      waited: row.waited,
      worked: row.worked,
      error: row.error,
    }),
    outcome,
    dropped,
  }
}

/** The row of a call that was logged elsewhere. */
export function rowOfCall(call: Call): { readonly row: CallRow; readonly texts: ReadonlyMap<string, string> } {
  const { row, texts } = begunRow(call, call.at)
  const { status, outcome, dropped } = call
  const done = status === null ? UNDONE : completion({ ...call, status })
  return { row: { ...row, ...done, outcome, dropped }, texts }
}

/** Calls stand by turn, seat, purpose, attempt and try; those of one try in the order in which they began. */
export const byKey = (a: CallRow, b: CallRow): number =>
  a.turn - b.turn ||
  a.seat - b.seat ||
  (a.purpose < b.purpose ? -1 : Number(a.purpose > b.purpose)) ||
  a.attempt - b.attempt ||
  a.try - b.try

export const keyOf = ({ match, turn, seat, purpose, attempt }: CallKey): string =>
  JSON.stringify([match, turn, seat, purpose, attempt])

function present<T extends Record<string, string | number | null>>(fields: T): { [k in keyof T]?: NonNullable<T[k]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as {
    [k in keyof T]?: NonNullable<T[k]>
  }
}
