/** A report as a run of a beauty contest would bring it: three conditions, five players, people beside them. */

import {
  type Cell,
  chance,
  counted,
  type DataTable,
  number,
  share,
  text,
  withInterval,
  yes,
} from '../../src/analysis/data-table.ts'
import { stream } from '../../src/core/chance.ts'
import { codebook } from '../../src/report/codebook.ts'
import type { Report } from '../../src/report/report.ts'

export const CONDITIONS = ['factor 1/2, told people', 'factor 2/3, told people', 'factor 2/3, told models']
export const PLAYERS = [
  'openai:gpt-5-mini',
  'anthropic:claude-haiku-4-5',
  'ollama:llama-3.3-70b-instruct-q4_K_M',
  'careful-mini (persona economist)',
  'level-2',
]
const CLASSES = ['level 0', 'level 1', 'level 2', 'level 3', 'equilibrium', 'other']

const rng = stream(['a sample of a report'])
const near = (middle: number, spread: number): number => middle + spread * (2 * rng.next() - 1)

const cross = <T>(row: (condition: string, player: string, at: readonly [number, number]) => T): T[] =>
  CONDITIONS.flatMap((condition, c) => PLAYERS.map((player, p) => row(condition, player, [c, p])))

const results: DataTable = {
  name: 'results-payoff',
  title: 'Results: payoff',
  describes:
    'A row is a player in a condition: the mean payoff of a seat, its 95 % interval by independent blocks, and the ranks that the data allow.',
  columns: [
    text('condition', 'condition', 'The condition’s label.'),
    text('role', 'role', 'The role, where the game has several. Missing: all seats.'),
    text('player', 'player', 'The player.'),
    ...withInterval(number('mean', 'mean payoff', 'Mean payoff of a seat.'), 95 / 100),
    counted('values', 'values', 'How many values.'),
    counted('blocks', 'blocks', 'Independent blocks.'),
    counted('rank_best', 'rank, best', 'The best rank that the data allow.'),
    counted('rank_worst', 'rank, worst', 'The worst rank that the data allow.'),
    text('group', 'group', 'Players that share a letter are not told apart by these data.'),
  ],
  rows: cross((condition, player, [c, p]) => {
    const mean = near(2 + (p === 4 ? 2.2 : p * 0.3) - c * 0.2, 0.4)
    const half = c === 2 && p === 2 ? null : near(0.55, 0.25)
    const [low, high] = half === null ? [null, null] : [mean - half, mean + half]
    return [condition, null, player, mean, low, high, 1200, 40, p === 4 ? 1 : 2, p === 4 ? 1 : 5, p === 4 ? 'a' : 'b']
  }),
  notes: [
    'factor 2/3, told models: ollama:llama-3.3-70b-instruct-q4_K_M has one block only, so that no interval can be given.',
  ],
}

const differences: DataTable = {
  name: 'differences-payoff',
  title: 'Differences between players: payoff',
  describes:
    'A row is a pair of players in a condition: a’s mean less b’s. The intervals hold together with 95 %; p is two-sided.',
  columns: [
    text('condition', 'condition', 'The condition’s label.'),
    text('a', 'a', 'One player.'),
    text('b', 'b', 'The other.'),
    ...withInterval(number('difference', 'a − b', 'a’s mean less b’s.'), 0.95),
    chance('p', 'p', 'Two-sided.'),
    chance('p_holm', 'p, Holm', 'Adjusted by Holm.'),
    yes('exact', 'exact', 'Whether all rearrangements were tried.'),
    number('effect', 'd', 'Mean difference of blocks over its standard deviation.'),
  ],
  rows: CONDITIONS.flatMap((condition) =>
    PLAYERS.flatMap((a, i) =>
      PLAYERS.slice(i + 1).map((b, j): Cell[] => {
        const difference = near(j === 3 - i ? -1.8 : 0, 0.5)
        const p = Math.abs(difference) > 1 ? 0.0002 : Math.abs(near(0.4, 0.39))
        return [
          condition,
          a,
          b,
          difference,
          difference - 0.7,
          difference + 0.7,
          p,
          Math.min(1, 4 * p),
          false,
          difference / 1.3,
        ]
      }),
    ),
  ),
  notes: [],
}

