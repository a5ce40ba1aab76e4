/** Chance as named streams: keyed by the seed and by what is decided, never stored, never ambient. */
import { sha256 } from '@noble/hashes/sha2.js'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { utf8 } from './fingerprint.ts'
import type { Seat } from './game.ts'

/** A stream of chance. Opened afresh wherever it is used, so a function handed one is still pure. */
export interface Rng {
  /** A number in [0, 1), a multiple of 2⁻⁵³. */
  next(): number
  /** A whole number in [0, n), without bias. Throws a RangeError unless n is a whole number from 1 to 2⁵³ − 1. */
  int(n: number): number
  /** A draw from the normal distribution (Box–Muller). */
  normal(mean: number, sd: number): number
  /** The items in a uniformly random order (Fisher–Yates); the list itself stays. */
  shuffle<T>(items: readonly T[]): T[]
}

export type Label = readonly (string | number)[]

/** Streams named by what they decide, never by when: `chance('tie', round)`. No label is opened twice in a match. */
export interface Chance {
  (...label: Label): Rng
  /** A stream that decides a seat's secret: `chance.of(seat, 'value', round)`. */
  of(seat: Seat, ...label: Label): Rng
  /** The same streams under a name: for games made from games. */
  within(label: string): Chance
}

/** What the laws look at: which labels were opened, and twins that differ only in one seat's own streams. */
export interface ChanceProbe {
  readonly opened?: (label: string) => void
  readonly twin?: { readonly seat: Seat; readonly salt: string }
}

/** The streams of one match. */
export function chanceFor(seed: string, probe: ChanceProbe = {}, path: readonly string[] = ['game']): Chance {
  const open = (label: Label): Rng => {
    const parts = [seed, ...path, ...label]
    probe.opened?.(JSON.stringify(parts))
    return stream(parts)
  }
  const streams = (...label: Label) => open(['table', ...label])
  const of = (seat: Seat, ...label: Label) =>
    open(['seat', seat, ...(probe.twin?.seat === seat ? [probe.twin.salt] : []), ...label])
  const within = (label: string) => chanceFor(seed, probe, [...path, 'within', label])
  return Object.assign(streams, { of, within })
}

/** The stream of whoever answers for a seat; the game never opens it, and the match's seed never leaves this function. */
export const playerStream = (seed: string, seat: Seat, ...label: Label): Rng =>
  lazily(() => stream([seed, 'player', seat, ...label]))

/** xoroshiro128+ from the first 128 bits of SHA-256 over the label's JSON: anyone can compute it again. */
export function stream(parts: Label): Rng {
  const digest = sha256(utf8(JSON.stringify(parts)))
  const bits = new DataView(digest.buffer, digest.byteOffset)
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((at) => bits.getInt32(at) | 0))
  const next = () => uniformFloat64(generator)
  const int = (n: number) => {
    if (!Number.isSafeInteger(n) || n < 1) throw new RangeError(`int(n) draws from 0 … n − 1, but n is ${n}`)
    return uniformInt(generator, 0, n - 1)
  }
  return {
    next,
    int,
    normal: (mean, sd) => mean + sd * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    shuffle: (items) => {
      const shuffled = [...items]
      for (let i = shuffled.length - 1; i > 0; i--) {
        const j = int(i + 1)
        const held = shuffled[i]!
        shuffled[i] = shuffled[j]!
        shuffled[j] = held
      }
      return shuffled
    },
  }
}

/** Opens a stream at its first draw: most scripted players never draw. */
function lazily(open: () => Rng): Rng {
  let opened: Rng | undefined
  const rng = () => {
    opened ??= open()
    return opened
  }
  return {
    next: () => rng().next(),
    int: (n) => rng().int(n),
    normal: (mean, sd) => rng().normal(mean, sd),
    shuffle: (items) => rng().shuffle(items),
  }
}
