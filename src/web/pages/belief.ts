/** What somebody believes of the others’ decisions, as a number. */
import { html } from 'hono/html'
import type { PageOf } from '../../lab/pages.ts'
import { errorsHtml } from '../form/errors.ts'
import { formHtml } from '../form/form.ts'
import type { Html, Pen } from '../pen.ts'
import { numberAsked } from './asked.ts'

export const renderBelief = ({ title, ask, min, max, scoring, draft }: PageOf<'belief'>, pen: Pen): Html => html`
  ${errorsHtml(draft, () => 'Your answer')}
  <h1>${title}</h1>
  <section class="asked" aria-label="What you believe">
    ${formHtml(
      pen,
      numberAsked(
        {
          name: 'belief',
          ask,
          hint: scoring ?? undefined,
          entered: draft?.fields['belief'] ?? [],
          complaint: draft?.complaints['belief'] ?? null,
        },
        { type: 'number', minimum: min, maximum: max },
      ),
    )}
  </section>`
