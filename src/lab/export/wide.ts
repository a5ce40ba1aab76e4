/**
 * One row a participant, with oTree's names of columns: <app>.<round>.<model>.<field>. A block is an app, a match of it a round.
 * Names and 0 and 1 for no and yes as in the wide export of oTree (Chen, Schonger and Wickens 2016), `get_rows_for_wide_csv` in
 * its `otree/export.py`; what oTree does not have stands beside, in the same form.
 */
import { itemsOf } from '../ability.ts'
import type { Person } from '../session.ts'
import { type Column, type Table, table } from './column.ts'
import { type Decided, keyOf } from './decided.ts'
import type { Gathered } from './gathered.ts'
import { participantColumns, sessionColumns } from './participant-columns.ts'
import { answerCell } from './questionnaire.ts'
import { blockColumns } from './round-columns.ts'

export function wideTable(of: Gathered, decisions: readonly Decided[]): Table {
  const byKey = new Map(decisions.flatMap((one) => (one.person ? [[keyOf(one.person, one), one] as const] : [])))
  const columns = [
    ...participantColumns(of),
    ...sessionColumns(of),
    ...[...of.input.prepared.blocks.values()].flatMap((block) => blockColumns(of, block, byKey)),
    ...questionnaireColumns(of),
  ]
  return table('wide.csv', columns, of.people)
}

function questionnaireColumns({ lab }: Gathered): readonly Column<Person>[] {
  return lab.questionnaire.flatMap(({ items }, page) =>
    itemsOf(items).map(
      ({ name, ask }): Column<Person> => ({
        ...{ name: `questionnaire.${page + 1}.player.${name}`, type: 'value', empty: 'see questionnaire.csv' },
        says: `Answer to: ${ask}`,
        cell: ({ answers }) => answerCell(answers.get(`questionnaire:${page}`)?.[name]),
      }),
    ),
  )
}
