/** The results of all parts, and what is paid for them. */
import { html } from 'hono/html'
import type { PageOf, PaymentShown } from '../../lab/pages.ts'
import { figureHtml, pairsHtml } from '../flows/table.ts'
import { goOnHtml } from '../form/form.ts'
import type { Html, Pen } from '../pen.ts'
import { partResultHtml } from './part-result.ts'

export const renderResults = ({ results, payment }: PageOf<'results'>, pen: Pen): Html => html`
  <h1>Your results</h1>
  ${results.map(
    (result, i) => html`<div class="part-result">
      <h2>${result.title}</h2>
      ${partResultHtml(result, pen, `part-${i}`)}
    </div>`,
  )}
  <section class="payment" aria-labelledby="payment">
    <h2 id="payment">Your payment</h2>
    ${payment === null ? html`<p>What you are paid will be known when all parts have been played.</p>` : paymentHtml(payment, pen)}
  </section>
  ${goOnHtml(pen)}`

export function paymentHtml({ points, currency, amount, fee, how }: PaymentShown, pen: Pen): Html {
  return html`${figureHtml('You are paid', pen.money(amount, currency), '')}
    ${pairsHtml([
      ['Points that are paid', pen.number(points)],
      ['For taking part', pen.money(fee, currency)],
    ])}
    <ul class="how">${how.map((sentence) => html`<li>${sentence}</li>`)}</ul>`
}