const wins: DataTable = {
  name: 'wins',
  title: 'Who does better than whom',
  describes: 'A row is an ordered pair: the share of their meetings in which a did better, ties half.',
  columns: [
    text('condition', 'condition', 'The condition’s label.'),
    text('a', 'a', 'The row.'),
    text('b', 'b', 'The column.'),
    share('share', 'a does better', 'Share of meetings.'),
    counted('meetings', 'meetings', 'Meetings.'),
  ],
  rows: CONDITIONS.slice(0, 2).flatMap((condition) =>
    PLAYERS.flatMap((a, i) =>
      PLAYERS.flatMap((b, j): Cell[][] => {
        if (i === j) return []
        const [first, second] = i < j ? [i, j] : [j, i]
        const value = 0.5 - (0.03 + 0.015 * ((first * 7 + second * 3) % 5)) * (second - first)
        return [[condition, a, b, Math.max(0.04, i < j ? value : 1 - value), 240]]
      }),
    ),
  ),
  notes: [],
}

const contrasts: DataTable = {
  name: 'contrasts',
  title: 'What the factors did',
  describes:
    'A row is a player in two conditions that differ in one factor: its mean in the second less that in the first.',
  columns: [
    text('factor', 'factor', 'The factor in which the conditions differ.'),
    text('player', 'player', 'The player.'),
    ...withInterval(number('difference', 'to − from', 'Mean in the second less that in the first.'), 0.95),
    chance('p_adjusted', 'p, adjusted', 'By Holm.'),
  ],
  rows: ['params.factor: 1/2 → 2/3', 'told: people → models'].flatMap((factor, f) =>
    PLAYERS.map((player, p): Cell[] => {
      const difference = near((f - 0.5) * (p - 2) * 0.6, 0.3)
      return [
        factor,
        player,
        difference,
        difference - near(0.5, 0.2),
        difference + near(0.5, 0.2),
        Math.abs(near(0.3, 0.29)),
      ]
    }),
  ),
  notes: [],
}

const guesses: DataTable = {
  name: 'behaviour',
  title: 'Guess',
  describes: 'A row is a player in a condition: its mean guess over own decisions, with a 95 % interval by blocks.',
  columns: [
    text('condition', 'condition', 'The condition’s label.'),
    text('player', 'player', 'The player.'),
    text('figure', 'figure', 'What is looked at.'),
    ...withInterval(number('mean', 'mean', 'Mean of the figure.'), 0.95),
    counted('decisions', 'decisions', 'Decisions.'),
  ],
  rows: cross((condition, player, [c, p]) => {
    const mean = near([33, 28, 41, 12, 22][p]! - 4 * c, 4)
    return [condition, player, 'guess', mean, mean - near(2, 1), mean + near(2, 1), 1200]
  }),
  notes: [],
}

const rounds: DataTable = {
  name: 'rounds',
  title: 'Guess by round',
  describes: 'A row is a round: the mean guess over the player’s own decisions in that round.',
  columns: [
    text('condition', 'condition', 'The condition’s label.'),
    text('player', 'player', 'The player.'),
    counted('round', 'round', 'From 1.'),
    ...withInterval(number('mean', 'mean', 'Mean guess in that round.'), 0.95),
  ],
  rows: CONDITIONS.flatMap((condition, c) =>
    PLAYERS.flatMap((player, p) =>
      Array.from({ length: 8 }, (_, at): Cell[] => {
        const mean = near([40, 33, 48, 16, 22][p]! * 0.82 ** (at * (1 + 0.25 * c)), 1.2)
        return [condition, player, at + 1, mean, mean - near(2, 0.6), mean + near(2, 0.6)]
      }),
    ),
  ),
  notes: [],
}

