/** What stands in the log about a call, before and after it. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import type { Model } from '../../src/models/model.ts'
import { openaiModel } from '../../src/models/openai.ts'
import { recorded } from '../../src/models/recorded.ts'
import { replaying } from '../../src/models/replaying.ts'
import { simulatedModel } from '../../src/models/simulated.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { apiError, type FakeLlm, fakeLlm, type Seen } from '../fake-llm.ts'
import { temporary } from '../store/folder.ts'
import { modelContract } from './contract.ts'
import { guessRequest, unhurried } from './request.ts'

const KEY = 'sk-very-secret-0123456789'
const simulated = () => simulatedModel({ name: 'simulated:constant', play: { guess: () => ({ guess: 33 }) } })

const open: FakeLlm[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})
async function served(answer: Parameters<typeof fakeLlm>[0]): Promise<{ model: Model; seen: readonly Seen[] }> {
  const server = await fakeLlm(answer)
  open.push(server)
  return {
    model: openaiModel({ model: 'tiny', name: 'openai:tiny', baseUrl: server.baseUrl, apiKey: KEY }),
    seen: server.seen,
  }
}

describe('a recorded model', () => {
  modelContract(() => recorded(simulated(), memoryStore()), { answers: true })

  it('writes the row before it sends, and completes it with the reply', async () => {
    const store = memoryStore()
    const onTheWire: (string | null)[] = []
    const { model, seen } = await served(() => ({ text: '{"guess": 33}', delay: 30 }))
    let now = 1000
    const call = replaying(
      recorded(model, store, () => now),
      store,
    ).complete(guessRequest({ temperature: 0.5, maxTokens: 9 }), unhurried())
    while (onTheWire.length === 0) {
      onTheWire.push(...(await store.calls('m')).map(({ status }) => status))
      await new Promise((resolve) => setImmediate(resolve))
    }
    now = 1250
    await call
    expect(onTheWire).toEqual([null])
    expect(await store.calls('m')).toMatchObject([
      {
        ...{ match: 'm', turn: 0, seat: 0, purpose: 'answer', attempt: 1, try: 1 },
        ...{ provider: 'openai', model: 'openai:tiny', answered: 'tiny-2026-01-01', status: 'ok', finish: 'stop' },
        request: seen[0]!.body,
        text: '{"guess": 33}',
        reply: { system_fingerprint: 'fp_1' },
        ...{ tokensIn: 10, tokensOut: 5, tokensReasoning: 1, tokensCached: 2, requestId: 'req_1', worked: 250 },
      },
    ])
  })

  it('asks once for a key, and gives the stored reply from then on', async () => {
    const store = memoryStore()
    const { model, seen } = await served((_, nth) => ({ text: `reply ${nth}`, finish: 'length' }))
    const first = await replaying(recorded(model, store), store).complete(guessRequest(), unhurried())
    expect(await replaying(recorded(model, store), store).complete(guessRequest(), unhurried())).toEqual(first)
    expect(seen).toHaveLength(1)
    const other = guessRequest({ key: { ...guessRequest().key, seat: 1 } })
    expect((await replaying(recorded(model, store), store).complete(other, unhurried())).text).toBe('reply 2')
  })

  it('notes a failure’s class with the row, throws it, and asks again next time', async () => {
    const store = memoryStore()
    const { model, seen } = await served((_, nth) => (nth === 1 ? apiError(429, 'slow down') : { text: 'fine' }))
    const asked = replaying(recorded(model, store), store)
    await expect(asked.complete(guessRequest(), unhurried())).rejects.toMatchObject({ class: 'overloaded' })
    expect((await asked.complete(guessRequest(), unhurried())).text).toBe('fine')
    expect(
      (await store.calls('m')).map(({ status, error }) => [status, error?.includes('slow down') ?? false]),
    ).toEqual([
      ['overloaded', true],
      ['ok', false],
    ])
    expect(seen).toHaveLength(2)
  })

  it('loses no reply that comes while another process keeps the log busy', async () => {
    const file = join(temporary(), 'log.sqlite')
    const store = openSqlite(file, { busyMilliseconds: 50 })
    const other = new Database(file)
    const { model, seen } = await served(() => {
      other.exec('BEGIN IMMEDIATE')
      return { text: '{"guess": 33}' }
    })
    const asked = replaying(recorded(model, store), store)
    await expect(asked.complete(guessRequest(), unhurried())).rejects.toMatchObject({ code: 'store-busy' })
    other.exec('COMMIT')
    other.close()
    await store.durable()
    expect(await store.calls('m')).toMatchObject([{ status: 'ok', text: '{"guess": 33}', tokensIn: 10 }])
    expect(await store.tried(guessRequest().key)).toMatchObject({ tries: 1, answered: { text: '{"guess": 33}' } })
    expect((await asked.complete(guessRequest(), unhurried())).text).toBe('{"guess": 33}')
    expect(seen).toHaveLength(1)
    await store.close()
  })

  it('keeps the key out of the log, also when a server echoes it', async () => {
    const store = memoryStore()
    const { model } = await served(() => apiError(400, `Authorization: Bearer ${KEY}`))
    await expect(recorded(model, store).complete(guessRequest(), unhurried())).rejects.toThrow('400')
    expect(JSON.stringify(await store.calls('m'))).not.toContain(KEY)
  })

  it('is what it wraps in all else', () => {
    const { name, provider, simulated: marked } = recorded(simulated(), memoryStore())
    expect({ name, provider, marked }).toEqual({ name: 'simulated:constant', provider: 'simulated', marked: true })
  })
})
