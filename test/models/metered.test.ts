/** A model within a budget: what is set aside, what replaces it, and what a failure counts. */
import { describe, expect, it } from 'vitest'
import { budget } from '../../src/models/budget.ts'
import { metered } from '../../src/models/metered.ts'
import { priced } from '../../src/models/priced.ts'
import type { Price } from '../../src/models/prices.ts'
import { expectedTokens, tokensIn } from '../../src/models/tokens.ts'
import { guessRequest, unhurried } from './request.ts'
import {
  clockOfItsOwn,
  eventually,
  failure,
  listeners,
  passing,
  type Step,
  scripted,
  thrown,
  took,
} from './scripted-model.ts'

clockOfItsOwn()

const PRICE: Price = { inputPerMillion: 1_000_000, cachedPerMillion: 100_000, outputPerMillion: 2_000_000 }
const request = guessRequest({ maxTokens: 100 })
const { input } = expectedTokens(request)
const WORST = { tokens: input + 100, dollars: input + 200 }
const NOTHING = { tokens: 0, dollars: 0 }

function paying(script: readonly Step[], price: Price | 'free' | 'none' = PRICE, limits: { tokens?: number } = {}) {
  const { model, ...wire } = scripted(script)
  const purse = budget({ ...limits, spent: NOTHING })
  const known = price === 'none' ? undefined : price
  return { ...wire, purse, model: metered(priced(model, known), purse, known) }
}

describe('a metered model', () => {
  it('sets the worst case aside, says so to what it wraps, and counts what the reply took in place of it', async () => {
    const { model, purse, seen } = paying([{ after: 1000, reply: took(50, 10) }])
    const call = model.complete(request, unhurried())
    await passing()
    expect(purse.reserved()).toEqual(WORST)
    expect(seen[0]!.reserved).toEqual(WORST)
    await eventually(call)
    expect([purse.spent(), purse.reserved()]).toEqual([{ tokens: 60, dollars: 70 }, NOTHING])
  })

  it('counts tokens that the provider read from its cache at their price', async () => {
    const { model, purse } = paying([{ reply: { tokens: { input: 50, output: 10, reasoning: 4, cached: 40 } } }])
    expect(await eventually(model.complete(request, unhurried()))).toMatchObject({ cost: 10 + 4 + 20 })
    expect(purse.spent()).toEqual({ tokens: 60, dollars: 34 })
  })

  it.each([
    ['none', null],
    ['free', 0],
  ] as const)('counts tokens alone where the price is %s, and says that it cost %s', async (price, cost) => {
    const { model, purse } = paying([{ reply: took(50, 10) }], price)
    expect(await eventually(model.complete(request, unhurried()))).toMatchObject({ cost })
    expect(purse.spent()).toEqual({ tokens: 60, dollars: 0 })
  })

  it('counts an estimate where the provider did not count, and marks it', async () => {
    const { model, purse } = paying([{ reply: { text: 'x'.repeat(40), ...took(null, null) } }])
    const reply = await eventually(model.complete(request, unhurried()))
    expect(reply).toMatchObject({ estimated: true, tokens: { input, output: 10 }, cost: input + 20 })
    expect(purse.spent()).toEqual({ tokens: input + tokensIn('x'.repeat(40)), dollars: input + 20 })
  })

  it('counts the worst case where nobody reckoned what the reply took', async () => {
    const { model } = scripted([{ reply: took(50, null) }])
    const purse = budget({ spent: NOTHING })
    await eventually(metered(model, purse, PRICE).complete(request, unhurried()))
    expect(purse.spent()).toEqual(WORST)
  })
})

describe('a failure', () => {
  it.each([
    ['that the provider may charge for counts what was set aside', failure('timeout', { charged: true }), WORST],
    ['that took nothing counts nothing', failure('overloaded', { status: 429 }), NOTHING],
    ['of another kind, after which nobody knows, counts what was set aside', new Error('disk full'), WORST],
  ])('%s', async (_, fails, spent) => {
    const { model, purse } = paying([{ fails }])
    expect(await thrown(model.complete(request, unhurried()))).toBe(fails)
    expect([purse.spent(), purse.reserved()]).toEqual([spent, NOTHING])
  })
})

describe('at the limit', () => {
  it('a call waits while those in flight may take less, and goes when they did', async () => {
    const { model, times } = paying([{ after: 1000, reply: took(20, 10) }], PRICE, { tokens: WORST.tokens + 30 })
    const calls = [1, 2].map(() => model.complete(request, unhurried()))
    await eventually(Promise.all(calls))
    expect(times).toEqual([0, 1000])
  })

  it('a call throws `budget`, and nothing is sent any more', async () => {
    const { model, seen } = paying([{ reply: took(20, 11) }], PRICE, { tokens: WORST.tokens + 30 })
    await eventually(model.complete(request, unhurried()))
    for (const next of [request, guessRequest({ maxTokens: 1 })])
      expect(await thrown(model.complete(next, unhurried()))).toMatchObject({ class: 'budget' })
    expect(seen).toHaveLength(1)
  })

  it('a call that is stopped while it waits throws `aborted`, and is not sent', async () => {
    const { model, seen, purse } = paying([{ after: 1000 }], PRICE, { tokens: WORST.tokens })
    const caller = new AbortController()
    const first = model.complete(request, unhurried())
    const second = model.complete(request, caller.signal)
    second.catch(() => {})
    await passing()
    caller.abort('enough')
    await eventually(first)
    expect(await thrown(second)).toMatchObject({
      class: 'aborted',
      message: 'the call to test:scripted was stopped before it was sent',
      cause: 'enough',
      charged: false,
    })
    expect([seen.length, listeners(caller.signal), purse.reserved()]).toEqual([1, 0, NOTHING])
  })
})
