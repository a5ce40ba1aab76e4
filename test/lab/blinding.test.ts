/** The audit of what times and sizes tell: it finds what was planted, and nothing where there is nothing. */
import { describe, expect, it } from 'vitest'
import { type Rng, stream } from '../../src/core/chance.ts'
import { type Client, features, type Seen, type Trace, toldApart } from '../../src/lab/blinding.ts'
import { HUMAN_TIMES, releaseAt, responseTime, type Stage, type TimesToDecide } from '../../src/lab/release.ts'

const SECONDS = 60
const STAGES = 5
const OTHERS = 3

interface Study {
  readonly release: Stage['release']
  readonly groups: number
  readonly seed?: string
  /** Bytes that pages have more where the others are models. */
  readonly planted?: number
  /** Of the people; default: those that programs are given. */
  readonly times?: TimesToDecide
}

/** Clients of groups of one person each, half of them among models that answer at once, half among people. */
function clientsOf({ release, groups, seed = 'audit', planted = 0, times = HUMAN_TIMES }: Study): readonly Client[] {
  return Array.from({ length: groups }, (_, group) => {
    const withModels = group % 2 === 0
    const rng = stream([seed, release, group])
    const trace = traceOf(rng, release, withModels, withModels ? planted : 0, times)
    return { unit: `${group}`, withModels, features: features(trace) }
  })
}

function traceOf(
  rng: Rng,
  release: Stage['release'],
  withModels: boolean,
  planted: number,
  times: TimesToDecide,
): Trace {
  const trace: Seen[] = []
  let openedAt = 0
  for (let stage = 0; stage < STAGES; stage++) {
    const time = () => Math.min(SECONDS * 1000, responseTime(rng, times))
    const own = openedAt + time()
    const others = Array.from({ length: OTHERS }, () => (withModels ? openedAt : openedAt + time()))
    const completedAt = Math.max(own, ...others)
    const simulated = withModels ? OTHERS : 0
    const at = releaseAt({ release, openedAt, completedAt, seconds: SECONDS, others: simulated, rng })
    const bytes = 5000 + rng.int(4)
    trace.push(
      { at: own, what: 'post', bytes: 400 },
      { at: own + rng.int(3), what: 'answer', bytes: 300 },
      { at: at + rng.int(3), what: 'event', bytes: 25 },
      { at: at + 3 + rng.int(3), what: 'page', bytes: bytes + planted },
    )
    openedAt = at
  }
  return trace
}

describe('the audit of times and sizes', () => {
  it('does not tell models from people where stages are released at their deadline', () => {
    expect(toldApart(clientsOf({ release: 'fixed', groups: 1200 }))!.high).toBeLessThan(0.6)
  })

  it('tells them apart where models make nobody wait', () => {
    expect(toldApart(clientsOf({ release: 'when-all', groups: 200 }))!.low).toBeGreaterThan(0.9)
  })

  it('tells them apart by one byte more', () => {
    expect(toldApart(clientsOf({ release: 'fixed', groups: 300, planted: 1 }))!.low).toBeGreaterThan(0.9)
  })

  it('does not tell them apart where programs are given the times that these people take', () => {
    expect(toldApart(clientsOf({ release: 'when-all+jitter', groups: 1200 }))!.high).toBeLessThan(0.6)
  })

  it('tells them apart where these people are faster than programs are made out to be', () => {
    const times = { ...HUMAN_TIMES, medianSeconds: HUMAN_TIMES.medianSeconds / 2 }
    expect(toldApart(clientsOf({ release: 'when-all+jitter', groups: 300, times }))!.low).toBeGreaterThan(0.6)
  })

  it('covers one half in about 95 of 100 studies in which there is nothing to tell', () => {
    const covered = Array.from(
      { length: 100 },
      (_, i) => toldApart(clientsOf({ release: 'fixed', groups: 120, seed: `null ${i}` }))!,
    ).filter(({ low, high }) => low <= 0.5 && 0.5 <= high).length
    expect(covered).toBeGreaterThanOrEqual(89)
  })

  it('has no interval where one kind is missing', () => {
    expect(toldApart(clientsOf({ release: 'fixed', groups: 4 }))).toBeUndefined()
    expect(toldApart([])).toBeUndefined()
  })
})

describe('features of a trace', () => {
  it('are of stages from post to post, and take from before the first no more than when its page came', () => {
    const page = (at: number, bytes: number): Seen => ({ at, what: 'page', bytes })
    const post = (at: number): Seen => ({ at, what: 'post', bytes: 10 })
    const stages = [post(0), page(100, 50), post(200), page(500, 70)]
    expect(features([page(-900, 1), page(-5, 999), ...stages])).toEqual(features([page(-5, 1), ...stages]))
    expect(features([])).toEqual(features([page(0, 1)]))
    expect(features(stages).every(Number.isFinite)).toBe(true)
  })

  it('tell to the millisecond how long it was from the page of a stage to the next', () => {
    const trace = (after: number): Trace => [
      { at: 0, what: 'page', bytes: 50 },
      { at: 20_000, what: 'post', bytes: 10 },
      { at: 60_000 + after, what: 'page', bytes: 50 },
    ]
    expect(features(trace(0))).not.toEqual(features(trace(1)))
  })

  it('say nothing of how long somebody thought before a post, but for when the stage began', () => {
    const trace = (thought: number): Trace => [
      { at: thought, what: 'post', bytes: 10 },
      { at: thought + 100, what: 'page', bytes: 50 },
    ]
    expect(features(trace(10))).toEqual(features(trace(90_000)))
  })
})
