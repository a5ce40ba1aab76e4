/** What participants said the others were: right after it was told, and at the end. */
import type { PreparedBlock } from '../prepared.ts'
import type { Person } from '../session.ts'
import type { Table } from './column.ts'
import { blocksOf, participant, treatment } from './common-columns.ts'
import { positionOf } from './decisions.ts'
import { type Gathered, marked, whyNone } from './gathered.ts'

interface Checked {
  readonly person: Person
  readonly check: 'told' | 'manipulation'
  readonly block: PreparedBlock | null
}

export function checksTable(of: Gathered): Table {
  const rows = of.people
    .filter(({ assigned }) => assigned !== null)
    .flatMap((person): Checked[] => [
      ...blocksOf(of, person)
        .filter((one) => one.block.check && one.told !== null)
        .map((one) => ({ person, check: 'told', block: one }) as const),
      ...(of.lab.manipulation ? [{ person, check: 'manipulation', block: null } as const] : []),
    ])
  const given = ({ person, block: of }: Checked) => {
    if (!of) return person.checks.get('manipulation')
    const at = positionOf(person, of.id)
    return person.checks.get(`part:${at}`) ?? person.checks.get(`strategy:${at}`)
  }
  return marked<Checked>(
    of,
    'checks.csv',
    [
      participant,
      treatment,
      {
        ...{ name: 'check', type: 'text', cell: ({ check }) => check },
        says: 'told: who the others are, right after it was told, first answer; manipulation: at the end.',
      },
      {
        ...{ name: 'block', type: 'text', cell: ({ block: of }) => of?.id },
        ...{ says: 'The block of the session file.', empty: 'the question is about the whole session' },
      },
      {
        ...{ name: 'position', type: 'number', empty: 'the question is about the whole session' },
        says: 'Place of the block in the participant’s order, from 1.',
        cell: ({ person, block: of }) => (of ? positionOf(person, of.id) : null),
      },
      {
        ...{ name: 'told_key', type: 'text', cell: ({ block: of }) => of?.told?.key },
        ...{ says: 'Name of the wording that was told.', empty: 'the question is about the whole session' },
      },
      {
        name: 'answer',
        type: 'text',
        says: 'What was answered.',
        cell: (row) => given(row)?.answer,
        empty: 'see missing',
      },
      {
        ...{ name: 'right', type: 'truth', cell: (row) => given(row)?.right },
        ...{ says: 'Whether it is what was told.', empty: 'see missing; of the manipulation check always' },
      },
      {
        ...{
          name: 'missing',
          type: 'text',
          says: 'Why there is no answer: not reached; erased.',
          empty: 'there is one',
        },
        cell: (row) => (given(row) ? null : whyNone(of, row.person)),
      },
    ],
    rows,
  )
}
