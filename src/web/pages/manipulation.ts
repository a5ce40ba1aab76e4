/** What somebody believed of the others, asked at the end. */
import { html } from 'hono/html'
import type { PageOf } from '../../lab/pages.ts'
import { errorsHtml } from '../form/errors.ts'
import { formHtml } from '../form/form.ts'
import type { Html, Pen } from '../pen.ts'
import { draftOf, optionsAsked } from './asked.ts'

export function renderManipulation({ ask, options, complaint }: PageOf<'manipulation'>, pen: Pen): Html {
  const question = { name: 'answer', ask, entered: [], complaint }
  return html`
    ${errorsHtml(draftOf([question]), () => 'Your answer')}
    <h1>A question about the other players</h1>
    ${formHtml(pen, optionsAsked(question, options))}`
}
