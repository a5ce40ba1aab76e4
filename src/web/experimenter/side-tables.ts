/** The smaller parts of the monitor: who waits for a group, calls to models, and notes. */
import { html } from 'hono/html'
import type { Monitor } from '../../lab/desk.ts'
import type { Html } from '../pen.ts'
import { AT, asking } from './addresses.ts'
import { emptyHtml, tableHtml } from './table.ts'
import { moneyText, timeText } from './words.ts'

export const poolsHtml = ({
  pools,
}: Monitor): Html => html`<section id="pools" class="card" aria-labelledby="pools-title">
<h2 id="pools-title">Waiting for a group</h2>
${
  pools.length === 0
    ? emptyHtml('Nobody waits to be matched.')
    : html`${tableHtml({
        caption: 'Waiting for a group',
        rows: pools.map((pool, nth) => ({ ...pool, nth })),
        idOf: ({ nth }) => `pool-${nth}`,
        columns: [
          { title: 'Part', cell: ({ block }) => block },
          { title: 'Waiting', right: true, cell: ({ waiting }) => waiting },
          { title: 'For a group', right: true, cell: ({ needed }) => needed },
        ],
      })}<p class="below"><a class="button second" id="close-matching" href="${asking(AT.confirm, { act: 'close-matching' })}">Form groups now</a></p>`
}
</section>`

export const callsHtml = ({
  calls,
}: Monitor): Html => html`<section id="calls" class="card" aria-labelledby="calls-title">
<h2 id="calls-title">Calls to models</h2>
${
  calls.length === 0
    ? emptyHtml('No model was called yet.')
    : tableHtml({
        caption: 'Calls to models',
        rows: calls,
        idOf: ({ model }) => `model-${model}`,
        markOf: ({ failed }) => (failed > 0 ? 'trouble' : undefined),
        columns: [
          { title: 'Model', cell: ({ model }) => model },
          { title: 'Calls', right: true, cell: ({ calls }) => calls },
          { title: 'Failed', right: true, cell: ({ failed }) => failed },
          { title: 'In flight', right: true, cell: ({ inFlight }) => inFlight },
          { title: 'Spent', right: true, cell: ({ dollars }) => moneyText(Math.round(dollars * 100), 'USD') },
        ],
      })
}
</section>`

export const notesHtml = ({
  notes,
}: Monitor): Html => html`<section id="notes" class="card" aria-labelledby="notes-title">
<h2 id="notes-title">Notes</h2>
${
  notes.length === 0
    ? emptyHtml(html`Nothing was noted yet. <a href="${AT.note}">Add a note</a>.`)
    : html`<ol class="notes" reversed>${notes.toReversed().map(({ at, text }) => html`<li><time datetime="${new Date(at).toISOString()}" data-at="${at}">${timeText(at)}</time> <span>${text}</span></li>`)}</ol>`
}
</section>`
