/** The fields of a posted form as the action of an ask, and an action as fields. */
import { readField } from '../agents/form.ts'
import { portable } from '../core/fingerprint.ts'
import type { JsonSchema } from '../core/legal.ts'
import { type Control, type ControlAs, controlOf, noneOf, whichOf } from './controls.ts'
import type { Fields } from './desk.ts'
import { leastOf, mostOf, notNumber, outside, plainly, wanted } from './wanted.ts'

export type ReadAction =
  | { readonly ok: true; readonly action: unknown }
  /** By the name of a field. */
  | { readonly ok: false; readonly complaints: Readonly<Record<string, string>> }

/**
 * What was filled in, as an action of that schema: each field by itself is as the schema says, but the rules’ own check has the
 * last word. Nothing is guessed: what is not there, or there twice, is complained of; fields of other names are left alone.
 */
export function readAction(schema: JsonSchema, fields: Fields, prefix = 'a'): ReadAction {
  const complaints: Record<string, string> = {}
  const action = read(controlOf(schema, prefix), { fields, complain: (name, text) => (complaints[name] ??= text) })
  return Object.keys(complaints).length === 0 ? { ok: true, action } : { ok: false, complaints }
}

/** The fields that `readAction` reads as that action. */
export function fieldsOf(schema: JsonSchema, action: unknown, prefix = 'a'): Fields {
  return Object.fromEntries(written(controlOf(schema, prefix), action).map(([name, text]) => [name, [text]]))
}

interface Posted {
  readonly fields: Fields
  readonly complain: (name: string, text: string) => void
}

function read(control: Control, posted: Posted): unknown {
  if (!control.none) return readSome(control, posted)
  if (!ticked(noneOf(control.name), posted)) return readSome(control, posted)
  if (isLeftOpen(control, posted.fields)) return null
  posted.complain(control.name, 'Either answer this or choose to give no answer: both were sent.')
  return null
}

function readSome(control: Control, posted: Posted): unknown {
  switch (control.as) {
    case 'fixed':
      return control.is
    case 'choice':
      return readChoice(control, posted)
    case 'number':
      return readNumber(control, posted)
    case 'text':
      return readText(control, posted)
    case 'json':
      return readJson(control, posted)
    case 'list':
      return readList(control, posted)
    case 'group':
      return Object.fromEntries(control.fields.map(({ key, control: field }) => [key, read(field, posted)]))
    case 'either':
      return readEither(control, posted)
  }
}

/** The one text under a name; undefined, with a complaint, where there is none or more than one. */
function single(name: string, missing: string, { fields, complain }: Posted): string | undefined {
  const values = valuesOf(fields, name)
  if (values.length === 1) return values[0]
  complain(name, values.length === 0 ? missing : `Give one answer here: ${values.length} were sent.`)
  return undefined
}

const valuesOf = (fields: Fields, name: string): readonly string[] => fields[name] ?? []

function ticked(name: string, posted: Posted): boolean {
  return valuesOf(posted.fields, name).some((value) => value !== '')
}

function readChoice({ name, options }: ControlAs<'choice'>, posted: Posted): unknown {
  const missing = 'Choose one of the answers.'
  const text = single(name, missing, posted)
  if (text === undefined) return undefined
  const found = options.find(({ value }) => value === text)
  if (found) return found.is
  posted.complain(name, missing)
  return undefined
}

function readNumber({ name, schema, none }: ControlAs<'number'>, posted: Posted): number | undefined {
  const complain = (text: string) => void posted.complain(name, text)
  const line = single(name, `Type ${wanted(schema)}.`, posted)
  if (line === undefined) return undefined
  const text = line.trim()
  if (text === '' && none) return complain(`Type ${wanted(schema)}, or choose to give no answer.`)
  const typed = text.length > MOST_DIGITS ? undefined : readField({ type: 'number' }, text)
  if (!typed?.ok) return complain(notNumber(schema, text))
  const number = Number(typed.value) + 0 // -0 is 0
  return fits(schema, number) ? number : complain(outside(schema, text))
}

/** As many as the longest number in full needs. */
const MOST_DIGITS = 400

function fits(schema: JsonSchema, x: number): boolean {
  const least = leastOf(schema)
  const most = mostOf(schema)
  if (!Number.isFinite(x) || (schema.type === 'integer' && !Number.isSafeInteger(x))) return false
  if (least && (least.open ? x <= least.bound : x < least.bound)) return false
  if (most && (most.open ? x >= most.bound : x > most.bound)) return false
  return schema.multipleOf === undefined || Number.isInteger(portable(x / schema.multipleOf))
}

