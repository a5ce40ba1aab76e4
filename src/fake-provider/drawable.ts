/** A schema as a provider receives it, made such that a draw from it is legal where it came from. */
import type { JsonSchema } from '../core/legal.ts'
import { schemaOf } from './form-schema.ts'

/**
 * Bounds that a dialect without bounds tells in words stand in their place again; numbers without bounds get some to draw from;
 * no text is empty, since its least length may have been left out.
 */
export function drawable(schema: JsonSchema): JsonSchema {
  const whole = { ...schema, ...told(schema) }
  const { type, anyOf, items, properties } = whole
  if (type === 'number' || type === 'integer') return { ...whole, ...reach(whole) }
  if (type === 'string') return { ...whole, minLength: Math.max(1, whole.minLength ?? 0) }
  return {
    ...whole,
    ...(anyOf && { anyOf: anyOf.map(drawable) }),
    ...(items && { items: drawable(items) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, drawable(field)])),
    }),
  }
}

/** A schema with what the words of a prompt say beside it: the sizes of lists, where a dialect leaves them out. */
export function completed(schema: JsonSchema, inWords: JsonSchema | undefined): JsonSchema {
  const { properties } = schema
  const said = inWords?.properties
  if (!properties || !said) return schema
  const fields = Object.entries(properties).map(([name, field]) => [
    name,
    Object.hasOwn(said, name) ? { ...said[name], ...field } : field,
  ])
  return { ...schema, properties: Object.fromEntries(fields) as Record<string, JsonSchema> }
}

/** The last words of a number's description, where they are such as prompts use. */
function told({ type, minimum, maximum, description }: JsonSchema): JsonSchema | undefined {
  const bare = (type === 'number' || type === 'integer') && minimum === undefined && maximum === undefined
  return bare && description !== undefined ? schemaOf(description.split('; ').at(-1)!) : undefined
}

/** How far draws reach where a number is open on a side. */
const REACH = 100

/** Both bounds, within what is allowed. */
function reach(number: JsonSchema): Pick<JsonSchema, 'suggested'> {
  const { type, exclusiveMinimum: above, exclusiveMaximum: below, suggested } = number
  if (suggested) return { suggested }
  const step = type === 'integer' ? 1 : (number.multipleOf ?? 0)
  const low = number.minimum ?? (above === undefined ? undefined : above + step)
  const high = number.maximum ?? (below === undefined ? undefined : below - step)
  if (low !== undefined) return { suggested: [low, high ?? low + REACH] }
  if (high !== undefined) return { suggested: [high - REACH, high] }
  return { suggested: [0, REACH] }
}
