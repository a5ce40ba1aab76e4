/** Questions of a study: the controls of forms, under names and in words that the session file gives. */
import { html } from 'hono/html'
import type { JsonSchema } from '../../core/legal.ts'
import type { Draft } from '../../lab/pages.ts'
import { numberBox } from '../form/boxes.ts'
import { radios } from '../form/choices.ts'
import { type Form, idOf, type Place, saidOf } from '../form/place.ts'
import type { Html } from '../pen.ts'

/** One question, with what was entered and what is wrong with it. */
export interface Question {
  /** Under which the answer is posted. */
  readonly name: string
  readonly ask: string
  readonly hint?: string | undefined
  readonly entered: readonly string[]
  readonly complaint: string | null
}

export const draftOf = (questions: readonly Question[]): Draft => ({
  fields: Object.fromEntries(questions.map(({ name, entered }) => [name, entered])),
  complaints: Object.fromEntries(
    questions.flatMap(({ name, complaint }) => (complaint === null ? [] : [[name, complaint]])),
  ),
  tried: false,
})

export const formOf = (question: Question): Form => ({ ask: '', words: undefined, draft: draftOf([question]) })

export const placeOf = ({ name, ask, hint }: Question): Place => ({
  path: name,
  words: { label: ask, ...(hint !== undefined && { hint }) },
})

export const numberAsked = (question: Question, schema: JsonSchema): Html =>
  numberBox(formOf(question), placeOf(question), { as: 'number', name: question.name, none: false, schema })

/** Options read as they are written, but for true and false. */
export function optionsAsked(question: Question, options: readonly string[]): Html {
  const { path, words } = placeOf(question)
  const read = Object.fromEntries(options.map((option) => [option, TRUTH[option] ?? option]))
  return radios(
    formOf(question),
    { path, words: { ...words, options: read } },
    {
      as: 'choice',
      name: question.name,
      none: false,
      options: options.map((value) => ({ value, is: value })),
    },
  )
}

const TRUTH: Readonly<Record<string, string>> = { true: 'True', false: 'False' }

export function textAsked(question: Question, { rows, most }: { readonly rows: number; readonly most: number }): Html {
  const { name, entered, complaint } = question
  const hint = [question.hint, `At most ${most} characters.`].filter(Boolean).join(' ')
  const { before, attributes, invalid } = saidOf(formOf(question), placeOf({ ...question, hint }), name)
  // the line break after the tag is no part of the text
  return html`<div class="${complaint === null ? 'field' : 'field wrong'}">
    <label for="${idOf(name)}">${question.ask}</label>
    ${before}
    <textarea autocomplete="off" id="${idOf(name)}" name="${name}" rows="${rows}"${attributes}${invalid}>
${entered[0] ?? ''}</textarea>
  </div>`
}