const classes: DataTable = {
  name: 'classes',
  title: 'Levels of reasoning',
  describes:
    'A row is a class: its share of the player’s own decisions in the first round, with a 95 % interval by blocks.',
  columns: [
    text('condition', 'condition', 'The condition’s label.'),
    text('player', 'player', 'The player.'),
    text('class', 'class', 'The class.'),
    ...withInterval(share('share', 'share', 'Share of the decisions.'), 0.95),
    counted('decisions', 'decisions', 'Decisions.'),
  ],
  rows: cross((condition, player, [, p]) => {
    const weights = CLASSES.map((_, at) => 0.05 + near(1, 0.6) * Math.exp(-((at - p * 1.1) ** 2)))
    const total = weights.reduce((a, b) => a + b, 0)
    return CLASSES.map((one, at): Cell[] => {
      const part = weights[at]! / total
      return [condition, player, one, part, Math.max(0, part - 0.06), Math.min(1, part + 0.06), 240]
    })
  }).flat(),
  notes: [],
}

const failures: DataTable = {
  name: 'failures',
  title: 'Replies that could not be used',
  describes: 'A row is a player and a class of failure.',
  columns: [
    text('player', 'player', 'The player.'),
    text('failure', 'failure', 'The class.'),
    counted('replies', 'replies', 'How many.'),
    share('part', 'share of replies', 'Of all replies of the player.'),
  ],
  rows: [
    ['openai:gpt-5-mini', 'not legal', 17, 17 / 14_412],
    ['openai:gpt-5-mini', 'refused', 2, 2 / 14_412],
    ['ollama:llama-3.3-70b-instruct-q4_K_M', 'no JSON', 812, 812 / 15_901],
    ['ollama:llama-3.3-70b-instruct-q4_K_M', 'not legal', 341, 341 / 15_901],
    ['level-2', 'none', 0, 0],
  ],
  notes: [],
}

const spend: DataTable = {
  name: 'spend',
  title: 'What it cost',
  describes: 'A row is a model: its calls, tokens and dollars.',
  columns: [
    text('model', 'model', 'The model.'),
    counted('calls', 'calls', 'Calls that were answered.'),
    counted('tokens_in', 'tokens in', 'Tokens sent.'),
    counted('tokens_out', 'tokens out', 'Tokens that came back.'),
    number('dollars', 'dollars', 'By the prices of the experiment; missing where there is none.'),
  ],
  rows: [
    ['openai:gpt-5-mini', 14_412, 9_812_331, 2_101_990, 6.65],
    ['anthropic:claude-haiku-4-5', 14_400, 10_120_544, 1_733_020, 18.79],
    ['ollama:llama-3.3-70b-instruct-q4_K_M', 15_901, 11_000_417, 3_014_872, null],
  ],
  notes: ['`ollama:llama-3.3-70b-instruct-q4_K_M` has no price in the experiment.'],
}

/** First-round means with factors 1/2 and 2/3 (Nagel 1995). All other numbers of people here are made up. */
const PEOPLE = [
  { group: [CONDITIONS[0]!], value: 27.05 },
  { group: [CONDITIONS[1]!], value: 36.73 },
].map((one) => ({
  ...one,
  label: 'students, Bonn',
  source: 'Nagel, R. (1995), American Economic Review 85(5), 1313–1326, https://www.jstor.org/stable/2950991.',
}))

const interval = { low: 'mean_low', high: 'mean_high', value: 'mean', label: 'player', groups: ['condition'] } as const

export const TABLES: readonly DataTable[] = [
  results,
  differences,
  wins,
  contrasts,
  guesses,
  rounds,
  classes,
  failures,
  spend,
]

