/** Reads a page of the questionnaire: nothing is guessed, what was left open is null, and what cannot be taken is explained. */
import { quoted } from '../core/errors.ts'
import type { JsonSchema } from '../core/legal.ts'
import { itemsOf } from './ability.ts'
import type { Complaint } from './complaint.ts'
import type { Fields } from './desk.ts'
import { readAction } from './forms.ts'
import type { Item, Lab, Question } from './lab-schema.ts'

/** A Likert answer is 1 at the left; of a choice of several the texts, in the order of the options. */
export type Answer = string | number | readonly string[] | null

export type ReadQuestions =
  | { readonly ok: true; readonly answers: Readonly<Record<string, Answer>> }
  | {
      readonly ok: false
      /** By the name of a field, `q.age`. */
      readonly complaints: Readonly<Record<string, string>>
      /** What was sent, by the name of a field. */
      readonly entered: Fields
    }

/** Under which name the answer to a question is posted. */
export const fieldOf = ({ name }: Pick<Question, 'name'>): string => `q.${name}`

/**
 * The answers by name. Numbers are read as those of decisions are: digits with a decimal point, spaces around them allowed; a comma
 * is explained. Texts stay as typed, but for line ends. A text of blanks alone is none; a choice of several needs one at least,
 * unless it may be left open.
 */
export function readQuestions(items: readonly Question[], fields: Fields): ReadQuestions {
  const complaints: Record<string, string> = {}
  const answers = items.map((item): [string, Answer] => {
    const read = readOne(item, fields)
    if ('complaint' in read) complaints[fieldOf(item)] = read.complaint
    return [item.name, 'complaint' in read ? null : read.answer]
  })
  if (Object.keys(complaints).length === 0) return { ok: true, answers: Object.fromEntries(answers) }
  const entered = Object.fromEntries(items.map((item) => [fieldOf(item), fields[fieldOf(item)] ?? []]))
  return { ok: false, complaints, entered }
}

type Read = { readonly answer: Answer } | { readonly complaint: string }

function readOne(item: Question, fields: Fields): Read {
  const values = (fields[fieldOf(item)] ?? []).map(withLineFeeds)
  const open = values.every((value) => value.trim() === '')
  if (open && item.optional) return { answer: null }
  if (values.length > 1 && !(item.kind === 'choice' && item.several))
    return { complaint: `Give one answer here: ${values.length} were sent.` }
  const value = values[0] ?? ''
  switch (item.kind) {
    case 'likert':
      return pointOf(item, value)
    case 'number':
      return numberOf(item, fields)
    case 'choice':
      return item.several ? chosenOf(item, values) : oneOf(item, value)
    case 'text':
      return open ? { complaint: 'Write an answer here.' } : textOf(item, value)
  }
}

type Of<K extends Question['kind']> = Extract<Question, { kind: K }>

function pointOf({ points }: Of<'likert'>, value: string): Read {
  const point = Array.from({ length: points }, (_, i) => i + 1).find((one) => String(one) === value)
  return point === undefined ? { complaint: 'Choose one of the points.' } : { answer: point }
}

/** Through the form of a decision with that number alone. */
function numberOf(item: Of<'number'>, fields: Fields): Read {
  const schema: JsonSchema = { type: 'object', properties: { [item.name]: numberSchema(item) } }
  const read = readAction(schema, fields, 'q')
  return read.ok
    ? { answer: (read.action as Readonly<Record<string, number>>)[item.name]! }
    : { complaint: read.complaints[fieldOf(item)]! }
}

const numberSchema = ({ min, max, whole }: Of<'number'>): JsonSchema => ({
  type: whole ? 'integer' : 'number',
  minimum: min,
  maximum: max,
})

function oneOf({ options }: Of<'choice'>, value: string): Read {
  const option = options.find((one) => withLineFeeds(one) === value)
  return option === undefined ? { complaint: 'Choose one of the answers.' } : { answer: option }
}

function chosenOf({ options }: Of<'choice'>, values: readonly string[]): Read {
  const chosen = options.filter((option) => values.includes(withLineFeeds(option)))
  const known = values.every((value) => options.some((option) => withLineFeeds(option) === value))
  return chosen.length > 0 && known
    ? { answer: chosen }
    : { complaint: known ? 'Choose one of the answers at least.' : 'Choose among the answers that are here.' }
}

/** Characters as a person counts them: one that takes two units of UTF-16 is one. */
function textOf({ most }: Of<'text'>, value: string): Read {
  const { length } = [...value]
  return length > most ? { complaint: `Write at most ${most} characters: these are ${length}.` } : { answer: value }
}

/** Browsers send the end of a line as two signs, which nobody typed. */
export const withLineFeeds = (text: string): string => text.replace(/\r\n?/g, '\n')

/** What is wrong with the questionnaire as the session file has it. */
export function checkQuestionnaire({ questionnaire }: Pick<Lab, 'questionnaire'>): readonly Complaint[] {
  const taken = new Set<string>()
  return questionnaire.flatMap(({ items }, page) =>
    items.flatMap((item, i) => {
      const path = ['questionnaire', page, 'items', i]
      return [...nameComplaints(item, taken, path), ...itemComplaints(item, path)]
    }),
  )
}

type Path = Complaint['path']

function nameComplaints(item: Item, taken: Set<string>, path: Path): readonly Complaint[] {
  const names = itemsOf([item]).map(({ name }) => name)
  const twice = names.find((name) => taken.has(name))
  for (const name of names) taken.add(name)
  if (twice === undefined) return []
  return item.kind === 'module'
    ? [{ path: [...path, 'module'], message: `an item ${quoted(twice)} stands before this already` }]
    : [{ path: [...path, 'name'], message: `the name ${quoted(twice)} is taken by an item before this` }]
}

function itemComplaints(item: Item, path: Path): readonly Complaint[] {
  if (item.kind === 'number') {
    const { min, max, whole } = item
    if (min >= max) return [{ path: [...path, 'max'], message: `expected more than min, ${min}; got ${max}` }]
    return whole && Math.ceil(min) > Math.floor(max)
      ? [{ path: [...path, 'max'], message: `there is no whole number from ${min} to ${max}` }]
      : []
  }
  return item.kind === 'choice' ? repeats(item.options, [...path, 'options']) : []
}

/** Options that a reader could not tell apart. */
export const repeats = (options: readonly string[], path: Path): readonly Complaint[] =>
  options.flatMap((option, i) =>
    options.findIndex((other) => other.trim() === option.trim()) < i
      ? [{ path: [...path, i], message: `the option ${quoted(option)} stands here twice` }]
      : [],
  )
