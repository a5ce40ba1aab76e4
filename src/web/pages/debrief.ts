/** What the study was about, told afterwards. */
import { html } from 'hono/html'
import type { PageOf } from '../../lab/pages.ts'
import { goOnHtml } from '../form/form.ts'
import type { Html, Pen } from '../pen.ts'

export const renderDebrief = ({ text }: PageOf<'debrief'>, pen: Pen): Html => html`
  <h1>What this study was about</h1>
  <div class="prose">${pen.prose(text)}</div>
  ${goOnHtml(pen)}`
