/** How it was played: figures, classes and estimates by player, with what people did beside them. */
import type { Estimate } from '../../core/behaviour.ts'
import { stream } from '../../core/chance.ts'
import { blockWeights, percentileInterval } from '../../statistics/bootstrap.ts'
import { meanOfBlocks } from '../../statistics/clustered.ts'
import type { BlockSums } from '../block-sums.ts'
import type { Conduct, Conducts, Data } from '../conduct.ts'
import { type Cell, counted, type DataTable, number, share, text, withInterval } from '../data-table.ts'
import type { Subject } from '../subject.ts'

const REGRET = {
  name: 'regret',
  title: 'Regret',
  describes:
    'What a decision gave up: the most that another action could have earned against what the others actually did, less what it earned. Never negative.',
}

/** Titles of figures and what they are, in a condition: of those that the game names, and of regret. */
export const figuresIn = ({ behaviours }: Conducts, condition: number) => [
  ...(behaviours.get(condition)?.figures ?? []).map(({ name, title, describes }) => ({ name, title, describes })),
  REGRET,
]

const PLAYER = [
  text('condition', 'condition', 'The condition’s label.'),
  text('player', 'player', 'The player.'),
] as const

/** A row a figure, player and condition. */
export function figuresTable({ conditions, plan }: Subject, conducts: Conducts): DataTable {
  const level = plan.confidence
  return {
    name: 'behaviour',
    title: 'Behaviour',
    describes:
      'A row is a figure of a player’s own decisions in a condition: its mean over decisions, with an interval by blocks. Fallbacks are left out.',
    columns: [
      ...PLAYER,
      text('figure', 'figure', 'What is looked at; the codebook’s entry `figures` says what each is.'),
      ...withInterval(number('mean', 'mean', 'Mean of the figure over the player’s own decisions.'), level),
      counted('decisions', 'decisions', 'Decisions of which the figure is defined.'),
      counted('blocks', 'blocks', 'Independent blocks that they come from.'),
    ],
    rows: conducts.conducts.flatMap((conduct) =>
      figuresIn(conducts, conduct.condition).flatMap(({ name }) => {
        const found = meanIn(conduct.figures.get(name), level)
        if (!found) return []
        const { mean, low, high, count, blocks } = found
        return [[conditions[conduct.condition]!.label, conduct.player, name, mean, low, high, count, blocks]]
      }),
    ),
    notes: [],
  }
}

/** A row a round of a figure, player and condition. */
export function roundsTable({ conditions, plan }: Subject, conducts: Conducts): DataTable {
  const level = plan.confidence
  return {
    name: 'rounds',
    title: 'Behaviour by round',
    describes:
      'A row is a round of a figure: its mean over the player’s own decisions in that round. Rounds beyond the hundredth are left out.',
    columns: [
      ...PLAYER,
      text('figure', 'figure', 'What is looked at.'),
      counted('round', 'round', 'From 1: rounds that the seat could look back on, plus one.'),
      ...withInterval(number('mean', 'mean', 'Mean of the figure in that round.'), level),
      counted('decisions', 'decisions', 'Decisions of which the figure is defined.'),
    ],
    rows: conducts.conducts.flatMap((conduct) =>
      figuresIn(conducts, conduct.condition).flatMap(({ name }) => {
        const rounds = conduct.rounds.get(name) ?? []
        if (rounds.filter(Boolean).length < 2) return []
        return [...rounds].flatMap((sums, at) => {
          const found = meanIn(sums, level)
          if (!found) return []
          const { mean, low, high, count } = found
          return [[conditions[conduct.condition]!.label, conduct.player, name, at + 1, mean, low, high, count]]
        })
      }),
    ),
    notes: [],
  }
}

