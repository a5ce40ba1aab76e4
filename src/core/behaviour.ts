/** What is looked at in how a game was played, beyond payoffs: what each decision shows, what it says of who made it, what people did. */
import type { Seat } from './game.ts'

/** One decision of a player's own, as it was made. */
export interface Made {
  readonly role: string
  readonly seat: Seat
  readonly turn: number
  /** Finished rounds that the seat could look back on, plus one: as the view's history counts them. */
  readonly round: number
  readonly kind: string
  // biome-ignore lint/suspicious/noExplicitAny: of any game
  readonly action: any
  /** What the seat saw when it was asked, and once the turn was complete. */
  // biome-ignore lint/suspicious/noExplicitAny: of any game
  readonly view: any
  // biome-ignore lint/suspicious/noExplicitAny: of any game
  readonly after: any
}

/** What a game has to say about behaviour under these params at a table of so many seats. Names are unique among all members. */
export interface Behaviour {
  readonly figures: readonly Figure[]
  readonly classes: readonly Classification[]
  readonly estimates: readonly Estimate[]
  readonly baselines: readonly Baseline[]
}

// biome-ignore lint/suspicious/noExplicitAny: a shelf of games holds every kind of params
export type BehaviourOf = (params: any, seats: number) => Behaviour

interface Named {
  /** In small letters with dashes, as a column of a table names it. */
  readonly name: string
  /** For a heading: a few words. */
  readonly title: string
  /** One sentence for the codebook: what it is, its unit, its range, and its source where it is from the literature. */
  readonly describes: string
}

/** A number that a decision shows: means over it are reported by player. */
export interface Figure extends Named {
  /** Undefined where it is not defined for this decision. Never NaN. */
  readonly of: (made: Made) => number | undefined
}

/** A class that a decision falls into: its shares are reported by player. */
export interface Classification extends Named {
  /** All there are, in the order of a chart. */
  readonly classes: readonly string[]
  readonly of: (made: Made) => string | undefined
}

/** A parameter of a model of behaviour, estimated from many decisions of one player. */
export interface Estimate extends Named {
  /** What of a decision it is estimated from; undefined: not this one. */
  readonly datum: (made: Made) => readonly number[] | undefined
  /** From different data with their weights (how often each came). Undefined where the data do not say. Never NaN. */
  readonly from: (data: readonly (readonly number[])[], weights: readonly number[]) => number | undefined
}

/** What people (or models, where `who` says so) did under rules that match: drawn beside the players of a run. */
export interface Baseline {
  /** The figure, class or estimate it is a value of. */
  readonly of: string
  /** Whom and where: `students, Bonn`. */
  readonly who: string
  /** Of a figure or an estimate. */
  readonly value?: number
  readonly interval?: readonly [low: number, high: number]
  /** Of a classification: class → share, from 0 to 1. */
  readonly shares?: Readonly<Record<string, number>>
  /** The round it is about, where it is about one. */
  readonly round?: number
  /** How many people, or decisions where the source counts those. */
  readonly n?: number
  /** Nagel (1995), Table II. */
  readonly source: string
}
