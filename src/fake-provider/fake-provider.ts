/** A provider to test against, on loopback: real limits, failures on demand, answers of the simulated players. */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { stream } from '../core/chance.ts'
import { StagegameError } from '../core/errors.ts'
import { CALL_ID } from '../models/call-id.ts'
import { expectedTokens } from '../models/tokens.ts'
import { type Admission, admission } from './admission.ts'
import { answerTo } from './answers.ts'
import { type FakeOptions, fakeOptions } from './options.ts'
import { type Asked, type Body, WIRES, type Wire } from './wire.ts'

/** One request, once it is over. */
export interface Served {
  /** Milliseconds since the provider began. */
  readonly at: number
  readonly path: string
  readonly model: string
  /** What the client called it. */
  readonly clientRequestId: string | undefined
  /** SHA-256 of path and body. */
  readonly bodyHash: string
  /** `ok`, a status, or `cut`, `cut-body`, `hang`; `abandoned`: the client left before the answer. */
  readonly outcome: string
  readonly tokens: number
  /** Milliseconds until it was over. */
  readonly took: number
}

export interface Stats {
  /** All that came in. */
  readonly requests: number
  readonly inFlight: number
  readonly byOutcome: Readonly<Record<string, number>>
}

export interface FakeProvider {
  /** Without a path: OpenAI and Anthropic stand under `/v1`, Ollama under `/api`. */
  readonly url: string
  readonly port: number
  readonly log: readonly Served[]
  stats(): Stats
  close(): Promise<void>
}

