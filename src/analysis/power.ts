/** Power of a planned design, by simulation: studies are drawn from the blocks of a pilot, and tested as they would be. */
import type { Rng } from '../core/chance.ts'
import { holm } from '../statistics/multiple.ts'
import { wilson } from '../statistics/proportions.ts'
import type { BlockSums } from './block-sums.ts'
import { testOf } from './comparison.ts'
import type { Group } from './samples.ts'
import type { Subject } from './subject.ts'
import { contrasted } from './tables/contrasts.ts'

export interface PowerOptions {
  /** Repetitions that the pilot has, and those that are tried. */
  readonly pilot: number
  readonly repetitions: readonly number[]
  readonly alpha: number
  readonly studies: number
  /** The true difference that is assumed; undefined: that of the pilot. */
  readonly effect: number | undefined
  readonly rng: Rng
}

/** What a study is going to compare. p are adjusted by Holm over those of one family. */
interface Compared {
  readonly family: string
  readonly what: string
  readonly a: BlockSums
  readonly b: BlockSums
}

export interface Power {
  readonly family: string
  readonly what: string
  readonly repetitions: number
  readonly blocks: number
  /** The difference that studies are drawn from. */
  readonly difference: number
  /** Share of studies that find it, after Holm. */
  readonly power: number
  readonly low: number
  readonly high: number
}

const DRAWS = 499

/** One for each comparison and number of repetitions. Empty where the pilot has fewer than two blocks in common. */
export function powerOf(subject: Subject, groups: readonly Group[], options: PowerOptions): Power[] {
  const { pilot, repetitions, alpha, studies, effect, rng } = options
  const comparisons = [...pairsIn(subject, groups), ...contrastsIn(subject, groups)].flatMap((one) => {
    const [a, b] = [meanIn(one.a), meanIn(one.b)]
    if (a === undefined || b === undefined) return []
    const difference = effect ?? a - b
    return [{ ...one, a: shifted(one.a, difference - (a - b)), difference }]
  })
  const blocks = [...new Set(comparisons.flatMap(({ a, b }) => [...a.keys(), ...b.keys()]))]
  if (blocks.length < 2) return []
  return repetitions.flatMap((count) => {
    const size = Math.max(2, Math.round((blocks.length * count) / pilot))
    const found = comparisons.map(() => 0)
    for (let study = 0; study < studies; study++) {
      const drawn = Array.from({ length: size }, () => blocks[rng.int(blocks.length)]!)
      const tests = comparisons.map(({ a, b }) => testOf(takenFrom(a, drawn), takenFrom(b, drawn), DRAWS, rng).p)
      for (const family of new Set(comparisons.map((one) => one.family))) {
        const places = comparisons.flatMap((one, at) => (one.family === family && tests[at] !== null ? [at] : []))
        holm(places.map((at) => tests[at]!)).forEach((p, nth) => {
          if (p <= alpha) found[places[nth]!]!++
        })
      }
    }
    return comparisons.map(({ family, what, difference }, at): Power => {
      const { low, high } = wilson(found[at]!, studies)!
      return { family, what, repetitions: count, blocks: size, difference, power: found[at]! / studies, low, high }
    })
  })
}

function pairsIn({ conditions }: Subject, groups: readonly Group[]): Compared[] {
  return groups.flatMap(({ condition, role, samples }) => {
    const family = [conditions[condition]?.label ?? '', ...(role === null ? [] : [role])].join(', ')
    return samples.flatMap(({ player, sums }, at) =>
      samples.slice(at + 1).map((other) => ({ family, what: `${player} − ${other.player}`, a: sums, b: other.sums })),
    )
  })
}

function contrastsIn({ conditions }: Subject, groups: readonly Group[]): Compared[] {
  return contrasted(conditions).flatMap(({ factor, from, to }) =>
    groups
      .filter(({ condition }) => condition === from)
      .flatMap(({ role, samples }) => {
        const other = groups.find((group) => group.condition === to && group.role === role)
        return samples.flatMap(({ player, sums }) => {
          const counterpart = other?.samples.find((sample) => sample.player === player)
          if (!counterpart) return []
          const who = role === null ? player : `${player} as ${role}`
          const levels = `${conditions[to]!.levels[factor]} − ${conditions[from]!.levels[factor]}`
          return [{ family: `factor ${factor}`, what: `${who}: ${levels}`, a: counterpart.sums, b: sums }]
        })
      }),
  )
}

function meanIn(sums: BlockSums): number | undefined {
  let [total, count] = [0, 0]
  for (const one of sums.values()) {
    total += one.sum
    count += one.count
  }
  return count === 0 ? undefined : total / count
}

const shifted = (sums: BlockSums, by: number): BlockSums =>
  new Map([...sums].map(([block, { sum, count }]) => [block, { sum: sum + by * count, count }]))

/** The drawn blocks, each as a block of its own. */
function takenFrom(sums: BlockSums, drawn: readonly number[]): BlockSums {
  const taken: BlockSums = new Map()
  for (const [at, block] of drawn.entries()) {
    const found = sums.get(block)
    if (found) taken.set(at, found)
  }
  return taken
}
