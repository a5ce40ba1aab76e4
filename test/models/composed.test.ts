/** All that stands around a model, as a run composes it: what is asked, what waits, and what stands in the log. */
import { describe, expect, it } from 'vitest'
import { parseExperiment } from '../../src/arena/experiment-file.ts'
import type { CallKey, Model, ModelRequest, Spend } from '../../src/models/model.ts'
import type { Price } from '../../src/models/prices.ts'
import { expectedTokens } from '../../src/models/tokens.ts'
import { type Adapter, around, type Reach } from '../../src/players/reach.ts'
import { memoryStore } from '../../src/store/memory.ts'
import type { Store } from '../../src/store/store.ts'
import { guessRequest, unhurried } from './request.ts'
import {
  clockOfItsOwn,
  eventually,
  failure,
  listeners,
  passing,
  refusal,
  type Scripted,
  scripted,
  thrown,
  took,
} from './scripted-model.ts'

clockOfItsOwn()

const ONE_DOLLAR: Price = { inputPerMillion: 1_000_000, outputPerMillion: 1_000_000 }
const NOTHING: Spend = { tokens: 0, dollars: 0 }

/** A run: its decorators around adapters over one log. */
function run(limits: Record<string, number> = {}, { log = memoryStore(), spent = NOTHING } = {}) {
  const text = JSON.stringify({ game: 'beauty-contest', players: [{ strategy: 'random' }], limits })
  const layered = around(parseExperiment(text, 'test.yaml'), { by: 'wire', environment: {}, spent }, log)
  const asking = ({ model }: Pick<Scripted, 'model'>, adapter: Partial<Adapter> = {}) => {
    const one = layered({ model, account: 'test', limits: {}, price: ONE_DOLLAR, ...adapter })
    return (changes: Partial<ModelRequest> = {}, signal = unhurried()) => one.complete(request(changes), signal)
  }
  return { log, asking }
}

const request = (changes: Partial<ModelRequest> = {}) => guessRequest({ maxTokens: 100, ...changes })
const seat = (seat: number): Partial<ModelRequest> => ({ key: { ...guessRequest().key, seat } })
const EACH = expectedTokens(request()).input + 100

const rows = async (log: Store) =>
  (await log.calls('m')).map(({ seat, try: nth, status, tokensIn }) => [seat, nth, status, tokensIn])

describe('a call of a run', () => {
  it('that is refused and then answered is two rows, numbered, and one reply', async () => {
    const wire = scripted([{ fails: refusal(5000) }, { after: 300, reply: took(50, 10) }])
    const { log, asking } = run()
    expect(await eventually(asking(wire)())).toMatchObject({ text: '{"guess": 33}', cost: 60 })
    const calls = await log.calls('m')
    expect(calls).toMatchObject([
      { try: 1, status: 'overloaded', error: 'the provider failed: overloaded', worked: 0 },
      { try: 2, status: 'ok', text: '{"guess": 33}', tokensIn: 50, tokensOut: 10, cost: 60, worked: 300 },
    ])
    for (const call of calls) expect(call).toMatchObject({ reservedTokens: EACH, reservedCost: EACH })
    expect(wire.times[1]! - wire.times[0]!).toBeGreaterThanOrEqual(5000)
  })

  it('that was answered is never asked again, by this run or by one that goes on with its log', async () => {
    const wire = scripted([{ reply: { text: 'first' } }, { reply: { text: 'second' } }])
    const { log, asking } = run()
    const first = await eventually(asking(wire)())
    expect(await eventually(asking(wire)())).toEqual(first)
    expect(await eventually(run({}, { log }).asking(wire)())).toEqual(first)
    expect(wire.seen).toHaveLength(1)
    expect(await eventually(asking(wire)(seat(1)))).toMatchObject({ text: 'second' })
  })

  it('is answered from the log even where the budget is used up', async () => {
    const wire = scripted([{}])
    const { log } = run()
    const first = await eventually(run({}, { log }).asking(wire)())
    const later = run({ tokens: 1 }, { log }).asking(wire)
    expect(await eventually(later())).toEqual(first)
    expect(await thrown(later(seat(1)))).toMatchObject({ class: 'budget' })
  })

  it('that was given up is tried again by the run that goes on, and numbered on', async () => {
    const wire = scripted((_, nth) => (nth <= 2 ? { fails: failure('server', { status: 500 }) } : {}))
    const { log, asking } = run({ tries: 2 })
    expect(await thrown(asking(wire)())).toMatchObject({ class: 'server' })
    await eventually(run({ tries: 2 }, { log }).asking(wire)())
    expect((await rows(log)).map(([, nth, status]) => [nth, status])).toEqual([
      [1, 'server'],
      [2, 'server'],
      [3, 'ok'],
    ])
  })

  it('that is stopped on the wire has a row that says so, and counts what was set aside', async () => {
    const { log, asking } = run()
    const caller = new AbortController()
    const call = asking(scripted([{ after: Infinity }]))({}, caller.signal)
    call.catch(() => {})
    await passing(1000)
    caller.abort()
    expect(await thrown(call)).toMatchObject({ class: 'aborted' })
    expect(await log.calls('m')).toMatchObject([{ status: 'aborted', cost: EACH, estimated: true, worked: 1000 }])
    expect(listeners(caller.signal)).toBe(0)
  })
})

