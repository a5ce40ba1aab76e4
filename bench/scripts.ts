/** A match of scripted players with their usual options, into a log. */
import { shelf } from '../games/index.ts'
import { scripted } from '../src/agents/scripted.ts'
import { play } from '../src/arena/play.ts'
import { shelvedGame } from '../src/core/shelf.ts'
import { nodeDigest } from '../src/store/chain.ts'
import type { Store } from '../src/store/store.ts'

export interface ScriptedMatch {
  readonly match: string
  readonly game: string
  /** Each with the name of a strategy. */
  readonly seats: readonly { readonly role: string; readonly player: string }[]
  readonly params: Readonly<Record<string, unknown>>
}

/** Resolves with the number of decisions. */
export async function playedByScripts(
  store: Store,
  { match, game: id, seats, params }: ScriptedMatch,
): Promise<number> {
  const { game, strategies } = shelvedGame(shelf, id)
  const names = [...new Set(seats.map(({ player }) => player))]
  const agents = new Map(names.map((name) => [name, scripted({ name, play: strategies[name]!({}) })]))
  const started = {
    ...({ type: 'started', wire: 1, match, game: id, version: game.version, seed: match } as const),
    params: game.params.parse(params) as Record<string, unknown>,
    seats: [...seats],
  }
  let decisions = 0
  await play(match, started, {
    game,
    store,
    signal: new AbortController().signal,
    fold: { digest: nodeDigest },
    agentOf: (name) => agents.get(name)!,
    moved: () => decisions++,
  })
  return decisions
}
