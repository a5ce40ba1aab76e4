/** The links by which people join: to be copied, shown as QR codes, or printed, a card for each. */
import { html, raw } from 'hono/html'
import { renderSVG } from 'uqr'
import type { Html } from '../pen.ts'
import { AT } from './addresses.ts'
import { type Framed, framed } from './layout.ts'

export interface JoinLink {
  /** Of a room, or the code of a participant. */
  readonly name: string
  readonly address: string
  readonly of: 'person' | 'room' | 'room-with-labels'
}

type Frame = Omit<Framed, 'title'> & { readonly proof: string }

/** So many codes stand open beside their links; of more, each is behind a summary. */
const OPEN = 2

export const linksPage = (frame: Frame, links: readonly JoinLink[]): Html =>
  framed(
    { ...frame, title: 'Links', here: 'links', head: html`<script src="${AT.script}" defer></script>`, wide: true },
    html`<h1>Links</h1>
${links.length === 0 ? NONE : html`${introduction(links)}<ul class="links">${links.map((link, nth) => linkHtml(link, nth, links.length <= OPEN))}</ul>`}`,
  )

const NONE = html`<section class="card"><p class="empty">There is no link that this process knows. Links are stored as hashes alone: those that were handed out before the session was resumed still work, and lead everybody to where they were, but cannot be shown again.</p></section>`

function introduction(links: readonly JoinLink[]): Html {
  const rooms = links.some((link) => link.of !== 'person')
  return html`<p class="lead">${
    rooms
      ? 'Everybody who is to take part opens the link of the room.'
      : 'Each link is the place of one participant: hand out each once.'
  } Keep links secret: whoever has one can join by it.</p>
<p><a class="button second" href="${AT.sheet}">Cards to print</a></p>
${rooms ? '' : html`<p class="hint">Links are stored as hashes alone. Once the session is resumed after a stop, only those that are still missing are made anew; those that were handed out keep working.</p>`}`
}

function linkHtml(link: JoinLink, nth: number, open: boolean): Html {
  const { name, address } = link
  return html`<li class="card link">
  <div class="fields">
    <label for="link-${nth}">${nameOf(link)} <code>${name}</code></label>
    <div class="copied-from"><input type="text" id="link-${nth}" value="${address}" readonly spellcheck="false"><button type="button" class="second copy" data-copy="link-${nth}" hidden>Copy<span class="hidden"> the link of ${name}</span></button></div>
    <p class="hint">${hintOf(link)}</p>
  </div>
  ${open ? qrHtml(address, name) : html`<details><summary>QR code<span class="hidden"> of ${name}</span></summary>${qrHtml(address, name)}</details>`}
</li>`
}

const nameOf = ({ of }: JoinLink): string => (of === 'person' ? 'Participant' : 'Room')

function hintOf({ of, address }: JoinLink): Html | string {
  if (of === 'person') return ''
  if (of === 'room-with-labels')
    return html`It asks for the label. A link that brings it: <code>${address}?label=…</code>`
  return html`From Prolific: <code>${address}?PROLIFIC_PID={{%PROLIFIC_PID%}}&amp;STUDY_ID={{%STUDY_ID%}}&amp;SESSION_ID={{%SESSION_ID%}}</code>`
}

/** Black on white in the dark as well, or cameras do not read it. */
const qrHtml = (address: string, name: string): Html =>
  html`<div class="qr" role="img" aria-label="QR code of the link of ${name}">${raw(renderSVG(address, { pixelSize: 1, border: 3 }).replace('<svg ', '<svg aria-hidden="true" focusable="false" '))}</div>`

/** Cards, one a participant: of a room as many as are expected. */
export function sheetPage(frame: Frame, links: readonly JoinLink[], expected: number): Html {
  const cards = links.flatMap((link) =>
    link.of === 'person' ? [link] : Array.from({ length: Math.ceil(expected / links.length) }, () => link),
  )
  return framed(
    { ...frame, title: 'Cards to print', here: 'links', wide: true },
    html`<div class="screen-only"><h1>Cards to print</h1>
<p class="lead">Print this page and cut it up. Each card is for one participant.</p>
<p><a href="${AT.links}">Back to the links</a></p></div>
${cards.length === 0 ? NONE : html`<ul class="sheet">${cards.map((link, nth) => cardHtml(frame, link, nth))}</ul>`}`,
  )
}

const cardHtml = ({ study, language }: Frame, { name, address, of }: JoinLink, nth: number): Html => html`<li>
  ${qrHtml(address, of === 'person' ? name : `${name}, card ${nth + 1}`)}
  <div><b lang="${language}">${study}</b><p class="address">${address}</p><p>${of === 'person' ? html`Code: <code>${name}</code>` : of === 'room-with-labels' ? 'Your label: ____________' : html`Room: ${name}`}</p></div>
</li>`
