/** A control of an action as a person fills it in: nothing is filled in beforehand but what this person entered. */
import { html } from 'hono/html'
import { type Control, type ControlAs, whichOf } from '../../lab/controls.ts'
import { wanted } from '../../lab/wanted.ts'
import type { Html } from '../pen.ts'
import { listToOpen, numberBox, textBox } from './boxes.ts'
import { noneBox, radioGroup, radioHtml, radios } from './choices.ts'
import { type Form, idOf, type Place, saidOf } from './place.ts'
import { type Words, wordsFor } from './words.ts'

/** Options beyond so many are a list to open. */
const MOST_RADIOS = 7

/** A field of an action with its label, hint and complaint. */
export const fieldHtml = (form: Form, path: string, control: Control): Html =>
  placed(form, placeOf(form, path), control)

/** A field in a cell of a table, named by ids of its row and its column. */
export const cellHtml = (form: Form, path: string, control: Control, labelledBy: string): Html =>
  placed(form, { ...placeOf(form, path), labelledBy }, control)

const placeOf = ({ ask, words }: Form, path: string): Place => ({ path, words: wordsFor(ask, path, words) })

function placed(form: Form, place: Place, control: Control): Html {
  switch (control.as) {
    case 'fixed':
      return html``
    case 'number':
      return numberBox(form, place, control)
    case 'text':
    case 'json':
      return textBox(form, place, control)
    case 'choice':
      return place.brief || control.options.length > MOST_RADIOS
        ? listToOpen(form, place, control)
        : radios(form, place, control)
    case 'list':
      return listOf(form, place, control)
    case 'group':
      return groupOf(form, place, control.name, control.none, () =>
        control.fields.map(({ key, control: field }) => fieldHtml(form, `${place.path}.${key}`, field)),
      )
    case 'either':
      return eitherOf(form, place, control)
  }
}

/** Boxes one below the other, each with a label of its own. */
function listOf(form: Form, place: Place, { name, boxes, least, none }: ControlAs<'list'>): Html {
  const [first] = boxes
  const asked = first?.as === 'number' ? `Each is ${wanted(first.schema)}.` : ''
  const shorter = least < boxes.length ? 'Boxes at the end may be left empty.' : ''
  return groupOf(
    form,
    place,
    name,
    none,
    () =>
      html`<div class="boxes">${boxes.map((box, i) => placed(form, { path: `${place.path}.${i}`, words: boxWords(place, i), brief: true }, box))}</div>`,
    [asked, shorter].filter(Boolean).join(' '),
  )
}

const boxWords = ({ words }: Place, i: number): Words => ({
  ...words,
  label: words.boxes?.[i] ?? `${words.label}: ${i + 1}`,
})

function eitherOf(form: Form, place: Place, { name, forms, none }: ControlAs<'either'>): Html {
  const which = whichOf(name)
  const nth = (i: number): Words => ({ label: `Answer ${i + 1}` })
  const options = forms.map(
    (_, i) => html`<label class="option">${radioHtml(form, which, String(i), i)} <span>${nth(i).label}</span></label>`,
  )
  return groupOf(
    form,
    place,
    name,
    none,
    () => html`
    ${radioGroup(form, { path: place.path, words: { label: 'Which of these do you give?' } }, which, options)}
    ${forms.map((one, i) => placed(form, { path: place.path, words: nth(i) }, one))}`,
  )
}

function groupOf(form: Form, place: Place, name: string, none: boolean, inside: () => unknown, asked = ''): Html {
  const { wrong, before, attributes } = saidOf(form, place, name, asked)
  return html`<fieldset class="${wrong ? 'field group wrong' : 'field group'}" id="${idOf(name)}" tabindex="-1"${attributes}>
    ${place.labelledBy === undefined && html`<legend>${place.words.label}</legend>`}
    ${before}${inside()}${none && noneBox(form, place, name)}
  </fieldset>`
}

/** What each field is called, by its name: `a.rates.1` → `Your rates: 2`. */
export function labelsOf(form: Form, path: string, control: Control): ReadonlyMap<string, string> {
  return new Map(labelled(placeOf(form, path), control, form))
}

function labelled(place: Place, control: Control, form: Form): [string, string][] {
  const own: [string, string] = [control.name, place.words.label]
  switch (control.as) {
    case 'list':
      return [
        own,
        ...control.boxes.flatMap((box, i) =>
          labelled({ path: `${place.path}.${i}`, words: boxWords(place, i) }, box, form),
        ),
      ]
    case 'group':
      return [
        own,
        ...control.fields.flatMap(({ key, control: field }) =>
          labelled(placeOf(form, `${place.path}.${key}`), field, form),
        ),
      ]
    case 'either':
      return [
        own,
        [whichOf(control.name), place.words.label],
        ...control.forms.flatMap((one) => labelled(place, one, form)),
      ]
    default:
      return [own]
  }
}
