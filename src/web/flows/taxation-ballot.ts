/** Who runs, with which rates, and a button for each. */
import { html } from 'hono/html'
import { taxOf } from '../../../games/taxation/brackets.ts'
import type { View } from '../../../games/taxation/view.ts'
import type { DecisionPage } from '../../lab/pages.ts'
import { radioHtml } from '../form/choices.ts'
import { type Form, saidOf } from '../form/place.ts'
import type { Html, Pen } from '../pen.ts'
import { bracketNames, percent } from './taxation-brackets.ts'

const NAME = 'a.for'

/** Null where there are no platforms to choose from. */
export function ballot({ view }: DecisionPage, form: Form, pen: Pen): Html | null {
  const known = view as View
  const { candidates, thresholds, seat } = known
  if (!candidates || known.role !== 'worker') return null
  const words = { label: 'The worker you vote for' }
  const { wrong, before, attributes, invalid } = saidOf(form, { path: 'for', words }, NAME)
  const last = known.history.at(-1)?.steps.at(-1)
  return html`<fieldset class="${wrong ? 'field wrong' : 'field'}" role="radiogroup"${attributes}${invalid}>
    <legend>${words.label}</legend>${before}
    <div class="scroll" role="group" aria-label="Candidates and their rates" tabindex="0"><table class="ballot">
      <thead><tr><th scope="col">Candidate</th>${bracketNames(thresholds).map((name) => html`<th scope="col">${name}</th>`)}${
        last && html`<th scope="col">Your tax, if you earn ${pen.number(last.income)} again</th>`
      }</tr></thead>
      <tbody>${candidates.map(
        ({ seat: candidate, rates }, i) =>
          html`<tr><th scope="row"><label class="option">${radioHtml(form, NAME, String(candidate), i)} <span>Worker ${candidate}${candidate === seat && ' (you)'}</span></label></th>${rates.map((rate) => html`<td>${percent(rate, pen)}</td>`)}${
            last && html`<td>${pen.number(taxOf(last.income, thresholds, rates))}</td>`
          }</tr>`,
      )}</tbody>
    </table></div>
  </fieldset>`
}
