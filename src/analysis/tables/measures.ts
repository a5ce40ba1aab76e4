/** Measures of whole matches: means by condition, and by player where one had all seats. */
import { meanOfBlocks } from '../../statistics/clustered.ts'
import { counted, type DataTable, number, text, withInterval } from '../data-table.ts'
import type { Group } from '../samples.ts'
import type { Subject } from '../subject.ts'

/** A row a measure, condition and player. */
export const measuresTable = (
  { conditions, plan }: Subject,
  measures: ReadonlyMap<string, readonly Group[]>,
): DataTable => ({
  name: 'measures',
  title: 'Measures of matches',
  describes:
    'A row is a measure that the rules take of a finished match: its mean over matches, with an interval by blocks.',
  columns: [
    text('condition', 'condition', 'The condition’s label.'),
    text('measure', 'measure', 'The measure’s name; the game’s README says what it is.'),
    text('player', 'player', '(all): over all matches; else over those in which this player had all seats.'),
    ...withInterval(number('mean', 'mean', 'Mean over matches.'), plan.confidence),
    counted('matches', 'matches', 'Finished matches that have the measure.'),
    counted('blocks', 'blocks', 'Independent blocks.'),
  ],
  rows: [...measures].flatMap(([measure, groups]) =>
    groups.flatMap(({ condition, samples }) =>
      samples.flatMap(({ player, sums }) => {
        const found = meanOfBlocks([...sums.values()], plan.confidence)
        if (!found) return []
        const { mean, low, high, count, blocks } = found
        return [[conditions[condition]?.label ?? '', measure, player, mean, low, high, count, blocks]]
      }),
    ),
  ),
  notes: [],
})
