/** What calls took, read from the log of real play, against what the provider itself saw. */
import { describe, expect, it } from 'vitest'
import { spendOf, usedUp } from '../../src/analysis/spend.ts'
import { memoryStore } from '../../src/store/memory.ts'
import type { CallBegun, CallDone, Store } from '../../src/store/store.ts'
import { callBegun, log, played as matchPlayed, runNamed } from '../store/matches.ts'
import { played, provided, RUN } from './run.ts'

const PRICE = 'prices: { "here:a": { inputPerMillion: 10, outputPerMillion: 40 } }'

const experiment = (url: string, more = '') => `
game: beauty-contest
params: { rounds: 2 }
players:
  - { name: model, model: "here:a", attempts: 4 }
  - { strategy: level-k }
  - { name: pretending, model: "simulated:random" }
endpoints: { here: { baseUrl: "${url}/v1" } }
design: { repetitions: 4 }
limits: { windowSeconds: 1, tries: 12 }
${more}
`

describe('what a run took', () => {
  it('is what the provider says that it gave: tries, answers, failures, tokens and what they cost', async () => {
    const provider = await provided({ seed: 'spend', malformed: 0.3, rate500: 0.2, cut: 0.1, retryAfter: 0.01 })
    const { store, outcome } = await played(experiment(provider.url, PRICE))
    expect(outcome.status).toBe('finished')
    const rows = await spendOf(store, RUN)
    expect(rows.map(({ model }) => model)).toEqual(['here:a', 'simulated:random'])
    const [spent] = rows
    const saw = provider.stats()
    const calls = await callsOf(store)
    expect(spent).toMatchObject({
      ...{ provider: 'here', tries: saw.requests, answered: saw.byOutcome['ok'], lost: 0, estimated: 0 },
      retried: saw.requests - new Set(provider.log.map(({ clientRequestId: id }) => id!.replace(/-\d+$/, ''))).size,
      reasked: calls.filter(({ status, attempt }) => status === 'ok' && attempt > 1).length,
      failures: [
        { class: 'server', tries: saw.byOutcome['500'] },
        { class: 'network', tries: saw.byOutcome['cut'] },
      ].sort((a, b) => b.tries! - a.tries!),
    })
    expect(spent!.retried).toBeGreaterThan(0)
    expect(spent!.reasked).toBeGreaterThan(0)
    const tokens = provider.log.reduce((sum, { outcome, tokens }) => sum + (outcome === 'ok' ? tokens : 0), 0)
    expect(spent!.tokensIn + spent!.tokensOut).toBe(tokens)
    const charged = calls.filter(({ status }) => status === 'network').reduce((sum, call) => sum + call.cost!, 0)
    expect(charged).toBeGreaterThan(0) // the provider may have worked: what was set aside counts
    expect(spent!.dollars).toBeCloseTo((spent!.tokensIn * 10 + spent!.tokensOut * 40) / 1e6 + charged, 10)
    expect(spent!.worked).toBeGreaterThan(0)
  })

  it('is estimated, and said to be, where the provider counts no tokens', async () => {
    const provider = await provided({ seed: 'spend', usage: false })
    const { store } = await played(experiment(provider.url, PRICE))
    const [spent] = await spendOf(store, RUN)
    expect(spent).toMatchObject({ answered: 24, estimated: 24, failures: [] })
    expect(spent!.dollars).toBeCloseTo((spent!.tokensIn * 10 + spent!.tokensOut * 40) / 1e6, 10)
    expect(spent!.tokensOut).toBeGreaterThan(0)
  })

  it('of simulated players counts for no limit, and costs nothing', async () => {
    const provider = await provided()
    const { store } = await played(experiment(provider.url, PRICE))
    const [spent, simulated] = await spendOf(store, RUN)
    expect(simulated).toMatchObject({ provider: 'simulated', answered: 24, dollars: 0 })
    const used = await usedUp(store, RUN)
    expect(used.tokens).toBe(spent!.tokensIn + spent!.tokensOut)
    expect(used.dollars).toBe(spent!.dollars)
  })
})

describe('a call', () => {
  const reserved = { reservedTokens: 500, reservedCost: 0.5 }

  async function left(done: CallDone | undefined, begun: Partial<CallBegun> = reserved): Promise<Store> {
    const store = memoryStore()
    await store.createRun(runNamed(RUN), new Map())
    log(store, 'a', matchPlayed('a'), RUN)
    const call = { ...callBegun, ...begun }
    await store.begin(call, true)
    if (done) await store.complete(call, done, true)
    return store
  }

  it('that was on the wire when its process ended is lost, and counts what was set aside for it', async () => {
    for (const store of [await left(undefined), await left({ status: 'lost' })]) {
      expect(await spendOf(store, RUN)).toMatchObject([{ tries: 1, answered: 0, lost: 1, failures: [], dollars: 0.5 }])
      expect(await usedUp(store, RUN)).toEqual({ tokens: 500, dollars: 0.5 })
    }
  })

  it.each(['timeout', 'aborted', 'network', 'bad-reply'])(
    'that ended by %s counts what was set aside: the provider may have worked',
    async (status) => {
      const store = await left({ status, cost: 0.5, estimated: true })
      expect(await spendOf(store, RUN)).toMatchObject([
        { lost: 0, estimated: 0, dollars: 0.5, failures: [{ class: status, tries: 1 }] },
      ])
      expect(await usedUp(store, RUN)).toEqual({ tokens: 500, dollars: 0.5 })
    },
  )

  it.each(['overloaded', 'server', 'key', 'bad-request'])('that ended by %s takes nothing', async (status) => {
    const store = await left({ status })
    expect(await spendOf(store, RUN)).toMatchObject([{ dollars: 0, failures: [{ class: status, tries: 1 }] }])
    expect(await usedUp(store, RUN)).toEqual({ tokens: 0, dollars: 0 })
  })

  it('that was answered takes what it took, whatever was set aside', async () => {
    const store = await left({ status: 'ok', tokensIn: 120, tokensOut: 9, cost: 0.25, waited: 3, worked: 40 })
    expect(await spendOf(store, RUN)).toEqual([
      {
        ...{ provider: 'openai', model: 'gpt-5-mini', tries: 1, answered: 1, retried: 0, reasked: 0, lost: 0 },
        ...{ failures: [], tokensIn: 120, tokensOut: 9, estimated: 0, dollars: 0.25, waited: 3, worked: 40 },
      },
    ])
    expect(await usedUp(store, RUN)).toEqual({ tokens: 129, dollars: 0.25 })
  })

  it('is counted in its own run alone', async () => {
    const store = await left({ status: 'ok', tokensIn: 1, tokensOut: 1 })
    expect(await spendOf(store, 'another')).toEqual([])
  })

  it('that failed is counted by its class, the most frequent first', async () => {
    const store = await left({ status: 'server' })
    for (const [nth, status] of ['overloaded', 'overloaded', 'timeout', 'overloaded', 'timeout'].entries()) {
      const call = { ...callBegun, try: nth + 2 }
      await store.begin(call, true)
      await store.complete(call, { status }, true)
    }
    const [spent] = await spendOf(store, RUN)
    expect(spent).toMatchObject({
      ...{ tries: 6, retried: 5 },
      failures: [
        { class: 'overloaded', tries: 3 },
        { class: 'timeout', tries: 2 },
        { class: 'server', tries: 1 },
      ],
    })
  })
})

async function callsOf(store: Store) {
  const calls = []
  for await (const { id } of store.matches(RUN))
    calls.push(...(await store.calls(id)).filter(({ provider }) => provider !== 'simulated'))
  return calls
}
