/** The last page: the code, the way back, and what is paid; made to be printed. */
import { html } from 'hono/html'
import type { PageOf } from '../../lab/pages.ts'
import type { Html, Pen } from '../pen.ts'
import { paymentHtml } from './results.ts'

export const renderEnd = ({ exit, text, code, payment, returnTo }: PageOf<'end'>, pen: Pen): Html => html`
  <h1>${exit === 'completed' ? 'You have finished the study' : exit === 'declined' ? 'You do not take part' : 'The study ends here for you'}</h1>
  <p>${text}</p>
  ${code !== '' && html`<p class="code"><span>Your completion code</span> <strong>${code}</strong></p>`}
  ${
    returnTo !== null &&
    html`<div class="actions"><a class="button" href="${returnTo}" rel="noreferrer">Go back with this code</a></div>`
  }
  ${
    payment !== null &&
    (exit !== 'declined' || payment.amount > 0) &&
    html`<section class="payment" aria-labelledby="payment"><h2 id="payment">Your payment</h2>${paymentHtml(payment, pen)}</section>`
  }
  <p class="hint screen">You may print this page${code !== '' && ', or note the code'}. Then you can close it.</p>`
