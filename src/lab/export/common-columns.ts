/** Columns that several tables of answers begin with, and whose blocks they are about. */
import type { PreparedBlock } from '../prepared.ts'
import type { Person } from '../session.ts'
import type { Column } from './column.ts'
import { positionOf } from './decisions.ts'
import type { Gathered } from './gathered.ts'

export const participant: Column<{ readonly person: Person }> = {
  ...{ name: 'participant', type: 'text', says: 'Pseudonym.', cell: ({ person }) => person.id },
}
export const treatment: Column<{ readonly person: Person }> = {
  ...{ name: 'treatment', type: 'text', says: 'Treatment.', empty: 'none was assigned' },
  cell: ({ person }) => person.assigned?.treatment,
}
export const block: Column<{ readonly block: PreparedBlock }> = {
  ...{ name: 'block', type: 'text', says: 'The block of the session file.', cell: ({ block: { id } }) => id },
}
export const position: Column<{ readonly person: Person; readonly block: PreparedBlock }> = {
  ...{ name: 'position', type: 'number', says: 'Place of the block in the participant’s order, from 1.' },
  cell: ({ person, block: { id } }) => positionOf(person, id),
}

/** The blocks of those who were assigned. */
export const blocksOf = ({ input }: Gathered, { assigned }: Person): readonly PreparedBlock[] =>
  (assigned?.order ?? []).map((id) => input.prepared.blocks.get(id)!)
