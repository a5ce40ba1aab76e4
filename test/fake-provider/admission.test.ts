/** The limits of a provider: worked cases on a clock of the test's own, and the definition, reckoned the slow way. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AdmissionOptions, admission, type Entered } from '../../src/fake-provider/admission.ts'

function desk(options: Partial<AdmissionOptions> = {}) {
  let time = 0
  const gate = admission({
    requests: Infinity,
    tokens: Infinity,
    windowMilliseconds: 60_000,
    concurrency: Infinity,
    countRejected: false,
    now: () => time,
    ...options,
  })
  return {
    ...gate,
    at: (milliseconds: number) => {
      time = milliseconds
      return gate
    },
  }
}

const leave = (entered: Entered, tokens: number) => {
  if (!entered.ok) throw new Error(`expected it to be let in, but ${entered.why}`)
  entered.leave(tokens)
}

describe('a limit of requests', () => {
  it('lets in so many in any window, and says to the millisecond when the next one fits', () => {
    const provider = desk({ requests: 2 })
    expect(provider.at(0).enter(1).ok).toBe(true)
    expect(provider.at(10_000).enter(1).ok).toBe(true)
    expect(provider.at(59_999).enter(1)).toEqual({ ok: false, why: 'requests', wait: 1 })
    expect(provider.at(60_000).enter(1).ok).toBe(true)
    expect(provider.enter(1)).toEqual({ ok: false, why: 'requests', wait: 10_000 })
    expect(provider.left()).toMatchObject({ requests: 0, resetMilliseconds: 60_000 })
  })

  it('does not count those it refused, unless it is to', () => {
    const lenient = desk({ requests: 1 })
    lenient.enter(1)
    for (let i = 0; i < 5; i++) expect(lenient.at(30_000).enter(1).ok).toBe(false)
    expect(lenient.at(60_000).enter(1).ok).toBe(true)

    const strict = desk({ requests: 1, countRejected: true })
    strict.enter(1)
    expect(strict.at(30_000).enter(1).ok).toBe(false)
    expect(strict.at(60_000).enter(1)).toMatchObject({ ok: false, wait: 30_000 })
  })
})

describe('a limit of tokens', () => {
  it('counts what was reckoned while a request is in flight, and what it took once it is over', () => {
    const provider = desk({ tokens: 100 })
    const first = provider.enter(80)
    expect(provider.enter(30)).toEqual({ ok: false, why: 'tokens', wait: 60_000 })
    leave(first, 50)
    expect(provider.left()).toMatchObject({ tokens: 50 })
    expect(provider.at(5_000).enter(50).ok).toBe(true)
    expect(provider.enter(60)).toEqual({ ok: false, why: 'tokens', wait: 60_000 })
    expect(provider.enter(50)).toEqual({ ok: false, why: 'tokens', wait: 55_000 })
  })

  it('names no time for a request that never fits', () => {
    expect(desk({ tokens: 100 }).enter(101)).toEqual({ ok: false, why: 'tokens', wait: undefined })
  })

  it('forgets a request that ends after its window', () => {
    const provider = desk({ tokens: 100 })
    const long = provider.enter(100)
    expect(provider.at(60_000).left()).toMatchObject({ tokens: 100 })
    leave(long, 70)
    expect(provider.left()).toMatchObject({ tokens: 100 })
  })

  it('says the later of two times where requests and tokens are both used up', () => {
    const provider = desk({ requests: 2, tokens: 100 })
    leave(provider.enter(10), 10)
    leave(provider.at(20_000).enter(90), 90)
    expect(provider.at(30_000).enter(50)).toEqual({ ok: false, why: 'requests', wait: 50_000 })
  })
})

it('lets in so many at the same time, and says no time for more', () => {
  const provider = desk({ concurrency: 1 })
  const first = provider.enter(1)
  expect(provider.enter(1)).toEqual({ ok: false, why: 'concurrency', wait: undefined })
  leave(first, 1)
  expect(provider.enter(1).ok).toBe(true)
})

const Step = fc.record({
  after: fc.integer({ min: 0, max: 400 }),
  tokens: fc.integer({ min: 1, max: 40 }),
  took: fc.integer({ min: 0, max: 60 }),
  /** Steps later. */
  ends: fc.integer({ min: 0, max: 4 }),
})

it('keeps to the definition, whatever comes when, over thousands of requests', () => {
  const windowMilliseconds = 1000
  const [requests, tokens] = [8, 150]
  const agrees = (steps: readonly { after: number; tokens: number; took: number; ends: number }[]) => {
    const provider = desk({ requests, tokens, windowMilliseconds })
    const all: { at: number; tokens: number; took: number; endsAt: number; entered: Entered }[] = []
    let time = 0
    for (const [i, step] of steps.entries()) {
      time += step.after
      provider.at(time)
      for (const one of all.filter(({ endsAt }) => endsAt === i)) {
        leave(one.entered, one.took)
        one.tokens = one.took
      }
      const entered = provider.enter(step.tokens)
      const fitsAt = (when: number) => {
        const recent = all.filter(({ at }) => at > when - windowMilliseconds)
        const sum = recent.reduce((so, one) => so + one.tokens, 0)
        return recent.length + 1 <= requests && sum + step.tokens <= tokens
      }
      expect(entered.ok).toBe(fitsAt(time))
      if (entered.ok) all.push({ at: time, ...step, endsAt: i + 1 + step.ends, entered })
      else {
        expect(fitsAt(time + entered.wait!)).toBe(true)
        expect(fitsAt(time + entered.wait! - 1)).toBe(false)
      }
    }
  }
  fc.assert(fc.property(fc.array(Step, { maxLength: 60 }), agrees), { seed: 1, numRuns: 200 })
  const many = Array.from({ length: 5000 }, (_, i) => ({
    after: (i * 7919) % 300,
    tokens: 1 + ((i * 31) % 40),
    took: (i * 17) % 60,
    ends: i % 5,
  }))
  agrees(many)
})