/** Browsers send a line's end as two signs, which nobody typed. */
function readText({ name, schema }: ControlAs<'text'>, posted: Posted): string | undefined {
  const text = single(name, 'Write an answer here.', posted)?.replaceAll('\r\n', '\n')
  if (text === undefined) return undefined
  const { minLength = 0, maxLength } = schema
  if (text.length < minLength)
    posted.complain(
      name,
      text === '' ? 'Write an answer here.' : `Write at least ${minLength} characters: these are ${text.length}.`,
    )
  if (maxLength !== undefined && text.length > maxLength)
    posted.complain(name, `Write at most ${maxLength} characters: these are ${text.length}.`)
  return text
}

function readJson({ name, schema }: ControlAs<'json'>, posted: Posted): unknown {
  const text = single(name, 'Write an answer here.', posted)
  if (text === undefined) return undefined
  const value = readField(schema, text)
  if (!value.ok) posted.complain(name, 'Write this as JSON.')
  return value.ok ? value.value : undefined
}

/** Boxes at the end of a list may stay empty where it may be shorter; none in between. */
function readList({ boxes, least }: ControlAs<'list'>, posted: Posted): unknown {
  const filled = boxes.findLastIndex(
    (box) => !isLeftOpen(box, posted.fields) || (box.none && ticked(noneOf(box.name), posted)),
  )
  return boxes.slice(0, Math.max(least, filled + 1)).map((box) => read(box, posted))
}

function readEither({ name, forms }: ControlAs<'either'>, posted: Posted): unknown {
  const which = whichOf(name)
  const text = single(which, 'Choose one of these.', posted)
  if (text === undefined) return undefined
  const form = forms.find((_, i) => String(i) === text)
  if (form) return read(form, posted)
  posted.complain(which, 'Choose one of these.')
  return undefined
}

/** Whether nothing was filled in. */
function isLeftOpen(control: Control, fields: Fields): boolean {
  switch (control.as) {
    case 'fixed':
      return true
    case 'list':
      return control.boxes.every((box) => isLeftOpen(box, fields))
    case 'group':
      return control.fields.every(({ control: field }) => isLeftOpen(field, fields))
    case 'either':
      return valuesOf(fields, whichOf(control.name)).length === 0
    default:
      return valuesOf(fields, control.name).every((value) => value.trim() === '')
  }
}

function written(control: Control, value: unknown): readonly (readonly [string, string])[] {
  const { name } = control
  if (control.none && value === null) return [...blank(control), [noneOf(name), 'yes']]
  switch (control.as) {
    case 'fixed':
      return []
    case 'choice': {
      const option = control.options.find(({ is }) => is === value)
      return option ? [[name, option.value]] : []
    }
    case 'number':
      return [[name, plainly(value as number)]]
    case 'text':
      return [[name, value as string]]
    case 'json':
      return [[name, JSON.stringify(value)]]
    case 'list': {
      const items = value as readonly unknown[]
      return control.boxes.flatMap((box, i) => (i < items.length ? written(box, items[i]) : blank(box)))
    }
    case 'group': {
      const fields = value as Readonly<Record<string, unknown>>
      return control.fields.flatMap(({ key, control: field }) => written(field, fields[key]))
    }
    case 'either': {
      const which = control.forms.findIndex((form) => isOf(form, value))
      return which === -1 ? [] : [[whichOf(name), String(which)], ...written(control.forms[which]!, value)]
    }
  }
}

/** What a browser sends of a box in which nothing was typed. */
const blank = (control: Control): readonly (readonly [string, string])[] =>
  control.as === 'number' || control.as === 'text'
    ? [[control.name, '']]
    : control.as === 'list'
      ? control.boxes.flatMap(blank)
      : []

/** Whether a form is that of a value, so far as its shape tells. */
function isOf(control: Control, value: unknown): boolean {
  if (control.none && value === null) return true
  switch (control.as) {
    case 'fixed':
      return control.is === value
    case 'choice':
      return control.options.some(({ is }) => is === value)
    case 'number':
      return typeof value === 'number' && fits(control.schema, value)
    case 'text':
      return typeof value === 'string'
    case 'json':
      return true
    case 'list':
      return (
        Array.isArray(value) && value.every((item, i) => control.boxes[i] !== undefined && isOf(control.boxes[i], item))
      )
    case 'group':
      return (
        typeof value === 'object' &&
        value !== null &&
        Object.keys(value).every((key) => control.fields.some((field) => field.key === key)) &&
        control.fields.every(({ key, control: field }) =>
          isOf(field, (value as Readonly<Record<string, unknown>>)[key]),
        )
      )
    case 'either':
      return control.forms.some((form) => isOf(form, value))
  }
}
