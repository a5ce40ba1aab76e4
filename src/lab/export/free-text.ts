/** What of an action a person typed in words of their own, by the schema of its ask. */
import { type JsonSchema, jsonSchemaOf } from '../../core/legal.ts'
import type { PreparedBlock } from '../prepared.ts'

/** The schemas of a kind of decision as it is asked for in a block, practice included. */
export function schemaOf({ rehearsal, practice }: PreparedBlock, kind: string | undefined): JsonSchema | undefined {
  const moments = [...rehearsal.moments, ...(practice?.rehearsal.moments ?? [])]
  const found = moments.filter((moment) => moment.kind === kind).map(({ ask }) => jsonSchemaOf(ask.schema))
  return found.length === 0 ? undefined : { anyOf: found }
}

/** Whether a value holds a text that is none of a list of choices. Where the schema is not known, every text counts. */
export function holdsFreeText(value: unknown, schema: JsonSchema | undefined): boolean {
  if (typeof value === 'string') return isFree(schema)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, member]) => holdsFreeText(member, memberOf(schema, value, key)))
}

/** The value with null in the place of every such text. */
export function withoutFreeText(value: unknown, schema: JsonSchema | undefined): unknown {
  if (typeof value === 'string') return isFree(schema) ? null : value
  if (Array.isArray(value)) return value.map((one) => withoutFreeText(one, memberOf(schema, value, '0')))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withoutFreeText(member, memberOf(schema, value, key))]),
  )
}

/** All such texts. */
export function freeTexts(value: unknown, schema: JsonSchema | undefined): readonly string[] {
  if (typeof value === 'string') return isFree(schema) ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => freeTexts(member, memberOf(schema, value, key)))
}

function isFree(schema: JsonSchema | undefined): boolean {
  if (!schema) return true
  if (schema.anyOf) return schema.anyOf.some(isFree)
  return schema.type === 'string' && schema.enum === undefined && !('const' in schema)
}

function memberOf(schema: JsonSchema | undefined, of: object, key: string): JsonSchema | undefined {
  const found = alternatives(schema).flatMap((one) => (Array.isArray(of) ? one.items : one.properties?.[key]) ?? [])
  return found.length === 0 ? undefined : { anyOf: found }
}

export function alternatives(schema: JsonSchema | undefined): readonly JsonSchema[] {
  if (!schema) return []
  return schema.anyOf ? schema.anyOf.flatMap(alternatives) : [schema]
}
