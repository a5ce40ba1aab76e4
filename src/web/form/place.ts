/** How a control stands on a page: what it is called, what was entered in it, and what is wrong with that. */
import { html } from 'hono/html'
import type { Draft } from '../../lab/pages.ts'
import type { Html } from '../pen.ts'
import type { Words, WordsBy } from './words.ts'

export interface Form {
  readonly ask: string
  readonly words: WordsBy | undefined
  readonly draft: Draft | null
}

export interface Place {
  /** Of its field in the action: `rates`, `offer.share`. */
  readonly path: string
  readonly words: Words
  /** Ids of what names it, where that is not a label of its own: in a table. */
  readonly labelledBy?: string
  /** What may be answered is said once for several boxes. */
  readonly brief?: true
}

/** The id of the box, or of the first of the options, of a field by its name: where its complaint leads to. */
export const idOf = (name: string): string => `f-${name.replace(/[^A-Za-z0-9]+/g, '-')}`

export const enteredIn = ({ draft }: Pick<Form, 'draft'>, name: string): string => draft?.fields[name]?.[0] ?? ''

/** What is said of a control beside its name. */
export interface Said {
  readonly wrong: boolean
  /** Hint and complaint. */
  readonly before: Html
  /** Ids of its names, and of what is said before it. */
  readonly attributes: Html
  /** That it is wrong: for what may say so, which a plain group may not. */
  readonly invalid: Html
}

export function saidOf(form: Form, { words, labelledBy, brief }: Place, name: string, asked = ''): Said {
  const id = idOf(name)
  const hint = labelledBy === undefined && !brief ? [asked, words.hint].filter(Boolean).join(' ') : ''
  const complaint = form.draft?.complaints[name]
  const describedBy = [...(hint ? [`${id}-hint`] : []), ...(complaint ? [`${id}-complaint`] : [])]
  return {
    wrong: complaint !== undefined,
    before: html`${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}${
      complaint && html`<p class="complaint" id="${id}-complaint">${complaint}</p>`
    }`,
    attributes: html`${labelledBy && html` aria-labelledby="${labelledBy}"`}${
      describedBy.length > 0 && html` aria-describedby="${describedBy.join(' ')}"`
    }`,
    invalid: html`${complaint && html` aria-invalid="true"`}`,
  }
}

/** What an option reads: in the words that are known of it, else as it is; a number has a true minus sign. */
export function optionWords({ words }: Place, value: string): string {
  const known = words.options?.[value]
  if (known !== undefined) return known
  if (value === 'null') return words.none ?? 'None'
  return /^-\d/.test(value) ? value.replace('-', '−') : sentence(value)
}

export const sentence = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`
