/** One request, from its arrival to what became of it. */
import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { CALL_ID } from '../models/call-id.ts'
import { expectedTokens } from '../models/tokens.ts'
import type { Admission } from './admission.ts'
import { answerTo } from './answers.ts'
import { bodyIn } from './body.ts'
import { checkAsked, checkKey } from './checks.ts'
import { type Fate, lotOf } from './fate.ts'
import { type Headers, limitHeaders, retryHeaders } from './limit-headers.ts'
import { bytesOf, headerOf, linesOf, pause, send, sendHalf } from './message.ts'
import type { FakeOptions } from './options.ts'
import { type Asked, type Wire, WireError } from './wire.ts'

/** One request, once it is over. */
export interface Served {
  /** Milliseconds since 1970 when it came in, on a clock that never goes back. */
  readonly at: number
  readonly path: string
  /** Empty where the request could not be read. */
  readonly model: string
  /** What the client called it. */
  readonly clientRequestId: string | undefined
  /** SHA-256 of path and body; empty where it did not come in whole. */
  readonly bodyHash: string
  /** `ok`, a status, or `cut`, `cut-body`, `hang`; `abandoned`: the client left before the answer. */
  readonly outcome: string
  /** That it counts for in the window: in and out. */
  readonly tokens: number
  /** Milliseconds until it was over. */
  readonly took: number
}

/** What the exchanges of one provider share. */
export interface Desk {
  readonly options: FakeOptions
  readonly admission: Admission
  readonly now: () => number
  /** Whether anything is left to lots. */
  readonly lots: boolean
  /** How many were drawn for each body and name. */
  readonly drawn: Map<string, number>
  readonly note: (one: Served) => void
  requests: number
  inFlight: number
}

/** What becomes of it is settled by its body and its name alone; only the limits look at the clock. */
export async function exchange(
  desk: Desk,
  wire: Wire,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { options, now } = desk
  const nth = ++desk.requests
  const requestId = `req_${nth}`
  const at = now()
  const clientRequestId = headerOf(request, CALL_ID)
  let [model, bodyHash] = ['', '']
  const note = (outcome: string, tokens = 0) =>
    desk.note({ at, path: wire.path, model, clientRequestId, bodyHash, outcome, tokens, took: now() - at })
  const fail = (error: WireError, headers: Headers = {}) =>
    send(response, error.status, JSON.stringify(wire.error(error, requestId)), {
      [wire.idHeader]: requestId,
      ...headers,
    })
  const refuse = (error: WireError, headers: Headers = {}) => {
    note(String(error.status))
    fail(error, headers)
  }

  const bytes = await bytesOf(request)
  if (!bytes) return note('abandoned')
  bodyHash = createHash('sha256').update(`${wire.path}\n`).update(bytes).digest('hex')
  let asked: Asked
  let input: number
  try {
    checkKey(options, request)
    asked = wire.asked(bodyIn(bytes.toString('utf8')))
    model = asked.model
    input = expectedTokens(asked).input
    checkAsked(options, wire, asked, input)
  } catch (error) {
    if (error instanceof WireError) return refuse(error)
    throw error
  }

  const draw = drawer(desk, `${bodyHash} ${clientRequestId ?? ''}`)
  const { fate, latency } = draw
    ? lotOf(options, bodyHash, clientRequestId, draw.nth)
    : { fate: 'fine' as const, latency: options.latency }
  const byLot = retryHeaders(typeof options.retryAfter === 'number' ? options.retryAfter * 1000 : undefined, wire)
  if (fate === '429') {
    draw?.keep()
    return refuse(FAILURES['429'], byLot)
  }
  const reckoned = input + (asked.maxTokens ?? 0)
  const entered = desk.admission.enter(reckoned)
  if (!entered.ok) {
    const retry = options.retryAfter === 'none' ? {} : retryHeaders(entered.wait, wire)
    return refuse(tooMuch(entered.why, reckoned), { ...limitHeaders(options, desk.admission, wire), ...retry })
  }
  draw?.keep()

  desk.inFlight++
  let over = false
  const end = (outcome: string, tokens: number) => {
    if (over) return
    over = true
    desk.inFlight--
    entered.leave(tokens)
    note(outcome, tokens)
  }
  const left = new AbortController()
  response.once('close', () => {
    end(fate === 'hang' ? 'hang' : 'abandoned', reckoned)
    left.abort()
  })
  if (fate === 'hang') return
  if (latency > 0) await pause(latency, left.signal)
  if (over) return
  if (fate === 'cut') {
    end('cut', 0)
    response.destroy()
    return
  }
  if (fate === '500' || fate === '529') {
    end(fate, 0)
    return fail(FAILURES[fate], byLot)
  }

  const reply = await answerTo(asked, options, bodyHash, left.signal)
  if (over) return
  if (reply instanceof WireError) {
    end(String(reply.status), 0)
    return fail(reply)
  }
  end(fate === 'cut-body' ? 'cut-body' : 'ok', (reply.tokens.input ?? 0) + (reply.tokens.output ?? 0))
  const drifted = options.drift !== undefined && nth >= options.drift
  const answer = wire.answer({
    asked,
    reply,
    id: bodyHash.slice(0, 24),
    model: drifted ? `${asked.model}-2` : asked.model,
    fingerprint: drifted ? 'fp_fake_2' : 'fp_fake_1',
    usage: options.usage,
  })
  const text = asked.stream && wire.lines ? linesOf(wire.lines(answer)) : JSON.stringify(answer)
  const headers = {
    ...(asked.stream && { 'content-type': 'application/x-ndjson' }),
    [wire.idHeader]: requestId,
    ...limitHeaders(options, desk.admission, wire),
  }
  if (fate === 'cut-body') sendHalf(response, text, headers)
  else send(response, 200, text, headers)
}

/** How often this request has drawn a lot, with this time; kept only where it is let in, so that limits change no lot. */
function drawer({ lots, drawn }: Desk, name: string): { readonly nth: number; readonly keep: () => void } | undefined {
  if (!lots) return undefined
  const nth = (drawn.get(name) ?? 0) + 1
  return { nth, keep: () => drawn.set(name, nth) }
}

const FAILURES: Readonly<Record<Extract<Fate, '429' | '500' | '529'>, WireError>> = {
  429: new WireError(429, 'rate_limit_exceeded', 'too many requests (by lot, not by a limit)'),
  500: new WireError(500, 'server_error', 'something broke (by lot)'),
  529: new WireError(529, 'overloaded', 'overloaded (by lot)'),
}

function tooMuch(why: 'requests' | 'tokens' | 'concurrency', tokens: number): WireError {
  const what = why === 'tokens' ? `tokens, of which this request may take ${tokens}` : why
  return new WireError(429, 'rate_limit_exceeded', `the limit of ${what} is reached`)
}
