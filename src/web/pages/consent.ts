/** Consent: the text, the statements, and two answers of equal weight. */
import { html } from 'hono/html'
import type { PageOf } from '../../lab/pages.ts'
import { errorsHtml } from '../form/errors.ts'
import { idOf } from '../form/place.ts'
import type { Html, Pen } from '../pen.ts'

export const renderConsent = (page: PageOf<'consent'>, pen: Pen): Html => html`
  ${page.complaint !== null && errorsHtml({ fields: {}, complaints: { '': page.complaint }, tried: false }, () => '')}
  <h1>Taking part in this study</h1>
  <div class="prose">${pen.prose(page.text)}</div>
  ${page.textToModels !== null && html`<div class="told">${pen.prose(page.textToModels)}</div>`}
  ${page.contact !== null && html`<p class="contact"><strong>Questions?</strong> ${page.contact}</p>`}
  <form method="post" action="${pen.action}" autocomplete="off">
    <input type="hidden" name="page" value="${pen.nonce}">
    ${page.statements.length > 0 && statementsHtml(page.statements)}
    <div class="actions equal" role="group" aria-label="Do you take part?">
      <button type="submit" name="consent" value="yes" class="second">Yes, I take part</button>
      <button type="submit" name="consent" value="no" class="second">No, I do not take part</button>
    </div>
  </form>`

const statementsHtml = (statements: readonly string[]): Html => html`<fieldset class="field">
  <legend>Tick each statement that you agree with</legend>
  <div class="options">${statements.map(
    (statement, i) =>
      html`<label class="option"><input type="checkbox" autocomplete="off" id="${idOf(`agree.${i}`)}" name="agree.${i}" value="yes"> <span>${statement}</span></label>`,
  )}</div>
</fieldset>`
