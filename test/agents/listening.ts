/** A model that says what a test wants, and keeps what it was sent; and matches played with it as the arena plays them. */
import { shelf } from '../../games/index.ts'
import type { Agent } from '../../src/agents/agent.ts'
import { type LlmOptions, llm } from '../../src/agents/llm.ts'
import { play } from '../../src/arena/play.ts'
import type { Started } from '../../src/core/event.ts'
import { type GameRef, gameOf } from '../../src/core/shelf.ts'
import type { CallKey, Message, Model, ModelReply, ModelRequest } from '../../src/models/model.ts'
import { recorded } from '../../src/models/recorded.ts'
import { replaying } from '../../src/models/replaying.ts'
import type { Archive } from '../../src/store/archive.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { bookOf } from './prompts.ts'

export interface Sent {
  readonly key: CallKey
  readonly messages: readonly Message[]
  readonly schema: unknown
}

export type Says = (request: ModelRequest) => string | Partial<ModelReply>

export interface Listening {
  readonly model: Model
  /** In the order in which it was asked. */
  readonly sent: Sent[]
}

export function listening(says: Says): Listening {
  const sent: Sent[] = []
  const complete = async (request: ModelRequest): Promise<ModelReply> => {
    const { key, messages, schema } = request
    sent.push({ key, messages, schema })
    const said = says(request)
    const tokens = { input: null, output: null, reasoning: null, cached: null }
    return {
      text: '',
      finish: 'stop',
      model: 'listening',
      tokens,
      ...(typeof said === 'string' ? { text: said } : said),
    }
  }
  return { model: { name: 'test:listening', provider: 'test', simulated: true, complete }, sent }
}

export interface Sitting {
  readonly ref: GameRef
  readonly params?: Record<string, unknown>
  readonly roles: readonly string[]
  /** Seats whose players are not models. */
  readonly others?: Readonly<Record<number, Agent>>
  /** The words, reasoning and memory of the models. */
  readonly book?: Partial<Parameters<typeof bookOf>[0]>
  readonly options?: Partial<LlmOptions>
  /** By seat. */
  readonly told?: readonly string[]
  readonly names?: readonly string[]
}

/** One match, in one store: each call of `sit` is a process of its own that plays it on. */
export function matchOf({ ref, params = {}, roles, others = {}, book = {}, options = {}, told, names }: Sitting): {
  readonly store: Archive
  readonly sit: (model: Model, stopAfter?: number) => ReturnType<typeof play>
} {
  const store = memoryStore()
  const game = gameOf(shelf, ref)
  const started: Started = {
    type: 'started',
    ...{ game: game.id, version: game.version, params, seed: 'seed' },
    ...(game.wraps && { wraps: game.wraps as NonNullable<Started['wraps']> }),
    seats: roles.map((role, seat) => ({
      ...{ role, player: names?.[seat] ?? `player ${seat}` },
      ...(told?.[seat] !== undefined && { told: told[seat] }),
    })),
  }
  const sit = (model: Model, stopAfter = Infinity) => {
    const agent = llm({
      ...{ name: 'model', model: replaying(recorded(model, store), store), log: store },
      book: bookOf({ game: game.id, wraps: (ref.wraps ?? []).map(({ id }) => id), ...book }),
      ...options,
    })
    const stop = new AbortController()
    let decisions = 0
    return play('m', started, {
      ...{ game, store, signal: new AbortController().signal, stop: stop.signal },
      agentOf: (_, seat) => others[seat] ?? agent,
      moved: () => {
        decisions++
        if (decisions === stopAfter) stop.abort(new Error('stopped'))
      },
    })
  }
  return { store, sit }
}