export const SAMPLE: Report = {
  title: 'guess-two-thirds',
  run: 'guess-two-thirds-1',
  began: '2026-03-01T12:00:00.000Z',
  code: 'stagegame 0.1.0',
  head: 'b3:9f2c0a71d5e84b6f0c1a2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6',
  seed: '2026',
  summary: [
    '120 of 120 matches finished; none was voided.',
    '`level-2` earned the most in every condition. The other four are not told apart by these data.',
    '1,172 of 44,713 replies could not be used; `ollama:llama-3.3-70b-instruct-q4_K_M` gave 1,153 of them.',
    'Folding the whole log once more came to the same results.',
  ],
  sections: [
    {
      id: 'results',
      title: 'Results',
      text: ['The primary quantity is the payoff of a seat, as the experiment froze it before the first match.'],
      blocks: [],
      sections: [
        {
          id: 'payoff',
          title: 'Payoff',
          text: [],
          blocks: [
            {
              kind: 'chart',
              table: results,
              chart: {
                type: 'intervals',
                ...interval,
                unit: 'mean payoff of a seat, in points',
                reference: { label: 'equal split', value: 2 },
              },
            },
            {
              kind: 'chart',
              table: { ...results, notes: [] },
              chart: {
                type: 'ranks',
                title: 'Ranks that the data allow',
                label: 'player',
                low: 'rank_best',
                high: 'rank_worst',
                groups: ['condition'],
              },
            },
            { kind: 'table', table: differences, open: false },
          ],
        },
        {
          id: 'wins',
          title: 'Who does better than whom',
          text: [],
          blocks: [
            {
              kind: 'chart',
              table: wins,
              chart: {
                type: 'matrix',
                row: 'a',
                column: 'b',
                value: 'share',
                even: 0.5,
                unit: 'share of meetings in which the row does better',
                groups: ['condition'],
              },
            },
          ],
        },
      ],
    },
    {
      id: 'contrasts',
      title: 'What the factors did',
      text: [],
      blocks: [
        {
          kind: 'chart',
          table: contrasts,
          chart: {
            type: 'intervals',
            label: 'player',
            value: 'difference',
            low: 'difference_low',
            high: 'difference_high',
            unit: 'mean under the second level less that under the first',
            groups: ['factor'],
            reference: { label: 'no difference', value: 0 },
          },
        },
      ],
    },
    {
      id: 'behaviour',
      title: 'How they played',
      text: ['Diamonds are what people did under rules that match.'],
      blocks: [
        {
          kind: 'chart',
          table: guesses,
          chart: { type: 'intervals', ...interval, unit: 'mean guess, 0 to 100', baselines: PEOPLE },
        },
        {
          kind: 'chart',
          table: rounds,
          chart: {
            type: 'rounds',
            ...interval,
            round: 'round',
            unit: 'mean guess, 0 to 100',
            baselines: PEOPLE.map(({ group, label, value }) => ({
              ...{ group, label: `${label}, later rounds made up` },
              values: [1, 2, 3, 4].map((round) => ({ round, value: value * 0.75 ** (round - 1) })),
            })),
          },
        },
        {
          kind: 'chart',
          table: classes,
          chart: {
            type: 'shares',
            label: 'player',
            class: 'class',
            share: 'share',
            low: 'share_low',
            high: 'share_high',
            groups: ['condition'],
            baselines: [
              {
                label: 'people, made up',
                group: [CONDITIONS[1]!],
                shares: {
                  'level 0': 0.13,
                  'level 1': 0.3,
                  'level 2': 0.24,
                  'level 3': 0.02,
                  equilibrium: 0.01,
                  other: 0.3,
                },
                source: 'Made up for this sample.',
              },
            ],
          },
        },
      ],
    },
    { id: 'failures', title: 'Failures', text: [], blocks: [{ kind: 'table', table: failures }] },
    { id: 'spend', title: 'Spend', text: [], blocks: [{ kind: 'table', table: spend }] },
    {
      id: 'methods',
      title: 'Methods',
      text: [
        'Intervals are t intervals of means with CR1 standard errors by independent blocks: matches that share a seed are one block (Cameron, Gelbach and Miller 2008).',
        'Differences are tested by flipping the signs of blocks’ differences, and adjusted by Holm (1979).',
      ],
      blocks: [
        {
          kind: 'code',
          label: 'How to run it again',
          text: 'stagegame rerun guess-two-thirds-1 --seed 2026\nstagegame verify guess-two-thirds-1',
        },
      ],
    },
    { id: 'codebook', title: 'Codebook', text: [], blocks: [{ kind: 'table', table: codebook(TABLES), open: false }] },
  ],
}
