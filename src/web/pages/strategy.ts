/** What would be done in each case: a table with a row a case. */
import { html } from 'hono/html'
import { type Field, fieldsUnder } from '../../lab/controls.ts'
import type { PageOf } from '../../lab/pages.ts'
import { wanted } from '../../lab/wanted.ts'
import { flowOf } from '../flows/index.ts'
import { cellHtml, labelsOf } from '../form/control.ts'
import { errorsHtml } from '../form/errors.ts'
import { formHtml, rulesHtml } from '../form/form.ts'
import { type Form, sentence } from '../form/place.ts'
import { plainText } from '../form/plain-text.ts'
import { labelOf, type WordsBy, wordsFor } from '../form/words.ts'
import type { Html, Pen } from '../pen.ts'

type StrategyPage = PageOf<'strategy'>

export function renderStrategy(page: StrategyPage, pen: Pen): Html {
  const { ask, by, cases, draft, question } = page
  const form: Form = { ask, draft, words: wordsOf(page) }
  const fields = fieldsUnder(page.schema, 'case')
  const rows = cases.map((value, i) => ({ head: caseWords(value, pen), fields: fieldsUnder(page.schema, `case.${i}`) }))
  const labels = new Map(
    rows.flatMap(({ head, fields }) =>
      fields.flatMap(({ key, control }) =>
        [...labelsOf(form, key, control)].map(([name, label]): [string, string] => [
          name,
          `${label}, ${inWords(by)} ${head}`,
        ]),
      ),
    ),
  )
  return html`
    ${errorsHtml(draft, (name) => labels.get(name) ?? 'Your answer')}
    <h1>${page.title}</h1>
    ${page.told !== null && html`<div class="told">${pen.prose(page.told)}</div>`}
    ${rulesHtml(plainText(page.rules))}
    <section class="asked" aria-label="Your decisions">
      <div class="ask">${plainText(question)}</div>
      ${hints(page, fields)}
      ${formHtml(
        pen,
        html`<div class="scroll" role="group" aria-label="Your decision in each case" tabindex="0"><table class="cases">
          <caption>Your decision in each case</caption>
          <thead><tr><th scope="col" id="case-by">${sentence(inWords(by))}</th>${fields.map(
            ({ key }) => html`<th scope="col" id="case-${key}">${wordsFor(ask, key, form.words).label}</th>`,
          )}</tr></thead>
          <tbody>${rows.map(
            ({ head, fields }, i) =>
              html`<tr><th scope="row" id="case-row-${i}">${head}</th>${fields.map(
                ({ key, control }) => html`<td>${cellHtml(form, key, control, `case-${key} case-row-${i}`)}</td>`,
              )}</tr>`,
          )}</tbody>
        </table></div>`,
      )}
    </section>`
}

/** No ask stands beside its fields here: they are called as afterwards. */
function wordsOf({ game }: StrategyPage): WordsBy {
  const labels = flowOf(game)?.labels ?? {}
  return Object.fromEntries(Object.entries(labels).map(([field, label]) => [field, { label }]))
}

/** What may be answered is said once, above the table. */
function hints({ by, cases, between }: StrategyPage, fields: readonly Field[]): Html {
  const asked = fields.flatMap(({ control }) =>
    control.as === 'number' ? [`${sentence(wanted(control.schema))}.`] : [],
  )
  const numbers = cases.some((value) => typeof value === 'number')
  const rest =
    between === 'nearest'
      ? `For any other ${inWords(by)} your decision is that of the nearest case.`
      : `For any other ${inWords(by)} your decision lies between those of the two nearest cases.`
  return html`<p class="hint">${[...asked, ...(numbers ? [rest] : [])].join(' ')}</p>`
}

/** `leaveAt` → `leave at` */
const inWords = (name: string): string => {
  const words = labelOf(name).replace(/^Your /, '')
  return `${words[0]!.toLowerCase()}${words.slice(1)}`
}

const caseWords = (value: string | number | boolean, pen: Pen): string =>
  typeof value === 'number' ? pen.number(value) : typeof value === 'boolean' ? (value ? 'yes' : 'no') : value
