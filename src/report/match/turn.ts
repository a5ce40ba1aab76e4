/** One turn of a match: who was asked for what, what came, and beside it what each seat knew and how models were asked. */
import type { MatchStory, MoveStory, TurnStory } from '../../analysis/match-story.ts'
import type { RecentView } from '../../analysis/recent-view.ts'
import { list } from '../../core/errors.ts'
import type { Seat } from '../../core/game.ts'
import { callsHtml, type SaidBefore } from './calls.ts'
import { escaped, figure, many, scrolling, words } from './html.ts'
import type { Room } from './room.ts'
import { valueHtml } from './value.ts'

/** With more seats the rows are those of seats that were asked alone. */
const ALL_ROWS = 30

export function turnHtml(turn: TurnStory, story: MatchStory, room: Room, before: SaidBefore, brief: boolean): string {
  const id = `turn-${turn.turn}`
  const notes = turn.notes.map((note) => `<p class="note">${escaped(note)}</p>`).join('')
  return `<section class="step" id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title" tabindex="-1">Turn ${turn.turn}</h2><p class="gist all">${escaped(gist(turn))}</p>${notes}<div class="beside"><div>${movesHtml(turn, story)}</div><div class="cards">${cardsHtml(turn, story, room, before, brief)}</div></div></section>`
}

/** Who was asked for what, and what was not a player's own answer. */
function gist({ asks, moves, awaited }: TurnStory): string {
  if (asks.size === 0) return 'This seat was not asked.'
  const kinds = [...new Set(asks.values())].map((kind) => {
    const seats = [...asks].flatMap(([seat, asked]) => (asked === kind ? [seat] : []))
    return `${words(kind)} asked of ${seats.length === 1 ? 'seat' : 'seats'} ${list(seats)}`
  })
  const others = moves.filter(({ origin }) => origin.by !== 'player').length
  return `${kinds.join('; ')}${others === 0 ? '' : `; ${many(others, 'answer')} not a player’s own`}${
    awaited.length === 0 ? '' : `; not answered by ${list(awaited)}`
  }.`
}

interface Column {
  readonly title: string
  readonly right?: boolean
  /** For the spectator’s eyes alone. */
  readonly all?: boolean
  readonly cell: (seat: Seat, move: MoveStory | undefined) => string
}

/** A row a seat, a column an action’s field. */
function movesHtml(turn: TurnStory, story: MatchStory): string {
  const moves = new Map(turn.moves.map((move) => [move.seat, move]))
  const seats = story.seat !== undefined ? [...turn.asks.keys()] : rowsOf(turn, story)
  if (seats.length === 0) return ''
  const columns = columnsOf(turn)
  const head = columns.map(({ title, right, all }) => `<th scope="col"${classes(right, all)}>${escaped(title)}</th>`)
  const rows = seats.map((seat) => {
    const move = moves.get(seat)
    const cells = columns.map(({ right, all, cell }) => `<td${classes(right, all)}>${cell(seat, move)}</td>`)
    const player = move?.player ?? story.seats[seat]!.player
    return `<tr data-of="${seat}"><th scope="row">${seat}${player === undefined ? '' : ` <span class="player">${escaped(player)}</span>`}</th>${cells.join('')}</tr>`
  })
  return scrolling(
    `Answers of turn ${turn.turn}`,
    `<table><thead><tr><th scope="col">Seat</th>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`,
  )
}

const rowsOf = ({ asks }: TurnStory, { seats }: MatchStory): readonly Seat[] =>
  seats.length <= ALL_ROWS ? seats.map((_, seat) => seat) : [...asks.keys()]

