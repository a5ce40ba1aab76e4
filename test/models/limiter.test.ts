/** Who is let in when, on a clock of the test's own, and against a provider that tells nobody its limits. */
import { describe, expect, it, vi } from 'vitest'
import { stream } from '../../src/core/chance.ts'
import { admission } from '../../src/fake-provider/admission.ts'
import { type Entry, type Limits, limiter, limiters, type Outcome, type Slot } from '../../src/models/limiter.ts'
import type { Quota } from '../../src/models/model.ts'
import { clockOfItsOwn, listeners, passing } from './scripted-model.ts'

clockOfItsOwn()

/** A limiter, and the names of those that it let in, in order. */
function desk(limits: Partial<Limits> = {}) {
  const door = limiter({ name: 'openai:tiny', concurrency: 100, ...limits })
  const inside: string[] = []
  const slots = new Map<string, Slot>()
  const times = new Map<string, number>()
  const failed = new Map<string, unknown>()
  const ask = (name: string, entry: Partial<Entry> = {}) =>
    door.enter({ tokens: () => 10, priority: 0, signal: new AbortController().signal, ...entry }).then(
      (slot) => {
        inside.push(name)
        slots.set(name, slot)
        times.set(name, performance.now())
      },
      (error: unknown) => {
        failed.set(name, error)
      },
    )
  return {
    door,
    inside,
    failed,
    slot: (name: string) => slots.get(name)!,
    /** When it was let in. */
    time: (name: string) => times.get(name)!,
    /** They ask in this order, at one moment. */
    asked: async (names: string, entry: Partial<Entry> = {}) => {
      for (const name of names) void ask(name, entry)
      await passing()
    },
    leaves: async (names: string, outcome: Outcome = answered(10)) => {
      for (const name of names) slots.get(name)!.leave(outcome)
      await passing()
    },
  }
}

const answered = (tokens: number | null, quota?: Quota): Outcome => ({ how: 'answered', tokens, quota })
const refused = (retryAfter?: number): Outcome => ({ how: 'refused', retryAfter })

describe('calls at the same time', () => {
  it('are so many, and the next one comes when one leaves', async () => {
    const { inside, asked, leaves } = desk({ concurrency: 2 })
    await asked('abcd')
    expect(inside).toEqual(['a', 'b'])
    await leaves('b')
    expect(inside).toEqual(['a', 'b', 'c'])
  })

  it('leave once, whatever is said later', async () => {
    const { inside, asked, leaves } = desk({ requestsPerMinute: 1 })
    await asked('ab')
    await leaves('a')
    await leaves('a', { how: 'unsent' })
    expect(inside).toEqual(['a'])
  })

  it('come by their priority, and equal ones in the order in which they came', async () => {
    const { inside, asked, leaves } = desk({ concurrency: 1 })
    await asked('a')
    await asked('bc')
    await asked('d', { priority: 1 })
    await asked('e', { priority: 2 })
    await asked('f', { priority: 1 })
    for (const name of 'aedfbc') await leaves(name)
    expect(inside).toEqual([...'aedfbc'])
  })

  it('are told how long they stood', async () => {
    const { slot, asked, leaves } = desk({ concurrency: 1 })
    await asked('ab')
    await passing(1500)
    await leaves('a')
    expect([slot('a').waited, slot('b').waited]).toEqual([0, 1500])
  })
})

