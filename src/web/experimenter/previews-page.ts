/** Every page of every treatment, as participants would see it. */
import { html } from 'hono/html'
import type { Desk } from '../../lab/desk.ts'
import { titleOf } from '../pages/page.ts'
import type { Html } from '../pen.ts'
import { AT, asking } from './addresses.ts'
import { type Framed, framed } from './layout.ts'
import { pageInWords } from './words.ts'

type Frame = Omit<Framed, 'title'> & { readonly proof: string }
export type Previews = Awaited<ReturnType<Desk['previews']>>
type Width = 'wide' | 'phone'

export function previewsPage(frame: Frame, previews: Previews): Html {
  const numbered = previews.map((preview, nth) => ({ ...preview, nth }))
  const treatments = [...new Set(previews.map(({ treatment }) => treatment))]
  return framed(
    { ...frame, title: 'Previews', here: 'previews', wide: true },
    html`<h1>Previews</h1>
<p class="lead">Each page as a participant of the treatment would see it; of decisions, the first of each kind in a match of random play. Nothing that is done there is sent.</p>
${treatments.length === 0 ? html`<section class="card"><p class="empty">There is no page to show.</p></section>` : ''}
${treatments.map(
  (treatment, i) => html`<section class="card" aria-labelledby="treatment-${i}">
<h2 id="treatment-${i}">${treatment}</h2>
<ol class="previews">${numbered.filter((one) => one.treatment === treatment).map(({ nth, name, page }) => html`<li><a href="${addressOf(nth)}">${titleOf(page)}</a> <small>${pageInWords(name, [])}</small></li>`)}</ol>
</section>`,
)}`,
  )
}

export const addressOf = (nth: number): string => `${AT.previews}/${nth}`
/** Of the page alone, without what stands around it. */
export const bareAddressOf = (nth: number): string => `${addressOf(nth)}/page`

export function previewPage(frame: Frame, previews: Previews, nth: number, width: Width): Html {
  const { treatment, page } = previews[nth]!
  const title = titleOf(page)
  const to = (other: number) => (width === 'phone' ? asking(addressOf(other), { width }) : addressOf(other))
  const step = (other: number, what: string) =>
    previews[other] ? html`<a class="button second" href="${to(other)}">${what}</a>` : ''
  return framed(
    { ...frame, title: `Preview: ${title}`, here: 'previews', wide: true },
    html`<div class="top"><h1>${title} <small>${treatment}</small></h1><p class="marked"><strong>Preview: nothing is sent</strong></p></div>
<nav class="tools" aria-label="Previews">${step(nth - 1, 'Page before')}${step(nth + 1, 'Next page')}<a class="button second" href="${width === 'phone' ? addressOf(nth) : asking(addressOf(nth), { width: 'phone' })}">${width === 'phone' ? 'As on a computer' : 'As on a phone'}</a><a class="button second" href="${AT.previews}">All pages</a></nav>
<iframe class="preview ${width}" src="${bareAddressOf(nth)}" title="${title}, as participants see it" sandbox="allow-same-origin"></iframe>`,
  )
}
