/** The log determines the play: replayed, resumed anywhere, and in whatever order a turn's answers came. */
import { stream } from '../core/chance.ts'
import { type Event, eventOf } from '../core/event.ts'
import { ending } from '../core/match.ts'
import { forEverySeed } from './holds.ts'
import type { AnyPosition, Bench, Law } from './law.ts'
import { type Played, played, playedOn } from './play.ts'
import { mustAgree, outcomeOf } from './same.ts'

export const replayLaws = (bench: Bench): readonly Law[] => [
  { name: 'the log, read back from JSON, replays to the live end', check: () => replays(bench) },
  { name: 'a match resumes from every prefix to the same end', check: () => resumes(bench) },
  { name: 'the order of answers within a turn does not matter', check: () => ignoresOrder(bench) },
]

function replays(bench: Bench): void {
  forEverySeed(bench, (one, seed) => {
    const live = played(bench, one, seed)
    const claim = ending(bench.game, live.end)
    const again = folded(bench, readBack([...logOf(live), claim]))
    mustAgree('replayed and live play differ', outcomeOf(bench.game, live.end), outcomeOf(bench.game, again))
  })
}

/** Both from a fresh fold of the prefix, and from the position that the live match once had, which is not to have changed. */
function resumes(bench: Bench): void {
  const resumed = (live: Played, seed: string) => {
    const log = readBack(logOf(live))
    const end = outcomeOf(bench.game, live.end)
    live.steps.forEach(({ before }, taken) => {
      const from = { afresh: folded(bench, log.slice(0, taken + 1)), live: before }
      for (const [how, at] of Object.entries(from))
        mustAgree(
          `resumed after ${taken} answers (${how}) and live play differ`,
          end,
          outcomeOf(bench.game, playedOn(bench, at, seed).end),
        )
    })
  }
  forEverySeed(bench, (one, seed) => resumed(played(bench, one, seed), seed), Math.ceil(bench.runs / 5))
}

function ignoresOrder(bench: Bench): void {
  forEverySeed(bench, (one, seed) => {
    const live = played(bench, one, seed)
    const moves = live.steps.map(({ event }) => event)
    const turns = [...new Set(moves.map(({ turn }) => turn))]
    const end = outcomeOf(bench.game, live.end)
    const disordered = [
      turns.flatMap((turn) => moves.filter((move) => move.turn === turn).reverse()),
      turns.flatMap((turn) => stream(['order', seed, turn]).shuffle(moves.filter((move) => move.turn === turn))),
    ]
    for (const order of disordered) {
      const again = folded(bench, [live.started, ...order])
      mustAgree('another order of answers gives another end', end, outcomeOf(bench.game, again))
    }
  })
}

const logOf = ({ started, steps }: Played): readonly Event[] => [started, ...steps.map(({ event }) => event)]

const readBack = (log: readonly Event[]): readonly Event[] =>
  log.map((event) => eventOf(JSON.parse(JSON.stringify(event))))

function folded({ game, fold }: Bench, log: readonly Event[]): AnyPosition {
  const [started, ...rest] = log
  if (started?.type !== 'started') throw new RangeError('a log begins with its start')
  return rest.reduce((at, event) => fold.advance(game, at, event), fold.start(game, started))
}