describe('requests a minute', () => {
  it('are kept in every minute, and not in minutes of the clock', async () => {
    const { inside, asked, leaves } = desk({ requestsPerMinute: 2 })
    await asked('a')
    await leaves('a')
    await passing(50_000)
    await asked('bcd')
    await leaves('b')
    await passing(9_999)
    expect(inside).toEqual(['a', 'b'])
    await passing(10)
    expect(inside).toEqual(['a', 'b', 'c'])
    await passing(49_900)
    expect(inside).toEqual(['a', 'b', 'c'])
    await passing(200)
    expect(inside).toEqual(['a', 'b', 'c', 'd'])
  })

  it('are kept as the provider counts them, also where calls come to it later than others', async () => {
    const { door } = desk({ requestsPerMinute: 12, concurrency: 5 })
    const rng = stream(['calls'])
    const arrivals: number[] = []
    const call = async (late: number) => {
      const slot = await door.enter({ tokens: () => 1, priority: 0, signal: new AbortController().signal })
      await new Promise((resolve) => setTimeout(resolve, late))
      arrivals.push(performance.now())
      await new Promise((resolve) => setTimeout(resolve, 100))
      slot.leave(answered(1))
    }
    const calls = Array.from({ length: 60 }, (_, nth) => call(nth < 12 ? 0 : rng.int(600)))
    await vi.runAllTimersAsync()
    await Promise.all(calls)
    for (const [i, at] of arrivals.slice(12).entries()) expect(at - arrivals[i]!).toBeGreaterThanOrEqual(60_000)
    expect(arrivals.at(-1)).toBeLessThan(245_000) // and little of any minute is left unused
  })

  it.each([
    ['an answer', answered(10), false],
    ['a failure', { how: 'failed', tokens: 0 }, false],
    ['a request that never went out', { how: 'unsent' }, true],
  ] as const)('count %s: the next one comes at once: %j, %s', async (_, outcome, free) => {
    const { inside, asked, leaves } = desk({ requestsPerMinute: 1 })
    await asked('ab')
    await leaves('a', outcome)
    expect(inside.includes('b')).toBe(free)
  })

  it('are not used up by what was refused', async () => {
    const { inside, asked, leaves } = desk({ requestsPerMinute: 1 })
    await asked('ab')
    await leaves('a', refused(3000))
    await passing(3000)
    expect(inside).toEqual(['a', 'b'])
  })

  it('may be kept a second, as some providers do', async () => {
    const { inside, asked, leaves } = desk({ requestsPerMinute: 120, windowMilliseconds: 1000 })
    await asked('abcde')
    await leaves('ab')
    await passing(999)
    expect(inside).toHaveLength(2)
    await passing(10)
    expect(inside).toHaveLength(4)
  })

  it('may be less than one', async () => {
    const { inside, asked, leaves } = desk({ requestsPerMinute: 0.5 })
    await asked('ab')
    await leaves('a')
    await passing(119_999)
    expect(inside).toEqual(['a'])
    await passing(10)
    expect(inside).toEqual(['a', 'b'])
  })
})

describe('tokens a minute', () => {
  it('are set aside as they are expected, and count what the reply took', async () => {
    const { inside, asked, leaves } = desk({ tokensPerMinute: 100 })
    await asked('a', { tokens: () => 80 })
    await asked('b', { tokens: () => 30 })
    expect(inside).toEqual(['a'])
    await passing(5000)
    await leaves('a', answered(50))
    expect(inside).toEqual(['a', 'b'])
    await leaves('b', answered(40))
    await asked('c', { tokens: () => 11 })
    await passing(54_999)
    expect(inside).toEqual(['a', 'b'])
    await passing(700)
    expect(inside).toEqual(['a', 'b', 'c'])
  })

  it('count as they were expected where nobody says what it took', async () => {
    const { inside, asked, leaves } = desk({ tokensPerMinute: 100 })
    await asked('a', { tokens: () => 80 })
    await asked('b', { tokens: () => 30 })
    await leaves('a', answered(null))
    await passing(59_000)
    expect(inside).toEqual(['a'])
  })

  it('let no small call pass a large one that was first', async () => {
    const { inside, asked } = desk({ tokensPerMinute: 100 })
    await asked('a', { tokens: () => 50 })
    await asked('b', { tokens: () => 60 })
    await asked('c', { tokens: () => 10 })
    expect(inside).toEqual(['a'])
  })

  it('refuse one call that never fits, and say what to raise', async () => {
    const { failed, asked, inside } = desk({ tokensPerMinute: 100, windowMilliseconds: 30_000 })
    await asked('a', { tokens: () => 51 })
    expect(failed.get('a')).toMatchObject({
      class: 'too-long',
      message:
        'openai:tiny: one call is expected to take 51 tokens, more than the limit of 50 in 30 seconds: raise tokensPerMinute, or give the player a smaller maxTokens',
    })
    await asked('b', { tokens: () => 50 })
    expect(inside).toEqual(['b'])
  })
})

