/** A page of the questionnaire. */
import { html } from 'hono/html'
import type { Question as Item } from '../../lab/lab-schema.ts'
import type { Asked, PageOf } from '../../lab/pages.ts'
import { errorsHtml } from '../form/errors.ts'
import { formHtml } from '../form/form.ts'
import { idOf, saidOf } from '../form/place.ts'
import type { Html, Pen } from '../pen.ts'
import { draftOf, formOf, numberAsked, optionsAsked, placeOf, type Question, textAsked } from './asked.ts'

export function renderQuestionnaire({ title, intro, items }: PageOf<'questionnaire'>, pen: Pen): Html {
  const questions = items.map(questionOf)
  const asks = new Map(questions.map(({ name, ask }) => [name, ask]))
  return html`
    ${errorsHtml(draftOf(questions), (name) => asks.get(name) ?? 'A question')}
    <h1>${title}</h1>
    ${intro !== null && html`<div class="prose">${pen.prose(intro)}</div>`}
    ${formHtml(
      pen,
      items.map((item, i) => itemHtml(item.question, questions[i]!)),
    )}`
}

const questionOf = ({ question, entered, complaint }: Asked): Question => ({
  name: `q.${question.name}`,
  ask: `${question.ask}${question.kind === 'number' && question.unit ? ` (${question.unit})` : ''}${question.optional ? ' (optional)' : ''}`,
  hint: question.help,
  entered,
  complaint,
})

function itemHtml(item: Item, question: Question): Html {
  switch (item.kind) {
    case 'likert':
      return likertHtml(item, question)
    case 'number':
      return numberAsked(question, { type: item.whole ? 'integer' : 'number', minimum: item.min, maximum: item.max })
    case 'choice':
      return item.several ? severalHtml(item.options, question) : optionsAsked(question, item.options)
    case 'text':
      return textAsked(question, { rows: item.lines, most: item.most })
  }
}

type Of<K extends Item['kind']> = Extract<Item, { kind: K }>

/** Points in a row, or one below the other where there is no room: the ends are named with their own points in both. */
function likertHtml({ points, left, right }: Of<'likert'>, question: Question): Html {
  const end = (point: number) => (point === 1 ? left : point === points ? right : null)
  return groupHtml(
    question,
    'radio',
    html`<div class="scale">${Array.from({ length: points }, (_, i) => i + 1).map((point) =>
      optionHtml(
        question,
        'radio',
        String(point),
        point - 1,
        html`<b>${point}</b>${end(point) !== null && html` <small>${end(point)}</small>`}`,
      ),
    )}</div>`,
  )
}

const severalHtml = (options: readonly string[], question: Question): Html =>
  groupHtml(
    { ...question, hint: [question.hint, 'You may choose several.'].filter(Boolean).join(' ') },
    'checkbox',
    html`<div class="options">${options.map((option, i) => optionHtml(question, 'checkbox', option, i, html`${option}`))}</div>`,
  )

function groupHtml(question: Question, type: 'radio' | 'checkbox', inside: Html): Html {
  const { wrong, before, attributes, invalid } = saidOf(formOf(question), placeOf(question), question.name)
  return html`<fieldset class="${wrong ? 'field wrong' : 'field'}"${type === 'radio' && html` role="radiogroup"${invalid}`}${attributes}>
    <legend>${question.ask}</legend>
    ${before}${inside}
  </fieldset>`
}

const optionHtml = ({ name, entered }: Question, type: string, value: string, nth: number, words: Html): Html =>
  html`<label class="option"><input type="${type}" autocomplete="off" id="${idOf(name)}${nth > 0 && `-${nth}`}" name="${name}" value="${value}"${entered.includes(value) && html` checked`}> <span>${words}</span></label>`
