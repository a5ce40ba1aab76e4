/**
 * What one seat draws or does stays hidden from the others, but for what the rules reveal. Three parts, for each catches leaks
 * that the others let through; every seat is looked at, awaited or not, to the end of play.
 */
import { canonical } from '../core/fingerprint.ts'
import { type Seat, seatsTo } from '../core/game.ts'
import { isOver } from '../core/match.ts'
import type { Case } from './cases.ts'
import { broken, forEverySeed } from './holds.ts'
import type { AnyPosition, Bench, Law } from './law.ts'
import { startedOf } from './play.ts'
import { mustAgree, seenBy } from './same.ts'
import {
  type Answers,
  afterTurn,
  answersTo,
  exchanged,
  oneChanged,
  type PlayedTurn,
  turnsOf,
  twinStream,
} from './twins.ts'

export const leakLaws = (bench: Bench): readonly Law[] => [
  { name: 'leaks 1: what chance gave a seat is hidden until it has answered', check: () => hidesChance(bench) },
  { name: 'leaks 2: of one action no more is seen than is revealed', check: () => hidesActions(bench) },
  { name: 'leaks 3: of who did what no more is seen than is revealed', check: () => hidesNames(bench) },
]

/** Twins of one random match. */
const TWINS = 6

/** Twins that differ only in seat k's own streams look alike to all others until k has answered. */
function hidesChance(bench: Bench): void {
  let compared = 0
  forEverySeed(bench, (one, seed) => {
    const seats = one.roles.length
    const first = twinStream(seed, 0).int(seats)
    for (let twin = 0; twin < Math.min(seats, TWINS); twin++)
      compared += chanceTwins(bench, one, seed, (first + twin) % seats)
  })
  mustHaveCompared(bench, compared, 'in which the chance of a seat makes a difference before that seat has answered')
}

function chanceTwins({ game, fold, ...rest }: Bench, one: Case, seed: string, k: Seat): number {
  const started = startedOf(game, one, seed)
  const opened = { a: new Set<string>(), b: new Set<string>() }
  let a = fold.start(game, started, { probe: { opened: (label) => opened.a.add(label) } })
  let b = fold.start(game, started, {
    probe: { opened: (label) => opened.b.add(label), twin: { seat: k, salt: 'twin' } },
  })
  let compared = 0
  for (;;) {
    for (const j of seatsTo(one.roles.length)) {
      if (j === k) continue
      mustAgree(`seat ${j} sees in turn ${a.turn} what chance gave seat ${k}`, seenBy(game, a, j), seenBy(game, b, j))
      // A game that has drawn nothing for this seat has nothing to hide; one that has must show that twins can differ.
      if (differ(a, b) || [...opened.b].every((label) => opened.a.has(label))) compared++
    }
    if (isOver(a) || isOver(b) || a.asks.has(k) || b.asks.has(k)) return compared
    const answers = answersTo(a, seed)
    a = afterTurn({ game, fold, ...rest }, a, answers, seed)
    b = afterTurn({ game, fold, ...rest }, b, answers, seed)
  }
}

/** Twins that differ in one action of k look alike to every other seat to which the rules reveal the same. */
function hidesActions(bench: Bench): void {
  let compared = 0
  forEverySeed(bench, (one, seed) => {
    compared += actionTwins(bench, one, seed, (turn, twin) => {
      const rng = twinStream(seed, twin)
      const seats = [...turn.answers.keys()]
      const k = seats[rng.int(seats.length)]!
      const answers = oneChanged(turn, k, seed, `twin ${twin}`)
      return answers && { answers, by: [k] }
    })
  })
  mustHaveCompared(bench, compared, 'in which a seat’s action makes a difference that is not revealed')
}

/** Twins in which seats k and l exchange actions look alike to every third seat to which the rules reveal the same. */
function hidesNames(bench: Bench): void {
  let compared = 0
  forEverySeed(bench, (one, seed) => {
    compared += actionTwins(bench, one, seed, (turn, twin) => {
      const [k, l] = twinStream(seed, twin).shuffle([...turn.answers.keys()])
      if (k === undefined || l === undefined) return undefined
      const answers = exchanged(turn, k, l)
      return answers && { answers, by: [k, l] }
    })
  })
  mustHaveCompared(bench, compared, 'in which two actions are exchanged and that is not revealed to a third seat')
}

type Change = (
  turn: PlayedTurn,
  twin: number,
) => { readonly answers: Answers; readonly by: readonly Seat[] } | undefined

/** Makes twins that part in a random turn, and says how often a seat that should see no difference was looked at. */
function actionTwins(bench: Bench, one: Case, seed: string, change: Change): number {
  const turns = turnsOf(bench, one, seed)
  let compared = 0
  for (let twin = 0; twin < TWINS && turns.length > 1; twin++) {
    const from = twinStream(`${seed}/turn`, twin).int(turns.length - 1)
    const changed = change(turns[from]!, twin)
    if (changed) compared += watched(bench, turns.slice(from), changed.answers, changed.by, seed)
  }
  return compared
}

function watched(
  bench: Bench,
  turns: readonly PlayedTurn[],
  changed: Answers,
  by: readonly Seat[],
  seed: string,
): number {
  const [{ at: parting }, ...later] = turns as [PlayedTurn, ...PlayedTurn[]]
  const watching = new Set(seatsTo(parting.players.length).filter((seat) => !by.includes(seat)))
  let b = afterTurn(bench, parting, changed, seed)
  let compared = 0
  for (const { at: a, answers } of later) {
    for (const j of watching) {
      if (revealed(bench, a, j) !== revealed(bench, b, j)) watching.delete(j)
      else {
        const what = `seat ${j} sees in turn ${a.turn} of seat ${by.join(' and ')}, turn ${parting.turn}, what is not revealed`
        mustAgree(what, seenBy(bench.game, a, j), seenBy(bench.game, b, j))
        if (differ(a, b)) compared++
      }
    }
    if (isOver(a) || isOver(b) || watching.size === 0) break
    b = afterTurn(bench, b, answers, seed)
  }
  return compared
}

/** By its JSON: what is undefined counts as null in a list, and as absent in an object. */
const revealed = ({ reveals }: Bench, { state }: AnyPosition, seat: Seat): string =>
  canonical(JSON.parse(JSON.stringify(reveals(state, seat) ?? null)))

const differ = (a: AnyPosition, b: AnyPosition): boolean => canonical(a.state) !== canonical(b.state)

function mustHaveCompared({ allPublic, cases }: Bench, compared: number, what: string): void {
  if (compared > 0 || allPublic) return
  const most = Math.max(...cases.map(({ roles }) => roles.length))
  throw broken(
    `nothing was compared: no match came up ${what} (of at most ${most} seats); give other params or seats, or say allPublic`,
  )
}
