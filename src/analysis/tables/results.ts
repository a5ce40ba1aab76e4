/** Results: players side by side in each condition, and each pair's difference. */
import { type Comparison, type ComparisonOptions, compared } from '../comparison.ts'
import {
  type Column,
  chance,
  counted,
  type DataTable,
  number,
  percent,
  text,
  withInterval,
  yes,
} from '../data-table.ts'
import type { Group } from '../samples.ts'
import type { Subject } from '../subject.ts'

/** A quantity that players are compared by. */
export interface Quantity {
  /** `payoff`, or the name of a measure or figure. */
  readonly name: string
  /** What a value is one of: `payoff of a seat`. */
  readonly value: string
  readonly groups: readonly Group[]
}

export interface Results {
  readonly standings: DataTable
  readonly differences: DataTable
}

/** `suffix` tells tables of the same quantity apart: `-all`, without exclusions. */
export function resultTables(
  subject: Subject,
  { name, value, groups }: Quantity,
  options: ComparisonOptions,
  suffix: { readonly name: string; readonly title: string },
): Results {
  const level = options.confidence
  const found = groups.map((group) => ({ group, comparison: compared(group.samples, options) }))
  const labelOf = ({ condition }: Group) => subject.conditions[condition]?.label ?? ''
  const where = [
    text('condition', 'condition', 'The condition’s label.'),
    text('role', 'role', 'The role, where the game has several: their payoffs do not compare. Missing: all seats.'),
  ]
  return {
    standings: {
      name: `results-${slug(name)}${suffix.name}`,
      title: `Results: ${name}${suffix.title}`,
      describes: `A row is a player in a condition (and role): the mean ${value}, its ${percent(level)} interval by independent blocks, and the ranks that the data allow.`,
      columns: [
        ...where,
        text('player', 'player', 'The player.'),
        ...withInterval(
          number('mean', `mean ${value}`, `Mean ${value}; the t interval has a CR1 standard error by blocks.`),
          level,
        ),
        counted('values', 'values', `How many values: each is a ${value}.`),
        counted('blocks', 'blocks', 'Independent blocks: matches that share a seed or a person are one.'),
        ...rankColumns(level),
      ],
      rows: found.flatMap(({ group, comparison }) =>
        comparison.standings.map(({ player, mean, low, high, count, blocks, best, worst, letters }) => [
          ...[labelOf(group), group.role, player, mean, low, high, count, blocks],
          ...[best, worst, letters],
        ]),
      ),
      notes: found.flatMap(({ group, comparison }) => notesOf(labelOf(group), group, comparison)),
    },
    differences: {
      name: `differences-${slug(name)}${suffix.name}`,
      title: `Differences between players: ${name}${suffix.title}`,
      describes: `A row is a pair of players in a condition: a’s mean less b’s. The intervals hold together with ${percent(level)}; p is two-sided, by flipping the signs of blocks’ differences.`,
      columns: [
        ...where,
        text('a', 'a', 'One player.'),
        text('b', 'b', 'The other.'),
        ...withInterval(number('difference', 'a − b', 'a’s mean less b’s.'), level),
        chance('p', 'p', 'Two-sided, of the hypothesis that it makes no difference which of the two it was.'),
        chance('p_holm', 'p, Holm', 'Adjusted by Holm over the pairs of its condition and role.'),
        yes('exact', 'exact', 'Whether all rearrangements were tried; else a sample of them.'),
        number(
          'effect',
          'd',
          'Mean difference of blocks over its standard deviation; missing where that is 0 or unknown.',
        ),
        counted('blocks', 'blocks', 'Blocks that both were in; of two that never met in one, those of both.'),
      ],
      rows: found.flatMap(({ group, comparison }) =>
        comparison.pairs.map(({ a, b, difference, low, high, p, adjusted, exact, effect, blocks }) => [
          ...[labelOf(group), group.role, a, b, difference, low, high],
          ...[p, adjusted, exact, effect, blocks],
        ]),
      ),
      notes: [],
    },
  }
}

export const rankColumns = (level: number): readonly Column[] => [
  counted('rank_best', 'rank, best', `The best rank that the data allow, all players together with ${percent(level)}.`),
  counted('rank_worst', 'rank, worst', 'The worst rank that the data allow.'),
  text('group', 'group', 'Players that share a letter are not told apart by these data.'),
]

/** Fewer than this, and resampling makes intervals too narrow. */
const FEW = 10

function notesOf(label: string, { role, samples }: Group, { standings }: Comparison): string[] {
  const where = role === null ? label : `${label}, ${role}`
  if (samples.length === 1) return [`${where}: one player only, so that there is nobody to compare with.`]
  const blocks = Math.max(0, ...standings.map((row) => row.blocks))
  if (blocks === 1)
    return [
      `${where}: all matches are one block (they share a seed or a person), so that no interval can be given. More repetitions, or independent seeds, make more blocks.`,
    ]
  const means = new Set(standings.map(({ mean }) => mean))
  const tied = means.size === 1 && standings.length > 1 ? [`${where}: all players came to the same mean.`] : []
  const counts = new Set(standings.map(({ count }) => count))
  const unequal =
    counts.size > 1
      ? [
          `${where}: players have from ${Math.min(...counts)} to ${Math.max(...counts)} values; means weigh each value the same.`,
        ]
      : []
  const few =
    blocks < FEW
      ? [
          `${where}: ${blocks} blocks only. With fewer than ${FEW}, read the exact p rather than the intervals of differences; of players that share all of them it cannot be below ${2 ** (1 - blocks)}.`,
        ]
      : []
  const copies =
    standings.length > 0 && standings.every(({ low, high, blocks: own }) => own > 1 && low === high)
      ? [
          `${where}: every block came out alike. Where nothing is left to chance, repetitions are copies: they are no sample, and intervals of no width say nothing.`,
        ]
      : []
  return [...tied, ...unequal, ...few, ...copies]
}

export const slug = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
