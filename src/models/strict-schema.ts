/** An ask's JSON Schema in the dialect that providers hold a model to. */
import { type JsonSchema, words } from '../core/legal.ts'

/**
 * Only keywords that OpenAI's strict structured output knows; every field required, no other field. What is left out (lengths
 * of texts, `suggested`, the safe-integer limits that zod writes) is checked when the reply is read.
 */
export function strictSchema(schema: JsonSchema): Record<string, unknown> {
  const { suggested: _, minLength: _min, maxLength: _max, minimum, maximum, ...rest } = schema
  return {
    ...rest,
    ...(isBound(minimum) && { minimum }),
    ...(isBound(maximum) && { maximum }),
    ...(rest.anyOf && { anyOf: rest.anyOf.map(strictSchema) }),
    ...(rest.items && { items: strictSchema(rest.items) }),
    ...(rest.type === 'object' && {
      properties: Object.fromEntries(
        Object.entries(rest.properties ?? {}).map(([name, field]) => [name, strictSchema(field)]),
      ),
      required: Object.keys(rest.properties ?? {}),
      additionalProperties: false,
    }),
  }
}

const isBound = (x: number | undefined): boolean => x !== undefined && Math.abs(x) < Number.MAX_SAFE_INTEGER

/** The same for a dialect that knows no bounds: they stand in words beside each field, and are checked when the reply is read. */
export function describedSchema(schema: JsonSchema): Record<string, unknown> {
  const kept = strictSchema(schema) as JsonSchema
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, minItems: _, maxItems: __, ...rest } = kept
  const given = [minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf].some((bound) => bound !== undefined)
  const isNumber = rest.type === 'number' || rest.type === 'integer'
  const description = [rest.description, ...(isNumber && given ? [words(schema)] : [])]
    .filter((part) => part !== undefined)
    .join('; ')
  return {
    ...rest,
    ...(description !== '' && { description }),
    ...(schema.anyOf && { anyOf: schema.anyOf.map(describedSchema) }),
    ...(schema.items && { items: describedSchema(schema.items) }),
    ...(schema.properties && {
      properties: Object.fromEntries(
        Object.entries(schema.properties).map(([name, field]) => [name, describedSchema(field)]),
      ),
    }),
  }
}
