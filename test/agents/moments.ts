/** Plays matches by agents, and keeps what each seat saw when it was asked. */
import type { Agent } from '../../src/agents/agent.ts'
import { playerStream } from '../../src/core/chance.ts'
import type { AnyAsk, AnyGame, Seat } from '../../src/core/game.ts'
import { advance, ending, isOver, type Position, start } from '../../src/core/match.ts'

export interface Moment {
  readonly turn: number
  readonly seat: Seat
  readonly ask: AnyAsk
  readonly view: Readonly<Record<string, unknown>>
}

export interface PlayedOut {
  readonly moments: readonly Moment[]
  readonly payoffs: readonly number[]
  readonly measures: Readonly<Record<string, number>>
  readonly fallbacks: number
}

export async function playOut(
  game: AnyGame,
  roles: readonly string[],
  agentOf: (seat: Seat) => Agent,
  {
    params = {},
    seed = 'seed',
    told,
  }: { readonly params?: Record<string, unknown>; readonly seed?: string; readonly told?: string } = {},
): Promise<PlayedOut> {
  const wraps = game.wraps?.map(({ id, version, params: own }) => ({
    id,
    version,
    params: own as Record<string, unknown>,
  }))
  const seats = roles.map((role, seat) => ({ role, player: `player ${seat}` }))
  const { id, version } = game
  const signal = new AbortController().signal
  // biome-ignore lint/suspicious/noExplicitAny: any game is played
  let at: Position<any, any> = start(game, {
    type: 'started',
    game: id,
    version,
    params,
    ...(wraps && { wraps }),
    seats,
    seed,
  })
  const moments: Moment[] = []
  let fallbacks = 0
  while (!isOver(at)) {
    const { turn, asks, state } = at
    for (const [seat, ask] of asks as ReadonlyMap<Seat, AnyAsk>) {
      const view = game.view(state, seat) as Moment['view']
      moments.push({ turn, seat, ask, view })
      const chance = (...label: readonly (string | number)[]) => playerStream(seed, seat, turn, ...label)
      const decision = await agentOf(seat).decide({ match: 'm', turn, seat, ask, view, told, chance, signal })
      if (decision.origin.by !== 'player') fallbacks++
      at = advance(game, at, { type: 'moved', turn, seat, ...decision })
    }
  }
  const { payoffs, measures = {} } = ending(game, at)
  return { moments, payoffs, measures, fallbacks }
}
