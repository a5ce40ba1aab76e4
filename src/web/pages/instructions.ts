/** The instructions of the study. */
import { html } from 'hono/html'
import type { PageOf } from '../../lab/pages.ts'
import { goOnHtml } from '../form/form.ts'
import type { Html, Pen } from '../pen.ts'

export const renderInstructions = ({ text }: PageOf<'instructions'>, pen: Pen): Html => html`
  <h1>Instructions</h1>
  <div class="prose">${pen.prose(text)}</div>
  ${goOnHtml(pen)}`
