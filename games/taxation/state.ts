/** What a match of taxation holds: every choice once, and of each step of labour the rebate. Workers are in seat order. */
import type { Seat } from '../../src/core/game.ts'
import type { Params } from './params.ts'

export type Schedule = { rates: number[] } | { deltas: number[] }
type Campaign = { run: boolean; rates: number[] | null } | { run: boolean; deltas: number[] | null }

export interface Kinds {
  schedule: Schedule
  labour: { hours: number }
  satisfied: { satisfied: boolean }
  campaign: Campaign
  vote: { for: Seat }
}

/** A candidate and the schedule it runs with. */
export interface Platform {
  readonly rates: readonly number[]
  readonly seat: Seat
}

/** One choice of labour by all, under one schedule. */
export interface Step {
  readonly hours: readonly number[]
  readonly rebate: number
}

export interface Year {
  readonly campaigns: readonly Platform[] | null
  readonly leader: Seat | null
  readonly rates: readonly number[]
  /** Null for who did not say. */
  readonly satisfied: readonly (boolean | null)[] | null
  readonly steps: readonly Step[]
  /** Null for who did not vote. */
  readonly votes: readonly (Seat | null)[] | null
  /** From 1. */
  readonly year: number
}

export interface State {
  /** Of this year: who runs. */
  readonly campaigns: readonly Platform[] | null
  /** The worker who was elected last. */
  readonly leader: Seat | null
  readonly params: Params
  /** What is asked now. */
  readonly phase: keyof Kinds | 'over'
  /** Whether seat 0 is a planner. */
  readonly planned: boolean
  /** In force. */
  readonly rates: readonly number[]
  readonly skills: readonly number[]
  /** Of this year. */
  readonly steps: readonly Step[]
  readonly totals: readonly number[]
  readonly votes: readonly (Seat | null)[] | null
  /** Those that are over. */
  readonly years: readonly Year[]
}

/** The seat of the first worker. */
export const firstWorker = ({ planned }: Pick<State, 'planned'>): Seat => (planned ? 1 : 0)

export const workersOf = (state: State): readonly Seat[] => state.skills.map((_, nth) => nth + firstWorker(state))
