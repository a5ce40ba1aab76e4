/** Participants: who is on which page, since when, and what can be done. */
import { html } from 'hono/html'
import type { PersonRow } from '../../lab/desk.ts'
import type { Html } from '../pen.ts'
import { AT, asking } from './addresses.ts'
import { proven } from './layout.ts'
import type { Shown } from './monitor-page.ts'
import { emptyHtml, NOTHING, tableHtml } from './table.ts'
import { clockText, EXITS, moneyText, PERSON_STATES, pageInWords, spanText } from './words.ts'

/** Label and code. */
export const nameOf = ({ person, label }: Pick<PersonRow, 'person' | 'label'>): string =>
  label === null ? person : `${label} (${person})`

export const peopleHtml = (shown: Shown): Html => html`<section id="people" class="card" aria-labelledby="people-title">
<h2 id="people-title">Participants</h2>
${
  shown.monitor.people.length === 0
    ? emptyHtml(html`Nobody has joined yet. Hand out the <a href="${AT.links}">links</a>.`)
    : tableHtml({
        caption: 'Participants',
        rows: shown.monitor.people,
        idOf: ({ person }) => `person-${person}`,
        markOf: ({ status }) => status,
        columns: [
          { title: 'Participant', cell: personCell },
          { title: 'State', cell: stateCell },
          { title: 'Page', cell: (row) => pageCell(row, shown.now) },
          { title: 'Time left', cell: (row) => deadlineCell(row, shown.now) },
          { title: 'Treatment', cell: treatmentCell },
          { title: 'Payment', right: true, cell: ({ amount }) => paid(amount, shown.monitor.currency) },
          { title: 'Actions', cell: (row) => actionsCell(row, shown.proof) },
        ],
      })
}
</section>`

const personCell = ({ person, label }: PersonRow): Html =>
  label === null ? html`<code>${person}</code>` : html`${label} <code>${person}</code>`

function stateCell({ status, exit }: PersonRow): Html {
  const { word, mark } = PERSON_STATES[status]
  const why = exit !== null && exit !== 'completed' ? html` <small>${EXITS[exit]}</small>` : ''
  return html`<span class="state ${status}"><span aria-hidden="true">${mark}</span> ${word}</span>${why}`
}

const pageCell = ({ page, order, since, status }: PersonRow, now: number): Html | string =>
  status === 'not-joined'
    ? NOTHING
    : html`${pageInWords(page, order)}${since === null ? '' : html` <small>for <time data-since="${since}">${spanText(now - since)}</time></small>`}`

const deadlineCell = ({ deadline }: PersonRow, now: number): Html | string =>
  deadline === null ? NOTHING : html`<time data-ends="${deadline}">${clockText(deadline - now)}</time>`

const treatmentCell = ({ treatment, order }: PersonRow): Html | string =>
  treatment === null ? NOTHING : html`${treatment}${order.length > 1 ? html` <small>${order.join(', ')}</small>` : ''}`

const paid = (amount: number | null, currency: string): string =>
  amount === null ? NOTHING : moneyText(amount, currency)

/** The participant is named in each, for whoever hears the link without its row. */
function actionsCell({ person, label, status, deadline }: PersonRow, proof: string): Html {
  const name = nameOf({ person, label })
  const here = status === 'active' || status === 'waiting' || status === 'away'
  const link = (at: string, what: string, act: string) =>
    html`<a href="${at}" id="${act}-${person}">${what}<span class="hidden"> ${name}</span></a>`
  return html`<div class="acts">
  ${here ? link(asking(AT.confirm, { act: 'advance', person }), 'Advance', 'advance') : ''}
  ${here && deadline !== null ? html`<form method="post" action="${AT.act}">${proven(proof)}<input type="hidden" name="act" value="extend"><input type="hidden" name="person" value="${person}"><button class="quiet" id="extend-${person}">More time<span class="hidden"> for ${name}</span></button></form>` : ''}
  ${here ? link(asking(AT.confirm, { act: 'withdraw', person }), 'Take out', 'withdraw') : ''}
  ${link(asking(AT.note, { person }), 'Note', 'note')}
</div>`
}
