/** A program of the user's own that plays: it gets the ask, the view and a JSON Schema over HTTP, and returns an action. */
import { jsonSchemaOf } from '../core/legal.ts'
import { CALL_ID, callId } from '../models/call-id.ts'
import { ModelError } from '../models/errors.ts'
import { type Endpoint, failureOf } from '../models/failure.ts'
import type { CallKey } from '../models/model.ts'
import { timeLimit } from '../models/time-limit.ts'
import type { CallDone, CallLog } from '../store/store.ts'
import { type Agent, type Decision, noAnswer, type Request } from './agent.ts'
import { answerSchema, type Reasons } from './answer.ts'
import type { PromptBook } from './prompt.ts'
import { readReply } from './reply.ts'

/** What stands in every request. */
export const PROTOCOL = 'stagegame/1'

const TIMEOUT = 60_000

/** An action is small: what is larger is no answer. */
const MOST_BYTES = 1_000_000

export interface RemoteOptions {
  readonly name: string
  /** Where it listens: http or https. */
  readonly url: string
  readonly book: Pick<PromptBook, 'rulesText' | 'askText'>
  /** Every request is logged before it is sent; what was answered is never asked again. */
  readonly log: CallLog
  /** Asks before it counts as no legal answer. */
  readonly attempts?: number | undefined
  /** Milliseconds until it counts as no answer at all. */
  readonly timeout?: number | undefined
  readonly reasons?: Reasons | undefined
  /** Sent as a bearer token; stands in no message and no log. */
  readonly apiKey?: string | undefined
}

/**
 * Its deadline passed is `timeout`, an error of its own `failed`: either is flagged as no answer of a player. Throws ModelError
 * where it cannot be reached: the world, and the match can be played on.
 */
export function remote(options: RemoteOptions): Agent {
  return { name: options.name, outside: false, decide: (request) => decided(options, request) }
}

async function decided(options: RemoteOptions, request: Request): Promise<Decision> {
  const { attempts = 3, reasons = 'off', log } = options
  const { ask, match, turn, seat, stop } = request
  let complaint: string | undefined
  let reason: Parameters<typeof noAnswer>[1] = 'empty'
  for (let attempt = 1; attempt <= attempts; attempt++) {
    if (attempt > 1) stop?.throwIfAborted()
    const key: CallKey = { match, turn, seat, purpose: 'answer', attempt }
    const answered = await answer(options, request, key, complaint)
    if (!answered.ok) {
      reason = answered.why
      complaint = undefined
      if (reason === 'timeout') break // it had its time
      continue
    }
    const reading = readReply({ text: answered.text, finish: 'stop' }, ask.schema, reasons)
    log.read(
      key,
      reading.ok ? 'legal' : reading.failure,
      reading.dropped.length > 0 ? JSON.stringify(reading.dropped) : null,
    )
    if (reading.ok) {
      const { action, reason: said } = reading
      return { action, ...(said !== undefined && { reason: said }), origin: { by: 'player' } }
    }
    reason = reading.failure
    complaint = reading.complaint
  }
  return noAnswer(ask, reason)
}

type Answered =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: 'timeout' | 'failed' }

/** The reply to one attempt: from the log where it is there, else by one request that is logged before it goes. */
async function answer(
  options: RemoteOptions,
  request: Request,
  key: CallKey,
  complaint: string | undefined,
): Promise<Answered> {
  const { log, name } = options
  const { tries, answered } = await log.tried(key)
  if (answered) return { ok: true, text: answered.text ?? '' }
  const row = { ...key, try: tries + 1 }
  const body = bodyOf(options, request, key.attempt, complaint)
  await log.begin({ ...row, provider: 'remote', model: shown(options.url), request: body }, true)
  const began = Date.now()
  const done = (outcome: CallDone) => log.complete(row, { ...outcome, waited: 0, worked: Date.now() - began }, true)
  try {
    const { text, status } = await sent(options, JSON.stringify(body), callId(key, row.try), request.signal)
    if (status >= 200 && status < 300) {
      await done({ status: 'ok', answered: name, text })
      return { ok: true, text }
    }
    await done({ status: 'failed', error: `${shown(options.url)} answered with ${status}: ${text.slice(0, 300)}` })
    return { ok: false, why: 'failed' }
  } catch (error) {
    const failure = error instanceof ModelError ? error : new ModelError('failed', String(error), { cause: error })
    await done({ status: failure.class, error: failure.message })
    if (failure.class === 'timeout' || failure.class === 'failed') return { ok: false, why: failure.class }
    throw failure
  }
}

/** What the program is told: never a seed, never the state. */
function bodyOf(
  { book, reasons = 'off', name }: RemoteOptions,
  { match, turn, seat, ask, view, told }: Request,
  attempt: number,
  complaint: string | undefined,
) {
  return {
    protocol: PROTOCOL,
    ...{ match, turn, seat, player: name, kind: ask.kind, attempt },
    view,
    schema: answerSchema(jsonSchemaOf(ask.schema), reasons),
    rules: book.rulesText(view),
    ask: book.askText(ask.kind, view),
    ...(told !== undefined && { told }),
    ...(complaint !== undefined && { complaint }),
  }
}

/** Throws ModelError: `timeout`, `aborted`, `failed` (its answer broke off or is too large), or why it cannot be reached. */
async function sent(
  { url, name, apiKey, timeout = TIMEOUT }: RemoteOptions,
  body: string,
  id: string,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly text: string }> {
  const endpoint: Endpoint = { name, model: name, url: shown(url), keyFrom: undefined, apiKey, timeout }
  const limit = timeLimit(signal, timeout)
  let status: number | undefined
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [CALL_ID]: id,
        ...(apiKey && { authorization: `Bearer ${apiKey}` }),
      },
      body,
      redirect: 'manual', // answers with a status that is none of success
      signal: limit.signal,
    })
    status = response.status
    return { status, text: await textOf(response) }
  } catch (error) {
    const failure = failureOf(endpoint, error, { stopped: signal.aborted, expired: limit.expired() })
    if (status !== undefined && failure.class === 'network')
      throw new ModelError('failed', failure.message, { cause: error })
    throw failure
  } finally {
    limit.clear()
  }
}

async function textOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > MOST_BYTES) throw new ModelError('failed', `the answer is larger than ${MOST_BYTES} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** An address without what may be secret in it. */
function shown(url: string): string {
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}${pathname}`
}
