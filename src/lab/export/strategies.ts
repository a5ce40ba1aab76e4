/** What participants decided beforehand, a row for each case of the strategy method. */
import type { PreparedBlock } from '../prepared.ts'
import { type Person, slot } from '../session.ts'
import type { Table } from './column.ts'
import { block, blocksOf, participant, position, treatment } from './common-columns.ts'
import { fieldColumns, namesIn } from './fields.ts'
import { schemaOf } from './free-text.ts'
import { type Gathered, marked, whyNone } from './gathered.ts'

interface Stated {
  readonly person: Person
  readonly block: PreparedBlock
  readonly nth: number
  readonly action: unknown
}

/** Null where no block asks by the strategy method. */
export function strategiesTable(of: Gathered): Table | null {
  const asking = [...of.input.prepared.blocks.values()].filter(({ block: { strategy } }) => strategy !== undefined)
  if (asking.length === 0) return null
  const fields = new Map(
    asking.flatMap((one) =>
      namesIn(schemaOf(one, one.block.strategy!.kind) ?? {}).map((name) => [
        name,
        `asked for by ${one.block.strategy!.kind}`,
      ]),
    ),
  )
  const rows = of.people.flatMap((person) =>
    blocksOf(of, person).flatMap((one) =>
      (one.block.strategy?.cases ?? []).map((_, nth): Stated => {
        const action = person.strategies.get(slot(one.id, 0))?.[nth]
        return { person, block: one, nth, action }
      }),
    ),
  )
  return marked<Stated>(
    of,
    'strategies.csv',
    [
      ...[participant, treatment, block, position],
      {
        ...{ name: 'decision', type: 'text', cell: ({ block: { block: own } }) => own.strategy!.kind },
        says: 'Kind of the decision that was asked for in advance.',
      },
      { name: 'case', type: 'number', says: 'Number of the case, from 1.', cell: ({ nth }) => nth + 1 },
      {
        ...{ name: 'by', type: 'text', cell: ({ block: { block: own } }) => own.strategy!.by },
        says: 'What the cases differ in.',
      },
      {
        ...{ name: 'value', type: 'value', cell: ({ block: { block: own }, nth }) => own.strategy!.cases[nth] },
        says: 'That of this case.',
      },
      ...fieldColumns(fields, ({ action }: Stated) => action, 'see missing'),
      {
        ...{
          name: 'missing',
          type: 'text',
          says: 'Why there is no action: not reached; erased.',
          empty: 'there is one',
        },
        cell: ({ person, action }) => (action === undefined ? whyNone(of, person) : null),
      },
    ],
    rows,
  )
}
