/** An ask's JSON Schema in the dialect of node-llama-cpp's grammars. */
import type { JsonSchema } from '../core/legal.ts'

/** Whole numbers in a range of up to so many are listed, so that the grammar holds the model to the range. */
const MOST_LISTED = 1001

/**
 * Grammars know types, constants, lists and objects, but no bounds of numbers. Small ranges of whole numbers become lists;
 * all other bounds are checked when the reply is read.
 */
export function grammarSchema(schema: JsonSchema): unknown {
  if ('const' in schema) return { const: schema.const }
  if (schema.enum) return { enum: schema.enum }
  if (schema.anyOf) return { oneOf: schema.anyOf.map(grammarSchema) }
  switch (schema.type) {
    case 'integer':
      return listed(schema) ?? { type: 'integer' }
    case 'string':
      return { type: 'string', ...bounds({ minLength: schema.minLength, maxLength: schema.maxLength }) }
    case 'array':
      return {
        type: 'array',
        ...(schema.items && { items: grammarSchema(schema.items) }),
        ...bounds({ minItems: schema.minItems, maxItems: schema.maxItems }),
      }
    case 'object':
      return {
        type: 'object',
        properties: Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, field]) => [name, grammarSchema(field)]),
        ),
        additionalProperties: false,
      }
    default:
      return { type: schema.type }
  }
}

function listed({ minimum, maximum, multipleOf = 1 }: JsonSchema): { readonly enum: readonly number[] } | undefined {
  if (minimum === undefined || maximum === undefined) return undefined
  const first = Math.ceil(minimum / multipleOf)
  const count = Math.floor(maximum / multipleOf) - first + 1
  if (count < 1 || count > MOST_LISTED) return undefined
  return { enum: Array.from({ length: count }, (_, i) => (first + i) * multipleOf) }
}

const bounds = (given: Readonly<Record<string, number | undefined>>): Record<string, number> =>
  Object.fromEntries(Object.entries(given).filter((entry): entry is [string, number] => entry[1] !== undefined))
