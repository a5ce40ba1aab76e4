/** The beginning of a part: who the others are, the rules, and how it is done here. */
import { html } from 'hono/html'
import type { PageOf } from '../../lab/pages.ts'
import { errorsHtml } from '../form/errors.ts'
import { plainText } from '../form/plain-text.ts'
import type { Html, Pen } from '../pen.ts'
import { draftOf, optionsAsked, type Question } from './asked.ts'

export function renderPart(page: PageOf<'part'>, pen: Pen): Html {
  const { nth, of, title, told, rules, notes } = page
  const question = checkOf(page)
  return html`
    ${question && errorsHtml(draftOf([question]), () => 'Who the others are')}
    ${of > 1 && html`<p class="kicker">Part ${nth} of ${of}</p>`}
    <h1>${title}</h1>
    ${told !== null && html`<section class="told first" aria-labelledby="others"><h2 id="others">Who the other players are</h2>${pen.prose(told)}</section>`}
    ${rules !== '' && html`<section class="prose" aria-labelledby="rules"><h2 id="rules">The rules</h2>${plainText(rules)}</section>`}
    ${notes.length > 0 && html`<section aria-labelledby="notes"><h2 id="notes">How this part goes</h2><ul>${notes.map((note) => html`<li>${note}</li>`)}</ul></section>`}
    <form method="post" action="${pen.action}" novalidate autocomplete="off">
      <input type="hidden" name="page" value="${pen.nonce}">
      ${question && html`<section class="asked" aria-label="A question before you begin">${optionsAsked(question, page.check!.options)}</section>`}
      <div class="actions"><button type="submit" name="act" value="send">Begin</button></div>
    </form>`
}

/** Nothing is ticked again: who was wrong chooses anew. */
const checkOf = ({ check }: PageOf<'part'>): Question | null =>
  check && { name: 'answer', ask: check.ask, entered: [], complaint: check.complaint }
