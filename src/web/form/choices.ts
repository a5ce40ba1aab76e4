/** Options to choose from, all in sight, none chosen beforehand. */
import { html } from 'hono/html'
import { type ControlAs, noneOf, type Option } from '../../lab/controls.ts'
import type { Html } from '../pen.ts'
import { enteredIn, type Form, idOf, optionWords, type Place, saidOf } from './place.ts'

export const radios = (form: Form, place: Place, { name, options }: ControlAs<'choice'>): Html =>
  radioGroup(
    form,
    place,
    name,
    options.map(
      ({ value }, i) =>
        html`<label class="option">${radioHtml(form, name, value, i)} <span>${optionWords(place, value)}</span></label>`,
    ),
  )

/** The group of some radio buttons, named by its legend. */
export function radioGroup(form: Form, place: Place, name: string, options: readonly Html[]): Html {
  const { wrong, before, attributes, invalid } = saidOf(form, place, name)
  return html`<fieldset class="${wrong ? 'field wrong' : 'field'}" role="radiogroup"${attributes}${invalid}>
    ${place.labelledBy === undefined && html`<legend>${place.words.label}</legend>`}
    ${before}
    <div class="options">${options}</div>
  </fieldset>`
}

/** One button, the `nth` from 0; what names it is the caller’s. */
export const radioHtml = (form: Pick<Form, 'draft'>, name: string, value: Option['value'], nth: number): Html =>
  html`<input type="radio" autocomplete="off" id="${idOf(name)}${nth > 0 && `-${nth}`}" name="${name}" value="${value}"${enteredIn(form, name) === value && html` checked`}>`

/** To give no answer is a choice, and not an empty box. */
export const noneBox = (form: Form, { words }: Place, name: string): Html =>
  html`<label class="option none"><input type="checkbox" autocomplete="off" id="${idOf(noneOf(name))}" name="${noneOf(name)}" value="yes"${enteredIn(form, noneOf(name)) !== '' && html` checked`}> <span>${words.none ?? 'I give no answer'}</span></label>`
