/** How it was played: figures and classes by player, and what others did. */
import { meanOfBlocks } from '../../statistics/clustered.ts'
import type { BlockSums } from '../block-sums.ts'
import type { Conducts } from '../conduct.ts'
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

/** The columns that say whom a row is about. */
export const PLAYER = [
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
