/** What an ask allows, read off its schema: the check, its words for a reader, and draws for players that know nothing else. */
import { z } from 'zod'
import type { Rng } from './chance.ts'
import { quoted } from './errors.ts'
import { portable } from './fingerprint.ts'

/** The part of JSON Schema that an ask may use. */
export interface JsonSchema {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null'
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean
  readonly items?: JsonSchema
  readonly minItems?: number
  readonly maxItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly multipleOf?: number
  /** Where draws are made of a number without a natural bound; says nothing about what is legal. */
  readonly suggested?: readonly [number, number]
  readonly description?: string
}

const known = new WeakMap<z.ZodType, JsonSchema>()

/** The JSON Schema of what may be sent: one object a schema, made once. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const found = known.get(schema)
  if (found) return found
  const { $schema: _, ...made } = z.toJSONSchema(schema, { io: 'input' })
  known.set(schema, made as JsonSchema)
  return made as JsonSchema
}

export type Checked =
  | { readonly ok: true; readonly action: unknown }
  | { readonly ok: false; readonly complaint: string }

/** Whether an action is legal, and if not what was expected: `guess: expected a number from 0 to 100, got 150`. */
export function check(schema: z.ZodType, action: unknown): Checked {
  const parsed = schema.safeParse(action)
  if (parsed.success) return { ok: true, action: parsed.data }
  return { ok: false, complaint: parsed.error.issues.map((issue) => complaint(schema, action, issue)).join('; ') }
}

function complaint(schema: z.ZodType, action: unknown, issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `unknown field ${issue.keys.join(', ')}`
  const expected = at(jsonSchemaOf(schema), issue.path)
  const found = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)?.[key], action)
  const where = issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''
  return `${where}expected ${expected ? words(expected) : issue.message}, got ${quoted(found)}`
}

const at = (schema: JsonSchema, path: readonly PropertyKey[]): JsonSchema | undefined =>
  path.reduce<JsonSchema | undefined>(
    (inner, key) => (typeof key === 'number' ? inner?.items : inner?.properties?.[String(key)]),
    schema,
  )

/** What a schema allows, for a reader: `an integer from 0 to 43`, `one of "accept", "reject"`. */
export function words(schema: JsonSchema): string {
  if ('const' in schema) return JSON.stringify(schema.const)
  if (schema.enum) return `one of ${schema.enum.map((value) => JSON.stringify(value)).join(', ')}`
  if (schema.anyOf) return schema.anyOf.map(words).join(' or ')
  switch (schema.type) {
    case 'integer':
      return `an integer${range(schema)}`
    case 'number':
      return `a number${range(schema)}`
    case 'boolean':
      return 'true or false'
    case 'null':
      return 'null'
    case 'string':
      return `a text${schema.maxLength === undefined ? '' : ` of at most ${schema.maxLength} characters`}`
    case 'array':
      return `a list of ${size(schema)}${schema.items ? `, each ${words(schema.items)}` : ''}`
    default:
      return `an object with ${Object.keys(schema.properties ?? {}).join(', ') || 'no fields'}`
  }
}

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }: JsonSchema): string {
  const low = bounded(minimum) ? ` from ${minimum}` : exclusiveMinimum !== undefined ? ` above ${exclusiveMinimum}` : ''
  const high = bounded(maximum) ? ` to ${maximum}` : exclusiveMaximum !== undefined ? ` below ${exclusiveMaximum}` : ''
  return `${low}${high}${multipleOf === undefined ? '' : ` in steps of ${multipleOf}`}`
}

/** zod writes the safe-integer limits where a game sets none. */
const bounded = (x: number | undefined): x is number => x !== undefined && Math.abs(x) < Number.MAX_SAFE_INTEGER

const size = ({ minItems = 0, maxItems }: JsonSchema): string =>
  minItems === maxItems ? `${minItems}` : `${minItems}${maxItems === undefined ? ' or more' : ` to ${maxItems}`}`

/**
 * A random action of that shape: uniform over what is allowed, or over `suggested` where that is unbounded.
 * Mostly legal, not always: the caller checks. Throws a RangeError on a number with neither.
 */
export function draw(schema: JsonSchema, rng: Rng): unknown {
  if ('const' in schema) return schema.const
  if (schema.enum) return schema.enum[rng.int(schema.enum.length)]
  if (schema.anyOf) return draw(schema.anyOf[rng.int(schema.anyOf.length)]!, rng)
  switch (schema.type) {
    case 'boolean':
      return rng.int(2) === 1
    case 'null':
      return null
    case 'string':
      return 'abcdefghijklmnopqrstuvwxyz'
        .repeat(Math.max(1, Math.ceil((schema.minLength ?? 0) / 26)))
        .slice(0, Math.min(schema.maxLength ?? Number.POSITIVE_INFINITY, Math.max(schema.minLength ?? 0, rng.int(12))))
    case 'array': {
      const least = schema.minItems ?? 0
      const length = least + rng.int((schema.maxItems ?? least + 3) - least + 1)
      return Array.from({ length }, () => draw(schema.items ?? { type: 'boolean' }, rng))
    }
    case 'integer':
    case 'number':
      return drawNumber(schema, rng)
    default:
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([key, property]) => [key, draw(property, rng)]),
      )
  }
}

function drawNumber(schema: JsonSchema, rng: Rng): number {
  const [low, high] = schema.suggested ?? [
    schema.minimum ?? schema.exclusiveMinimum,
    schema.maximum ?? schema.exclusiveMaximum,
  ]
  if (!bounded(low) || !bounded(high))
    throw new RangeError(`a number without bounds needs .meta({ suggested: [a, b] }) for draws: ${quoted(schema)}`)
  const step = schema.multipleOf ?? (schema.type === 'integer' ? 1 : undefined)
  if (step === undefined) return low + rng.next() * (high - low)
  const tidy = Number.isInteger(step) ? (x: number) => x : portable // 0.07 is 7 steps of 0.01, and not a little more
  const first = Math.ceil(tidy(low / step))
  return tidy((first + rng.int(Math.floor(tidy(high / step)) - first + 1)) * step)
}
