/** The fields of actions: those that the rules ask for, and those that were played. */
import { type JsonSchema, jsonSchemaOf } from '../../core/legal.ts'
import type { PreparedBlock } from '../prepared.ts'
import { type Cell, type Column, cellOf } from './column.ts'
import { alternatives } from './free-text.ts'

/** By name, with what is said of it: in which blocks and decisions it is asked for. */
export function fieldsOf(
  blocks: Iterable<PreparedBlock>,
  played: readonly { readonly action: unknown }[],
): ReadonlyMap<string, string> {
  const asked = new Map<string, Set<string>>()
  for (const { id, rehearsal, practice } of blocks)
    for (const { kind, ask } of [...rehearsal.moments, ...(practice?.rehearsal.moments ?? [])])
      for (const name of namesIn(jsonSchemaOf(ask.schema)))
        asked.set(name, (asked.get(name) ?? new Set()).add(`${kind} in ${id}`))
  const fields = new Map([...asked].map(([name, where]) => [name, `asked for by ${[...where].join(', ')}`]))
  for (const { action } of played)
    for (const name of Object.keys(membersOf(action))) if (!fields.has(name)) fields.set(name, 'found in the log')
  return fields
}

export const namesIn = (schema: JsonSchema): readonly string[] =>
  alternatives(schema).flatMap(({ properties }) => Object.keys(properties ?? {}))

const membersOf = (action: unknown): Readonly<Record<string, unknown>> =>
  typeof action === 'object' && action !== null ? (action as Readonly<Record<string, unknown>>) : {}

export function fieldIn(action: unknown, name: string): Cell {
  const members = membersOf(action)
  return Object.hasOwn(members, name) ? cellOf(members[name]) : null
}

/** What stands beside the fields of an action among the columns of a player. */
const BESIDE = ['id_in_group', 'role', 'payoff', 'payoff_missing', 'source', 'reason_code', 'reason', 'belief']

/** A field of an action as one of a player, as oTree has it; one that would be taken for another column is called so. */
export const playerField = (name: string): string =>
  BESIDE.includes(name) ? `player.action.${name}` : `player.${name}`

export const fieldColumns = <Row>(
  fields: ReadonlyMap<string, string>,
  actionOf: (row: Row) => unknown,
  empty: string,
  called: (name: string) => string = (name) => `action.${name}`,
): readonly Column<Row>[] =>
  [...fields].map(([name, says]) => ({
    ...{ name: called(name), type: 'value', empty },
    says: `The field ${name} of the action, ${says}. A list is JSON; null: the answer was none.`,
    cell: (row) => fieldIn(actionOf(row), name),
  }))
