/** Parameters of models of behaviour by player, with intervals from resampling blocks. */
import type { Estimate } from '../../core/behaviour.ts'
import { stream } from '../../core/chance.ts'
import { blockWeights, percentileInterval } from '../../statistics/bootstrap.ts'
import type { Conduct, Conducts, Data } from '../conduct.ts'
import { counted, type DataTable, number, text, withInterval } from '../data-table.ts'
import type { Subject } from '../subject.ts'
import { PLAYER } from './behaviour.ts'

/** A row an estimate, player and condition. */
export function estimatesTable(subject: Subject, conducts: Conducts): DataTable {
  const { conditions, plan } = subject
  const drawn = new Map<number, Resamples>()
  const resamplesOf = (condition: number): Resamples => {
    const known = drawn.get(condition) ?? resampled(subject, conducts, condition)
    drawn.set(condition, known)
    return known
  }
  return {
    name: 'estimates',
    title: 'Estimates',
    describes:
      'A row is a parameter of a model of behaviour, estimated from the player’s own decisions; the interval resamples blocks.',
    columns: [
      ...PLAYER,
      text('estimate', 'estimate', 'Which parameter; the codebook’s entry `figures` says what each is.'),
      ...withInterval(number('value', 'value', 'The estimate.'), plan.confidence),
      counted('decisions', 'decisions', 'Decisions that it was estimated from.'),
      counted('blocks', 'blocks', 'Independent blocks that they come from.'),
    ],
    rows: conducts.conducts.flatMap((conduct) => {
      const estimates = conducts.behaviours.get(conduct.condition)?.estimates ?? []
      const intervals = estimateIntervals(conduct, estimates, subject, resamplesOf(conduct.condition))
      return estimates.flatMap(({ name, from }) => {
        const data = conduct.data.get(name)
        if (!data) return []
        const weights = weightsOf(data)
        const value = from(data.values, weights)
        if (value === undefined) return []
        const { low, high } = intervals.get(name) ?? { low: null, high: null }
        const decisions = weights.reduce((a, b) => a + b, 0)
        return [
          [conditions[conduct.condition]!.label, conduct.player, name, value, low, high, decisions, data.counts.size],
        ]
      })
    }),
    notes: [],
  }
}

/** How often each of the values came. */
function weightsOf({ values, counts }: Data): number[] {
  const weights = values.map(() => 0)
  for (const own of counts.values()) for (const [index, count] of own) weights[index]! += count
  return weights
}

/** Work on one player's intervals, in data looked at: of many different data there are fewer resamples, never under 200. */
const WORK = 500_000
const MOST_RESAMPLES = 500

interface Bounds {
  readonly low: number | null
  readonly high: number | null
}

/** Resamples of a condition's blocks: how often each block comes, the same for all players and estimates. */
interface Resamples {
  readonly blocks: readonly number[]
  readonly times: readonly Float64Array[]
}

function resampled({ plan, runs }: Subject, { conducts }: Conducts, condition: number): Resamples {
  const data = conducts.flatMap((one) => (one.condition === condition ? [...one.data.values()] : []))
  const blocks = [...new Set(data.flatMap(({ counts }) => [...counts.keys()]))]
  const most = Math.max(1, ...data.map(({ values }) => values.length))
  const resamples = Math.max(200, Math.min(plan.resamples, MOST_RESAMPLES, Math.floor(WORK / most)))
  const rng = stream([runs[0]?.seed ?? '', 'estimates', condition])
  const times = blocks.length < 2 ? [] : Array.from({ length: resamples }, () => blockWeights(rng, blocks.length))
  return { blocks, times }
}

/** Every estimate sees the same resamples, one after the other, so that those of one model share their work. */
function estimateIntervals(
  { data }: Conduct,
  estimates: readonly Estimate[],
  { plan }: Subject,
  { blocks, times }: Resamples,
): ReadonlyMap<string, Bounds> {
  const known = estimates.filter(({ name }) => (data.get(name)?.counts.size ?? 0) > 1)
  const all = new Set(known.map(({ name }) => data.get(name)!))
  const sparse = new Map([...all].map((own) => [own, sparseOf(own, blocks)]))
  const draws = new Map(known.map(({ name }) => [name, [] as number[]]))
  for (const one of times) {
    const drawn = new Map([...sparse].map(([own, entries]) => [own, drawnFrom(own, entries, one)]))
    for (const { name, from } of known) {
      const { values, weights } = drawn.get(data.get(name)!)!
      const value = values.length > 0 ? from(values, weights) : undefined
      if (value !== undefined) draws.get(name)!.push(value)
    }
  }
  return new Map(
    known.map(({ name }) => {
      const values = draws.get(name)!
      const own = data.get(name)!.counts.size
      const interval = values.length < times.length / 2 ? undefined : percentileInterval(values, plan.confidence, own)
      return [name, interval ?? { low: null, high: null }]
    }),
  )
}

/** Entry by entry: in which block, which value, how often. */
interface Sparse {
  readonly block: Int32Array
  readonly value: Int32Array
  readonly count: Float64Array
}

function sparseOf({ counts }: Data, blocks: readonly number[]): Sparse {
  const entries = blocks.flatMap((block, at) =>
    [...(counts.get(block) ?? [])].map(([value, count]) => ({ at, value, count })),
  )
  return {
    block: Int32Array.from(entries, ({ at }) => at),
    value: Int32Array.from(entries, ({ value }) => value),
    count: Float64Array.from(entries, ({ count }) => count),
  }
}

/** The values that a resample has, with how often. */
function drawnFrom({ values }: Data, { block, value, count }: Sparse, times: Float64Array) {
  const weights = new Float64Array(values.length)
  for (let entry = 0; entry < block.length; entry++) weights[value[entry]!]! += times[block[entry]!]! * count[entry]!
  const kept = values.flatMap((one, at) => (weights[at]! > 0 ? [{ one, weight: weights[at]! }] : []))
  return { values: kept.map(({ one }) => one), weights: kept.map(({ weight }) => weight) }
}
