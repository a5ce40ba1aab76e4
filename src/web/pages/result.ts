/** The result of one part, on a page of its own. */
import { html } from 'hono/html'
import type { PageOf } from '../../lab/pages.ts'
import { goOnHtml } from '../form/form.ts'
import type { Html, Pen } from '../pen.ts'
import { partResultHtml } from './part-result.ts'

export const renderResult = ({ result }: PageOf<'result'>, pen: Pen): Html => html`
  <h1>${result.title}: the result</h1>
  ${partResultHtml(result, pen, 'result')}
  ${goOnHtml(pen)}`
