/** What becomes of a request that is let in: drawn from what it is, so that it does not depend on when it comes. */
import { type Rng, stream } from '../core/chance.ts'
import type { FakeOptions } from './options.ts'

export type Fate = 'fine' | '429' | '500' | '529' | 'cut' | 'cut-body' | 'hang'

export interface Lot {
  readonly fate: Fate
  /** Milliseconds until the answer. */
  readonly latency: number
}

/** `nth`: how often a request of this body and this name has drawn a lot, with this time. */
export function lotOf(options: FakeOptions, bodyHash: string, clientRequestId: string | undefined, nth: number): Lot {
  const { latency, latencySpread } = options
  const rng = stream(['fate', options.seed, bodyHash, clientRequestId ?? '', nth])
  return { fate: fateOf(options, rng), latency: latency + rng.next() * latencySpread }
}

/** Whether anything is left to chance: else no lots need be drawn, and nothing counted. */
export const hasLots = (options: FakeOptions): boolean =>
  options.latencySpread > 0 || ratesOf(options).some(([, rate]) => rate > 0)

function fateOf(options: FakeOptions, rng: Rng): Fate {
  let left = rng.next()
  for (const [fate, rate] of ratesOf(options)) {
    left -= rate
    if (left < 0) return fate
  }
  return 'fine'
}

const ratesOf = (options: FakeOptions): readonly (readonly [Fate, number])[] => [
  ['429', options.rate429],
  ['500', options.rate500],
  ['529', options.rate529],
  ['cut', options.cut],
  ['cut-body', options.cutBody],
  ['hang', options.hang],
]
