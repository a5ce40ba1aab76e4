/** A model whose calls wait for their turn: what is set aside for them, what counts afterwards, and who is told. */
import { describe, expect, it, vi } from 'vitest'
import { limited } from '../../src/models/limited.ts'
import { type Limiter, type Limits, limiter } from '../../src/models/limiter.ts'
import type { ModelRequest } from '../../src/models/model.ts'
import { expectedTokens, UNLIMITED_REPLY } from '../../src/models/tokens.ts'
import { guessRequest, unhurried } from './request.ts'
import {
  clockOfItsOwn,
  failure,
  listeners,
  passing,
  refusal,
  type Step,
  scripted,
  thrown,
  took,
} from './scripted-model.ts'

clockOfItsOwn()

const door = (limits: Partial<Limits> = {}): Limiter => limiter({ name: 'test', concurrency: 8, ...limits })
const { input } = expectedTokens(guessRequest())

/** Asks so often at one moment. */
function asked(model: ReturnType<typeof scripted>, through: Limiter, times: number, request = guessRequest()) {
  const one = limited(model.model, through)
  for (let i = 0; i < times; i++) one.complete(request, unhurried()).catch(() => {})
  return passing()
}

describe('a limited model', () => {
  it('is what it wraps in all else', () => {
    const { model } = scripted([{}])
    const { name, provider, simulated } = limited({ ...model, sends: () => 'sent' }, door())
    expect({ name, provider, simulated }).toEqual({ name: 'test:scripted', provider: 'test', simulated: false })
    expect(limited({ ...model, sends: () => 'sent' }, door()).sends?.(guessRequest())).toBe('sent')
  })

  it('shares its limits with others under the same limiter', async () => {
    const through = door({ concurrency: 2 })
    const [one, other] = [scripted([{ after: 1000 }]), scripted([{ after: 1000 }])]
    await asked(one, through, 1)
    await asked(other, through, 2)
    expect([one.onTheWire(), other.onTheWire()]).toEqual([1, 1])
    await passing(1000)
    expect([one.onTheWire(), other.onTheWire()]).toEqual([0, 1])
  })

  it('says how long a call stood, and when that began and ended', async () => {
    const model = scripted([{ after: 1000 }])
    const through = door({ concurrency: 1 })
    const told: (readonly [boolean, number])[] = []
    await asked(model, through, 1)
    await asked(model, through, 1, guessRequest({ waiting: (waits) => told.push([waits, performance.now()]) }))
    await passing(1000)
    expect(model.seen.map(({ waited }) => waited)).toEqual([0, 1000])
    expect(told).toEqual([
      [true, 0],
      [false, 1000],
    ])
  })

  it('lets the greatest priority in first', async () => {
    const model = scripted([{ after: 1000 }])
    const through = door({ concurrency: 1 })
    for (const priority of [0, 0, 1]) await asked(model, through, 1, guessRequest({ priority }))
    await passing(2000)
    expect(model.seen.map(({ priority }) => priority)).toEqual([0, 1, 0])
  })
})

describe('the tokens of a limited call', () => {
  const request = guessRequest({ maxTokens: 100 })
  const enoughForOne = { tokensPerMinute: input + 100 + 50 }

  it('are set aside as they are expected, and made up with the reply', async () => {
    const model = scripted([{ after: 1000, reply: took(20, 10) }])
    await asked(model, door(enoughForOne), 2, request)
    expect(model.seen).toHaveLength(1)
    await passing(1000)
    expect(model.times).toEqual([0, 1000])
  })

  it.each([
    ['a reply whose tokens nobody counted', { reply: took(null, null) }, false],
    ['a failure that may be charged for', { fails: failure('network', { charged: true }) }, false],
    ['a failure that took nothing', { fails: failure('server', { status: 500 }) }, true],
    ['a failure of another kind', { fails: new Error('disk full') }, false],
  ] as const)('after %s: the next call comes at once: %j, %s', async (_, step: Step, free) => {
    const model = scripted([step])
    await asked(model, door(enoughForOne), 2, request)
    expect(model.seen).toHaveLength(free ? 2 : 1)
    await passing(61_000)
    expect(model.seen).toHaveLength(2)
  })

  it('are learnt from replies that were counted, and not from estimates', async () => {
    const callsAfter = async (estimated: boolean) => {
      const model = scripted((_, nth) => ({ reply: { ...took(20, 10), estimated }, after: nth <= 5 ? 0 : 30_000 }))
      const through = door({ tokensPerMinute: 4 * UNLIMITED_REPLY })
      const one = limited(model.model, through)
      for (let i = 0; i < 5; i++) await one.complete(guessRequest(), unhurried())
      for (let i = 0; i < 8; i++) void one.complete(guessRequest(), unhurried())
      await passing()
      return model.onTheWire()
    }
    expect(await callsAfter(false)).toBe(8)
    expect(await callsAfter(true)).toBe(3)
  })
})