describe('a refusal', () => {
  it('lets nobody in before the time that the provider asks for', async () => {
    const { inside, asked, leaves } = desk()
    await asked('ab')
    await leaves('a', refused(7000))
    await leaves('b', refused(3000)) // the longer one stands
    await asked('cd')
    await passing(6_999)
    expect(inside).toEqual(['a', 'b'])
    await passing(1)
    expect(inside).toEqual(['a', 'b', 'c', 'd'])
  })

  it('without a time lets nobody in for a second, then twice as long each time, up to a minute, until there is an answer', async () => {
    const { time, asked, leaves } = desk()
    const waitAfter = async (name: string, next: string, outcome: Outcome) => {
      const left = performance.now()
      await leaves(name, outcome)
      await asked(next)
      await passing(70_000)
      return time(next) - left
    }
    await asked('a')
    const waits: number[] = []
    for (const [name, next] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi'])
      waits.push(await waitAfter(name!, next!, refused()))
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000])
    await waitAfter('i', 'j', answered(1))
    expect(await waitAfter('j', 'k', refused())).toBe(1000)
  })

  it('of all calls that were sent together is one refusal for the wait', async () => {
    const { inside, asked, leaves } = desk()
    await asked('abcd')
    await passing(200)
    await leaves('abcd', refused())
    await asked('e')
    await passing(999)
    expect(inside).not.toContain('e')
    await passing(1)
    expect(inside).toContain('e')
  })

  it('alone is a stumble, and teaches no limit', async () => {
    const { door, asked, leaves } = desk()
    await asked('a')
    await leaves('a', refused(1000))
    expect(door.limits()).toEqual({ requests: Infinity, tokens: Infinity })
  })

  it('three times without an answer teaches what was taken beside it', async () => {
    const { door, asked, leaves } = desk()
    await asked('abcdefgh')
    await leaves('abcde', answered(20))
    await leaves('fgh', refused(1000))
    expect(door.limits()).toEqual({ requests: 5, tokens: 100 })
  })

  it('at the edge of a limit that was told is no news', async () => {
    const { door, asked, leaves } = desk({ requestsPerMinute: 8 })
    await asked('abcdefgh')
    await leaves('abcde')
    await leaves('fgh', refused(1000))
    expect(door.limits().requests).toBe(5)

    const told = desk({ requestsPerMinute: 6 })
    await told.asked('abcdef')
    await told.leaves('abcde')
    await told.leaves('f', refused(1000))
    for (const name of 'ghi') {
      await told.asked(name)
      await passing(2000)
      await told.leaves(name, refused(1000))
    }
    expect(told.door.limits().requests).toBe(6)
  })
})

describe('a limit that nobody told', () => {
  /** A provider with so many requests a minute, asked for so many minutes by more callers than it takes. */
  async function crowd(requests: number, minutes: number, door = desk({ concurrency: 4 }).door) {
    const end = performance.now() + minutes * 60_000
    const hidden = admission({
      requests,
      tokens: Infinity,
      windowMilliseconds: 60_000,
      concurrency: Infinity,
      countRejected: false,
      now: () => performance.now(),
    })
    const counts = { taken: 0, refused: 0 }
    const caller = async () => {
      while (performance.now() < end) {
        const slot = await door.enter({ tokens: () => 10, priority: 0, signal: new AbortController().signal })
        const entered = hidden.enter(10)
        await new Promise((resolve) => setTimeout(resolve, 400))
        if (entered.ok) entered.leave(10)
        counts[entered.ok ? 'taken' : 'refused']++
        slot.leave(entered.ok ? answered(10) : refused())
      }
    }
    const callers = Array.from({ length: 6 }, caller)
    await vi.runAllTimersAsync()
    await Promise.all(callers)
    return { door, counts }
  }

  it.each([5, 10, 100])('is found from refusals, used, and seldom overstepped: %i a minute', async (requests) => {
    const minutes = 20
    const { door, counts } = await crowd(requests, minutes)
    expect(door.limits().requests).toBeGreaterThanOrEqual(requests * 0.9)
    expect(door.limits().requests).toBeLessThanOrEqual(requests * 1.2)
    expect(counts.taken).toBeGreaterThan(requests * minutes * 0.9)
    expect(counts.refused).toBeLessThan(counts.taken * 0.2)
  })

  it.each([5, 40])('is let go again from %i a minute where the provider takes more', async (requests) => {
    const { door } = await crowd(requests, 4)
    const before = door.limits().requests
    expect(before).toBeLessThanOrEqual(requests * 1.2)
    const { counts } = await crowd(1000, 25, door)
    expect(door.limits().requests).toBeGreaterThan(before * 2)
    expect(counts.taken).toBeGreaterThan(requests * 25 * 1.5)
    expect(counts.refused).toBe(0)
  })

  it('lets a call that is larger than what was learnt go alone', async () => {
    const { door, inside, asked, leaves } = desk()
    await asked('abcd')
    await leaves('a', answered(30))
    await leaves('bcd', refused(1000))
    expect(door.limits().tokens).toBe(30)
    await asked('e', { tokens: () => 500 })
    await passing(59_000)
    expect(inside).not.toContain('e')
    await passing(2_000)
    expect(inside).toContain('e')
  })
})

