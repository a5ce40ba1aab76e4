/** A provider to test against, on loopback: real limits, failures on demand, answers of the simulated players. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { StagegameError } from '../core/errors.ts'
import { admission } from './admission.ts'
import { anthropicMessages } from './anthropic-messages.ts'
import { checkKey } from './checks.ts'
import { type Desk, exchange, type Served } from './exchange.ts'
import { hasLots } from './fate.ts'
import { send } from './message.ts'
import { ollamaChat } from './ollama-chat.ts'
import { openaiChat } from './openai-chat.ts'
import { openaiResponses } from './openai-responses.ts'
import { type FakeInput, type FakeOptions, fakeOptions, perWindow } from './options.ts'
import { type Wire, WireError } from './wire.ts'

export type { Served }

export interface Stats {
  /** All that came in to be answered by a model. */
  readonly requests: number
  /** Let in and not over. */
  readonly inFlight: number
  readonly byOutcome: Readonly<Record<string, number>>
}

export interface FakeProvider {
  /** Without a path: OpenAI stands under `/v1`, Anthropic's client adds that itself, Ollama's `/api`. */
  readonly url: string
  readonly port: number
  /** What is over, in that order; empty where a `served` is told of it instead. */
  readonly log: readonly Served[]
  stats(): Stats
  /** Breaks off what is in flight. */
  close(): Promise<void>
}

export interface Surroundings {
  /** Told of each request once it is over. */
  readonly served?: (one: Served) => void
  /** Milliseconds since 1970, for the limits and the log. */
  readonly now?: () => number
}

/** Listens on 127.0.0.1 alone. Throws `bad-options`, `cannot-listen`. */
export async function fakeProvider(
  given: FakeInput = {},
  { served, now = steadyClock }: Surroundings = {},
): Promise<FakeProvider> {
  const options = fakeOptions(given)
  const log: Served[] = []
  const byOutcome: Record<string, number> = {}
  const desk: Desk = {
    options,
    now,
    admission: admission({
      requests: perWindow(options.requestsPerMinute, options),
      tokens: perWindow(options.tokensPerMinute, options),
      windowMilliseconds: options.windowSeconds * 1000,
      concurrency: options.concurrency,
      countRejected: options.countRejected,
      now,
    }),
    lots: hasLots(options),
    drawn: new Map(),
    note: (one) => {
      byOutcome[one.outcome] = (byOutcome[one.outcome] ?? 0) + 1
      if (served) served(one)
      else log.push(one)
    },
    requests: 0,
    inFlight: 0,
  }
  const server = createServer((request, response) => {
    handled(desk, request, response).catch((error: unknown) => {
      send(response, 500, JSON.stringify({ error: { message: `a fault of stagegame itself: ${String(error)}` } }))
    })
  })
  server.keepAliveTimeout = 60_000
  await listening(server, options.port)
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    log,
    stats: () => ({ requests: desk.requests, inFlight: desk.inFlight, byOutcome: { ...byOutcome } }),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

const steadyClock = (): number => performance.timeOrigin + performance.now()

const WIRES: ReadonlyMap<string, Wire> = new Map(
  [openaiChat, openaiResponses, anthropicMessages, ollamaChat].map((wire) => [wire.path, wire]),
)

async function handled(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?', 1)[0]!
  const wire = WIRES.get(path)
  if (wire && request.method === 'POST') return exchange(desk, wire, request, response)
  const fail = (error: WireError) => send(response, error.status, JSON.stringify(openaiChat.error(error, '')))
  try {
    checkKey(desk.options, request)
  } catch (error) {
    return fail(error as WireError)
  }
  const list = request.method === 'GET' ? listed(desk.options, path) : undefined
  if (list) return send(response, 200, JSON.stringify(list))
  const known = [...WIRES.keys()].map((one) => `POST ${one}`).join(', ')
  fail(new WireError(404, 'not_found', `there is nothing at ${request.method} ${path}; there are: ${known}`))
}

function listed({ models = ['any'] }: FakeOptions, path: string): object | undefined {
  switch (path) {
    case '/v1/models':
      return { object: 'list', data: models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'stagegame' })) }
    case '/api/tags':
      return { models: models.map((name) => ({ name, model: name })) }
    case '/api/version':
      return { version: '0.0.0-fake' }
    default:
      return undefined
  }
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why =
        cause.code === 'EADDRINUSE' ? 'another program listens there; --port 0 finds a free one' : cause.message
      reject(new StagegameError('cannot-listen', `cannot listen on port ${port}: ${why}`, { cause }))
    })
    server.listen(port, '127.0.0.1', resolve)
  })
}
