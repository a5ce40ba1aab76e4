/** What a participant could tell of the others from times and sizes alone: traces, their features, and how well these classify. */
import { type AucInterval, aucInterval, shareBelow } from '../statistics/auc.ts'
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

/**
 * From a post to the next: what was waited, and what came; and how long it was from the page that was posted from to the last one
 * of the stage, which under `fixed` is the same to the millisecond whatever anybody does.
 */
const MEASURES: readonly ((stage: Trace, before: Seen | undefined) => number)[] = [
  (stage, before) => waited([before], lastOf(stage, 'page')),
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
    const values = ascending(stages.map(({ before, seen }) => measure(seen, before)))
    const mean = values.length === 0 ? 0 : sum(values) / values.length
    return [mean, ...[0, 0.5, 1].map((share) => quantile(values, share) ?? 0)]
  })
}

/** Each with the page that was last seen before its post. */
function stagesOf(trace: Trace): readonly { readonly before: Seen | undefined; readonly seen: Trace }[] {
  const stages: { readonly before: Seen | undefined; readonly seen: Seen[] }[] = []
  let page: Seen | undefined
  for (const seen of trace) {
    if (seen.what === 'post') stages.push({ before: page, seen: [seen] })
    else stages.at(-1)?.seen.push(seen)
    if (seen.what === 'page') page = seen
  }
  return stages
}

/** Milliseconds; −1: it never came. */
const waited = ([from]: readonly (Seen | undefined)[], seen: Seen | undefined): number =>
  from === undefined || seen === undefined ? -1 : Math.max(0, seen.at - from.at)

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

/** One unit in so many is learned from: what tells much is found from few, and what is judged makes the interval narrow. */
const LEARNED = 4

/**
 * How well a classifier tells clients whose others were models from those whose others were people: trained on every fourth unit
 * of either kind, judged on the rest by the AUC of its scores, with an interval clustered by unit. Judged on what it has not
 * learned from alone, it is as wide as it should be: where parts judge one another in turn, scores hang together by what they
 * were trained on, and pooled intervals are too narrow. Undefined with fewer than two units of either kind to judge by.
 */
export function toldApart(clients: readonly Client[]): AucInterval | undefined {
  const kinds = [true, false].map((kind) => unitsOf(clients.filter(({ withModels }) => withModels === kind)))
  const learned = new Set(kinds.flatMap((units) => units.filter((_, i) => i % LEARNED === 0)))
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

/** Variance of the normal prior on a coefficient: features are of one scale, and few of them tell anything. */
const PRIOR = 0.1

/**
 * Logistic regression on ranks of features and their squares, so that being near the middle can tell, too; with a normal prior (le
 * Cessie and van Houwelingen 1992), by Newton’s method. Ranks, since what tells may be a millisecond or a byte beside values of any
 * size.
 */
function trained(clients: readonly Client[]): (features: readonly number[]) => number {
  const columns = ranked(clients.map(({ features }) => features))
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

/** A constant, then the rank of each feature among these, by its mean and spread, and its square; nothing of one that is the same in all. */
function ranked(all: readonly (readonly number[])[]): (features: readonly number[]) => readonly number[] {
  const columns = all[0]!.map((_, column) => ascending(all.map((features) => features[column]!)))
  return (features) => [
    1,
    ...features.flatMap((value, column) => {
      const sorted = columns[column]!
      if (sorted[0] === sorted.at(-1)) return [0, 0]
      const z = Math.sqrt(12) * (shareBelow(sorted, value) - 0.5)
      return [z, z * z - 1]
    }),
  ]
}

const dot = (point: Float64Array, row: readonly number[]): number => {
  let total = 0
  for (let at = 0; at < row.length; at++) total += point[at]! * row[at]!
  return total
}