/** A row a class, player and condition. */
export function classesTable({ conditions, plan }: Subject, conducts: Conducts): DataTable {
  const level = plan.confidence
  return {
    name: 'classes',
    title: 'Classes of decisions',
    describes:
      'A row is a class: its share of the player’s own decisions that were classified, with an interval by blocks.',
    columns: [
      ...PLAYER,
      text('classification', 'classification', 'How decisions are classified.'),
      text('class', 'class', 'The class.'),
      ...withInterval(
        share('share', 'share', 'Share of the classified decisions; the interval is cut at 0 and 1.'),
        level,
      ),
      counted('decisions', 'decisions', 'Classified decisions.'),
    ],
    rows: conducts.conducts.flatMap((conduct) =>
      (conducts.behaviours.get(conduct.condition)?.classes ?? []).flatMap(({ name, classes }) =>
        classes.flatMap((one) => {
          const found = meanIn(conduct.classes.get(name)?.get(one), level)
          if (!found) return []
          const { mean, low, high, count } = found
          return [[conditions[conduct.condition]!.label, conduct.player, name, one, mean, cut(low), cut(high), count]]
        }),
      ),
    ),
    notes: [],
  }
}

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

/** A row a baseline: what others did. */
export function baselinesTable({ conditions }: Subject, { behaviours }: Conducts): DataTable {
  return {
    name: 'baselines',
    title: 'What others did',
    describes:
      'A row is a published value of people (or models, where it says so) under rules that match a condition: of a figure, an estimate or the share of a class.',
    columns: [
      text('condition', 'condition', 'The condition whose rules match.'),
      text('of', 'of', 'The figure, estimate or classification.'),
      text('class', 'class', 'The class, of a classification.'),
      counted('round', 'round', 'The round that it is about; missing: all, or the game is played once.'),
      text('who', 'who', 'Whom and where.'),
      number('value', 'value', 'The value; of a class its share.'),
      number('value_low', 'lower', 'The lower end of the published interval.'),
      number('value_high', 'upper', 'The upper end of the published interval.'),
      counted('n', 'n', 'How many people, or decisions where the source counts those.'),
      text('source', 'source', 'Where it was published.'),
    ],
    rows: conditions.flatMap(({ label }, at) =>
      (behaviours.get(at)?.baselines ?? []).flatMap(
        ({ of, who, value, interval, shares, round, n, source }): Cell[][] => {
          const [low, high] = interval ?? [null, null]
          const rest = [round ?? null, who] as const
          if (shares)
            return Object.entries(shares).map(([one, part]) => [
              label,
              of,
              one,
              ...rest,
              part,
              null,
              null,
              n ?? null,
              source,
            ])
          return value === undefined ? [] : [[label, of, null, ...rest, value, low, high, n ?? null, source]]
        },
      ),
    ),
    notes: [],
  }
}

/** A row a figure, classification or estimate: what each is. */
export function figuresCodebook(conducts: Conducts): DataTable {
  const seen = new Map<string, readonly Cell[]>()
  for (const [condition, { classes, estimates }] of conducts.behaviours) {
    for (const { name, title, describes } of figuresIn(conducts, condition))
      if (name !== 'regret' || conducts.conducts.some(({ figures }) => figures.has('regret')))
        seen.set(`figure ${name} ${describes}`, [name, 'figure', title, describes])
    for (const { name, title, describes } of classes)
      seen.set(`class ${name} ${describes}`, [name, 'classification', title, describes])
    for (const { name, title, describes } of estimates)
      seen.set(`estimate ${name} ${describes}`, [name, 'estimate', title, describes])
  }
  return {
    name: 'figures',
    title: 'Figures of behaviour',
    describes: 'A row says what a figure, classification or estimate of behaviour is.',
    columns: [
      text('name', 'name', 'Its name in the tables.'),
      text(
        'kind',
        'kind',
        'figure (a number a decision), classification (a class a decision) or estimate (from many decisions).',
      ),
      text('title', 'title', 'In a few words.'),
      text('describes', 'what it is', 'In a sentence, with its source where it has one.'),
    ],
    rows: [...seen.values()],
    notes: [],
  }
}

const meanIn = (sums: BlockSums | undefined, level: number) =>
  sums ? meanOfBlocks([...sums.values()], level) : undefined

const cut = (bound: number | null): number | null => (bound === null ? null : Math.min(1, Math.max(0, bound)))

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
