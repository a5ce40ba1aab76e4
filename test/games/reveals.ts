/** What of the others' actions the rules reveal to a seat: one line a game, written apart from the rules, for the leak laws. */
import type { beautyContest } from '../../games/beauty-contest/rules.ts'
import type { Message } from '../../games/combinators/talk.ts'
import type { ultimatum } from '../../games/ultimatum/rules.ts'
import type { Game, Seat, ViewOf } from '../../src/core/game.ts'

/** `state`: revealed so far; `view`: what a view shows of the same, for wraps that keep views as history. */
export interface Reveals<S = unknown, V = unknown> {
  readonly state: (state: S, seat: Seat) => unknown
  readonly view: (view: V) => unknown
  /** Every seat sees every action. */
  readonly allPublic?: true
}

const games: Readonly<Record<string, Reveals>> = {
  'beauty-contest': of<typeof beautyContest>({
    state: ({ params, rounds }, seat) =>
      rounds.map(
        (r) =>
          params.feedback !== 'none' && [
            r.statistic,
            r.target,
            r.winning,
            r.paid[seat],
            r.won[seat],
            r.believed?.[seat],
            r.shown,
          ],
      ),
    view: (v) => v.history.map(({ result }) => [revealedIn(result), result?.guesses]),
  }),
  ultimatum: of<typeof ultimatum>({
    state: (s) => [s.offer, s.accepted],
    view: (v) => [v.offer, v.accepted],
    allPublic: true,
  }),
}

type Result = ViewOf<typeof beautyContest>['history'][number]['result']
const revealedIn = (r: Result) => r && [r.statistic, r.target, r.winning, r.payoff, r.won, r.beliefPayoff]

const wraps: Readonly<Record<string, (inner: Reveals) => Reveals>> = {
  comprehension: () => ({ state: () => null, view: () => null, allPublic: true }),
  talk: (inner) => ({
    ...inner,
    state: (s, seat) => [as<{ said: readonly Message[] }>(s).said, inner.state(as<{ inner: unknown }>(s).inner, seat)],
    view: (v) => [as<{ talk: { said: readonly Message[] } }>(v).talk.said, inner.view(v)],
  }),
  repeated: (inner) => ({
    ...inner,
    state: (s, seat) => {
      const { histories, inner: now } = as<{ histories: readonly (readonly unknown[])[]; inner: unknown }>(s)
      return [histories[seat]!.map(inner.view), inner.state(now, seat)]
    },
    view: (v) => [as<{ repeated: { history: readonly unknown[] } }>(v).repeated.history.map(inner.view), inner.view(v)],
  }),
}

/** For a game on the shelf within wraps, innermost first. Throws where this file has no line for one of them. */
export function revealsOf(game: string, around: readonly string[] = []): Reveals {
  return around.reduce((inner, wrap) => lineFor(wraps, wrap)(inner), lineFor(games, game))
}

function lineFor<T>(lines: Readonly<Record<string, T>>, id: string): T {
  const line = lines[id]
  if (line !== undefined) return line
  throw new Error(
    `test/games/reveals.ts says nothing of ${id}: add what its rules reveal of the others' actions to a seat`,
  )
}

/** The law hands a game its own states and views, whatever their types are. */
function of<G>(reveals: G extends Game<infer _P, infer S, infer _K, infer V> ? Reveals<S, V> : never): Reveals {
  return reveals as Reveals
}

const as = <T>(value: unknown): T => value as T
