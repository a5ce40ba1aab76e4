/** When a stage is over for all: never before it is complete, and never telling people from programs by the time it took. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stream } from '../../src/core/chance.ts'
import { HUMAN_TIMES, releaseAt, responseTime, type Stage } from '../../src/lab/release.ts'

const stage = (of: Partial<Stage>): Stage => ({
  ...{ release: 'when-all', openedAt: 1_000, completedAt: 5_000, others: 2, rng: stream(['release']) },
  ...of,
})

describe('fixed', () => {
  it('is at the deadline, whenever the last answer was there', () => {
    for (const completedAt of [1_000, 30_000, 61_000])
      expect(releaseAt(stage({ release: 'fixed', seconds: 60, completedAt }))).toBe(61_000)
  })
  it('waits for an answer that came later', () => {
    expect(releaseAt(stage({ release: 'fixed', seconds: 60, completedAt: 61_500 }))).toBe(61_500)
  })
  it('needs a limit of time', () => {
    expect(() => releaseAt(stage({ release: 'fixed' }))).toThrow(expect.objectContaining({ code: 'no-time-limit' }))
  })
})

describe('when-all', () => {
  it('is at once', () => expect(releaseAt(stage({ seconds: 60 }))).toBe(5_000))
})

describe('when-all+jitter', () => {
  const jitter = (of: Partial<Stage>) => releaseAt(stage({ release: 'when-all+jitter', ...of }))

  it('is never before the stage is complete, and after the limit only if that is', () => {
    fc.assert(
      fc.property(
        fc.record({
          completedAt: fc.integer({ min: 1_000, max: 200_000 }),
          seconds: fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined }),
          others: fc.integer({ min: 0, max: 8 }),
          seed: fc.string(),
        }),
        ({ completedAt, seconds, others, seed }) => {
          const at = jitter({ completedAt, seconds, others, rng: stream([seed]) })
          expect(at).toBeGreaterThanOrEqual(completedAt)
          expect(Number.isInteger(at)).toBe(true)
          if (seconds !== undefined) expect(at).toBeLessThanOrEqual(Math.max(completedAt, 1_000 + seconds * 1000))
        },
      ),
    )
  })

  it('is at once where no program was asked', () => expect(jitter({ others: 0 })).toBe(5_000))

  it('is when the slowest of as many simulated people is done', () => {
    const times = [stream(['x'])].flatMap((rng) => Array.from({ length: 3 }, () => responseTime(rng)))
    expect(jitter({ others: 3, completedAt: 1_000, rng: stream(['x']) })).toBe(1_000 + Math.max(...times))
  })

  it('is later, the more people are simulated', () => {
    const at = (others: number) => jitter({ others, completedAt: 1_000, rng: stream(['y']) })
    expect(at(20)).toBeGreaterThan(at(1))
  })
})

describe('a simulated time to decide', () => {
  const drawn = (n: number, of = HUMAN_TIMES) => {
    const rng = stream(['times'])
    return Array.from({ length: n }, () => responseTime(rng, of)).sort((a, b) => a - b)
  }

  it('is log-normal: half within 20 s, 90 % within 43 s', () => {
    const times = drawn(20_000)
    const share = (milliseconds: number) => times.filter((time) => time <= milliseconds).length / times.length
    // standard errors of the shares: 0.0035 and 0.0021
    expect(Math.abs(share(20_000) - 0.5)).toBeLessThan(0.015)
    expect(Math.abs(share(20_000 * Math.exp(0.6 * 1.2815515655)) - 0.9)).toBeLessThan(0.009)
    expect(20_000 * Math.exp(0.6 * 1.2815515655)).toBeLessThan(43_500)
    expect(times[0]).toBeGreaterThan(0)
  })

  it('has the median and the sigma that it is given', () => {
    const times = drawn(20_000, { medianSeconds: 5, sigma: 0.2 })
    const logs = times.map((time) => Math.log(time / 5000))
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length
    const sd = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length)
    expect(Math.abs(mean)).toBeLessThan(0.006) // standard error 0.0014
    expect(Math.abs(sd - 0.2)).toBeLessThan(0.004) // standard error 0.001
  })
})
