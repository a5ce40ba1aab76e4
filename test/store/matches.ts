/** Matches to log: real games, played by seeded draws. */
import { shelf } from '../../games/index.ts'
import { type Rng, stream } from '../../src/core/chance.ts'
import type { Event, Started } from '../../src/core/event.ts'
import type { AnyAsk, AnyGame } from '../../src/core/game.ts'
import { check, draw, jsonSchemaOf } from '../../src/core/legal.ts'
import { advance, awaited, ending, isOver, start } from '../../src/core/match.ts'
import { type GameRef, gameOf } from '../../src/core/shelf.ts'
import type { Archive } from '../../src/store/archive.ts'
import { nodeDigest } from '../../src/store/chain.ts'
import type { Run } from '../../src/store/store.ts'

export const gameFor = ({ game, wraps }: Started): AnyGame => gameOf(shelf, { game, wraps })

/** What to play: beauty contest of three seats over two rounds, where nothing is said. */
export interface Match extends Partial<GameRef> {
  readonly params?: Record<string, unknown>
  readonly seats?: readonly Started['seats'][number][]
  /** A reason beside every action. */
  readonly reasons?: boolean
}

export function startOf(match: string, { game = 'beauty-contest', wraps = [], params, seats }: Match = {}): Started {
  const rules = gameOf(shelf, { game, wraps })
  return {
    type: 'started',
    wire: 1,
    match,
    game,
    version: rules.version,
    params: params ?? (game === 'beauty-contest' ? { rounds: 2 } : {}),
    ...(rules.wraps && {
      wraps: rules.wraps.map((wrap) => ({ ...wrap, params: wrap.params as Record<string, unknown> })),
    }),
    seats: [...(seats ?? seatsOf(game))],
    seed: `seed of ${match}`,
    code: '0.1.0',
  }
}

const seatsOf = (game: string) =>
  game === 'ultimatum'
    ? [
        { role: 'proposer', player: 'fair' },
        { role: 'responder', player: 'equilibrium' },
      ]
    : [0, 1, 2].map((seat) => ({ role: 'player', player: `player ${seat}` }))

/** The events of a whole match. */
export function played(id: string, match: Match = {}): Event[] {
  const started = startOf(id, match)
  const game = gameFor(started)
  const rng = stream([id])
  let at = start(game, started, { digest: nodeDigest })
  const events: Event[] = [started]
  while (!isOver(at))
    for (const seat of awaited(at)) {
      const action = drawn(at.asks.get(seat)!, rng)
      const reason = match.reasons ? { reason: `because of ${rng.int(1000)}` } : {}
      const event: Event = { type: 'moved', turn: at.turn, seat, action, ...reason, origin: { by: 'player' } }
      at = advance(game, at, event)
      events.push(event)
    }
  return [...events, ending(game, at)]
}

function drawn(ask: AnyAsk, rng: Rng): unknown {
  for (let i = 0; i < 20; i++) {
    const action = draw(jsonSchemaOf(ask.schema), rng)
    if (check(ask.schema, action).ok) return action
  }
  return ask.fallback
}

/** Logs events as play does. */
export function log(store: Archive, match: string, events: readonly Event[], run: string | null = null): void {
  store.open(match, run, events[0] as Started)
  for (const event of events.slice(1)) store.append(match, event)
}

export const runNamed = (id: string, more: Partial<Run> = {}): Run => ({
  id,
  name: 'a run',
  experiment: 'name: a run\n',
  file: 'examples/a.yaml',
  texts: {},
  seed: 'seed',
  code: '0.1.0',
  at: '2026-11-23T10:00:00.000Z',
  ...more,
})

export const callKey = { match: 'a', turn: 0, seat: 1, purpose: 'answer', attempt: 1 }

export const callBegun = {
  ...callKey,
  try: 1,
  provider: 'openai',
  model: 'gpt-5-mini',
  request: { messages: [{ role: 'system', content: 'long '.repeat(100) }], temperature: 0.5 },
}

export const callDone = {
  status: 'ok',
  answered: 'gpt-5-mini-2026',
  text: '{"guess": 33}',
  reply: { id: 'x', choices: [] },
  finish: 'stop',
  tokensIn: 120,
  tokensOut: 9,
  tokensReasoning: null,
  tokensCached: 0,
  cost: 0.0003,
  requestId: 'req-1',
  waited: 1.5,
  worked: 830,
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}
