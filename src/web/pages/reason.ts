/** Why somebody decided as they did, in their own words. */
import { html } from 'hono/html'
import type { PageOf } from '../../lab/pages.ts'
import { errorsHtml } from '../form/errors.ts'
import { formHtml } from '../form/form.ts'
import type { Html, Pen } from '../pen.ts'
import { textAsked } from './asked.ts'

/** Characters that are taken. */
const MOST = 5000

export const renderReason = ({ title, required, decision, toModels, draft }: PageOf<'reason'>, pen: Pen): Html => html`
  ${errorsHtml(draft, () => 'Your reason')}
  <h1>${title}</h1>
  <p class="decided"><span>You decided</span> <strong>${decision}</strong></p>
  ${formHtml(
    pen,
    textAsked(
      {
        name: 'reason',
        ask: 'Why did you decide this way?',
        hint: `${required ? 'A sentence or two is enough.' : 'You may leave this empty.'} ${toModels ? 'What you write here is sent to language models.' : 'No other player reads it.'}`,
        entered: draft?.fields['reason'] ?? [],
        complaint: draft?.complaints['reason'] ?? null,
      },
      { rows: 5, most: MOST },
    ),
  )}`
