/** Values in and around what a JSON Schema allows: its borders, steps over them, wrong types, fields too many and too few. */
import type { Rng } from '../core/chance.ts'
import { draw, type JsonSchema } from '../core/legal.ts'

export interface Variation {
  readonly what: 'border' | 'out of range' | 'wrong type' | 'missing field' | 'unknown field'
  readonly value: unknown
}

/** Most are named after what is wrong with them, but an alternative in the schema may allow one all the same. */
export function variationsOf(schema: JsonSchema, rng: Rng): readonly Variation[] {
  if (schema.anyOf) return schema.anyOf.flatMap((one) => variationsOf(one, rng))
  return [...ofType(schema, rng), ...otherTypes.map((value): Variation => ({ what: 'wrong type', value }))]
}

const otherTypes: readonly unknown[] = [null, true, false, 7.5, '7', 'text', '', [], [1], {}, { wrong: true }]

const border = (value: unknown): Variation => ({ what: 'border', value })
const outside = (value: unknown): Variation => ({ what: 'out of range', value })

function ofType(schema: JsonSchema, rng: Rng): readonly Variation[] {
  if ('const' in schema) return [border(schema.const), outside(`${String(schema.const)}!`)]
  if (schema.enum) return [...schema.enum.map(border), outside(`${String(schema.enum[0])}!`)]
  switch (schema.type) {
    case 'integer':
    case 'number':
      return ofNumber(schema)
    case 'string':
      return ofText(schema)
    case 'array':
      return ofList(schema, rng)
    case 'object':
      return ofObject(schema, rng)
    default:
      return []
  }
}

function ofNumber(schema: JsonSchema): readonly Variation[] {
  const low = schema.minimum ?? schema.exclusiveMinimum
  const high = schema.maximum ?? schema.exclusiveMaximum
  const unit = schema.multipleOf ?? 1
  const around = (bound: number, outwards: 1 | -1) => {
    const little = 1e-6 * Math.max(1, Math.abs(bound)) * outwards
    return [
      border(bound),
      border(bound - unit * outwards),
      border(bound - (unit / 2) * outwards),
      border(bound - little),
      outside(bound + little),
      outside(bound + unit * outwards),
      outside(bound + 1e12 * outwards),
    ]
  }
  return [
    ...(low === undefined ? [border(-1e12)] : around(low, -1)),
    ...(high === undefined ? [border(1e12)] : around(high, 1)),
    ...[0, 1, -1, 0.5, 2 ** 53, -(2 ** 53), 1e300].map(border),
  ]
}

function ofText({ minLength = 0, maxLength }: JsonSchema): readonly Variation[] {
  const long = maxLength === undefined ? [border('x'.repeat(minLength + 100))] : []
  const bound =
    maxLength === undefined
      ? []
      : ['x', '😀'].flatMap((one) => [border(one.repeat(maxLength)), outside(one.repeat(maxLength + 1))])
  const short = minLength > 0 ? [outside('x'.repeat(minLength - 1))] : []
  return [border('x'.repeat(minLength)), border(' x '), border('é\n"'), ...long, ...bound, ...short]
}

/** Of one list, the first item is varied; longer lists than this are not made. */
const LONGEST = 2000

function ofList(schema: JsonSchema, rng: Rng): readonly Variation[] {
  const { items = {}, minItems = 0, maxItems = minItems + 3 } = schema
  const many = (count: number) => Array.from({ length: count }, () => draw(items, rng))
  const sizes = [border(many(minItems)), ...(maxItems <= LONGEST ? [border(many(maxItems))] : [])]
  const more = maxItems <= LONGEST ? [outside(many(maxItems + 1))] : []
  const fewer = minItems > 0 ? [outside(many(minItems - 1))] : []
  const rest = many(Math.max(0, minItems - 1))
  const varied = variationsOf(items, rng).map(({ what, value }) => ({ what, value: [value, ...rest] }))
  return [...sizes, ...more, ...fewer, ...(maxItems > 0 ? varied : [])]
}

function ofObject(schema: JsonSchema, rng: Rng): readonly Variation[] {
  const { properties = {} } = schema
  const names = Object.keys(properties)
  const legal = draw(schema, rng) as Readonly<Record<string, unknown>>
  const without = (left: string) => Object.fromEntries(Object.entries(legal).filter(([name]) => name !== left))
  return [
    border(legal),
    ...[Math.min, Math.max].map((extreme) => border(allAt(properties, legal, extreme))),
    { what: 'unknown field', value: { ...legal, unheard: 1 } },
    { what: 'unknown field', value: { ...legal, __proto: null } },
    ...names.map((name): Variation => ({ what: 'missing field', value: without(name) })),
    ...names.flatMap((name) =>
      variationsOf(properties[name]!, rng).map(({ what, value }) => ({ what, value: { ...legal, [name]: value } })),
    ),
  ]
}

/** Every number at its lowest, or every number at its highest: where a sum over fields would be refused. */
function allAt(
  properties: Readonly<Record<string, JsonSchema>>,
  legal: Readonly<Record<string, unknown>>,
  extreme: (...bounds: number[]) => number,
): Readonly<Record<string, unknown>> {
  const numbers = Object.entries(properties).flatMap(([name, { minimum, maximum }]) =>
    minimum === undefined || maximum === undefined ? [] : [[name, extreme(minimum, maximum)]],
  )
  return { ...legal, ...Object.fromEntries(numbers) }
}
