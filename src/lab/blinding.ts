/** What a participant could tell of the others from times and sizes alone: traces, their features, and how well these classify. */
import { type AucInterval, aucInterval } from '../statistics/auc.ts'
import { type Climb, summit } from '../statistics/concave.ts'
import { ascending, quantile, sum } from '../statistics/quantiles.ts'

/** Something that went over a client’s wire: when, in which direction, and how much. No word of it. */
export interface Seen {
  /** Milliseconds. */
  readonly at: number
  /** `post` and `get` were sent; `answer` is what a post was answered with, `page` what a get was, `event` a piece of an event stream. */
  readonly what: 'post' | 'get' | 'answer' | 'page' | 'event'
  /** Head and body. */
  readonly bytes: number
}

/** One client’s, in the order of time. */
export type Trace = readonly Seen[]

/** From a post to the next: what was waited, and what came. */
const MEASURES: readonly ((stage: Trace) => number)[] = [
  (stage) => waited(stage, firstOf(stage, 'answer')),
  (stage) => waited(stage, firstOf(stage, 'page')),
  (stage) => waited(stage, lastOf(stage, 'page')),
  (stage) => waited(stage, firstOf(stage, 'event')),
  (stage) => waited(stage, lastOf(stage, 'event')),
  (stage) => bytesOf(stage, 'answer'),
  (stage) => firstOf(stage, 'page')?.bytes ?? 0,
  (stage) => lastOf(stage, 'page')?.bytes ?? 0,
  (stage) => bytesOf(stage, 'page'),
  (stage) => bytesOf(stage, 'event'),
  (stage) => countOf(stage, 'page'),
  (stage) => countOf(stage, 'event'),
]

/** Mean, least, median and most of each measure over the stages of a trace; all 0 where nothing was posted. */
export function features(trace: Trace): readonly number[] {
  const stages = stagesOf(trace)
  return MEASURES.flatMap((measure) => {
    const values = ascending(stages.map(measure))
    const mean = values.length === 0 ? 0 : sum(values) / values.length
    return [mean, ...[0, 0.5, 1].map((share) => quantile(values, share) ?? 0)]
  })
}

function stagesOf(trace: Trace): readonly Trace[] {
  const stages: Seen[][] = []
  for (const seen of trace) {
    if (seen.what === 'post') stages.push([seen])
    else stages.at(-1)?.push(seen)
  }
  return stages
}

/** Times to decide are skewed: the logarithm of the milliseconds. −1: it never came. */
const waited = ([post]: Trace, seen: Seen | undefined): number =>
  seen === undefined ? -1 : Math.log1p(Math.max(0, seen.at - post!.at))

const firstOf = (stage: Trace, what: Seen['what']) => stage.find((seen) => seen.what === what)
const lastOf = (stage: Trace, what: Seen['what']) => stage.findLast((seen) => seen.what === what)
const bytesOf = (stage: Trace, what: Seen['what']) =>
  sum(stage.filter((seen) => seen.what === what).map(({ bytes }) => bytes))
const countOf = (stage: Trace, what: Seen['what']) => stage.filter((seen) => seen.what === what).length

/** One client: who the others were, and what was seen. */
export interface Client {
  /** Clients that hang together, as those of one group: they are all learned from, or all judged. */
  readonly unit: string
  readonly withModels: boolean
  readonly features: readonly number[]
}

/**
 * How well a classifier tells clients whose others were models from those whose others were people: trained on every second unit
 * of either kind, judged on the rest by the AUC of its scores, with an interval clustered by unit. Judged on its own half alone,
 * it is as wide as it should be: where each half judges the other, scores hang together by what they were trained on, and pooled
 * intervals are too narrow. Undefined with fewer than two units of either kind to judge by.
 */
export function toldApart(clients: readonly Client[]): AucInterval | undefined {
  const kinds = [true, false].map((kind) => unitsOf(clients.filter(({ withModels }) => withModels === kind)))
  const learned = new Set(kinds.flatMap((units) => units.filter((_, i) => i % 2 === 0)))
  if (kinds.some(({ length }) => length < 4)) return undefined
  const score = trained(clients.filter(({ unit }) => learned.has(unit)))
  const judged = clients.filter(({ unit }) => !learned.has(unit))
  return aucInterval(
    judged.map(({ features }) => score(features)),
    judged.map(({ withModels }) => withModels),
    judged.map(({ unit }) => unit),
  )
}

const unitsOf = (clients: readonly Client[]): readonly string[] => [...new Set(clients.map(({ unit }) => unit))]

/** Variance of the normal prior on a coefficient: features are standardized, and few of them tell anything. */
const PRIOR = 0.1
/** Standard deviations beyond which a feature says no more. */
const FARTHEST = 4

/**
 * Logistic regression on standardized features and their squares, so that being near the middle can tell, too; with a normal
 * prior (le Cessie and van Houwelingen 1992), by Newton’s method.
 */
function trained(clients: readonly Client[]): (features: readonly number[]) => number {
  const columns = standardized(clients.map(({ features }) => features))
  const rows = clients.map(({ features }) => columns(features))
  const signs = clients.map(({ withModels }) => (withModels ? 1 : 0))
  const size = rows[0]!.length
  const climb: Climb = (point, slope) => {
    for (const [i, row] of rows.entries()) {
      const z = dot(point, row)
      const p = 1 / (1 + Math.exp(-z))
      slope.value += signs[i]! * z - (z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z)))
      for (let a = 0; a < size; a++) {
        slope.gradient[a]! += (signs[i]! - p) * row[a]!
        for (let b = 0; b <= a; b++) slope.information[a * size + b]! += p * (1 - p) * row[a]! * row[b]!
      }
    }
    for (let a = 0; a < size; a++) {
      const precision = a === 0 ? 1e-6 : 1 / PRIOR
      slope.value -= (precision * point[a]! ** 2) / 2
      slope.gradient[a]! -= precision * point[a]!
      slope.information[a * size + a]! += precision
    }
  }
  const { point } = summit(climb, new Float64Array(size))
  return (features) => dot(point, columns(features))
}

/** A constant, then each feature by the mean and spread of these, and its square. */
function standardized(all: readonly (readonly number[])[]): (features: readonly number[]) => readonly number[] {
  const places = all[0]!.map((_, column) => {
    const values = all.map((features) => features[column]!)
    const mean = sum(values) / values.length
    return { mean, sd: Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / values.length) }
  })
  return (features) => [
    1,
    ...features.flatMap((value, column) => {
      const { mean, sd } = places[column]!
      const z = sd < 1e-9 ? 0 : Math.max(-FARTHEST, Math.min(FARTHEST, (value - mean) / sd))
      return [z, z * z - 1]
    }),
  ]
}

const dot = (point: Float64Array, row: readonly number[]): number => {
  let total = 0
  for (let at = 0; at < row.length; at++) total += point[at]! * row[at]!
  return total
}
