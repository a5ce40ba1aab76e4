/** What a page of a match says before its turns: what was played, by whom, under which rules, and whether the log holds. */
import type { EndStory, MatchStory } from '../../analysis/match-story.ts'
import { escaped, figure, many, scrolling, words } from './html.ts'
import { payoffLinesHtml } from './payoff-lines.ts'
import { valueHtml } from './value.ts'

export function headingHtml(story: MatchStory, run: string | undefined): string {
  const { title, seat, seed, parent, code, match } = story
  const lines = payoffLinesHtml(story)
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Match', match],
    ['Run', run],
    ['Rules', `${story.game}, version ${story.version}${wrapsOf(story)}`],
    ['Seed', seed],
    ['Forked from', parent && `${parent.match}, before turn ${parent.turn}`],
    ['Played by', code && `stagegame ${code}`],
  ]
  return `<header><p class="kind">${seat === undefined ? 'A match, seen by the spectator' : `A match, as seat ${seat} saw it`}</p><h1>${escaped(title)}</h1>${endLine(story.end)}<dl class="facts">${facts
    .flatMap(([name, value]) => (value === undefined ? [] : [`<div><dt>${name}</dt><dd>${escaped(value)}</dd></div>`]))
    .join(
      '',
    )}</dl><div class="overview${lines === '' ? '' : ' drawn'}">${seatsHtml(story)}${lines}</div>${paramsHtml(story)}</header>`
}

/** Where the fold came to, in one line. */
export function endLine(end: EndStory): string {
  switch (end.status) {
    case 'ended':
      return verdict(
        'good',
        '✓',
        'Verified by replay: every action is legal, and what the log claims at its end follows from the moves.',
      )
    case 'voided':
      return verdict('bad', '■', `Voided${end.reason === undefined ? '.' : `: ${end.reason}`}`)
    case 'open':
      return verdict('', '◌', 'The log ends here; the match was not finished.')
    case 'damaged':
      return verdict('bad', '✕', `Stopped at event ${end.event} of the log: ${end.why}`)
  }
}

const verdict = (tone: string, shape: string, text: string): string =>
  `<p class="verdict ${tone}"><span aria-hidden="true">${shape}</span> ${escaped(text)}</p>`

const wrapsOf = ({ wraps }: MatchStory): string =>
  wraps.map(({ id, params }) => `, with ${id} ${JSON.stringify(params)}`).join('')

function seatsHtml({ seats, seat: own, end }: MatchStory): string {
  const payoffs = end.status === 'ended' ? end.payoffs : new Map<number, number>()
  const told = seats.some((seat) => seat.told !== undefined)
  const rows = seats.map(({ role, player, told: words }, seat) => {
    const payoff = payoffs.get(seat)
    const mine = seat === own ? ' class="own"' : ''
    return `<tr${mine}><th scope="row">${seat}</th><td>${escaped(role)}</td><td>${player === undefined ? '<span class="none">not told</span>' : escaped(player)}</td>${
      told ? `<td class="text">${words === undefined ? '' : escaped(words)}</td>` : ''
    }${payoffs.size > 0 ? `<td class="n">${payoff === undefined ? '' : figure(payoff)}</td>` : ''}</tr>`
  })
  return `<section><h2>Seats</h2>${scrolling(
    'Seats',
    `<table><thead><tr><th scope="col">Seat</th><th scope="col">Role</th><th scope="col">Player</th>${told ? '<th scope="col">Told</th>' : ''}${
      payoffs.size > 0 ? '<th scope="col" class="n">Payoff at the end</th>' : ''
    }</tr></thead><tbody>${rows.join('')}</tbody></table>`,
  )}</section>`
}

function paramsHtml({ params }: MatchStory): string {
  const entries = Object.entries(params)
  if (entries.length === 0) return ''
  const rows = entries.map(
    ([name, value]) => `<tr><th scope="row">${escaped(words(name))}</th><td>${valueHtml(value)}</td></tr>`,
  )
  return `<details class="params"><summary>Parameters <span class="aside">${many(entries.length, 'rule')} of this match</span></summary>${scrolling(
    'Parameters',
    `<table><thead><tr><th scope="col">Parameter</th><th scope="col">Value</th></tr></thead><tbody>${rows.join('')}</tbody></table>`,
  )}</details>`
}
