/** Who tries again, when, how often, and who gives up: on a clock of the test's own. */
import { describe, expect, it, vi } from 'vitest'
import { breaker } from '../../src/models/breaker.ts'
import type { ModelError } from '../../src/models/errors.ts'
import type { ModelRequest } from '../../src/models/model.ts'
import { type RetriedOptions, retried } from '../../src/models/retried.ts'
import { guessRequest, unhurried } from './request.ts'
import {
  clockOfItsOwn,
  eventually,
  failure,
  listeners,
  passing,
  refusal,
  type Step,
  scripted,
  thrown,
} from './scripted-model.ts'

clockOfItsOwn()

const server = () => failure('server', { status: 500 })
const FAILS: Step = { fails: server() }

function trying(script: Parameters<typeof scripted>[0], options: RetriedOptions = {}) {
  const { model, ...wire } = scripted(script)
  const again = retried(model, options)
  return {
    ...wire,
    call: (changes: Partial<ModelRequest> = {}, signal = unhurried()) => again.complete(guessRequest(changes), signal),
  }
}

/** Of a call whose first tries fail: how long it waited before each further one. */
async function waitsOf(tries: number, changes: Partial<ModelRequest> = {}, options: RetriedOptions = {}) {
  const { call, times } = trying((_, nth) => (nth < tries ? FAILS : {}), { tries, ...options })
  const began = performance.now()
  await eventually(call(changes))
  return times.map((time, i) => time - (times[i - 1] ?? began)).slice(1)
}

describe('a retried model', () => {
  it.each(['network', 'timeout', 'conflict', 'overloaded', 'server'])('tries again after %s', async (of) => {
    const { call, seen } = trying([{ fails: failure(of) }, {}])
    expect(await eventually(call())).toMatchObject({ text: '{"guess": 33}' })
    expect(seen).toHaveLength(2)
  })

  it.each([
    ...['key', 'forbidden', 'not-found', 'bad-request', 'too-long', 'quota', 'certificate', 'bad-reply'],
    ...['missing-package', 'missing-file', 'bad-file', 'unsupported', 'no-rule', 'aborted', 'budget', 'unavailable'],
    ...['no-recording', 'failed'],
  ])('never tries again after %s, and throws it as it is', async (of) => {
    const fails = failure(of)
    const { call, seen } = trying([{ fails }, {}])
    expect(await thrown(call())).toBe(fails)
    expect(seen).toHaveLength(1)
  })

  it('never tries again after what is no failure of a model', async () => {
    const fails = new Error('disk full')
    const { call, seen } = trying([{ fails }, {}])
    expect(await thrown(call())).toBe(fails)
    expect(seen).toHaveLength(1)
  })

  it('numbers its tries, on from those before, and sends later ones first', async () => {
    const { call, seen } = trying([FAILS, FAILS, {}])
    await eventually(call({ try: 4, priority: 10 }))
    expect(seen.map((request) => [request.try, request.priority])).toEqual([
      [4, 10],
      [5, 11],
      [6, 12],
    ])
  })

  it('asks for the same thing each time', async () => {
    const { call, seen } = trying([FAILS, {}])
    await eventually(call())
    const { key, messages, schema, seed } = guessRequest()
    for (const request of seen) expect(request).toMatchObject({ key, messages, schema, seed })
  })

  it('leaves neither a timer nor a listener behind', async () => {
    const [caller, stop] = [new AbortController(), new AbortController()]
    const { call } = trying([FAILS, {}])
    const reply = call({ stop: stop.signal }, caller.signal)
    await passing(1000)
    await reply
    expect([vi.getTimerCount(), listeners(caller.signal), listeners(stop.signal)]).toEqual([0, 0, 0])
  })
})

describe('the wait before a try', () => {
  it('follows from the seed and the call', async () => {
    const waits = await waitsOf(4)
    expect(await waitsOf(4)).toEqual(waits)
    expect(await waitsOf(4, { seed: 7 })).not.toEqual(waits)
    expect(await waitsOf(4, { key: { ...guessRequest().key, seat: 1 } })).not.toEqual(waits)
  })

  it('is spread up to half a second after the first failure, and up to twice as long after each further one', async () => {
    const drawn = await Promise.all(Array.from({ length: 30 }, (_, seed) => seed).map((seed) => waitsOf(4, { seed })))
    for (const [i, ceiling] of [500, 1000, 2000].entries()) {
      const waits = drawn.map((each) => each[i]!)
      expect(Math.max(...waits)).toBeLessThanOrEqual(ceiling)
      expect(Math.max(...waits)).toBeGreaterThan(ceiling * 0.8)
      expect(Math.min(...waits)).toBeLessThan(ceiling * 0.2)
    }
  })

  it('has an upper limit', async () => {
    const waits = await waitsOf(30, {}, { firstMilliseconds: 100, mostMilliseconds: 400 })
    expect(Math.max(...waits)).toBeLessThanOrEqual(400)
    expect(Math.max(...waits)).toBeGreaterThan(300)
  })

  it('is never shorter than the provider asks for, and a little longer for each call in a way of its own', async () => {
    const waitOf = async (seed: number) => {
      const { call, times } = trying([{ fails: refusal(20_000) }, {}])
      const began = performance.now()
      await eventually(call({ seed }))
      return times[1]! - began
    }
    const waits: number[] = []
    for (const seed of [1, 2, 3, 4, 5]) waits.push(await waitOf(seed))
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(20_000)
    expect(Math.max(...waits)).toBeLessThanOrEqual(20_050)
    expect(new Set(waits).size).toBeGreaterThan(1)
  })
})

