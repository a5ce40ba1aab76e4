/** A decision: who the others are, where things stand, what is asked, and the form of the answer. */
import { html } from 'hono/html'
import { type Field, fieldsUnder } from '../../lab/controls.ts'
import { readAction } from '../../lab/forms.ts'
import type { PageOf } from '../../lab/pages.ts'
import type { Flow } from '../flows/flow.ts'
import { flowOf } from '../flows/index.ts'
import { fieldHtml, labelsOf } from '../form/control.ts'
import { errorsHtml } from '../form/errors.ts'
import { formHtml, rulesHtml } from '../form/form.ts'
import type { Form } from '../form/place.ts'
import { plainText } from '../form/plain-text.ts'
import { wordsFor } from '../form/words.ts'
import type { Html, Pen } from '../pen.ts'

type DecisionPage = PageOf<'decision'>

export function renderDecision(page: DecisionPage, pen: Pen): Html {
  const flow = flowOf(page.game)
  const fields = fieldsUnder(page.schema, 'a')
  const { form, asked } = formOf(page, fields, flow)
  const labels = new Map(fields.flatMap(({ key, control }) => [...labelsOf(form, key, control)]))
  const own = flow?.fields?.(page, form, pen)
  return html`
    ${errorsHtml(page.draft, (name) => labels.get(name) ?? 'Your answer')}
    <h1>${page.title}</h1>
    ${page.practice && html`<p class="practice"><strong>Practice.</strong> This does not count for what you are paid.</p>`}
    ${page.told !== null && html`<div class="told">${pen.prose(page.told)}</div>`}
    ${situationHtml(page, flow, pen)}
    ${rulesHtml(plainText(page.rules))}
    <section class="asked" aria-label="Your decision">
      ${asked && html`<div class="ask">${plainText(page.question)}</div>`}
      ${previewHtml(page, flow, pen)}
      ${formHtml(pen, own ?? fields.map(({ key, control }) => fieldHtml(form, key, control)), {
        tries: flow?.tries?.includes(page.ask) ?? false,
      })}
    </section>`
}

/** Where there is one choice to make, and its question is a line, the question is the name of the choice, and not asked twice. */
function formOf(page: DecisionPage, fields: readonly Field[], flow: Flow | undefined): { form: Form; asked: boolean } {
  const { ask, draft, question } = page
  const words = flow?.words?.(page)
  const [only] = fields
  if (fields.length !== 1 || only!.control.as !== 'choice' || question.includes('\n'))
    return { form: { ask, words, draft }, asked: true }
  const named = { ...wordsFor(ask, only!.key, words), label: question }
  return { form: { ask, words: { ...words, [only!.key]: named }, draft }, asked: false }
}

/** Where a page of the game’s own says all of it, the words are to be opened; but of what a wrap adds, only the words tell. */
function situationHtml(page: DecisionPage, flow: Flow | undefined, pen: Pen): Html | null {
  const own = [flow?.before?.(page, pen), flow?.table?.(page.view, pen)].filter(
    (part) => part !== null && part !== undefined,
  )
  const said = page.situation.trim() === '' ? null : plainText(page.situation)
  if (own.length === 0 && said === null) return null
  return html`<section class="situation" aria-label="Where things stand">
    ${own}
    ${said !== null && (own.length > 0 && !isWrapped(page.view) ? html`<details><summary>The same in words</summary>${said}</details>` : said)}
  </section>`
}

/** Each wrap adds what it shows under its own id. */
const isWrapped = (view: unknown): boolean => ['talk', 'repeated'].some((id) => id in (view as object))

function previewHtml({ draft, schema, ...page }: DecisionPage, flow: Flow | undefined, pen: Pen): Html | null {
  if (!draft?.tried || Object.keys(draft.complaints).length > 0) return null
  const read = readAction(schema, draft.fields)
  const preview = read.ok ? flow?.preview?.({ draft, schema, ...page }, read.action, pen) : null
  if (!preview) return null
  return html`<section class="calculator" aria-labelledby="calculator" tabindex="-1" autofocus>
    <h2 id="calculator">What this would come to</h2>
    ${preview}
    <p class="hint">Nothing has been sent yet.</p>
  </section>`
}
