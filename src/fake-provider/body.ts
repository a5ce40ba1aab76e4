/** Reading a request's body. Functions throw a WireError of status 400 that says what was expected where. */
import { quoted } from '../core/errors.ts'
import type { JsonSchema } from '../core/legal.ts'
import type { Message } from '../models/model.ts'
import { type Body, WireError } from './wire.ts'

export function bodyIn(text: string): Body {
  try {
    const body = JSON.parse(text) as unknown
    if (isObject(body)) return body
  } catch {
    // said below
  }
  throw new WireError(400, 'invalid_json', `expected a JSON object, got ${quoted(text)}`)
}

export function textIn(body: Body, name: string): string {
  const text = body[name]
  if (typeof text === 'string' && text !== '') return text
  throw invalid(name, 'a text', text)
}

/** Absent: undefined. */
export function countIn(body: Body, name: string): number | undefined {
  const count = body[name]
  if (count === undefined || count === null) return undefined
  if (typeof count === 'number' && Number.isInteger(count) && count > 0) return count
  throw invalid(name, 'a whole number above 0', count)
}

export function messagesIn(body: Body, name: string): readonly Message[] {
  const given = body[name]
  if (!Array.isArray(given) || given.length === 0) throw invalid(name, 'a list of messages', given)
  return given.map((message: unknown, i) => {
    const role = at(message, 'role') === 'developer' ? 'system' : at(message, 'role')
    if (role !== 'system' && role !== 'user' && role !== 'assistant')
      throw invalid(`${name}[${i}].role`, 'system, user or assistant', role)
    return { role, content: wordsIn(at(message, 'content')) }
  })
}

/** A text, or the texts of a list of parts. */
export function wordsIn(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part) => (typeof at(part, 'text') === 'string' ? at(part, 'text') : '')).join('')
}

export function schemaAt(body: Body, ...path: readonly string[]): JsonSchema | null {
  const found = at(body, ...path)
  if (found === undefined || found === null) return null
  if (!isObject(found)) throw invalid(path.join('.'), 'a JSON Schema', found)
  return found as JsonSchema
}

/** The member of a list of that name; `path` leads to the name within a member. */
export function namedIn(list: unknown, name: unknown, ...path: readonly string[]): Body | undefined {
  if (typeof name !== 'string' || !Array.isArray(list)) return undefined
  return list.find((one) => at(one, ...path) === name) as Body | undefined
}

export const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), value)

const isObject = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value)

export const invalid = (name: string, expected: string, found: unknown): WireError =>
  new WireError(400, 'invalid_request', `${name}: expected ${expected}, got ${quoted(found)}`)