describe('what headers say', () => {
  it('limits the calls after it', async () => {
    const { door, inside, asked, leaves } = desk()
    await asked('a')
    await leaves('a', answered(10, { requests: { limit: 3, remaining: 2 }, tokens: { limit: 1000 } }))
    expect(door.limits()).toEqual({ requests: 3, tokens: 1000 })
    await asked('bcd')
    expect(inside).toEqual(['a', 'b', 'c'])
  })

  it('is heard from a refusal too', async () => {
    const { door, asked, leaves } = desk()
    await asked('a')
    await leaves('a', { how: 'refused', retryAfter: 1000, quota: { requests: { limit: 3 } } })
    expect(door.limits().requests).toBe(3)
  })

  it('is a minute’s, and is kept in the window that the user gave', async () => {
    const { door, asked, leaves } = desk({ windowMilliseconds: 1000 })
    await asked('a')
    await leaves('a', answered(10, { requests: { limit: 300 }, tokens: { limit: 60_000 } }))
    expect(door.limits()).toEqual({ requests: 5, tokens: 1000 })
  })

  it('never lifts a limit of the user’s', async () => {
    const { door, asked, leaves } = desk({ requestsPerMinute: 2, tokensPerMinute: 100 })
    await asked('a')
    await leaves('a', answered(10, { requests: { limit: 500 }, tokens: { limit: 9000 } }))
    expect(door.limits()).toEqual({ requests: 2, tokens: 100 })
  })

  it('shows what somebody else uses of the same key, until it is there again', async () => {
    const { inside, asked, leaves } = desk()
    await asked('a')
    await leaves('a', answered(10, { requests: { limit: 10, remaining: 2, resetMilliseconds: 20_000 } }))
    await asked('bcd')
    expect(inside).toEqual(['a', 'b', 'c'])
    await passing(19_999)
    expect(inside).toEqual(['a', 'b', 'c'])
    await passing(1)
    expect(inside).toEqual(['a', 'b', 'c', 'd'])
  })

  it('replaces what was said before of somebody else', async () => {
    const { inside, asked, leaves } = desk()
    await asked('a')
    await leaves('a', answered(10, { requests: { limit: 10, remaining: 1 } }))
    await asked('bc')
    expect(inside).toEqual(['a', 'b'])
    await leaves('b', answered(10, { requests: { limit: 10, remaining: 8 } }))
    expect(inside).toEqual(['a', 'b', 'c'])
  })

  it('may not know of calls that were sent at the same time', async () => {
    const { inside, asked, leaves } = desk()
    await asked('abc')
    await leaves('a', answered(10, { requests: { limit: 10, remaining: 2 } }))
    await asked('d')
    expect(inside).toEqual(['a', 'b', 'c'])
  })

  it('counts in other ways than ours: small differences are nobody else', async () => {
    const { inside, asked, leaves } = desk()
    await asked('abcd')
    await leaves('a', answered(10, { requests: { limit: 10, remaining: 8 } }))
    await asked('efghijk')
    expect(inside).toHaveLength(10)
  })
})

describe('a call that is stopped while it waits', () => {
  it.each([
    ['for a minute to pass', { requestsPerMinute: 1 }],
    ['for another to leave', { concurrency: 1 }],
  ])('%s throws the reason and leaves nothing behind', async (_, limits) => {
    const { inside, failed, asked, leaves } = desk(limits)
    const stop = new AbortController()
    await asked('a')
    await asked('b', { signal: stop.signal })
    stop.abort('enough')
    await passing()
    expect(failed.get('b')).toBe('enough')
    expect([vi.getTimerCount(), listeners(stop.signal)]).toEqual([0, 0])
    await asked('c')
    await leaves('a')
    await passing(60_010)
    expect(inside).toEqual(['a', 'c'])
  })

  it('makes room at once for those behind it', async () => {
    const { inside, asked } = desk({ tokensPerMinute: 100 })
    const stop = new AbortController()
    await asked('a', { tokens: () => 50 })
    await asked('b', { tokens: () => 60, signal: stop.signal })
    await asked('c', { tokens: () => 50 })
    stop.abort()
    await passing()
    expect(inside).toEqual(['a', 'c'])
  })

  it('does not come in where it was stopped before', async () => {
    const { inside, failed, asked } = desk()
    await asked('a', { signal: AbortSignal.abort('enough') })
    expect([inside, failed.get('a')]).toEqual([[], 'enough'])
  })

  it('is left alone once it is in, and so are those behind it', async () => {
    const { inside, failed, asked, leaves } = desk({ requestsPerMinute: 1 })
    const stop = new AbortController()
    await asked('a', { signal: stop.signal })
    await asked('b')
    stop.abort()
    await leaves('a', { how: 'unsent' })
    expect([inside, failed.size]).toEqual([['a', 'b'], 0])
  })
})

it('is one and the same for an account, and another for another', () => {
  const { of } = limiters()
  const limits = { name: 'x', concurrency: 1 }
  expect(of('one', limits)).toBe(of('one', { ...limits, concurrency: 2 }))
  expect(of('one', limits)).not.toBe(of('two', limits))
})
