/** What every adapter keeps that asks over HTTP: which failure is which, in a sentence without the key, and nothing left behind. */
import { createServer } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { ModelError } from '../../src/models/errors.ts'
import type { Model } from '../../src/models/model.ts'
import { type Answer, type FakeLlm, fakeLlm } from '../fake-llm.ts'
import { guessRequest, unhurried } from './request.ts'

export const KEY = 'sk-very-secret-0123456789'

export interface OverHttp {
  /** As the experiment names it; the provider knows it as `tiny`. */
  readonly name: string
  readonly wire: keyof typeof ERRORS
  /** What a refused key is said to come from; absent where none is sent. */
  readonly keyFrom?: string
  /** With `KEY`. `origin`: without a path. */
  at(origin: string, timeout?: number): Model
}

/** A server that gives everybody these answers, gone after the tests of the file. */
export async function served(answer: Answer | ((nth: number) => Answer)): Promise<FakeLlm & { origin: string }> {
  const server = await fakeLlm((_, nth) => (typeof answer === 'function' ? answer(nth) : answer))
  open.push(server)
  return { ...server, origin: server.baseUrl.replace(/\/v1$/, '') }
}

const open: FakeLlm[] = []

/** How each wire words an error. */
const ERRORS = {
  openai: (message: string) => ({ error: { message, type: 'error', param: null, code: null } }),
  anthropic: (message: string) => ({ type: 'error', error: { type: 'api_error', message }, request_id: 'req_1' }),
  ollama: (error: string) => ({ error }),
}

const STATUSES = [
  [400, 'bad-request', 'refuses the request (400): nope'],
  [401, 'key', '(401)'],
  [403, 'forbidden', 'does not allow this call (403): nope'],
  [404, 'not-found', 'there is no model tiny at http://127.0.0.1'],
  [408, 'timeout', 'gave up waiting (408): nope'],
  [409, 'conflict', 'reports a conflict (409): nope'],
  [413, 'too-long', 'the prompt is longer than the model can read (413): nope'],
  [422, 'bad-request', 'refuses the request (422): nope'],
  [429, 'overloaded', 'too many requests to http://127.0.0.1'],
  [500, 'server', 'failed (500): nope'],
  [503, 'server', 'failed (503): nope'],
  [529, 'overloaded', 'is overloaded (529): nope'],
] as const

/** In the words of OpenAI, Anthropic, llama.cpp and vLLM. */
const TOO_LONG = [
  'prompt is too long: 9 tokens > 8 maximum',
  "This model's maximum context length is 8 tokens. However, your messages resulted in 9 tokens.",
  'the request exceeds the available context size',
]

const NO_ANSWERS = [
  ['{"error":{"message":"upstream is busy","code":429}}', 'overloaded', 'upstream is busy'],
  ['{"error":{"message":"no provider"}}', 'bad-reply', 'answered with an error: no provider'],
  ['{"choices":[]}', 'bad-reply', 'without a choice'],
  ['{}', 'bad-reply', 'without a choice'],
  ['[]', 'bad-reply', 'without a choice'],
  ['null', 'bad-reply', 'without a choice'],
  ['{"choices":[{"mess', 'bad-reply', 'in place of JSON'],
] as const

const SLOW = [
  ['the head', { status: 200, body: '{}', delay: 60_000 }],
  ['the body', { status: 200, body: '{}', bodyDelay: 60_000 }],
] as const

