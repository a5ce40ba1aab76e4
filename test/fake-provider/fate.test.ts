/** What goes wrong on demand: at the given rates, by the seed, and whatever else is asked at the same time. */
import { describe, expect, it } from 'vitest'
import { hasLots, lotOf } from '../../src/fake-provider/fate.ts'
import { fakeOptions } from '../../src/fake-provider/options.ts'
import { ask, chatBody, outcome, provided } from './client.ts'

const requests = Array.from({ length: 24 }, (_, i) => `call-${i}-1`)

describe('a lot', () => {
  const options = fakeOptions({
    ...{ rate429: 0.1, rate500: 0.2, rate529: 0.05, cut: 0.05, cutBody: 0.05, hang: 0.15 },
    ...{ latency: 100, latencySpread: 50 },
  })
  const lots = Array.from({ length: 4000 }, (_, i) => lotOf(options, 'body', `call-${i}`, 1))

  it('falls at the rates that were asked for', () => {
    const share = (fate: string) => lots.filter((lot) => lot.fate === fate).length / lots.length
    const expected = { fine: 0.4, '429': 0.1, '500': 0.2, '529': 0.05, cut: 0.05, 'cut-body': 0.05, hang: 0.15 }
    for (const [fate, rate] of Object.entries(expected)) {
      const deviation = Math.sqrt((rate * (1 - rate)) / lots.length)
      expect(Math.abs(share(fate) - rate), fate).toBeLessThan(4 * deviation)
    }
  })

  it('has a latency in its spread', () => {
    const latencies = lots.map(({ latency }) => latency)
    expect(Math.min(...latencies)).toBeGreaterThanOrEqual(100)
    expect(Math.min(...latencies)).toBeLessThan(105)
    expect(Math.max(...latencies)).toBeLessThan(150)
    expect(Math.max(...latencies)).toBeGreaterThan(145)
  })

  it('follows from the seed, the body, the name and how often it was drawn', () => {
    const lot = lotOf(options, 'body', 'call', 1)
    expect(lotOf(options, 'body', 'call', 1)).toEqual(lot)
    for (const other of [
      lotOf({ ...options, seed: '2' }, 'body', 'call', 1),
      lotOf(options, 'other', 'call', 1),
      lotOf(options, 'body', 'other', 1),
      lotOf(options, 'body', 'call', 2),
    ])
      expect(other.latency).not.toBe(lot.latency)
  })

  it('need not be drawn where nothing is left to chance', () => {
    expect(hasLots(fakeOptions({ latency: 100, malformed: 0.5 }))).toBe(false)
    for (const given of [{ rate429: 0.1 }, { hang: 0.1 }, { cutBody: 0.1 }, { latencySpread: 1 }])
      expect(hasLots(fakeOptions(given))).toBe(true)
  })
})

describe('a provider with failures', () => {
  const failing = { seed: 'fates', rate429: 0.2, rate500: 0.2, rate529: 0.1, cut: 0.1 }

  it('gives each request the same fate, in whatever order they come', async () => {
    const [one, other] = [await provided(failing), await provided(failing)]
    const inOrder: string[] = []
    for (const id of requests) inOrder.push(await outcome(one, chatBody(), id))
    const turned = await Promise.all([...requests].reverse().map((id) => outcome(other, chatBody(), id)))
    expect(turned.reverse()).toEqual(inOrder)
    expect(new Set(inOrder)).toEqual(new Set(['200', '429', '500', '529', 'fetch failed']))
  })

  it('draws anew for the next try', async () => {
    const provider = await provided({ ...failing, rate429: 0, rate529: 0, cut: 0, rate500: 0.5 })
    const statuses: string[] = []
    for (let i = 0; i < 16; i++) statuses.push(await outcome(provider, chatBody(), 'the-same'))
    expect(new Set(statuses)).toEqual(new Set(['200', '500']))
  })

  it.each([
    [{ rate429: 1, retryAfter: 7 }, 429, '7'],
    [{ rate500: 1, retryAfter: 2 }, 500, '2'],
    [{ rate529: 1, retryAfter: 'none' as const }, 529, null],
    [{ rate429: 1 }, 429, null],
  ])('%j says so', async (options, status, retryAfter) => {
    const got = await ask(await provided(options), chatBody())
    expect(got.status).toBe(status)
    expect(got.headers.get('retry-after')).toBe(retryAfter)
    expect(got.body.error.message).not.toBe('')
  })

  it('cuts the connection before the answer, or in the middle of it', async () => {
    const [early, late] = [await provided({ cut: 1 }), await provided({ cutBody: 1 })]
    await expect(ask(early, chatBody())).rejects.toThrow('fetch failed')
    await expect(ask(late, chatBody())).rejects.toThrow('terminated')
    expect([early, late].map(({ log }) => log.map((one) => one.outcome))).toEqual([['cut'], ['cut-body']])
  })

  it('hangs until the client goes', async () => {
    const provider = await provided({ hang: 1 })
    const leave = new AbortController()
    const asking = ask(provider, chatBody(), { signal: leave.signal })
    while (provider.stats().inFlight === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    leave.abort()
    await expect(asking).rejects.toThrow()
    while (provider.stats().inFlight > 0) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(provider.stats().byOutcome).toEqual({ hang: 1 })
  })
})

describe('answers that are none', () => {
  const contentOf = async (options: Parameters<typeof provided>[0]) => {
    const { body } = await ask(await provided(options), chatBody())
    return body.choices[0]
  }

  it('are refusals, cut off, malformed, empty or out of range, as it is wanted', async () => {
    expect((await contentOf({ refused: 1 })).message.refusal).toMatch(/cannot take part/)
    expect((await contentOf({ truncated: 1 })).finish_reason).toBe('length')
    expect((await contentOf({ empty: 1 })).message.content).toBe('')
    const malformed = (await contentOf({ malformed: 1 })).message.content
    expect(() => JSON.parse(malformed)).toThrow()
    const { guess } = JSON.parse((await contentOf({ illegal: 1 })).message.content)
    expect(guess).toBeGreaterThan(100)
  })

  it('come from a model of another name from the nth request on, where it drifts', async () => {
    const provider = await provided({ drift: 3 })
    const named: string[] = []
    for (const id of ['a-1', 'b-1', 'c-1', 'd-1']) {
      const { body } = await ask(provider, chatBody(), { id })
      named.push(`${body.model} ${body.system_fingerprint}`)
    }
    expect(named).toEqual(['tiny fp_fake_1', 'tiny fp_fake_1', 'tiny-2 fp_fake_2', 'tiny-2 fp_fake_2'])
  })
})

describe('options', () => {
  it.each([
    [{ rate429: 0.6, hang: 0.5 }, /rate429 \+ rate500 .*at most 1, got 1\.1/],
    [{ malformed: 0.6, empty: 0.5 }, /refused \+ truncated .*at most 1, got 1\.1/],
    [{ requestsPerMinute: 30, windowSeconds: 1 }, /30 a minute is less than 1 in 1 seconds/],
    [{ rate500: 2 }, /rate500: expected a number from 0 to 1, got 2/],
    [{ retryAfter: 'soon' as 'none' }, /retryAfter: expected .*"none", got "soon"/],
  ])('%j are refused', (given, expected) => {
    expect(() => fakeOptions(given)).toThrow(expected)
  })
})
