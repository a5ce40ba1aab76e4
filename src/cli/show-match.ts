/** One match for a reader, turn by turn: as a spectator, or as one seat saw it. */
import { stringify } from 'yaml'
import { printable } from '../agents/quotation.ts'
import { ReplayError } from '../core/errors.ts'
import type { Event, Moved, Started } from '../core/event.ts'
import type { AnyGame, Seat } from '../core/game.ts'
import { advance, type Position, regretsAfter, start } from '../core/match.ts'
import { nodeDigest } from '../store/chain.ts'
import type { Call } from '../store/store.ts'
import { number } from './table.ts'

export interface Shown {
  readonly game: AnyGame
  readonly events: readonly (Event | null)[]
  readonly calls: readonly Call[]
  /** As this seat saw it; undefined: everything. */
  readonly seat: Seat | undefined
  /** Prompts and replies beside the decisions. */
  readonly prompts: boolean
}

// biome-ignore lint/suspicious/noExplicitAny: any game is shown
type AnyPosition = Position<any, Record<string, any>>

interface Lines {
  readonly lines: readonly string[]
  readonly damaged: boolean
}

/**
 * Lines for the terminal, with whatever could play tricks on it shown: a log may come from anybody. A damaged log is shown up to
 * its damage, and why it stops is the last line: `damaged` tells. Nothing that the seat may not know is shown with `seat`.
 */
export function showMatch(match: Shown): Lines {
  const { lines, damaged } = linesOf(match)
  return { lines: lines.map((line) => printable(line).replaceAll('\n', '\\n')), damaged }
}

function linesOf({ game, events, calls, seat, prompts }: Shown): Lines {
  const lines: string[] = []
  let at: AnyPosition | undefined
  let turn = -1
  let copying = false
  /** Where the decision of each seat of this turn stands. */
  let stands = new Map<Seat, number>()
  for (const [i, event] of events.entries()) {
    if (event === null)
      return { lines: [...lines, `event ${i} was erased: what follows it cannot be folded`], damaged: true }
    try {
      if (at === undefined) {
        if (event.type !== 'started')
          throw new ReplayError('no-start', `a log begins with a started event, not with ${event.type}`)
        at = start(game, event, { digest: nodeDigest })
        lines.push(...heading(event, game, seat))
        copying = event.parent !== undefined && seat === undefined // nobody at the table knows of it
        continue
      }
      if (copying && at.turn === at.started.parent?.turn) {
        lines.push('', `— so far as in ${at.started.parent.match}; from here on played anew —`)
        copying = false
      }
      if (event.type === 'moved' && event.turn !== turn) {
        turn = event.turn
        stands = new Map()
        lines.push('', `turn ${turn}`)
        if (seat !== undefined) lines.push(...indented(stringify(game.view(at.state, seat)), '  | '))
      }
      if (event.type === 'moved') stands.set(event.seat, lines.length)
      lines.push(...shown(event, at, game, seat, prompts ? calls : []))
      // what one gave up tells of what the others did
      if (event.type === 'moved' && seat === undefined)
        for (const [mover, regret] of regretsAfter(game, at, event) ?? []) {
          const line = stands.get(mover)
          if (line !== undefined) lines[line] += `   (regret ${number(regret)})`
        }
      at = advance(game, at, event)
    } catch (error) {
      if (!(error instanceof ReplayError)) throw error
      const why = seat === undefined ? error.message : 'the log does not follow the rules (more without --seat)'
      return { lines: [...lines, '', `stopped at event ${i}: ${why}`], damaged: true }
    }
  }
  if (at && seat !== undefined) lines.push('', 'at the end', ...indented(stringify(game.view(at.state, seat)), '  | '))
  if (at?.status === 'open') lines.push('', 'the log ends here; the match was not finished')
  return { lines, damaged: false }
}

function heading(started: Started, game: AnyGame, seat: Seat | undefined): string[] {
  const wraps = (started.wraps ?? []).map(({ id, params }) => ` + ${id} ${JSON.stringify(params ?? {})}`).join('')
  const seats = started.seats.flatMap(({ role, player, told }, at) => {
    if (seat !== undefined && seat !== at) return [`  seat ${at}: ${role}`]
    return [`  seat ${at}: ${player}, ${role}`, ...(told === undefined ? [] : indented(told, '    told: '))]
  })
  return [
    `${game.title} (${started.game}@${started.version}${wraps})`,
    ...(started.match === undefined ? [] : [`match ${started.match}`]),
    ...(started.parent && seat === undefined
      ? [`forked from ${started.parent.match} at turn ${started.parent.turn}`]
      : []),
    ...(seat === undefined ? [`seed ${started.seed}`] : []), // whoever has the seed has everybody's secrets
    `params ${JSON.stringify(started.params ?? {})}`,
    ...seats,
  ]
}

function shown(event: Event, at: AnyPosition, game: AnyGame, seat: Seat | undefined, calls: readonly Call[]): string[] {
  switch (event.type) {
    case 'moved':
      return seat === undefined || seat === event.seat ? moved(event, at, calls) : []
    case 'reseated':
      return [
        `  seat ${event.seat} is taken over by ${seat === undefined ? `${event.player}: ${event.reason}` : 'somebody else'}`,
      ]
    case 'paused':
      return seat === undefined ? [`  paused: ${event.reason}`] : ['  paused']
    case 'voided':
      return ['', seat === undefined ? `voided: ${event.reason}` : 'voided']
    case 'ended': {
      const payoffs = event.payoffs.flatMap((payoff, at) =>
        seat === undefined || seat === at ? [`seat ${at} ${number(payoff)}`] : [],
      )
      const measures = Object.entries(event.measures ?? {}).map(([name, value]) => `${name} ${number(value)}`)
      return [
        '',
        `ended; payoffs: ${payoffs.join(', ')}`,
        ...(seat === undefined && measures.length > 0 ? [`measures: ${measures.join(', ')}`] : []),
      ]
    }
    case 'started':
      return [`  ${game.id} starts again`]
  }
}

function moved(event: Moved, at: AnyPosition, calls: readonly Call[]): string[] {
  const { seat, turn, action, origin, reason } = event
  const kind = at.asks.get(seat)?.kind ?? '?'
  const flag = origin.by === 'player' ? '' : `   (${origin.by}: ${origin.reason})`
  const answer =
    action === undefined
      ? 'nothing'
      : Object.entries(action as object)
          .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
          .join(', ')
  const own = calls.filter((call) => call.turn === turn && call.seat === seat)
  return [
    `  seat ${seat} ${at.players[seat]}: ${kind}: ${answer}${flag}`,
    ...(reason === undefined ? [] : indented(reason, '      why: ')),
    ...own.flatMap(shownCall),
  ]
}

function shownCall(call: Call): string[] {
  const messages = (call.request as { messages?: readonly { role: string; content: string }[] } | null)?.messages ?? []
  return [
    `      call: ${call.model}, attempt ${call.attempt}, ${call.status ?? 'not completed'}${call.outcome === null ? '' : `, read as ${call.outcome}`}`,
    ...messages.flatMap(({ role, content }) => indented(content, `      ${role}> `)),
    ...(call.text === undefined ? [] : indented(call.text, '      reply< ')),
    ...(call.error === undefined ? [] : indented(call.error, '      error: ')),
  ]
}

const indented = (text: string, by: string): string[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => by + line)
