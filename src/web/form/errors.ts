/** What is wrong with a form, at its top: each line leads to its field. */
import { html } from 'hono/html'
import type { Draft } from '../../lab/pages.ts'
import type { Html } from '../pen.ts'
import { idOf } from './place.ts'

/** Takes the focus when the page opens; nothing where nothing is wrong. `label` names a field. */
export function errorsHtml(draft: Draft | null, label: (name: string) => string): Html {
  const complaints = Object.entries(draft?.complaints ?? {})
  if (complaints.length === 0) return html``
  return html`<div class="errors" role="alert" tabindex="-1" autofocus>
    <h2>This could not be taken</h2>
    <ul>${complaints.map(([name, text]) =>
      name === ''
        ? html`<li>${text}</li>`
        : html`<li><a href="#${idOf(name)}">${label(name)}</a>${colonAfter(label(name))} ${text}</li>`,
    )}</ul>
  </div>`
}

/** A question has its own sign at its end. */
const colonAfter = (label: string): string => (/[.?!:]$/.test(label) ? '' : ':')
