/** The package's entry: what a game of one's own, or a program around the arena, takes. Laws are under `stagegame/laws`. */
export { z } from 'zod'
export { shelf } from '../games/index.ts'
export type { Agent, Decision, Request } from './agents/agent.ts'
export { play } from './arena/play.ts'
export type { Baseline, Behaviour, BehaviourOf, Classification, Estimate, Figure, Made } from './core/behaviour.ts'
export type { Chance, Rng } from './core/chance.ts'
export { ReplayError, StagegameError } from './core/errors.ts'
export type { Ended, Event, Moved, Origin, Started } from './core/event.ts'
export { canonical, fingerprint, portable } from './core/fingerprint.ts'
export type {
  AnyGame,
  AnyStrategy,
  Ask,
  Game,
  KindsOf,
  Moves,
  Role,
  Seat,
  Setup,
  Strategy,
  Turn,
  ViewOf,
  Wrap,
} from './core/game.ts'
export { asking, defineGame, over, seatsTo, wrapped } from './core/game.ts'
export type { Position, Replayed } from './core/match.ts'
export { advance, awaited, ending, isOver, replay, replayWhileValid, start } from './core/match.ts'
export { memo } from './core/memo.ts'
export type { Shelf } from './core/shelf.ts'
export { gameOf } from './core/shelf.ts'
export type { Store } from './store/store.ts'
