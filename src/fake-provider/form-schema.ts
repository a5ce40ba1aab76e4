/** The JSON Schema of an answer that a prompt asks for in words: the inverse of how prompts word it. */
import type { JsonSchema } from '../core/legal.ts'

/** Of the last form in a text, `{"guess": <a number from 0 to 100>}`; undefined where there is none, or one that cannot be read. */
export function schemaInWords(text: string): JsonSchema | undefined {
  const at = text.lastIndexOf('{"')
  const end = text.indexOf('>}', at)
  if (at < 0 || end < 0) return undefined
  const fields = [...text.slice(at, end + 1).matchAll(/"((?:[^"\\]|\\.)*)": <(.*?)>(?=, "|$)/g)]
  const properties = fields.map(([, name, words]) => [JSON.parse(`"${name}"`) as string, schemaOf(words!)] as const)
  if (properties.length === 0 || properties.some(([, schema]) => schema === undefined)) return undefined
  return {
    type: 'object',
    properties: Object.fromEntries(properties) as Record<string, JsonSchema>,
    required: properties.map(([name]) => name),
    additionalProperties: false,
  }
}

/** Of one field's words. */
export function schemaOf(words: string): JsonSchema | undefined {
  if (words === 'true or false') return { type: 'boolean' }
  if (words === 'null') return { type: 'null' }
  const [, values] = /^one of (.+)$/.exec(words) ?? []
  if (values !== undefined) return listed(values)
  const [, size, item] = /^a list of (.+?), each (.+)$/.exec(words) ?? []
  if (size !== undefined) return listOf(size, schemaOf(item!))
  if (/^(a text|an integer|a number)\b/.test(words) && !words.includes(' or ')) return simple(words)
  const alternatives = words.split(' or ').map(schemaOf)
  if (alternatives.length < 2 || alternatives.includes(undefined)) return undefined
  return { anyOf: alternatives as JsonSchema[] }
}

function simple(words: string): JsonSchema | undefined {
  const [, characters] = /^a text(?: of at most (\d+) characters)?$/.exec(words) ?? []
  if (words.startsWith('a text')) return { type: 'string', ...(characters && { maxLength: Number(characters) }) }
  const number = '(-?[\\d.]+(?:e[+-]?\\d+)?)'
  const ranged = new RegExp(
    `^an? (integer|number)(?: from ${number})?(?: above ${number})?(?: to ${number})?(?: below ${number})?(?: in steps of ${number})?$`,
  ).exec(words)
  if (!ranged) return undefined
  const [, type, minimum, exclusiveMinimum, maximum, exclusiveMaximum, multipleOf] = ranged
  const bounds = { minimum, exclusiveMinimum, maximum, exclusiveMaximum, multipleOf }
  const given = Object.entries(bounds).filter(([, bound]) => bound !== undefined)
  return {
    type: type as 'integer' | 'number',
    ...Object.fromEntries(given.map(([name, bound]) => [name, Number(bound)])),
  }
}

function listed(values: string): JsonSchema | undefined {
  try {
    return { enum: JSON.parse(`[${values}]`) as unknown[] }
  } catch {
    return undefined
  }
}

function listOf(size: string, items: JsonSchema | undefined): JsonSchema | undefined {
  const [, least, most, open] = /^(\d+)(?: to (\d+)|( or more))?$/.exec(size) ?? []
  if (least === undefined || items === undefined) return undefined
  const minItems = Number(least)
  return { type: 'array', items, minItems, ...(!open && { maxItems: most === undefined ? minItems : Number(most) }) }
}