function columnsOf(turn: TurnStory): readonly Column[] {
  const { asks, moves, regrets, payoffs } = turn
  const fields = [...new Set(moves.flatMap(({ action }) => Object.keys(fieldsOf(action))))]
  const column = (field: string): Column => {
    const values = moves.map(({ action }) => fieldsOf(action)[field])
    return {
      title: words(field),
      right: values.every((value) => typeof value === 'number' || value === undefined || value === null),
      cell: (_, move) =>
        move && Object.hasOwn(fieldsOf(move.action), field) ? valueHtml(fieldsOf(move.action)[field]) : '',
    }
  }
  const flagged = moves.some(({ origin }) => origin.by !== 'player')
  const partly = moves.length < asks.size || [...asks.keys()].length === 0
  const kinds = new Set(asks.values()).size > 1
  return [
    ...(kinds ? [{ title: 'asked for', cell: (seat: Seat) => escaped(words(asks.get(seat) ?? '')) }] : []),
    ...fields.map(column),
    ...(flagged || partly
      ? [{ title: 'note', cell: (seat: Seat, move: MoveStory | undefined) => noteHtml(seat, move, turn) }]
      : []),
    ...(regrets.size > 0
      ? [{ title: 'regret', right: true, all: true, cell: (seat: Seat) => numberOrNothing(regrets.get(seat)) }]
      : []),
    ...(payoffs
      ? [{ title: 'payoff so far', right: true, all: true, cell: (seat: Seat) => numberOrNothing(payoffs[seat]) }]
      : []),
  ]
}

const numberOrNothing = (x: number | undefined): string => (x === undefined ? '' : figure(x))

function noteHtml(seat: Seat, move: MoveStory | undefined, { awaited }: TurnStory): string {
  if (move) return flagHtml(move)
  return awaited.includes(seat) ? '<span class="flag"><span aria-hidden="true">◌</span> not answered</span>' : ''
}

function flagHtml({ origin }: MoveStory): string {
  if (origin.by === 'player') return ''
  const shape = origin.by === 'fallback' ? '▲' : '◇'
  return `<span class="flag bad"><span aria-hidden="true">${shape}</span> ${origin.by}: ${escaped(origin.reason)}</span>`
}

/** What stands beside the moves: reasons, views, prompts and replies, a card a seat. */
function cardsHtml(turn: TurnStory, story: MatchStory, room: Room, before: SaidBefore, brief: boolean): string {
  const moves = new Map(turn.moves.map((move) => [move.seat, move]))
  const alone = story.seat !== undefined
  return [...turn.views]
    .map(([seat, view]) => {
      const reason = moves.get(seat)?.reason
      const calls = turn.calls.get(seat)
      return cardHtml(seat, moves.get(seat)?.player ?? story.seats[seat]!.player, [
        reason === undefined ? '' : `<blockquote><span class="who">why</span> ${escaped(reason)}</blockquote>`,
        room.take(() => viewHtml('What it knew', view, { open: alone, brief })),
        calls === undefined ? '' : room.take(() => callsHtml(calls, before)),
      ])
    })
    .join('')
}

export function cardHtml(seat: Seat, player: string | undefined, parts: readonly string[]): string {
  const name = player === undefined ? '' : ` <span class="player">${escaped(player)}</span>`
  return `<div class="card" data-of="${seat}"><h3>Seat ${seat}${name}</h3>${parts.join('')}</div>`
}

/** `brief`: fields that are as they were in the seat’s view before are named and no more. */
export function viewHtml(
  title: string,
  seen: RecentView,
  { open, brief }: { readonly open: boolean; readonly brief: boolean },
): string {
  const { view, earlier, same } = seen
  const short = brief && same.size > 0
  const fresh = short ? Object.fromEntries(Object.entries(view as object).filter(([key]) => !same.has(key))) : view
  const rest = short ? `<p class="note">As before: ${escaped([...same].map(words).join(', '))}.</p>` : ''
  return `<details class="view"${open ? ' open' : ''}><summary>${title}</summary>${valueHtml(fresh, earlier)}${rest}</details>`
}

/** Views of a match that is long are brief: their number is what fills a page. */
export const isLong = ({ turns }: MatchStory): boolean => turns.reduce((sum, { views }) => sum + views.size, 0) > LONG

const LONG = 1000

/** An action is an object of fields; what is none stands under one name. */
function fieldsOf(action: unknown): Readonly<Record<string, unknown>> {
  if (action === undefined) return {}
  if (typeof action === 'object' && action !== null && !Array.isArray(action)) return action as Record<string, unknown>
  return { answer: action }
}

function classes(right: boolean | undefined, all: boolean | undefined): string {
  const names = [...(right ? ['n'] : []), ...(all ? ['all'] : [])]
  return names.length === 0 ? '' : ` class="${names.join(' ')}"`
}