export function overHttp({ name, wire, keyFrom, at }: OverHttp): void {
  afterAll(async () => {
    await Promise.all(open.splice(0).map((server) => server.close()))
  })

  const failure = (status: number, message: string, headers: Readonly<Record<string, string>> = {}): Answer => ({
    ...{ status, body: JSON.stringify(ERRORS[wire](message)), headers },
  })

  async function failureOf(answer: Answer, timeout?: number): Promise<ModelError> {
    const server = await served(answer)
    const error = await thrown(at(server.origin, timeout))
    expect(server.seen).toHaveLength(1) // retries are no SDK's
    return error
  }

  async function thrown(model: Model): Promise<ModelError> {
    const error = await model.complete(guessRequest(), unhurried()).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(ModelError)
    const { message, stack } = error as ModelError
    for (const text of [message, stack]) expect(text).not.toContain(KEY)
    expect(message).toContain(name)
    return error as ModelError
  }

  describe('a failure', () => {
    it.each(STATUSES)('of status %i is of class %s, asked once', async (status, kind, sentence) => {
      const error = await failureOf(failure(status, 'nope'))
      expect(error).toMatchObject({ class: kind, status, charged: false })
      expect(error.message).toContain(sentence)
    })

    it('says how long to wait, which limits there are, and the number of the request', async () => {
      const limits =
        wire === 'anthropic'
          ? { 'anthropic-ratelimit-requests-limit': '5', 'anthropic-ratelimit-requests-remaining': '0' }
          : { 'x-ratelimit-limit-requests': '5', 'x-ratelimit-remaining-requests': '0' }
      expect(await failureOf(failure(429, 'nope', { 'retry-after': '7', ...limits }))).toMatchObject({
        ...{ retryAfter: 7000, requestId: 'req_1', quota: { requests: { limit: 5, remaining: 0 } } },
      })
    })

    it.each(TOO_LONG)('of a prompt that is too long is told from others: %s', async (words) => {
      const error = await failureOf(failure(400, words))
      expect(error).toMatchObject({ class: 'too-long', message: expect.stringContaining('a shorter memory') })
    })

    it('of a key says where the key is from, and leaves out the provider’s words', async () => {
      const { message } = await failureOf(failure(401, 'Incorrect API key provided: sk-very****6789'))
      expect(message).toContain(keyFrom ? `does not accept the key in ${keyFrom}` : 'wants a key, and none is set')
      expect(message).not.toContain('6789')
    })

    it('never repeats a key that a server echoes', async () => {
      for (const status of [400, 403, 500])
        expect((await failureOf(failure(status, `bad key ${KEY}`))).message).toContain('[key]')
      const page = await failureOf({ status: 200, type: 'text/html', body: `<html>${KEY}</html>` })
      expect(page.message).toContain('[key]')
    })

    it('of a proxy’s is told in a line', async () => {
      const error = await failureOf({ status: 502, type: 'text/html', body: '<html>\n\nBad gateway\n</html>' })
      expect(error).toMatchObject({ class: 'server', message: expect.stringContaining('<html> Bad gateway </html>') })
    })
  })

  describe('status 200', () => {
    it.each(['text/html', 'application/json'])('with a page in place of JSON is no answer (%s)', async (type) => {
      const error = await failureOf({ status: 200, type, body: '<html>Sign in to the network</html>' })
      expect(error).toMatchObject({ class: 'bad-reply', charged: true })
      expect(error.message).toContain(`answered with ${type} in place of JSON`)
      expect(error.message).toContain('Sign in')
    })

    it.each(NO_ANSWERS)('with %s is no answer', async (body, kind, sentence) => {
      const error = await failureOf({ status: 200, body })
      expect(error).toMatchObject({ class: kind, charged: kind === 'bad-reply' })
      expect(error.message).toContain(sentence)
    })
  })

  it('says that nothing listens, and where', async () => {
    const port = await freePort()
    const error = await thrown(at(`http://127.0.0.1:${port}`))
    expect(error).toMatchObject({ class: 'network', charged: false })
    expect(error.message).toContain(`127.0.0.1:${port}: nothing listens there`)
  })

  it.each(SLOW)('gives up after its time-out while it waits for %s', async (_, answer) => {
    const error = await failureOf(answer, 80)
    expect(error).toMatchObject({ class: 'timeout', charged: true })
    expect(error.message).toContain('0.08 seconds')
  })

  it.each(SLOW)('leaves nothing running once it is stopped while it waits for %s', async (_, answer) => {
    const server = await served(answer)
    const stop = new AbortController()
    const call = at(server.origin).complete(guessRequest(), stop.signal)
    await until(() => server.seen.length === 1)
    stop.abort()
    await expect(call).rejects.toMatchObject({ class: 'aborted' })
    await until(() => server.abandoned() === 1)
  })
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
