/** The page at the root: what this is, and nothing of what goes on here. */
import { html } from 'hono/html'
import type { Html } from '../pen.ts'

export const renderFront = (): Html => html`
  <h1>A study of decisions</h1>
  <p>This server runs a study. To take part, open the link that you were given: there is nothing to be seen without one.</p>
  <p>If you have lost your link, ask whoever invited you.</p>`
