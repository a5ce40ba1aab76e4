/** The form of an ask, read off its JSON Schema: one line a field, each checked as it is typed. */
import { quoted } from '../core/errors.ts'
import { type JsonSchema, words } from '../core/legal.ts'

export type Read = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly complaint: string }

/** `guess (a number from 0 to 100)`. */
export const label = (name: string, field: JsonSchema): string => `${name} (${instruction(field)})`

/** A typed line as the value of a field. Nothing is guessed: `33,3` is explained, not read as 33 or 333. */
export function readField(field: JsonSchema, line: string): Read {
  const text = line.trim()
  if (field.anyOf) return readAny(field, field.anyOf, text)
  if (field.enum) return oneOf(field, field.enum, text)
  if ('const' in field) return oneOf(field, [field.const], text)
  switch (field.type) {
    case 'string':
      return { ok: true, value: line }
    case 'boolean':
      return readBoolean(text)
    case 'integer':
    case 'number':
      return readNumber(field, text)
    case 'array':
      return readList(field, text)
    default:
      return readJson(field, text)
  }
}

function instruction(field: JsonSchema): string {
  if (field.type === 'boolean') return 'yes or no'
  if (field.type === 'string') return `${words(field)}; an empty line for none`
  if (field.anyOf?.some(({ type }) => type === 'null'))
    return `${field.anyOf
      .filter(({ type }) => type !== 'null')
      .map(words)
      .join(' or ')}; an empty line for none`
  if (field.type === 'array') return `${words(field)}, separated by spaces`
  return words(field)
}

function readAny(field: JsonSchema, branches: readonly JsonSchema[], text: string): Read {
  if (text === '' && branches.some(({ type }) => type === 'null')) return { ok: true, value: null }
  for (const branch of branches) {
    if (branch.type === 'null') continue
    const read = readField(branch, text)
    if (read.ok) return read
  }
  return { ok: false, complaint: `expected ${words(field)}, got ${quoted(text)}` }
}

function oneOf(field: JsonSchema, values: readonly unknown[], text: string): Read {
  const found = values.find((value) => String(value).toLowerCase() === text.toLowerCase())
  return found === undefined
    ? { ok: false, complaint: `expected ${words(field)}, got ${quoted(text)}` }
    : { ok: true, value: found }
}

function readBoolean(text: string): Read {
  if (/^(y|yes|true)$/i.test(text)) return { ok: true, value: true }
  if (/^(n|no|false)$/i.test(text)) return { ok: true, value: false }
  return { ok: false, complaint: `expected yes or no, got ${quoted(text)}` }
}

function readNumber(field: JsonSchema, text: string): Read {
  if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) return { ok: true, value: Number(text) }
  const point = /^\d+,\d+$/.test(text) ? '; write a decimal point, not a comma' : ''
  return { ok: false, complaint: `expected ${words(field)}, got ${quoted(text)}${point}` }
}

function readList(field: JsonSchema, text: string): Read {
  const values: unknown[] = []
  for (const part of text === '' ? [] : text.split(/\s+/)) {
    const read = readField(field.items ?? {}, part)
    if (!read.ok) return read
    values.push(read.value)
  }
  return { ok: true, value: values }
}

function readJson(field: JsonSchema, text: string): Read {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    return { ok: false, complaint: `expected ${words(field)} as JSON, got ${quoted(text)}` }
  }
}
