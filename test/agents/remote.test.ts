/** A program of the user's own as a player: what it is told, how its answer is read, and what happens where there is none. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Request } from '../../src/agents/agent.ts'
import { PROTOCOL, type RemoteOptions, remote } from '../../src/agents/remote.ts'
import { stream } from '../../src/core/chance.ts'
import { memoryStore } from '../../src/store/memory.ts'

const TOKEN = 'a-very-secret-token'
const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

interface Seen {
  readonly headers: IncomingHttpHeaders
  readonly body: Readonly<Record<string, unknown>>
}

/** A program that answers the nth request (from 1) by `answer`: an action, or whatever it does with the response. */
async function program(answer: (seen: Seen, nth: number) => object | ((response: ServerResponse) => void)) {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const one = { headers: request.headers, body: JSON.parse(text) as Seen['body'] }
    seen.push(one)
    const given = answer(one, seen.length)
    if (typeof given === 'function') given(response)
    else response.end(JSON.stringify(given))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  }
  closing.push(close)
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/decide`, seen, close }
}

const Guess = z.strictObject({ guess: z.int().min(0).max(100) })
const VIEW = { min: 0, max: 100, history: [] }

function asked(changes: Partial<Request> = {}): Request {
  return {
    match: 'm',
    turn: 2,
    seat: 1,
    ask: { kind: 'guess', schema: Guess, fallback: { guess: 50 } },
    view: VIEW,
    told: 'The others are programs.',
    chance: (...label) => stream(['secret seed', ...label]),
    signal: new AbortController().signal,
    ...changes,
  }
}

function playerAt(url: string, options: Partial<RemoteOptions> = {}) {
  const log = options.log ?? memoryStore()
  const book = { rulesText: () => 'the rules', askText: (kind: string) => `what ${kind}?` }
  return remote({ name: 'mine', url, book, log, ...options })
}

describe('a remote player', () => {
  it('is told where it sits, what it sees, what is asked and how to answer, and no more', async () => {
    const { url, seen } = await program(() => ({ guess: 22 }))
    const decision = await playerAt(url, { apiKey: TOKEN }).decide(asked())
    expect(decision).toEqual({ action: { guess: 22 }, origin: { by: 'player' } })
    expect(seen).toHaveLength(1)
    expect(seen[0]!.body).toEqual({
      protocol: PROTOCOL,
      ...{ match: 'm', turn: 2, seat: 1, player: 'mine', kind: 'guess', attempt: 1 },
      view: VIEW,
      schema: {
        type: 'object',
        properties: { guess: { type: 'integer', minimum: 0, maximum: 100 } },
        required: ['guess'],
        additionalProperties: false,
      },
      rules: 'the rules',
      ask: 'what guess?',
      told: 'The others are programs.',
    })
    expect(JSON.stringify(seen[0]!.body)).not.toContain('secret seed')
    expect(seen[0]!.headers.authorization).toBe(`Bearer ${TOKEN}`)
    expect(seen[0]!.headers['x-client-request-id']).toMatch(/^[0-9a-f]{24}-1$/)
  })

  it('is asked again with what was wrong, and then stands flagged', async () => {
    const { url, seen } = await program((_, nth) => ({ guess: 100 + nth }))
    const decision = await playerAt(url, { attempts: 2 }).decide(asked())
    expect(decision).toEqual({ action: { guess: 50 }, origin: { by: 'fallback', reason: 'illegal' } })
    expect(seen.map(({ body }) => [body['attempt'], body['complaint']])).toEqual([
      [1, undefined],
      [2, 'guess: expected an integer from 0 to 100, got 101'],
    ])
  })

  it('gives a reason beside its action where one is wanted', async () => {
    const { url, seen } = await program(() => ({ reason: 'it is lower', guess: 22 }))
    const decision = await playerAt(url, { reasons: 'required' }).decide(asked())
    expect(decision).toEqual({ action: { guess: 22 }, reason: 'it is lower', origin: { by: 'player' } })
    expect(seen[0]!.body['schema']).toMatchObject({ required: ['reason', 'guess'] })
  })

  it('stands in the log, without its token, and is not asked again for what it answered', async () => {
    const log = memoryStore()
    const { url, seen } = await program(() => ({ guess: 22, mood: 'good' }))
    const player = playerAt(`${url}`, { log, apiKey: TOKEN })
    await player.decide(asked())
    expect(await player.decide(asked())).toMatchObject({ action: { guess: 22 } })
    expect(seen).toHaveLength(1)
    const calls = await log.calls('m')
    expect(calls).toMatchObject([
      { provider: 'remote', model: url, status: 'ok', outcome: 'legal', dropped: '["mood"]' },
    ])
    expect(JSON.stringify(calls)).not.toContain(TOKEN)
  })
})

describe('a remote player that does not answer', () => {
  it('in time is flagged as late, and not asked again', async () => {
    const { url, seen } = await program(() => () => {})
    const decision = await playerAt(url, { timeout: 50 }).decide(asked())
    expect(decision.origin).toEqual({ by: 'fallback', reason: 'timeout' })
    expect(seen).toHaveLength(1)
  })

  it('in time is missing where the rules can do without', async () => {
    const { url } = await program(() => () => {})
    const ask = { kind: 'guess', schema: Guess, fallback: { guess: 50 }, absent: true } as const
    expect(await playerAt(url, { timeout: 50 }).decide(asked({ ask }))).toEqual({
      origin: { by: 'missing', reason: 'timeout' },
    })
  })

  it.each<[string, (response: ServerResponse) => void]>([
    ['an error of its own', (response) => response.writeHead(500).end('it broke')],
    ['another address', (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
    ['more than a megabyte', (response) => response.end(`{"guess": 1, "x": "${'x'.repeat(1_100_000)}"}`)],
    [
      'an answer that breaks off',
      (response) => response.writeHead(200, { 'content-length': 50 }).write('{"gu', () => response.destroy()),
    ],
  ])('but with %s has failed, and is flagged', async (_, answer) => {
    const { url } = await program(() => answer)
    const decided = playerAt(url, { attempts: 1 }).decide(asked())
    await expect(decided).resolves.toMatchObject({ origin: { by: 'fallback', reason: 'failed' } })
  })

  it('because nothing listens there is the world: nothing is made up', async () => {
    const { url, close } = await program(() => ({}))
    await close()
    await expect(playerAt(url).decide(asked())).rejects.toMatchObject({
      code: 'model-network',
      message: expect.stringMatching(/cannot reach 127\.0\.0\.1:\d+: nothing listens there/),
    })
  })

  it('and is stopped leaves nothing running', async () => {
    const stop = new AbortController()
    const { url, seen } = await program(() => () => {})
    const decided = playerAt(url).decide(asked({ signal: stop.signal }))
    while (seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    stop.abort()
    await expect(decided).rejects.toMatchObject({ code: 'model-aborted' })
  })
})
