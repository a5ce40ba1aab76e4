/** A sliding window: worked cases, and the definition, reckoned the slow way. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { slidingWindow, type Use } from '../../src/models/window.ts'

function windowAt() {
  let time = 0
  const window = slidingWindow(() => time)
  return {
    ...window,
    at: (milliseconds: number) => {
      time = milliseconds
      return window
    },
  }
}

describe('a sliding window', () => {
  it('counts a use until its end, and not at its end', () => {
    const window = windowAt()
    window.settle(window.add(3), 3, 1000)
    expect(window.at(999).used()).toBe(3)
    expect(window.at(1000).used()).toBe(0)
  })

  it('counts what is in flight for as long as it takes, and then what it came to', () => {
    const window = windowAt()
    const use = window.add(80)
    expect(window.at(1_000_000).used()).toBe(80)
    window.settle(use, 50, 1_000_500)
    expect(window.used()).toBe(50)
    expect(window.at(1_000_500).used()).toBe(0)
  })

  it('says when enough will be free for the first time', () => {
    const window = windowAt()
    window.settle(window.add(40), 40, 1000)
    window.settle(window.add(50), 50, 2000)
    expect(window.freeAt(100, 10)).toBe(0)
    expect(window.freeAt(100, 11)).toBe(1000)
    expect(window.freeAt(100, 50)).toBe(1000)
    expect(window.freeAt(100, 51)).toBe(2000)
    expect(window.freeAt(100, 101)).toBe(Infinity)
  })

  it('names no time where that depends on a use in flight', () => {
    const window = windowAt()
    window.add(60)
    window.settle(window.add(40), 40, 1000)
    expect(window.freeAt(100, 40)).toBe(1000)
    expect(window.freeAt(100, 41)).toBe(Infinity)
  })

  it('takes a use out as if it had never been, whether it was settled or not, and once', () => {
    const window = windowAt()
    const uses = [window.add(10), window.add(20)]
    window.settle(uses[1]!, 20, 1000)
    for (const use of [...uses, ...uses]) window.remove(use)
    expect(window.used()).toBe(0)
    expect(window.freeAt(20, 20)).toBe(0)
    window.settle(uses[0]!, 10, 1000)
    expect(window.at(1000).used()).toBe(0)
  })

  it('does not wait for what was taken out', () => {
    const window = windowAt()
    const [first, out, last] = [window.add(5), window.add(20), window.add(10)]
    for (const [use, until] of [
      [first, 400],
      [out, 500],
      [last, 1000],
    ] as const)
      window.settle(use, use.amount, until)
    window.remove(out)
    expect(window.freeAt(20, 15)).toBe(1000)
  })
})

interface Entry {
  readonly use: Use
  amount: number
  until: number
}

const Step = fc.record({
  after: fc.integer({ min: 0, max: 300 }),
  amount: fc.integer({ min: 0, max: 40 }),
  came: fc.integer({ min: 0, max: 60 }),
  /** Uses end in nearly the order in which they began, and not quite. */
  lasts: fc.integer({ min: 800, max: 1200 }),
  /** Steps later; `removes`: taken out in place of being settled. */
  ends: fc.integer({ min: 0, max: 4 }),
  removes: fc.boolean(),
  wanted: fc.integer({ min: 1, max: 160 }),
})
type Stepped = typeof Step extends fc.Arbitrary<infer One> ? One : never

it('keeps to the definition, whatever is used when, over thousands of uses', () => {
  const limit = 150
  const agrees = (steps: readonly Stepped[]) => {
    const window = windowAt()
    const ends = new Map<number, (() => void)[]>()
    let entries: Entry[] = []
    let time = 0
    for (const [i, { after, amount, came, lasts, ends: later, removes, wanted }] of steps.entries()) {
      time += after
      window.at(time)
      for (const end of ends.get(i) ?? []) end()
      const entry: Entry = { use: window.add(amount), amount, until: Infinity }
      entries.push(entry)
      const over = () => {
        if (removes) {
          window.remove(entry.use)
          entries = entries.filter((one) => one !== entry)
          return
        }
        window.settle(entry.use, came, time + lasts)
        Object.assign(entry, { amount: came, until: time + lasts })
      }
      ends.set(i + later + 1, [...(ends.get(i + later + 1) ?? []), over])

      const usedAt = (when: number) => entries.reduce((sum, one) => sum + (one.until > when ? one.amount : 0), 0)
      const fits = (when: number) => usedAt(when) + wanted <= limit
      const first = [time, ...entries.map(({ until }) => until)].filter((when) => when >= time && fits(when))
      expect([window.used(), window.freeAt(limit, wanted)]).toEqual([usedAt(time), Math.min(Infinity, ...first)])
      entries = entries.filter(({ until }) => until > time)
    }
  }
  fc.assert(fc.property(fc.array(Step, { maxLength: 60 }), agrees), { seed: 1, numRuns: 100 })
  const many = Array.from({ length: 3000 }, (_, i) => ({
    after: (i * 7919) % 300,
    amount: (i * 31) % 40,
    came: (i * 17) % 60,
    lasts: 800 + ((i * 101) % 400),
    ends: i % 5,
    removes: i % 7 === 0,
    wanted: 1 + ((i * 13) % 160),
  }))
  agrees(many)
})
