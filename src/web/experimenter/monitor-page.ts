/** The monitor: what the experimenter looks at during a session. What is live stands in parts that the script puts in anew. */
import { html } from 'hono/html'
import type { Monitor } from '../../lab/desk.ts'
import type { Html } from '../pen.ts'
import { AT } from './addresses.ts'
import { type Framed, framed, proven } from './layout.ts'
import { matchesHtml } from './matches-table.ts'
import { peopleHtml } from './people-table.ts'
import { callsHtml, notesHtml, poolsHtml } from './side-tables.ts'
import { summaryHtml } from './summary.ts'

export interface Shown {
  readonly monitor: Monitor
  /** Milliseconds since 1970. */
  readonly now: number
  readonly proof: string
}

type Frame = Omit<Framed, 'title'> & { readonly proof: string }

/** `done`: what was done last, in words. */
export const monitorPage = (frame: Frame, shown: Shown, done: string | undefined): Html =>
  framed(
    {
      ...frame,
      title: 'Monitor',
      here: 'monitor',
      wide: true,
      head: html`<noscript><meta http-equiv="refresh" content="5"></noscript><script src="${AT.script}" defer></script>`,
    },
    html`<div class="top">
  <h1>Monitor <small>${shown.monitor.session}</small></h1>
  <p class="hint lost" role="status" hidden>The connection is interrupted: what stands here is not up to date. It is tried again by itself.</p>
</div>
${done === undefined ? '' : html`<p class="notice done" role="status">${done}</p>`}
${liveHtml(shown)}`,
  )

/** All that changes while the session goes on. */
export const liveHtml = (
  shown: Shown,
): Html => html`<div id="live" data-now="${shown.now}" data-table="${AT.table}" data-events="${AT.events}">
${pausedHtml(shown.monitor)}
${summaryHtml(shown.monitor)}
${toolsHtml(shown)}
${peopleHtml(shown)}
<div class="columns">
${poolsHtml(shown.monitor)}
${callsHtml(shown.monitor)}
</div>
${matchesHtml(shown)}
${notesHtml(shown.monitor)}
</div>`

const pausedHtml = ({ paused }: Monitor): Html =>
  html`<div id="paused">${paused ? html`<p class="notice"><strong>The session is paused.</strong> Participants cannot send anything until it goes on.</p>` : ''}</div>`

function toolsHtml({ monitor, proof }: Shown): Html {
  const act = monitor.paused ? 'go-on' : 'pause'
  return html`<div id="tools" class="tools">
  <form method="post" action="${AT.act}">${proven(proof)}<input type="hidden" name="act" value="${act}"><button id="${act}"${monitor.paused ? '' : html` class="second"`}>${monitor.paused ? 'Go on' : 'Pause the session'}</button></form>
  <a class="button second" id="add-note" href="${AT.note}">Add a note</a>
</div>`
}
