/** A calm page: nothing on it says for whom, for how many or how long. */
import { html } from 'hono/html'
import type { PageOf } from '../../lab/pages.ts'
import type { Html, Pen } from '../pen.ts'

export const renderWait = ({ text, mayLeave }: PageOf<'wait'>, pen: Pen): Html => html`
  <section class="wait">
    <span class="breath" aria-hidden="true"></span>
    <h1>Please wait</h1>
    <p>${text.replace(/^Please wait\.\s*/, '')}</p>
    ${mayLeave && leaveHtml(pen)}
  </section>`

const leaveHtml = (pen: Pen): Html => html`<form method="post" action="${pen.action}" class="may-leave">
    <input type="hidden" name="page" value="${pen.nonce}">
    <p>You have waited for some time. You may go on waiting, or leave now: you are then paid what is set for those who waited.</p>
    <div class="actions"><button type="submit" name="act" value="leave" class="second">Leave now</button></div>
  </form>`
