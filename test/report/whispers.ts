/** A match in which all that a seat keeps from the others is a word or a number of its own, so that a scan of bytes finds it. */
import { z } from 'zod'
import { type MatchStory, matchStory } from '../../src/analysis/match-story.ts'
import type { Event, Started } from '../../src/core/event.ts'
import { type AnyGame, asking, defineGame, over, type Seat, seatsTo } from '../../src/core/game.ts'
import { ending, replay } from '../../src/core/match.ts'
import type { Call } from '../../src/store/store.ts'

export const SEATS = 3

interface State {
  readonly secrets: readonly string[]
  /** By round, by seat. */
  readonly said: readonly (readonly string[])[]
  readonly rounds: number
}
interface Kinds {
  whisper: { word: string; loud: boolean }
}

const Whisper = z.strictObject({ word: z.string().max(80), loud: z.boolean() })

/** Each seat whispers a word a round; nobody hears it, and all see how many rounds there were. */
export const whispers: AnyGame = defineGame<{ rounds: number }, State, Kinds, unknown>({
  id: 'whispers',
  title: 'Whispers',
  version: 1,
  params: z.strictObject({ rounds: z.int().min(1).default(2) }),
  roles: () => [{ name: 'whisperer', min: SEATS, max: SEATS }],
  init: ({ params: { rounds } }) => ({ secrets: seatsTo(SEATS).map((seat) => `secret-of-${seat}`), said: [], rounds }),
  turn: ({ said, rounds }) =>
    said.length < rounds ? asking(seatsTo(SEATS), 'whisper', Whisper, { word: 'hush', loud: false }) : over(),
  apply: (state, moves) => ({
    ...state,
    said: [...state.said, seatsTo(SEATS).map((seat) => moves.at(seat, 'whisper').word)],
  }),
  view: ({ secrets, said }, seat) => ({
    round: said.length + 1,
    ownSecret: secrets[seat],
    history: said.map((words, round) => ({ round, own: words[seat] })),
  }),
  payoffs: ({ said }) => seatsTo(SEATS).map((seat) => (said.length === 0 ? 0 : payoffOf(seat, said.length))),
  measures: () => ({ loudness: 5099 }),
  regrets: () => new Map(seatsTo(SEATS).map((seat) => [seat, regretOf(seat)])),
})

const payoffOf = (seat: Seat, round: number): number => 7000 + 100 * seat + round
const regretOf = (seat: Seat): number => 6000 + 100 * seat

/** What must not be seen by another seat than this one. */
export const canariesOf = (seat: Seat): readonly string[] => [
  `secret-of-${seat}`,
  `player-of-${seat}`,
  `told-of-${seat}`,
  `reason-of-${seat}`,
  `word-of-${seat}-in-0`,
  `word-of-${seat}-in-1`,
  `prompt-of-${seat}`,
  `reply-of-${seat}`,
  `error-of-${seat}`,
  String(payoffOf(seat, 2)),
]

/** What no seat may see, not of itself either. */
export const SPECTATORS = [
  'the-seed',
  'the-parent',
  'why-paused',
  '5099',
  String(regretOf(0)),
  String(regretOf(1)),
  String(payoffOf(2, 1)),
]

const start: Started = {
  type: 'started',
  match: 'w-1/m1',
  game: 'whispers',
  version: 1,
  seats: seatsTo(SEATS).map((seat) => ({ role: 'whisperer', player: `player-of-${seat}`, told: `told-of-${seat}` })),
  seed: 'the-seed',
  parent: { match: 'the-parent', turn: 1 },
}

const whisper = (turn: number, seat: Seat, rest: object = {}): Event => ({
  ...{ type: 'moved', turn, seat, reason: `reason-of-${seat}` },
  ...{ action: { word: `word-of-${seat}-in-${turn}`, loud: false }, origin: { by: 'player' } },
  ...rest,
})

const twoTurns: readonly Event[] = [
  start,
  ...seatsTo(SEATS).map((seat) => whisper(0, seat)),
  { type: 'paused', turn: 1, reason: 'why-paused' },
  whisper(1, 0),
  whisper(1, 2, { origin: { by: 'fallback', reason: 'illegal' } }),
  whisper(1, 1),
]

/** Two turns and their end. */
export const log: readonly Event[] = [...twoTurns, ending(whispers, replay(whispers, twoTurns))]

/** As many rounds as wanted, to the end. */
export function longLog(rounds: number): readonly Event[] {
  const moves = seatsTo(rounds).flatMap((turn) => seatsTo(SEATS).map((seat) => whisper(turn, seat)))
  const events: readonly Event[] = [{ ...start, params: { rounds } }, ...moves]
  return [...events, ending(whispers, replay(whispers, events))]
}

export const call = (turn: number, seat: Seat, more: Partial<Call> = {}): Call => ({
  ...{ match: 'w-1/m1', turn, seat, purpose: 'answer', attempt: 1, try: 1, provider: 'p', model: `model-of-${seat}` },
  ...{ at: '', status: 'ok', outcome: 'legal', dropped: null, text: `reply-of-${seat}`, error: `error-of-${seat}` },
  ...{ tokensIn: 120, tokensOut: 7, waited: 30, worked: 400 },
  request: { messages: [{ role: 'user', content: `prompt-of-${seat}` }] },
  ...more,
})

export const calls: readonly Call[] = seatsTo(SEATS).flatMap((seat) => [call(0, seat), call(1, seat)])

export const told = (
  seat?: Seat,
  { events = log, made = calls }: { readonly events?: readonly (Event | null)[]; readonly made?: readonly Call[] } = {},
): MatchStory => matchStory({ game: whispers, events, calls: made, seat })
