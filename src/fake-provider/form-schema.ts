/** The JSON Schema of an answer that a prompt asks for in words: the inverse of how prompts word it. */
import type { JsonSchema } from '../core/legal.ts'

/** Of the last form in a text, `{"guess": <a number from 0 to 100>}`; undefined where there is none that can be read. */
export function schemaInWords(text: string): JsonSchema | undefined {
  const at = text.lastIndexOf('{"')
  const end = text.indexOf('>}', at)
  if (at < 0 || end < 0) return undefined
  const fields = [...text.slice(at, end + 1).matchAll(/("(?:[^"\\]|\\.)*"): <(.*?)>(?=, "|$)/g)]
  const properties = fields.map(([, name, words]) => [jsonOf(name!), schemaOf(words!)] as const)
  if (properties.length === 0 || properties.some(([name, schema]) => name === undefined || !schema)) return undefined
  return {
    type: 'object',
    properties: Object.fromEntries(properties) as Record<string, JsonSchema>,
    required: properties.map(([name]) => String(name)),
    additionalProperties: false,
  }
}

/** Of one field's words; undefined where they are others than prompts use. */
export function schemaOf(words: string): JsonSchema | undefined {
  const [, size, item] = /^a list of (.+?)(?:, each (.+))?$/.exec(words) ?? []
  if (size !== undefined) return listOf(size, item)
  return simple(words) ?? alternatives(words)
}

function simple(words: string): JsonSchema | undefined {
  if (words === 'true or false') return { type: 'boolean' }
  if (words === 'null') return { type: 'null' }
  if (words.startsWith('one of ')) return oneOf(words.slice('one of '.length))
  const [text, characters] = /^a text(?: of at most (\d+) characters)?$/.exec(words) ?? []
  if (text !== undefined) return { type: 'string', ...(characters && { maxLength: Number(characters) }) }
  const value = jsonOf(words)
  return value === undefined ? numberOf(words) : { const: value }
}

const NUMBER = '(-?[\\d.]+(?:e[+-]?\\d+)?)'
const RANGE = new RegExp(
  `^an? (integer|number)(?: from ${NUMBER})?(?: above ${NUMBER})?(?: to ${NUMBER})?(?: below ${NUMBER})?(?: in steps of ${NUMBER})?$`,
)

function numberOf(words: string): JsonSchema | undefined {
  const ranged = RANGE.exec(words)
  if (!ranged) return undefined
  const [, type, minimum, exclusiveMinimum, maximum, exclusiveMaximum, multipleOf] = ranged
  const bounds = Object.entries({ minimum, exclusiveMinimum, maximum, exclusiveMaximum, multipleOf })
  const given = bounds.filter(([, bound]) => bound !== undefined).map(([name, bound]) => [name, Number(bound)])
  return { type: type as 'integer' | 'number', ...Object.fromEntries(given) }
}

function oneOf(values: string): JsonSchema | undefined {
  const list = jsonOf(`[${values}]`)
  return Array.isArray(list) ? { enum: list } : undefined
}

function alternatives(words: string): JsonSchema | undefined {
  const anyOf = words.split(' or ').map(simple)
  return anyOf.length > 1 && anyOf.every((one) => one !== undefined) ? { anyOf } : undefined
}

function listOf(size: string, item: string | undefined): JsonSchema | undefined {
  const [, least, most, open] = /^(\d+)(?: to (\d+)|( or more))?$/.exec(size) ?? []
  const items = item === undefined ? undefined : schemaOf(item)
  if (least === undefined || (item !== undefined && !items)) return undefined
  const minItems = Number(least)
  return {
    type: 'array',
    minItems,
    ...(!open && { maxItems: most === undefined ? minItems : Number(most) }),
    ...(items && { items }),
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