describe('the limits of a run', () => {
  it('count every try as a request, and the wait for its turn is no time of the call’s', async () => {
    const wire = scripted([{ fails: failure('server', { status: 500 }) }, {}])
    const { log, asking } = run({ requestsPerMinute: 1, secondsPerCall: 30 })
    await eventually(asking(wire)())
    expect(wire.times[1]! - wire.times[0]!).toBeGreaterThanOrEqual(60_000)
    expect((await log.calls('m'))[1]!.waited).toBeGreaterThan(59_000)
  })

  it('hold for all models of an account, and a refusal pauses them all, and no others', async () => {
    const [refusing, beside, elsewhere] = [scripted([{ fails: refusal(9000) }, {}]), scripted([{}]), scripted([{}])]
    const { asking } = run()
    const calls = [asking(refusing)(seat(0))]
    await passing()
    calls.push(asking(beside)(seat(1)), asking(elsewhere, { account: 'another' })(seat(2)))
    await eventually(Promise.all(calls))
    expect(beside.times).toEqual([9000])
    expect(elsewhere.times).toEqual([0])
  })

  it('are an endpoint’s own where it has some', async () => {
    const wire = scripted([{ after: 1000 }])
    const ask = run({ concurrency: 8 }).asking(wire, { limits: { concurrency: 2 } })
    const calls = [0, 1, 2, 3, 4].map((nth) => ask(seat(nth)))
    await eventually(Promise.all(calls))
    expect(wire.times).toEqual([0, 0, 1000, 1000, 2000])
  })

  it('keep nobody from finishing: many calls with failures among them are each answered once', async () => {
    const wire = scripted((_, nth) => ({
      after: 50 * (nth % 7),
      ...(nth % 5 === 0 && { fails: nth % 2 === 0 ? refusal(200) : failure('server', { status: 503 }) }),
    }))
    const { log, asking } = run({ concurrency: 4, requestsPerMinute: 600, tokensPerMinute: 1_000_000 })
    const ask = asking(wire)
    await eventually(Promise.all(Array.from({ length: 60 }, (_, nth) => ask(seat(nth)))))
    const found = await rows(log)
    expect(found).toHaveLength(wire.seen.length)
    expect(found.filter(([, , status]) => status === 'ok')).toHaveLength(60)
    for (let nth = 0; nth < 60; nth++) {
      const tries = found.filter(([of]) => of === nth).map(([, number]) => number)
      expect(tries).toEqual(tries.map((_, i) => i + 1))
    }
  })

  it('let what waits for its turn leave no row when the run is stopped, and what is on the wire finish', async () => {
    const wire = scripted([{ after: 1000 }])
    const { log, asking } = run({ concurrency: 1 })
    const [stop, reason] = [new AbortController(), new Error('stopped')]
    const ask = asking(wire)
    const calls = [0, 1].map((nth) => ask({ ...seat(nth), stop: stop.signal }))
    for (const call of calls) call.catch(() => {})
    await passing(500)
    stop.abort(reason)
    expect(await eventually(calls[0]!)).toMatchObject({ text: '{"guess": 33}' })
    expect(await thrown(calls[1]!)).toBe(reason)
    expect(await rows(log)).toEqual([[0, 1, 'ok', 60]])
  })
})