/** Listens on 127.0.0.1 alone. `served` is told of each request. Throws `bad-options`, `port-taken`. */
export async function fakeProvider(
  given: Parameters<typeof fakeOptions>[0] = {},
  served?: (one: Served) => void,
): Promise<FakeProvider> {
  const options = fakeOptions(given)
  const log: Served[] = []
  const counts: Record<string, number> = {}
  const began = performance.now()
  const now = () => performance.now() - began
  const windowMilliseconds = options.windowSeconds * 1000
  const perWindow = (perMinute: number) => (perMinute * options.windowSeconds) / 60
  const context: Context = {
    options,
    now,
    seen: new Map(),
    requests: 0,
    inFlight: 0,
    admission: admission({
      requests: perWindow(options.requestsPerMinute),
      tokens: perWindow(options.tokensPerMinute),
      windowMilliseconds,
      concurrency: options.concurrency,
      countRejected: options.countRejected,
      now,
    }),
    note: (one) => {
      log.push(one)
      counts[one.outcome] = (counts[one.outcome] ?? 0) + 1
      served?.(one)
    },
  }
  const server = createServer((request, response) => {
    serve(context, request, response).catch((error: unknown) => {
      if (!response.headersSent) send(response, 500, { error: { message: String(error) } })
    })
  })
  server.keepAliveTimeout = 60_000
  await listening(server, options.port)
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    log,
    stats: () => ({ requests: context.requests, inFlight: context.inFlight, byOutcome: { ...counts } }),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface Context {
  readonly options: FakeOptions
  readonly admission: Admission
  readonly now: () => number
  /** How often each request came in. */
  readonly seen: Map<string, number>
  readonly note: (one: Served) => void
  requests: number
  inFlight: number
}

async function serve(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { options } = context
  const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname
  if (request.method === 'GET') return listed(options, path, response)
  const wire = WIRES.find((one) => one.path === path)
  const text = await textOf(request)
  if (!wire || request.method !== 'POST')
    return send(response, 404, {
      error: { message: `there is nothing at ${request.method} ${path}`, code: 'not_found' },
    })
  await answered(context, wire, request, response, text)
}

/** From a request to its answer. What becomes of it is decided before it is answered, from its body and its name alone. */
async function answered(
  context: Context,
  wire: Wire,
  request: IncomingMessage,
  response: ServerResponse,
  text: string,
): Promise<void> {
  const { options, now } = context
  context.requests++
  const nth = context.requests
  const at = now()
  const bodyHash = createHash('sha256').update(wire.path).update('\n').update(text).digest('hex')
  const id = bodyHash.slice(0, 24)
  const clientRequestId = header(request, CALL_ID)
  let model = ''
  const note = (outcome: string, tokens = 0) =>
    context.note({ at, path: wire.path, model, clientRequestId, bodyHash, outcome, tokens, took: now() - at })
  const fail = (status: number, message: string, code: string, headers: Headers = {}) => {
    note(String(status))
    send(response, status, wire.error(status, message, code), { 'x-request-id': `req_${nth}`, ...headers })
  }

  const key = /^Bearer (.+)$/.exec(header(request, 'authorization') ?? '')?.[1] ?? header(request, 'x-api-key')
  if (options.key !== undefined && key !== options.key)
    return fail(401, `Incorrect API key provided: ${key?.slice(0, 8) ?? 'none'}***`, 'invalid_api_key')
  let body: Body
  let asked: Asked
  try {
    body = JSON.parse(text) as Body
    asked = wire.asked(body)
  } catch (error) {
    return fail(400, (error as Error).message, 'invalid_request')
  }
  model = asked.model
  if (options.models && !options.models.includes(model))
    return fail(404, `The model ${model} does not exist`, 'model_not_found')
  if (body['stream'] === true && !wire.lines)
    return fail(400, 'answers are not streamed here: leave `stream` out', 'invalid_request')
  const expected = expectedTokens({ ...UNASKED, ...asked })
  if (expected.input > options.context)
    return fail(
      400,
      `This model's maximum context length is ${options.context} tokens, and the prompt has ${expected.input}`,
      'context_length_exceeded',
    )

  const times = (context.seen.get(`${bodyHash} ${clientRequestId}`) ?? 0) + 1
  context.seen.set(`${bodyHash} ${clientRequestId}`, times)
  const chance = stream(['fate', options.seed, bodyHash, clientRequestId ?? '', times])
  const fate = fateOf(options, chance.next())
  const wanted = expected.input + (asked.maxTokens ?? EXPECTED_REPLY)
  const entered = context.admission.enter(wanted)
  if (!entered.ok) {
    const retry = options.tellRetryAfter ? retryHeaders(entered.wait) : {}
    return fail(429, `Rate limit reached for ${entered.why}`, 'rate_limit_exceeded', {
      ...limitHeaders(context, wire),
      ...retry,
    })
  }
  context.inFlight++
  let over = false
  const end = (outcome: string, tokens: number) => {
    if (over) return
    over = true
    context.inFlight--
    entered.leave(tokens)
    note(outcome, tokens)
  }
  response.on('close', () => end('abandoned', wanted))
  await after(options.latency + chance.next() * options.latencySpread)
  if (over) return

  const reply = await answerTo(asked, ratesOf(options), options.seed, bodyHash)
  const tokens = (reply.tokens.input ?? 0) + (reply.tokens.output ?? 0)
  const retry = options.retryAfter === undefined ? {} : retryHeaders(options.retryAfter * 1000)
  const failing = (status: number, message: string, code: string) => {
    end(String(status), 0)
    send(response, status, wire.error(status, message, code), { 'x-request-id': `req_${nth}`, ...retry })
  }
  switch (fate) {
    case 'rate429':
      return failing(429, 'Too many requests, by chance', 'rate_limit_exceeded')
    case 'rate500':
      return failing(500, 'Something broke, by chance', 'server_error')
    case 'rate529':
      return failing(529, 'Overloaded, by chance', 'overloaded')
    case 'cut':
      end('cut', 0)
      response.destroy()
      return
    case 'hang':
      return // until the client leaves
  }
  const drifted = options.drift !== undefined && nth >= options.drift
  const fingerprint = drifted ? 'fp_fake_2' : 'fp_fake_1'
  const answer = wire.answer({ asked, reply, id, fingerprint, usage: options.usage }, body)
  const headers = { 'x-request-id': `req_${nth}`, 'request-id': `req_${nth}` }
  if (fate === 'cut-body') {
    end('cut-body', tokens)
    const whole = JSON.stringify(answer)
    response.writeHead(200, { ...JSON_TYPE, 'content-length': Buffer.byteLength(whole), ...headers })
    response.write(whole.slice(0, whole.length / 2), () => response.destroy())
    return
  }
  end('ok', tokens)
  if (wire.lines && body['stream'] !== false) sendLines(response, wire.lines(answer))
  else send(response, 200, answer, { ...headers, ...limitHeaders(context, wire) })
}

type Headers = Readonly<Record<string, string>>

/** What is no part of a request on the wire. */
const UNASKED = {
  key: { match: '', turn: 0, seat: 0, purpose: '', attempt: 1 },
  seed: 0,
  about: { kind: '', view: null, answer: {}, rng: stream(['none']) },
}

/** Tokens that are reckoned for a reply whose length nobody limits. */
const EXPECTED_REPLY = 100

type Fate = 'fine' | 'rate429' | 'rate500' | 'rate529' | 'cut' | 'cut-body' | 'hang'

function fateOf(options: FakeOptions, drawn: number): Fate {
  const { rate429, rate500, rate529, cut, cutBody, hang } = options
  const rates: readonly (readonly [Fate, number])[] = [
    ['rate429', rate429],
    ['rate500', rate500],
    ['rate529', rate529],
    ['cut', cut],
    ['cut-body', cutBody],
    ['hang', hang],
  ]
  let left = drawn
  for (const [fate, rate] of rates) {
    left -= rate
    if (left < 0) return fate
  }
  return 'fine'
}

const ratesOf = ({ refused, truncated, malformed, empty, illegal, prose }: FakeOptions) => ({
  ...{ refused, truncated, malformed, empty, illegal, prose },
})

/** Whole seconds, as the standard has it, and milliseconds beside them, as OpenAI has them. */
const retryHeaders = (milliseconds: number): Headers => ({
  'retry-after': String(Math.ceil(milliseconds / 1000)),
  'retry-after-ms': String(Math.ceil(milliseconds)),
})

function limitHeaders({ options, admission }: Context, { headers }: Wire): Headers {
  if (!options.headers) return {}
  const { requests, tokens, reset } = admission.left()
  const told = {
    ...(options.requestsPerMinute < Infinity && { requests: [options.requestsPerMinute, requests] as const }),
    ...(options.tokensPerMinute < Infinity && { tokens: [options.tokensPerMinute, tokens] as const }),
  }
  return Object.fromEntries(
    Object.entries(told).flatMap(([what, [limit, left]]) =>
      headers === 'openai'
        ? [
            [`x-ratelimit-limit-${what}`, String(limit)],
            [`x-ratelimit-remaining-${what}`, String(left)],
            [`x-ratelimit-reset-${what}`, `${Math.ceil(reset)}ms`],
          ]
        : [
            [`anthropic-ratelimit-${what}-limit`, String(limit)],
            [`anthropic-ratelimit-${what}-remaining`, String(left)],
            [`anthropic-ratelimit-${what}-reset`, new Date(Date.now() + reset).toISOString()],
          ],
    ),
  )
}

function listed({ models = ['any'] }: FakeOptions, path: string, response: ServerResponse): void {
  const lists: Readonly<Record<string, object>> = {
    '/v1/models': { object: 'list', data: models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'fake' })) },
    '/api/tags': { models: models.map((name) => ({ name, model: name })) },
    '/api/version': { version: '0.0.0-fake' },
  }
  const found = lists[path]
  if (found) send(response, 200, found)
  else send(response, 404, { error: { message: `there is nothing at GET ${path}` } })
}

const JSON_TYPE = { 'content-type': 'application/json' }

function send(response: ServerResponse, status: number, body: object, headers: Headers = {}): void {
  if (response.destroyed) return
  const text = JSON.stringify(body)
  response.writeHead(status, { ...JSON_TYPE, 'content-length': Buffer.byteLength(text), ...headers })
  response.end(text)
}

function sendLines(response: ServerResponse, lines: readonly object[]): void {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' })
  response.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
}

const header = (request: IncomingMessage, name: string): string | undefined => {
  const found = request.headers[name]
  return Array.isArray(found) ? found[0] : found
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

const after = (milliseconds: number): Promise<void> | undefined =>
  milliseconds > 0 ? new Promise((resolve) => setTimeout(resolve, milliseconds)) : undefined

function listening(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') reject(error)
      else reject(new StagegameError('port-taken', `port ${port} is taken: another program listens there`))
    })
    server.listen(port, '127.0.0.1', resolve)
  })
}
