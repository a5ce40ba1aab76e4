/** Pages of the sealed-bid auction: what the item is worth to oneself, a box for the bid, and what a bid would earn. */
import { html } from 'hono/html'
import type { sealedBid } from '../../../games/sealed-bid/rules.ts'
import type { ViewOf } from '../../core/game.ts'
import type { Html, Pen } from '../pen.ts'
import { type Case, casesOf } from './bid-cases.ts'
import type { Flow } from './flow.ts'
import { type Cell, figureHtml, tableHtml } from './table.ts'

export type View = ViewOf<typeof sealedBid>

export const sealedBidFlow: Flow = {
  labels: { bid: 'Your bid' },
  words: ({ ask }) => (ask === 'bid' ? { bid: { label: 'Your bid, in points' } } : undefined),
  before: ({ view }, pen) => holdings(view as View, pen),
  table: (view, pen) => roundsTable(view as View, pen),
  tries: ['bid'],
  preview: ({ ask, view }, action, pen) =>
    ask === 'bid' ? calculator(view as View, (action as { bid: number }).bid, pen) : null,
}

const held = ({ common }: View): string => (common ? 'signal' : 'value')

function holdings(view: View, pen: Pen): Html | null {
  const { value, money, rounds, agency, history, total } = view
  if (value === null) return null
  return html`${figureHtml(`Your ${held(view)}`, pen.number(value))}
    ${money !== null && html`<p>You have ${pen.number(money)} points of money left${rounds > 1 && ' for this round and all that follow'}.</p>`}
    ${agency.map(
      (partner) =>
        html`<p>Bidder ${partner.seat + 1} of your agency has a ${held(view)} of ${pen.number(partner.value)} points${
          partner.money !== null && `, and ${pen.number(partner.money)} points of money left`
        }.</p>`,
    )}
    ${history.length > 0 && html`<p>Your total so far: ${pen.number(total)} points.</p>`}`
}

/** More bids than a cell can hold are told in words alone. */
const MOST_LISTED = 12

function roundsTable(view: View, pen: Pen): Html | null {
  const { history, feedback, common, format } = view
  if (history.length === 0) return null
  const told = feedback !== 'own'
  const full = feedback === 'full'
  const listed = full && view.seats <= MOST_LISTED
  const head = [
    'Round',
    `Your ${held(view)}`,
    'Your bid',
    ...(listed ? ['All bids, by bidder'] : []),
    'Who got the item',
    ...(told ? [format === 'all-pay' ? 'Winning bid' : 'Price'] : []),
    ...(full && common ? ['Worth'] : []),
    'You paid',
    'You earned',
  ]
  const rows = history.map(({ value, bid, result }, i): readonly Cell[] => [
    String(i + 1),
    pen.number(value),
    pen.number(bid),
    ...(listed ? [(result.bids ?? []).map(pen.number).join(', ')] : []),
    winner(result),
    ...(told ? [typeof result.price === 'number' ? pen.number(result.price) : '–'] : []),
    ...(full && common ? [result.common === undefined ? '–' : pen.number(result.common)] : []),
    pen.number(result.paid),
    pen.number(result.payoff),
  ])
  return tableHtml('Round by round', head, rows)
}

function winner({ won, winner: seat }: View['history'][number]['result']): string {
  if (won) return 'you'
  if (seat === undefined) return 'another bidder, or nobody'
  return seat === null ? 'nobody' : `bidder ${seat + 1}`
}

/** What a bid earns against some bids of the others, by the rules’ own reckoning: losses are losses. */
function calculator(view: View, bid: number, pen: Pen): Html {
  const cases = casesOf(view, bid)
  const rows = cases.map(({ rival, outcomes }) => [
    rival === bid ? html`${pen.number(rival)} (as high as yours)` : pen.number(rival),
    gets(outcomes),
    either(outcomes, (some) =>
      span(
        some.map(({ paid }) => paid),
        pen.number,
      ),
    ),
    either(outcomes, (some) => earned(some, pen)),
  ])
  return html`<p>This is worked out from the rules alone: what the others bid, nobody knows.</p>
    ${tableHtml(
      `If you bid ${pen.number(bid)}`,
      ['Highest bid of the others', 'You get the item', 'You pay', 'You earn'],
      rows,
    )}
    ${view.common && html`<p>What the item is worth is not known${cases.some(({ outcomes }) => outcomes.some(({ won, earns }) => won && earns !== null)) && ': what you earn is given for the least and the most that it can be worth after your signal'}.</p>`}
    ${view.format === 'third-price' && view.seats > 2 && html`<p>The price is the third-highest bid: anything up to the highest bid of the others.</p>`}
    ${view.moneyValue > 0 && view.money !== null && html`<p>Besides, each point that you pay is a point of money less at the end, which would be worth ${pen.number(view.moneyValue)} points.</p>`}`
}

function gets(outcomes: Case['outcomes']): string {
  const won = new Set(outcomes.map((outcome) => outcome.won))
  return won.size > 1 ? 'perhaps: the bids are equal' : won.has(true) ? 'yes' : 'no'
}

/** What it is with the item, or without it. */
function either(outcomes: Case['outcomes'], words: (some: Case['outcomes']) => string): string {
  const parts = [true, false].map((won) => outcomes.filter((outcome) => outcome.won === won))
  return parts.flatMap((some) => (some.length > 0 ? [words(some)] : [])).join(', or ')
}

function earned(some: Case['outcomes'], pen: Pen): string {
  const known = some.flatMap(({ earns }) => earns ?? [])
  if (known.length > 0) return span(known, (points) => signed(points, pen))
  return `its worth − ${span(
    some.map(({ paid }) => paid),
    pen.number,
  )}`
}

/** `12`, `0 to 12`. */
function span(numbers: readonly number[], words: (number: number) => string): string {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)]
  return least === most ? words(least) : `${words(least)} to ${words(most)}`
}

const signed = (points: number, pen: Pen): string => `${pen.number(points)}${points < 0 ? ' (a loss)' : ''}`
