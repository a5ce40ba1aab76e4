/** The frame of a page’s form: where it goes, what it must carry, and its buttons. */
import { html } from 'hono/html'
import type { Html, Pen } from '../pen.ts'

/** The first button is what the Enter key presses. */
export const formHtml = (pen: Pen, inside: unknown, { tries = false } = {}): Html =>
  html`<form method="post" action="${pen.action}" class="decision" novalidate autocomplete="off">
    <input type="hidden" name="page" value="${pen.nonce}">
    ${inside}
    <div class="actions">
      <button type="submit" name="act" value="send">Send</button>
      ${tries && html`<button type="submit" name="act" value="try" class="second">Try it out</button>`}
    </div>
    ${tries && html`<p class="hint">To try it out sends nothing: you can still change everything.</p>`}
  </form>`

/** The rules, to be read again at any time. */
export const rulesHtml = (rules: Html): Html =>
  html`<details class="rules"><summary>Read the rules again</summary><div>${rules}</div></details>`

/** The form of a page on which nothing is asked. */
export const goOnHtml = (pen: Pen): Html =>
  html`<form method="post" action="${pen.action}">
    <input type="hidden" name="page" value="${pen.nonce}">
    <div class="actions"><button type="submit" name="act" value="send">Go on</button></div>
  </form>`