describe('a call that is given up', () => {
  it('after so many tries throws the last failure, and says how many there were', async () => {
    const last = failure('overloaded', { status: 529, requestId: 'req_3', charged: true })
    const { call, seen } = trying([FAILS, FAILS, { fails: last }], { tries: 3 })
    expect(await thrown(call())).toMatchObject({
      ...{ class: 'overloaded', status: 529, requestId: 'req_3', charged: true, cause: last },
      message: 'the provider failed: overloaded; given up after 3 tries',
    })
    expect(seen).toHaveLength(3)
  })

  it('after one try says so, and counts its own tries alone', async () => {
    const { call } = trying([FAILS], { tries: 1 })
    expect(await thrown(call({ try: 9 }))).toMatchObject({
      message: 'the provider failed: server; given up after one try',
    })
  })

  it('where the provider asks for more time than is left says so, at once', async () => {
    const { call } = trying([{ after: 1000, fails: refusal(60_000) }], { totalMilliseconds: 30_000 })
    const failed = thrown(call())
    expect(await failed).toMatchObject({ class: 'overloaded', status: 429 })
    expect(performance.now()).toBe(1000)
    expect(((await failed) as Error).message).toMatch(
      /^the provider failed: overloaded; given up since the next try would come after 60 seconds, and 29 seconds are left for this call$/,
    )
  })

  it('where no answer comes in time is a time-out of the whole call', async () => {
    const { call, onTheWire } = trying([{ after: Infinity }], { totalMilliseconds: 30_000 })
    const failed = call()
    failed.catch(() => {})
    await passing(29_999)
    expect(onTheWire()).toBe(1)
    await passing(1)
    expect(onTheWire()).toBe(0)
    expect(await thrown(failed)).toMatchObject({
      class: 'timeout',
      message: 'test:scripted gave no answer within the 30 seconds that a call may take with all its tries',
    })
  })

  it('when its time runs out with a try on the wire has tried as often as it could', async () => {
    const { call, seen } = trying([{ after: 9_000, fails: server() }], { totalMilliseconds: 30_000, tries: 100 })
    expect(await thrown(call())).toMatchObject({ class: 'timeout' })
    expect(performance.now()).toBe(30_000)
    expect(seen).toHaveLength(4)
  })

  it('does not count the time for which it stood in a queue', async () => {
    const { model } = scripted([{ after: 1000 }])
    const queued = retried(
      {
        ...model,
        complete: async (request, signal) => {
          request.waiting?.(true)
          await new Promise((resolve) => setTimeout(resolve, 3_600_000))
          request.waiting?.(false)
          return model.complete(request, signal)
        },
      },
      { totalMilliseconds: 2000 },
    )
    expect(await eventually(queued.complete(guessRequest(), unhurried()))).toMatchObject({ text: '{"guess": 33}' })
  })
})

describe('a call that is ended', () => {
  it('by its caller during the pause throws `aborted` at once', async () => {
    const caller = new AbortController()
    const { call, seen } = trying([{ fails: refusal(60_000) }, {}])
    const ended = call({}, caller.signal)
    await passing(1000)
    caller.abort('enough')
    expect(await thrown(ended)).toMatchObject({
      class: 'aborted',
      message: 'the call to test:scripted was stopped while it waited for its next try',
      cause: 'enough',
    })
    expect([seen.length, performance.now(), vi.getTimerCount(), listeners(caller.signal)]).toEqual([1, 1000, 0, 0])
  })

  it('by a stop of the run during the pause throws the reason of that, at once', async () => {
    const [stop, reason] = [new AbortController(), new Error('stopped')]
    const { call, seen } = trying([{ fails: refusal(60_000) }, {}])
    const ended = call({ stop: stop.signal })
    await passing(1000)
    stop.abort(reason)
    expect(await thrown(ended)).toBe(reason)
    expect([seen.length, performance.now(), vi.getTimerCount(), listeners(stop.signal)]).toEqual([1, 1000, 0, 0])
  })

  it('by a stop of the run while it is on the wire is finished, and not tried again', async () => {
    const [stop, reason] = [new AbortController(), new Error('stopped')]
    const answered = trying([{ after: 1000 }])
    const failing = trying([{ after: 1000, fails: server() }, {}])
    const calls = [answered.call({ stop: stop.signal }), failing.call({ stop: stop.signal })] as const
    calls[1].catch(() => {})
    await passing(500)
    stop.abort(reason)
    expect(await eventually(calls[0])).toMatchObject({ text: '{"guess": 33}' })
    expect(await thrown(calls[1])).toBe(reason)
    expect(failing.seen).toHaveLength(1)
  })

  it('by its caller while it is on the wire is no time-out, however long the wire takes to end', async () => {
    const caller = new AbortController()
    const { model } = scripted([{}])
    const slow = retried(
      {
        ...model,
        complete: async () => {
          await new Promise((resolve) => setTimeout(resolve, 5000))
          throw failure('aborted')
        },
      },
      { totalMilliseconds: 2000 },
    )
    const ended = slow.complete(guessRequest(), caller.signal)
    ended.catch(() => {})
    await passing(1000)
    caller.abort('enough')
    expect(await thrown(ended)).toMatchObject({ class: 'aborted' })
  })
})