describe('the budget of a run', () => {
  it('is kept to: the call that would overstep it is not sent, not tried again, and leaves no row', async () => {
    const wire = scripted([{ reply: took(50, 10) }])
    const { log, asking } = run({ tokens: EACH + 59 })
    const ask = asking(wire)
    await eventually(ask(seat(0)))
    expect(await thrown(ask(seat(1)))).toMatchObject({
      class: 'budget',
      message: expect.stringContaining('resume with a higher --tokens'),
    })
    expect(await rows(log)).toEqual([[0, 1, 'ok', 50]])
    expect(wire.seen).toHaveLength(1)
  })

  it('is one over all models, whatever their accounts, and goes on from what was spent before', async () => {
    const { asking } = run({ dollars: EACH + 100 }, { spent: { tokens: 0, dollars: 50 } })
    await eventually(asking(scripted([{ reply: took(50, 10) }]))(seat(0)))
    const other = asking(scripted([{}]), { account: 'another' })
    expect(await thrown(other(seat(1)))).toMatchObject({ class: 'budget' })
  })
})

describe('a wrong key', () => {
  it.each([
    ['for others to leave', { concurrency: 1 }],
    ['for a minute to pass', { requestsPerMinute: 1 }],
  ])('stops the run after one request, with the same words for all that wait %s', async (_, limits) => {
    const wire = scripted([{ after: 100, fails: failure('key', { status: 401 }) }])
    const { log, asking } = run(limits)
    const ask = asking(wire)
    const calls = Array.from({ length: 10 }, (_, nth) => thrown(ask(seat(nth))))
    for (const error of await Promise.all(calls))
      expect(error).toMatchObject({ class: 'key', message: 'the provider failed: key' })
    expect(await rows(log)).toHaveLength(1)
    expect(performance.now()).toBeLessThan(61_000)
  })

  it('of one account stops no other', async () => {
    const { asking } = run()
    await thrown(asking(scripted([{ fails: failure('key', { status: 401 }) }]))(seat(0)))
    const other = asking(scripted([{}]), { account: 'another' })
    expect(await eventually(other(seat(1)))).toMatchObject({ text: '{"guess": 33}' })
  })
})

describe('what stands around a model that is not on the wire', () => {
  const as = (model: Model, changes: Partial<Model>): { model: Model } => ({ model: { ...model, ...changes } })

  it('keeps a simulated one in the log, out of limits and budget', async () => {
    const wire = scripted([{ after: 1000 }])
    const { log, asking } = run({ concurrency: 1, requestsPerMinute: 1, tokens: 1 })
    const ask = asking(as(wire.model, { simulated: true }))
    await eventually(Promise.all([0, 1, 2].map((nth) => ask(seat(nth)))))
    await eventually(ask(seat(0)))
    expect(wire.times).toEqual([0, 0, 0])
    expect(await rows(log)).toHaveLength(3)
  })

  it('keeps a local one in the log and the budget, and tries it once', async () => {
    const wire = scripted([{ fails: failure('server') }, { reply: took(50, 10) }])
    const { log, asking } = run({ tokens: EACH + 59 })
    const ask = asking(as(wire.model, { provider: 'local' }), { price: 'free' })
    expect(await thrown(ask(seat(0)))).toMatchObject({ class: 'server' })
    expect(await eventually(ask(seat(0)))).toMatchObject({ cost: 0 })
    expect(await thrown(ask(seat(1)))).toMatchObject({ class: 'budget' })
    expect((await rows(log)).map(([, nth, status]) => [nth, status])).toEqual([
      [1, 'server'],
      [2, 'ok'],
    ])
  })
})

it('answers a run from the log of another, and says what that lacks', async () => {
  const wire = scripted([{ reply: { text: 'first' } }])
  const { log, asking } = run()
  const first = await eventually(asking(wire)())
  const missing: CallKey[] = []
  const reach: Reach = { by: 'log', log, missing: (key) => missing.push(key) }
  const file = parseExperiment('{ game: beauty-contest, players: [{ strategy: random }] }', 'test.yaml')
  const again = around(file, reach, memoryStore())({ ...wire, account: 'test', limits: {}, price: undefined })
  expect(await again.complete(request(), unhurried())).toEqual(first)
  expect(await thrown(again.complete(request(seat(1)), unhurried()))).toMatchObject({
    class: 'no-recording',
    message: 'test:scripted: the log has no answer for match m, turn 0, seat 1, answer, attempt 1',
  })
  expect(missing).toMatchObject([{ match: 'm', seat: 1 }])
  expect(wire.seen).toHaveLength(1)
})
