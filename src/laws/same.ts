/** What two positions are compared by. */
import { quoted } from '../core/errors.ts'
import { canonical } from '../core/fingerprint.ts'
import { type AnyGame, type Seat, seatsTo } from '../core/game.ts'
import { jsonSchemaOf } from '../core/legal.ts'
import { broken } from './holds.ts'
import type { AnyPosition } from './law.ts'

/** All that follows from a position. */
export const outcomeOf = (game: AnyGame, at: AnyPosition): Readonly<Record<string, string>> => ({
  turn: canonical(at.turn),
  state: canonical(at.state),
  payoffs: canonical(game.payoffs(at.state)),
  measures: canonical(game.measures?.(at.state) ?? {}),
  views: canonical(seatsTo(at.players.length).map((seat) => game.view(at.state, seat))),
  asks: canonical(seatsTo(at.players.length).map((seat) => askedOf(at, seat))),
})

/** All that a seat is shown: its view, and what it is asked. */
export const seenBy = (game: AnyGame, at: AnyPosition, seat: Seat): Readonly<Record<string, string>> => ({
  view: canonical(game.view(at.state, seat)),
  ask: canonical(askedOf(at, seat)),
})

/** Throws `law-broken` that shows the first difference. */
export function mustAgree(
  what: string,
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
): void {
  for (const key of Object.keys(a)) {
    const [left, right] = [a[key]!, b[key]!]
    if (left !== right) throw broken(`${what}: ${key} ${around(left, right)} or ${around(right, left)}`)
  }
}

function askedOf(at: AnyPosition, seat: Seat): unknown {
  const ask = at.asks.get(seat)
  return ask ? { kind: ask.kind, schema: jsonSchemaOf(ask.schema), fallback: ask.fallback, absent: ask.absent } : null
}

/** The text from shortly before where it parts from the other. */
function around(text: string, other: string): string {
  let at = 0
  while (at < text.length && text[at] === other[at]) at++
  const from = Math.max(0, at - 40)
  return quoted(`${from > 0 ? '…' : ''}${text.slice(from, at + 40)}`).replaceAll('\\"', '"')
}
