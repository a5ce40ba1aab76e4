/** One match as an HTML file that stands alone: to be stepped through by keyboard, read without script, and printed. */
import { hash } from 'node:crypto'
import type { EndStory, MatchStory } from '../../analysis/match-story.ts'
import type { SaidBefore } from './calls.ts'
import { endLine, headingHtml } from './heading.ts'
import { escaped, figure, many, scrolling, words } from './html.ts'
import { type Room, room } from './room.ts'
import { stepping } from './stepping.ts'
import { style } from './style.ts'
import { cardHtml, isLong, turnHtml, viewHtml } from './turn.ts'

export interface MatchToShow {
  readonly story: MatchStory
  /** The run that the match is of. */
  readonly run?: string | undefined
}

/** Bytes; what a page holds of views, prompts and replies at most: past it they are left out, and the page says so. */
export interface PageOptions {
  readonly mostBytes?: number | undefined
}

/**
 * The whole page: no network, nothing but its own script and style, which its policy names by their hashes. It shows what is in
 * the story and knows nothing else, so that the page of a seat has no secret of another.
 */
export function matchPage({ story, run }: MatchToShow, { mostBytes }: PageOptions = {}): string {
  const space = room(mostBytes)
  const before: SaidBefore = new Map()
  const brief = isLong(story)
  const turns = story.turns.map((turn) => turnHtml(turn, story, space, before, brief)).join('')
  const end = endHtml(story, space)
  const name = `${story.title}${story.match === undefined ? '' : ` · ${story.match}`}`
  const policy = `default-src 'none'; script-src '${hashOf(stepping)}'; style-src '${hashOf(style)}'; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escaped(name)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#${story.turns[0] ? `turn-${story.turns[0].turn}` : 'end'}">To the turns</a>
${headingHtml(story, run)}
<main>
${fullNote(space)}
${navigationHtml(story)}
${turns}
${end}
</main>
${keysHtml(story)}
<p role="status" class="unseen" id="told"></p>
<script>${stepping}</script>
</body>
</html>
`
}

/** As a policy names what may run: the digest of exactly this text. */
const hashOf = (text: string): string => `sha256-${hash('sha256', text, 'base64')}`

function fullNote(space: Room): string {
  const left = space.leftOut()
  if (left === 0) return ''
  return `<p class="note">This match is too long for one page: ${many(left, 'view or conversation', 'views and conversations')} of its later turns are left out. The page of one seat (--seat) holds more of that seat’s, and the log holds all.</p>`
}

function endHtml(story: MatchStory, space: Room): string {
  const cards = [...story.viewsAtEnd].map(([seat, view]) =>
    cardHtml(seat, story.seats[seat]!.player, [
      space.take(() => viewHtml('What it knows at the end', view, { open: story.seat !== undefined, brief: false })),
    ]),
  )
  return `<section class="step" id="end" aria-labelledby="end-title"><h2 id="end-title" tabindex="-1">The end</h2><div class="gist">${endLine(story.end)}</div><div class="beside"><div>${figuresHtml(story.end, story)}</div><div class="cards">${cards.join('')}</div></div></section>`
}

function figuresHtml(end: EndStory, { seats }: MatchStory): string {
  if (end.status !== 'ended') return ''
  const payoffs = [...end.payoffs].map(([seat, payoff]) => {
    const player = seats[seat]?.player
    const name = player === undefined ? '' : ` <span class="player">${escaped(player)}</span>`
    return `<tr data-of="${seat}"><th scope="row">${seat}${name}</th><td class="n">${figure(payoff)}</td></tr>`
  })
  const measures = Object.entries(end.measures).map(
    ([name, value]) => `<tr><th scope="row">${escaped(words(name))}</th><td class="n">${figure(value)}</td></tr>`,
  )
  return `${scrolling('Payoffs', `<table><thead><tr><th scope="col">Seat</th><th scope="col" class="n">payoff</th></tr></thead><tbody>${payoffs.join('')}</tbody></table>`)}${
    measures.length === 0
      ? ''
      : `<div class="all">${scrolling('Measures', `<table><thead><tr><th scope="col">Measure</th><th scope="col" class="n">value</th></tr></thead><tbody>${measures.join('')}</tbody></table>`)}</div>`
  }`
}

/** The list of the turns works without script; the bar is shown by the script that makes it work. */
function navigationHtml({ turns, seats, seat }: MatchStory): string {
  const links = turns.map(({ turn, moves }) => {
    const flags = moves.filter(({ origin }) => origin.by !== 'player').length
    const flag =
      flags === 0
        ? ''
        : ` <span class="flag bad"><span aria-hidden="true">▲</span><span class="unseen">${many(flags, 'flag')}</span></span>`
    return `<li><a href="#turn-${turn}">Turn ${turn}${flag}</a></li>`
  })
  const eyes =
    seat !== undefined
      ? ''
      : `<label>Seen by <select id="eyes"><option value="">the spectator</option>${seats
          .map(
            ({ player }, at) =>
              `<option value="${at}">seat ${at}${player === undefined ? '' : ` ${escaped(player)}`}</option>`,
          )
          .join('')}</select></label>`
  return `<nav class="bar" id="bar" aria-label="Steps" hidden><div class="go"><button type="button" data-go="first" aria-label="First turn">⇤</button><button type="button" data-go="before" aria-label="Previous turn">←</button><input id="slider" type="range" min="0" max="${turns.length}" value="0" aria-label="Turn"><button type="button" data-go="after" aria-label="Next turn">→</button><button type="button" data-go="last" aria-label="The end">⇥</button><button type="button" id="help" aria-label="Keys">?</button></div><div class="where"><span id="where"></span>${eyes}</div></nav><nav class="turns" aria-label="All turns"><details><summary>All turns <span class="aside">${many(turns.length, 'turn')}</span></summary><ol>${links.join('')}<li><a href="#end">The end</a></li></ol></details></nav>`
}

function keysHtml({ seat }: MatchStory): string {
  const keys: readonly (readonly [readonly string[], string])[] = [
    [['←', 'k'], 'the turn before'],
    [['→', 'j'], 'the next turn'],
    [['Home', 'End'], 'the first turn, the end'],
    ...(seat === undefined ? [[['s'], 'the next seat’s eyes, then the spectator’s'] as const] : []),
    [['?'], 'this list'],
  ]
  return `<dialog id="keys" aria-labelledby="keys-title"><h2 id="keys-title">Keys</h2><dl>${keys
    .map(
      ([names, what]) => `<div><dt>${names.map((name) => `<kbd>${name}</kbd>`).join(' ')}</dt><dd>${what}</dd></div>`,
    )
    .join('')}</dl><button type="button" id="close">Close</button></dialog>`
}
