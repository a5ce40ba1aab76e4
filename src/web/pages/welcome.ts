/** Where a link leads: a page to confirm, since programs that look at links beforehand take no seat. */
import { html } from 'hono/html'
import type { Html } from '../pen.ts'

export interface Welcome {
  readonly study: string
  /** Where it is posted. */
  readonly action: string
  /** The room asks for a label; null: it does not. */
  readonly label: { readonly entered: string; readonly complaint: string | null } | null
  /** What the link brought from a panel, to be carried along. */
  readonly outside: Readonly<Record<string, string>>
}

export const renderWelcome = ({ study, action, label, outside }: Welcome): Html => html`
  <h1>${study}</h1>
  <p>You are invited to take part in this study. The next pages tell you what it is about; you decide then.</p>
  <form method="post" action="${action}" class="join" autocomplete="off">
    ${Object.entries(outside).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
    ${label && labelField(label)}
    <div class="actions"><button type="submit">Take part</button></div>
  </form>
  <p class="hint">Your place is taken when you press the button. If you have begun already, you come to where you were.</p>`

function labelField({ entered, complaint }: NonNullable<Welcome['label']>): Html {
  const described = complaint === null ? 'label-hint' : 'label-hint label-complaint'
  return html`<div class="${complaint === null ? 'field' : 'field wrong'}">
    <label for="label">Your label</label>
    <p class="hint" id="label-hint">It stands on the card that you were given, or in the message with your link.</p>
    ${complaint !== null && html`<p class="complaint" id="label-complaint">${complaint}</p>`}
    <input type="text" id="label" name="label" value="${entered}" maxlength="80" required autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="${described}"${complaint !== null && html` aria-invalid="true" autofocus`}>
  </div>`
}
