/** From a model's text to an action, or to the class of its failure. Never a clamp, never a number scraped from prose. */
import type { z } from 'zod'
import { quoted } from '../core/errors.ts'
import { check, type JsonSchema, jsonSchemaOf } from '../core/legal.ts'
import { formOf, REASON, type Reasons } from './answer.ts'
import { jsonObjects } from './json-objects.ts'

/**
 * `refused`: the provider says that the model declined. `truncated`: cut off by the token limit. `empty`: nothing but blanks.
 * `unparsable`: no JSON object with the fields asked for. `illegal`: there is one, but the ask does not allow it.
 */
export type Failure = 'empty' | 'truncated' | 'unparsable' | 'illegal' | 'refused'

/** `dropped`: paths of what the reply had beside the fields asked for. */
export type Reading =
  | { readonly ok: true; readonly action: unknown; readonly reason?: string; readonly dropped: readonly string[] }
  | { readonly ok: false; readonly failure: Failure; readonly complaint: string; readonly dropped: readonly string[] }

/** As much of a model's reply as tells what it means. */
export interface Reply {
  readonly text: string
  readonly finish: 'stop' | 'length' | 'refused' | 'other'
}

/**
 * Reads the whole text as JSON, else the last JSON object in it that has the required fields. A reply cut off by its limit is
 * truncated unless its whole text is legal JSON. With reasons `required`, an answer without one is illegal. Never throws on a text.
 */
export function readReply({ text, finish }: Reply, schema: z.ZodType, reasons: Reasons = 'off'): Reading {
  if (finish === 'refused') return failed('refused', 'the model declined to answer')
  const trimmed = text.trim()
  if (trimmed === '')
    return finish === 'length'
      ? failed('truncated', 'the reply was cut off before its first word')
      : failed('empty', 'the reply was empty')
  const whole = parsed(trimmed)
  if (finish === 'length') {
    const reading = whole && answerIn(whole.value, schema, reasons)
    return reading?.ok ? reading : failed('truncated', 'the reply was cut off by its length limit')
  }
  const answer = answerOf(trimmed, whole, jsonSchemaOf(schema))
  if (answer) return answerIn(answer.value, schema, reasons)
  return failed('unparsable', `expected a JSON object ${formOf(jsonSchemaOf(schema))}, got ${quoted(trimmed)}`)
}

interface Json {
  readonly value: unknown
}

/** What of a text is meant as the answer; undefined where nothing is. */
function answerOf(
  text: string,
  whole: Json | undefined,
  { required = [], properties = {} }: JsonSchema,
): Json | undefined {
  if (whole && required.every((key) => hasField(whole.value, key))) return whole
  const objects = jsonObjects(text)
  const named = (field: string) => new Set([field, JSON.stringify(field).slice(1, -1)])
  const fields = new Map(Object.keys(properties).map((field) => [field, named(field)]))
  const has = (keys: readonly string[], field: string) => keys.some((key) => fields.get(field)?.has(key))
  const found =
    objects.findLast(({ keys }) => required.every((field) => has(keys, field))) ??
    (whole ? undefined : objects.findLast(({ keys }) => Object.keys(properties).some((field) => has(keys, field))))
  return found ? parsed(text.slice(found.start, found.end)) : whole
}

/** The action in a JSON value, its reason apart and unknown fields dropped. */
function answerIn(value: unknown, schema: z.ZodType, reasons: Reasons): Reading {
  const wanted = jsonSchemaOf(schema)
  const dropped: string[] = []
  const given = hasField(value, REASON) ? (value as Record<string, unknown>)[REASON] : undefined
  const rest = reasons !== 'off' && hasField(value, REASON) ? withoutReason(value as Record<string, unknown>) : value
  const known = onlyKnown(wanted, rest, '', dropped)
  const checked = check(schema, known)
  if (!checked.ok) return failed('illegal', checked.complaint, dropped)
  if (reasons === 'off') return { ok: true, action: checked.action, dropped }
  if (typeof given === 'string' && given.trim() !== '')
    return { ok: true, action: checked.action, reason: given.trim(), dropped }
  if (reasons === 'required') return failed('illegal', `${REASON}: expected a text, got ${quoted(given)}`, dropped)
  if (given !== undefined && given !== null && typeof given !== 'string') dropped.push(REASON)
  return { ok: true, action: checked.action, dropped }
}

const withoutReason = ({ [REASON]: _, ...rest }: Record<string, unknown>): Record<string, unknown> => rest

/** A value without the members that its schema does not name; their paths are added to `dropped`. Alternatives stay as they are. */
function onlyKnown(schema: JsonSchema, value: unknown, path: string, dropped: string[]): unknown {
  if (Array.isArray(value) && schema.items)
    return value.map((item, i) => onlyKnown(schema.items!, item, `${path}${i}.`, dropped))
  if (!isObject(value) || !schema.properties) return value
  const kept: Record<string, unknown> = {}
  for (const [key, member] of Object.entries(value)) {
    const known = Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined
    if (known) kept[key] = onlyKnown(known, member, `${path}${key}.`, dropped)
    else dropped.push(`${path}${key}`)
  }
  return kept
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const hasField = (value: unknown, key: string): boolean => isObject(value) && Object.hasOwn(value, key)

const failed = (failure: Failure, complaint: string, dropped: readonly string[] = []): Reading => ({
  ok: false,
  failure,
  complaint,
  dropped,
})

function parsed(text: string): Json | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}
