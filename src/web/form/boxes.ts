/** Boxes to type in, and lists to open. */
import { html } from 'hono/html'
import type { ControlAs } from '../../lab/controls.ts'
import { isWhole, mayBeNegative, wanted } from '../../lab/wanted.ts'
import type { Html } from '../pen.ts'
import { noneBox } from './choices.ts'
import { enteredIn, type Form, idOf, optionWords, type Place, saidOf, sentence } from './place.ts'

/** Characters up to which a text is one line. */
const ONE_LINE = 80

/** No default, no slider, no arrows: what stands in it was typed. */
export function numberBox(form: Form, place: Place, { name, schema, none }: ControlAs<'number'>): Html {
  const asked = `${sentence(wanted(schema))}.${isWhole(schema) ? '' : ' Decimals with a point: 12.5.'}`
  const mode = mayBeNegative(schema) ? 'text' : isWhole(schema) ? 'numeric' : 'decimal' // those have no minus on phones
  return field(
    form,
    place,
    name,
    asked,
    (attributes) =>
      html`<input type="text" inputmode="${mode}" size="10" autocomplete="off" spellcheck="false" id="${idOf(name)}" name="${name}" value="${enteredIn(form, name)}"${attributes}>${none && noneBox(form, place, name)}`,
  )
}

export function textBox(
  form: Form,
  place: Place,
  { as, name, schema, none }: ControlAs<'text'> | ControlAs<'json'>,
): Html {
  const { maxLength } = schema
  const asked = as === 'json' ? 'Written as JSON.' : maxLength === undefined ? '' : `At most ${maxLength} characters.`
  const rows = maxLength !== undefined && maxLength <= ONE_LINE ? 1 : 4
  // the line break after the tag is no part of the text
  return field(
    form,
    place,
    name,
    asked,
    (attributes) =>
      html`<textarea autocomplete="off" id="${idOf(name)}" name="${name}" rows="${rows}"${attributes}>
${enteredIn(form, name)}</textarea>${none && noneBox(form, place, name)}`,
  )
}

/** Of many options, or in a narrow place. */
export function listToOpen(form: Form, place: Place, { name, options }: ControlAs<'choice'>): Html {
  const entered = enteredIn(form, name)
  const option = (value: string, words: string) =>
    html`<option value="${value}"${entered === value && html` selected`}>${words}</option>`
  return field(
    form,
    place,
    name,
    '',
    (attributes) =>
      html`<select autocomplete="off" id="${idOf(name)}" name="${name}"${attributes}>
      ${option('', 'Please choose')}${options.map(({ value }) => option(value, optionWords(place, value)))}
    </select>`,
  )
}

/** Label, hint, complaint and box, tied together. */
function field(form: Form, place: Place, name: string, asked: string, box: (attributes: Html) => Html): Html {
  const { wrong, before, attributes, invalid } = saidOf(form, place, name, asked)
  return html`<div class="${wrong ? 'field wrong' : 'field'}">
    ${place.labelledBy === undefined && html`<label for="${idOf(name)}">${place.words.label}</label>`}
    ${before}${box(html`${attributes}${invalid}`)}
  </div>`
}
