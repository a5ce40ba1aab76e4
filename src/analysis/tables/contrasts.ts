/** What the factors did: the same players in two conditions that differ in one of them. */
import type { Rng } from '../../core/chance.ts'
import { benjaminiHochberg, holm } from '../../statistics/multiple.ts'
import { type ComparisonOptions, compared } from '../comparison.ts'
import { type Cell, chance, counted, type DataTable, number, percent, text, withInterval } from '../data-table.ts'
import type { ConditionInfo, Subject } from '../subject.ts'
import type { Quantity } from './results.ts'

interface Contrast {
  readonly primary: boolean
  readonly cells: readonly Cell[]
  readonly p: number | null
}

/**
 * A row a quantity, player, and pair of conditions that differ in the level of one factor. The primary quantity's p are adjusted by
 * Holm (the chance of one false alarm), all others' by Benjamini and Hochberg (the share of false ones).
 */
export function contrastsTable(
  subject: Subject,
  primary: Quantity | undefined,
  others: readonly Quantity[],
  { confidence, resamples, rng }: ComparisonOptions & { readonly rng: Rng },
): DataTable {
  const pairs = contrasted(subject.conditions)
  const found = [...(primary ? [primary] : []), ...others].flatMap((quantity) =>
    pairs.flatMap(({ factor, from, to }) => {
      const label = (at: number) => subject.conditions[at]!.label
      return quantity.groups
        .filter(({ condition }) => condition === from)
        .flatMap(({ role, samples }) => {
          const other = quantity.groups.find((group) => group.condition === to && group.role === role)
          return samples.flatMap(({ player, sums }): Contrast[] => {
            const counterpart = other?.samples.find((sample) => sample.player === player)
            if (!counterpart) return []
            const { pairs: tested } = compared(
              [
                { player: 'to', sums: counterpart.sums },
                { player: 'from', sums },
              ],
              { confidence, resamples, rng },
            )
            const [test] = tested
            if (!test) return []
            const { difference, low, high, p, effect, blocks } = test
            const cells = [
              quantity.name,
              player,
              role,
              inWords(subject.conditions, { factor, from, to }),
              factor,
              label(from),
              label(to),
              difference,
              low,
              high,
              effect,
              blocks,
            ]
            return [{ primary: quantity === primary, cells, p }]
          })
        })
    }),
  )
  const adjusted = adjustedIn(found)
  return {
    name: 'contrasts',
    title: 'What the factors did',
    describes: `A row is a player in two conditions that differ in the level of one factor: its mean in the second less that in the first, with a ${percent(confidence)} interval by blocks.`,
    columns: [
      text('quantity', 'quantity', 'What is compared: payoff, or the name of a measure or figure.'),
      text('player', 'player', 'The player; (all): a figure of whole matches.'),
      text('role', 'role', 'The role, where payoffs of several do not compare.'),
      text(
        'contrast',
        'contrast',
        'The factor in which the conditions differ, its two levels, and the levels of all others.',
      ),
      text('factor', 'factor', 'The factor in which the conditions differ.'),
      text('from', 'from', 'The first condition.'),
      text('to', 'to', 'The second condition.'),
      ...withInterval(
        number('difference', 'to − from', 'Mean in the second condition less that in the first.'),
        confidence,
      ),
      number(
        'effect',
        'd',
        'Mean difference of blocks over its standard deviation, where conditions share their blocks.',
      ),
      counted('blocks', 'blocks', 'Blocks in common; of conditions with none, those of both.'),
      chance('p', 'p', 'Two-sided, by exchanging the conditions within blocks, or blocks between conditions.'),
      chance(
        'p_adjusted',
        'p, adjusted',
        'Of the primary quantity by Holm over its rows; of the others, which are exploratory, by Benjamini and Hochberg.',
      ),
      text('family', 'family', 'primary or exploratory.'),
    ],
    rows: found.map((contrast, at) => [
      ...contrast.cells,
      contrast.p,
      adjusted[at]!,
      contrast.primary ? 'primary' : 'exploratory',
    ]),
    notes: [],
  }
}

interface Contrasted {
  readonly factor: string
  readonly from: number
  readonly to: number
}

/** Pairs of conditions of one game that differ in one factor alone, the earlier first. */
export function contrasted(conditions: readonly ConditionInfo[]): Contrasted[] {
  return conditions.flatMap((a, from) =>
    conditions.slice(from + 1).flatMap((b, at): Contrasted[] => {
      if (a.game !== b.game) return []
      const factors = [...new Set([...Object.keys(a.levels), ...Object.keys(b.levels)])]
      const differing = factors.filter((name) => a.levels[name] !== b.levels[name])
      return differing.length === 1 ? [{ factor: differing[0]!, from, to: from + 1 + at }] : []
    }),
  )
}

/** `prompts: default → cloaked (factor 2/3)`. */
function inWords(conditions: readonly ConditionInfo[], { factor, from, to }: Contrasted): string {
  const [a, b] = [conditions[from]!, conditions[to]!]
  const rest = Object.entries(a.levels).flatMap(([name, level]) => (name === factor ? [] : [`${name} ${level}`]))
  const games = new Set(conditions.map(({ game }) => game)).size > 1 ? [a.game] : []
  const others = [...games, ...rest]
  return `${factor}: ${a.levels[factor] ?? '–'} → ${b.levels[factor] ?? '–'}${others.length > 0 ? ` (${others.join(', ')})` : ''}`
}

function adjustedIn(found: readonly Contrast[]): (number | null)[] {
  const adjusted: (number | null)[] = found.map(() => null)
  for (const [primary, method] of [
    [true, holm],
    [false, benjaminiHochberg],
  ] as const) {
    const places = found.flatMap((one, at) => (one.primary === primary && one.p !== null ? [at] : []))
    const values = method(places.map((at) => found[at]!.p!))
    places.forEach((at, nth) => {
      adjusted[at] = values[nth]!
    })
  }
  return adjusted
}
