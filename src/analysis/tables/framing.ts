/** Robustness to framing: how far ranks and behaviour move under other words for the same rules, beside words that are the same. */
import type { Rng } from '../../core/chance.ts'
import { holm } from '../../statistics/multiple.ts'
import { type Cell, chance, counted, type DataTable, number, text } from '../data-table.ts'
import { type Moved, movedBetween } from '../framing.ts'
import type { ConditionInfo, Subject } from '../subject.ts'
import type { Quantity } from './results.ts'

/** The variant in which nothing is changed: whatever moves there moves by chance. */
const NULL = 'null'
const WORK = 50_000_000

interface Row {
  readonly game: string
  readonly variant: string
  readonly quantity: string
  readonly role: string | null
  readonly moved: Moved
}

/** A row a variant of the prompts and a quantity; undefined where a run has no variants. */
export function framingTable(subject: Subject, quantities: readonly Quantity[], rng: Rng): DataTable | undefined {
  const pairs = variantsIn(subject.conditions)
  if (pairs.length === 0) return undefined
  const rows = pairs.flatMap(({ from, to, rest }) =>
    quantities.flatMap(({ name, groups }) =>
      groups
        .filter(({ condition }) => condition === from)
        .flatMap(({ role, samples }): Row[] => {
          const other = groups.find((group) => group.condition === to && group.role === role)
          if (!other) return []
          const blocks = Math.max(1, ...samples.map(({ sums }) => sums.size))
          const draws = Math.round(Math.min(9_999, Math.max(499, WORK / (blocks * samples.length * 4))))
          const moved = movedBetween(samples, other.samples, { rng, draws })
          const { prompts } = subject.conditions[to]!
          return moved ? [{ game: rest, variant: prompts, quantity: name, role, moved }] : []
        }),
    ),
  )
  const judged = rows.filter(({ variant }) => variant !== NULL)
  const adjusted = new Map(holm(judged.map(({ moved }) => moved.p)).map((p, at) => [judged[at]!, p]))
  const ofNull = ({ game, quantity, role }: Row) =>
    rows.find((row) => row.variant === NULL && row.game === game && row.quantity === quantity && row.role === role)
  return {
    name: 'framing',
    title: 'Robustness to framing',
    describes:
      'A row is a quantity under another wording of the same rules, against the default wording: how far players’ means move, beside what chance alone moves (conditions exchanged at random) and what the null variant moves, whose words are those of the default.',
    columns: [
      text('game', 'game', 'The conditions that are alike but in their prompts.'),
      text('variant', 'variant', 'The variant of the prompts.'),
      text('quantity', 'quantity', 'payoff, or a figure of behaviour.'),
      text('role', 'role', 'The role, where payoffs of several do not compare.'),
      counted('players', 'players', 'Players in both conditions.'),
      number('distance', 'moved', 'Mean over players of the distance of their two means, in the unit of the quantity.'),
      number('distance_by_chance', 'by chance', 'The same with the conditions exchanged at random, on average.'),
      number('distance_of_null', 'null variant', 'The same of the null variant; missing where it was not run.'),
      chance('p', 'p', 'Share of exchanges that move players at least as far.'),
      chance('p_holm', 'p, Holm', 'Adjusted by Holm over the rows, without those of the null variant.'),
      number(
        'tau',
        'τ of ranks',
        'Kendall’s τ-b of the players’ means under both wordings: 1 is the same order, −1 the reverse.',
      ),
      number('tau_by_chance', 'τ by chance', 'The same with the conditions exchanged at random, on average.'),
      chance('p_tau', 'p of τ', 'Share of exchanges whose τ is at most that.'),
      counted('blocks', 'blocks', 'Independent blocks that were exchanged.'),
    ],
    rows: rows.map((row): readonly Cell[] => {
      const { players, distance, byChance, p, tau, tauByChance, pOfTau, blocks } = row.moved
      return [
        ...[row.game, row.variant, row.quantity, row.role, players, distance, byChance],
        ...[ofNull(row)?.moved.distance ?? null, p, adjusted.get(row) ?? null, tau, tauByChance, pOfTau, blocks],
      ]
    }),
    notes: [
      ...(rows.some(({ variant }) => variant === NULL)
        ? rows.some(({ variant, moved }) => variant === NULL && moved.p < 0.05)
          ? [
              'The null variant itself moves by more than chance in a row (p < 0.05, not adjusted): with many rows one such is to be expected.',
            ]
          : ['The null variant moves players no further than chance: the test does not find what is not there.']
        : ['The null variant was not run: add "null" to the factor prompts to see what the same words twice come to.']),
    ],
  }
}

interface Variant {
  readonly from: number
  readonly to: number
  /** What the two have in common. */
  readonly rest: string
}

/** Conditions in other words than the default's, each with the one that is alike in all but its prompts. */
function variantsIn(conditions: readonly ConditionInfo[]): Variant[] {
  const restOf = ({ game, levels }: ConditionInfo) => JSON.stringify([game, { ...levels, prompts: undefined }])
  return conditions.flatMap((condition, to) => {
    if (condition.prompts === 'default') return []
    const from = conditions.findIndex((other) => other.prompts === 'default' && restOf(other) === restOf(condition))
    if (from < 0) return []
    return [{ from, to, rest: conditions[from]!.label.replace(/, prompts default\b/, '') }]
  })
}