describe('a failed call', () => {
  it.each([
    ['too many requests: the time that the provider asks for', refusal(7000), 7000],
    ['the budget: nothing went out', failure('budget'), 0],
    ['a breaker: nothing went out', failure('unavailable'), 0],
    ['a fault of the server: it counts', failure('server', { status: 500 }), 60_000],
    ['an overload of the provider’s own: it counts', failure('overloaded', { status: 529, retryAfter: 5000 }), 60_000],
    ['any other failure: it counts', new Error('disk full'), 60_000],
  ])('leaves its place to the next one after %s', async (_, fails, milliseconds) => {
    const model = scripted([{ fails }, {}])
    await asked(model, door({ requestsPerMinute: 1 }), 2)
    await passing(61_000)
    expect(model.times).toHaveLength(2)
    expect(model.times[1]! - milliseconds).toBeGreaterThanOrEqual(0)
    expect(model.times[1]! - milliseconds).toBeLessThan(50)
  })

  it('is thrown as it is', async () => {
    const fails = failure('server', { status: 500 })
    const one = limited(scripted([{ fails }]).model, door())
    expect(await thrown(one.complete(guessRequest(), unhurried()))).toBe(fails)
  })

  it('slows all others down, and passes on what its headers say', async () => {
    const through = door()
    const fails = failure('overloaded', { status: 429, retryAfter: 2000, quota: { requests: { limit: 30 } } })
    const [one, other] = [scripted([{ fails }]), scripted([{}])]
    await asked(one, through, 1)
    await asked(other, through, 3)
    expect(through.limits().requests).toBe(30)
    await passing(2000)
    expect(other.times).toEqual([2000, 2000, 2000])
  })
})

it('heeds what the headers of a reply say', async () => {
  const through = door()
  const model = scripted([{ reply: { quota: { requests: { limit: 2 } } } }, { after: 1000 }])
  await asked(model, through, 1)
  await asked(model, through, 4)
  expect(model.seen).toHaveLength(2)
})

describe('a call that is ended while it waits for its turn', () => {
  async function waiting(changes: Partial<ModelRequest>, signal: AbortSignal) {
    const model = scripted([{ after: 1000 }])
    const through = door({ concurrency: 1 })
    await asked(model, through, 1)
    const call = limited(model.model, through).complete(guessRequest(changes), signal)
    call.catch(() => {})
    await passing()
    return { call, model }
  }

  it('by its caller throws `aborted`, and leaves nothing behind', async () => {
    const caller = new AbortController()
    const { call, model } = await waiting({}, caller.signal)
    caller.abort('enough')
    expect(await thrown(call)).toMatchObject({
      class: 'aborted',
      message: 'the call to test:scripted was stopped while it waited for its turn',
      cause: 'enough',
    })
    expect([model.seen.length, listeners(caller.signal), vi.getTimerCount()]).toEqual([1, 0, 0])
  })

  it('by a stop of the run throws the reason of that', async () => {
    const [caller, stop, reason] = [new AbortController(), new AbortController(), new Error('stopped')]
    const { call, model } = await waiting({ stop: stop.signal }, caller.signal)
    stop.abort(reason)
    expect(await thrown(call)).toBe(reason)
    expect([model.seen.length, listeners(caller.signal), listeners(stop.signal)]).toEqual([1, 0, 0])
  })

  it('and is finished where it was on the wire when the run was stopped', async () => {
    const stop = new AbortController()
    const model = scripted([{ after: 1000 }])
    const call = limited(model.model, door()).complete(guessRequest({ stop: stop.signal }), unhurried())
    await passing()
    stop.abort()
    await passing(1000)
    expect(await call).toMatchObject({ text: '{"guess": 33}' })
  })
})