describe('a breaker', () => {
  /** Calls one after another, of as many matches, each tried once. */
  function matches(script: Parameters<typeof scripted>[0], most = 3) {
    const { call, seen } = trying(script, { tries: 1, breaker: breaker({ most }) })
    let match = 0
    return { seen, next: () => thrown(call({ key: { ...guessRequest().key, match: `m${++match}` } })) }
  }

  it('gives a provider up after so many failures of the same kind in a row, over all matches, and sends nothing more', async () => {
    const { next, seen } = matches([FAILS])
    for (let i = 0; i < 2; i++) expect(await next()).toMatchObject({ class: 'server' })
    await passing(1)
    const given = await next()
    expect(given).toMatchObject({
      ...{ class: 'unavailable', status: 500 },
      message: 'given up after 3 failures of the same kind in a row: the provider failed: server',
    })
    const later = await next()
    expect(later).toMatchObject({ class: 'unavailable', message: (given as Error).message })
    expect(later).not.toBe(given)
    expect(seen).toHaveLength(3)
  })

  it('stops the tries of a call too', async () => {
    const { call, seen } = trying([FAILS], { tries: 6, breaker: breaker({ most: 3 }) })
    expect(await thrown(call())).toMatchObject({ class: 'unavailable' })
    expect(seen).toHaveLength(3)
  })

  it('begins to count again after an answer, and after a failure of another kind', async () => {
    const script: Step[] = [FAILS, FAILS, { fails: failure('server', { status: 503 }) }, FAILS, FAILS, {}, FAILS, FAILS]
    const { call, seen } = trying(script, { tries: 1, breaker: breaker({ most: 3 }) })
    for (let i = 0; i < script.length; i++) {
      await passing(1)
      if (i === 5) await eventually(call())
      else expect(await thrown(call())).toMatchObject({ class: 'server' })
    }
    expect(seen).toHaveLength(script.length)
  })

  it('counts a burst once: what was sent together fails together', async () => {
    const { call, seen } = trying([{ after: 1000, fails: server() }], { tries: 1, breaker: breaker({ most: 3 }) })
    const burst = async () => {
      const calls = Array.from({ length: 20 }, () => thrown(call()) as Promise<ModelError>)
      return new Set((await Promise.all(calls)).map((error) => error.class))
    }
    expect([...(await burst())]).toEqual(['server'])
    expect([...(await burst())]).toEqual(['server'])
    expect([...(await burst())]).toEqual(['unavailable'])
    await burst()
    expect(seen).toHaveLength(60)
  })

  it.each(['key', 'forbidden', 'quota', 'not-found', 'certificate', 'missing-package', 'missing-file'])(
    'opens at once where it is the same for every call: %s',
    async (of) => {
      const { next, seen } = matches([{ fails: failure(of, { status: 401 }) }])
      const first = await next()
      const second = await next()
      for (const error of [first, second])
        expect(error).toMatchObject({ class: of, status: 401, message: `the provider failed: ${of}` })
      expect(second).not.toBe(first)
      expect(seen).toHaveLength(1)
    },
  )

  it('throws the wrong key to whoever was on the wire beside it, whatever befell them', async () => {
    const script = [{ fails: failure('key', { status: 401 }) }, { after: 1000, fails: server() }, { after: 1000 }]
    const { call } = trying(script, { breaker: breaker() })
    const calls = [call(), call(), call()]
    const all = Promise.allSettled(calls)
    await vi.runAllTimersAsync()
    expect(await all).toMatchObject([
      { reason: { class: 'key' } },
      { reason: { class: 'key' } },
      { value: { text: '{"guess": 33}' } },
    ])
  })

  it.each(['bad-request', 'too-long', 'bad-reply', 'aborted', 'budget', 'no-recording'])(
    'takes %s for a matter of one call',
    async (of) => {
      const { next, seen } = matches([{ fails: failure(of) }], 2)
      for (let i = 0; i < 4; i++) expect(await next()).toMatchObject({ class: of })
      expect(seen).toHaveLength(4)
    },
  )
})
