/** The same game, with a round of cheap talk before every turn; silence is allowed. */
import { z } from 'zod'
import { type AnyGame, type Game, type Moves, type Seat, seatsTo, type Turn, type Wrap } from '../../src/core/game.ts'

const Params = z.strictObject({
  length: z.int().min(1).max(10_000).default(500).describe('characters that one message may have'),
})

export interface TalkKinds {
  talk: { say: string }
}

/** What one seat said before one turn; an empty text is silence. */
export interface Message {
  readonly say: string
  readonly seat: Seat
  readonly turn: number
}

interface Talked<S> {
  readonly inner: S
  readonly said: readonly Message[]
  readonly seats: number
  readonly talking: boolean
  /** Turns of the inner game that are over. */
  readonly turns: number
}

export const talk: Wrap = {
  id: 'talk',
  version: 1,
  params: Params,
  wrap: (game, params) => withTalk(game, Params.parse(params).length) as AnyGame,
}

function withTalk<P, S, K, V extends object>(
  game: Game<P, S, K, V>,
  length: number,
): Game<P, Talked<S>, K & TalkKinds, V & { talk: { said: readonly Message[]; length: number; seat: Seat } }> {
  const ask = {
    kind: 'talk',
    schema: z.strictObject({ say: z.string().max(length) }),
    fallback: { say: '' },
    absent: true,
  } as const
  const { quiz, regrets, without } = game
  return {
    id: game.id,
    title: `${game.title}, with talk`,
    version: game.version,
    params: game.params,
    roles: game.roles,
    init: (setup, chance) => ({
      inner: game.init(setup, chance),
      said: [],
      seats: setup.roles.length,
      talking: true,
      turns: 0,
    }),
    turn: ({ inner, seats, talking }) => {
      const turn = game.turn(inner)
      const asked = talking && turn.size > 0 ? new Map(seatsTo(seats).map((seat) => [seat, ask])) : turn
      return asked as unknown as Turn<K & TalkKinds>
    },
    apply: (state, moves, chance) => {
      if (!state.talking) {
        const inner = game.apply(state.inner, moves as unknown as Moves<K>, chance)
        return { ...state, inner, talking: true, turns: state.turns + 1 }
      }
      const said = [...(moves as unknown as Moves<TalkKinds>).of('talk')].flatMap(([seat, { say }]) =>
        say === '' ? [] : [{ say, seat, turn: state.turns }],
      )
      return { ...state, talking: false, said: said.length > 0 ? [...state.said, ...said] : state.said }
    },
    view: ({ inner, said }, seat) => ({ ...game.view(inner, seat), talk: { said, length, seat } }),
    payoffs: ({ inner }) => game.payoffs(inner),
    measures: (state) => ({ ...game.measures?.(state.inner), messages: state.said.length }),
    ...(regrets && {
      regrets: (state: Talked<S>, moves: Moves<K & TalkKinds>) =>
        state.talking ? new Map<Seat, number>() : regrets(state.inner, moves as unknown as Moves<K>),
    }),
    ...(quiz && { quiz }),
    ...(without && { without: (state: Talked<S>, seat: Seat) => ({ ...state, inner: without(state.inner, seat) }) }),
  }
}
