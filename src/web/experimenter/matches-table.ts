/** Matches: who is awaited, and never what was answered. */
import { html } from 'hono/html'
import type { MatchRow } from '../../lab/desk.ts'
import type { Html } from '../pen.ts'
import { AT, asking } from './addresses.ts'
import type { Shown } from './monitor-page.ts'
import { nameOf } from './people-table.ts'
import { emptyHtml, NOTHING, tableHtml } from './table.ts'
import { MATCH_STATES } from './words.ts'

export function matchesHtml({ monitor: { people, matches } }: Shown): Html {
  const names = new Map(people.map((row) => [row.person, nameOf(row)]))
  const named = (who: readonly string[]) =>
    who.length === 0 ? NOTHING : who.map((one) => names.get(one) ?? one).join(', ')
  return html`<section id="matches" class="card" aria-labelledby="matches-title">
<h2 id="matches-title">Matches</h2>
${
  matches.length === 0
    ? emptyHtml('No match has begun yet.')
    : tableHtml<MatchRow>({
        caption: 'Matches',
        rows: matches,
        idOf: ({ match }) => `match-${match}`,
        markOf: ({ status, failure }) => (status === 'playing' && failure !== null ? 'trouble' : status),
        columns: [
          { title: 'Match', cell: ({ match }) => html`<code>${match}</code>` },
          { title: 'State', cell: stateCell },
          { title: 'Part', cell: ({ block }) => block },
          { title: 'Turn', right: true, cell: ({ turn }) => turn + 1 },
          { title: 'Participants', cell: (row) => named(row.people) },
          { title: 'Awaited', cell: ({ awaited }) => named(awaited) },
          { title: 'Actions', cell: actionsCell },
        ],
      })
}
</section>`
}

function stateCell({ status, failure }: MatchRow): Html {
  const { word, mark } = MATCH_STATES[status]
  return html`<span class="state ${status}"><span aria-hidden="true">${mark}</span> ${word}</span>${failure === null ? '' : html` <small>${failure}</small>`}`
}

const actionsCell = ({ match, status }: MatchRow): Html | string =>
  status === 'playing'
    ? html`<div class="acts"><a href="${asking(AT.confirm, { act: 'end-group', match })}" id="end-${match}">End group<span class="hidden"> ${match}</span></a></div>`
    : NOTHING
