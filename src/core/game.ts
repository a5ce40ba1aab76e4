/** What a game is: five pure functions over plain JSON, and the types they speak. */
import type { z } from 'zod'
import type { Chance, Rng } from './chance.ts'

/** A player's place at the table: 0, 1, 2, … */
export type Seat = number

/**
 * What a game asks of one seat now. `K` maps each kind of decision to its action:
 * `interface Kinds { schedule: { rates: number[] }; labour: { hours: number } }`.
 */
export type Ask<K> = {
  [k in keyof K & string]: {
    /** Names the decision, and so the prompt that words it. */
    readonly kind: k
    /** What this seat may answer here, given what it knows: format, form and check. One strict object, no refine. */
    readonly schema: z.ZodType<K[k]>
    /** Played, and flagged, for a seat that gives no legal answer. */
    readonly fallback: K[k]
    /** The rules can do without this answer: it may be logged as missing. */
    readonly absent?: true
  }
}[keyof K & string]

/** Who must answer now. Several seats move at once; one seat is a sequential move; none is the end. */
export type Turn<K> = ReadonlyMap<Seat, Ask<K>>

/** Everyone's answers to one turn, in seat order whatever order they came in: float sums depend on it. */
export interface Moves<K> {
  /** The answers of one kind, without the seats that are missing. */
  of<k extends keyof K & string>(kind: k): ReadonlyMap<Seat, K[k]>
  /** One seat's answer. Throws where the seat gave none of that kind. */
  at<k extends keyof K & string>(seat: Seat, kind: k): K[k]
}

/** Seats are filled in the order of the roles, each with at least `min` and at most `max` of them. */
export interface Role {
  readonly name: string
  readonly min: number
  readonly max: number
}

export interface Setup<P> {
  readonly params: P
  /** The role of each seat. */
  readonly roles: readonly string[]
}

/** A question about the rules, which has one right answer. `quiz.md` among the game's prompts words it. */
export interface Question {
  /** Which one: `target`. */
  readonly name: string
  /** What is told for it, plain JSON. */
  readonly given: Readonly<Record<string, unknown>>
  readonly answer: number | boolean
  /** A number may be off by so much. */
  readonly within?: number
}

/** The rules of a game, as pure functions over a state that is plain JSON. P params, S state, K kinds, V view. */
export interface Game<P, S, K, V> {
  readonly id: string
  readonly title: string
  /** Goes up whenever old logs would replay to something else. */
  readonly version: number
  /** Every rule that papers disagree on is a parameter, with a default. */
  readonly params: z.ZodType<P>
  readonly roles: (params: P) => readonly Role[]
  readonly init: (setup: Setup<P>, chance: Chance) => S
  readonly turn: (state: S) => Turn<K>
  readonly apply: (state: S, moves: Moves<K>, chance: Chance) => S
  /** All that a seat may know, awaited or not, to the end and after it. Prompts and screens see nothing else. */
  readonly view: (state: S, seat: Seat) => V
  /** Payoffs so far, by seat. */
  readonly payoffs: (state: S) => readonly number[]
  /** Figures of the whole match; one that is undefined is absent, never NaN. */
  readonly measures?: (state: S) => Readonly<Record<string, number>>
  /**
   * What each seat gave up in a turn, once all its answers are in: the most that it could have earned by another action against
   * what the others actually did, less what it earned. Never negative; without the seats of which it is not known. Nobody at the
   * table is shown it: it is for who reads the log.
   */
  readonly regrets?: (state: S, moves: Moves<K>) => ReadonlyMap<Seat, number>
  /** One of each question about the rules under this setup, with what is right by the rules' own reckoning. */
  readonly quiz?: (setup: Setup<P>, rng: Rng) => readonly Question[]
  /** Takes a seat out. Only games that have it go on when a person leaves. */
  readonly without?: (state: S, seat: Seat) => S
  /**
   * Seats that are out for good before the end: they are asked nothing more, and their payoffs stand. Who sits there need not wait
   * for the others. A wrap that asks them again leaves it out.
   */
  readonly out?: (state: S) => readonly Seat[]
  /** The wraps around the base game, innermost first. Set by `wrapped`, and checked against the log. */
  readonly wraps?: readonly WrapRef[]
}

/** Which wrap, and how: as it stands in a log. */
export interface WrapRef {
  readonly id: string
  readonly version: number
  readonly params: unknown
}

// biome-ignore lint/suspicious/noExplicitAny: a shelf of games holds every kind of state
export type AnyGame = Game<any, any, any, any>
// biome-ignore lint/suspicious/noExplicitAny: what asks for a turn of any game holds any action
export type AnyAsk = Ask<Record<string, any>>

/** A scripted player, by kind; its memory is `view.history`, its chance a stream of its own. */
export type Strategy<K, V> = (options: unknown) => {
  readonly [k in keyof K]?: (view: V, rng: Rng) => K[k]
}
// biome-ignore lint/suspicious/noExplicitAny: a shelf of strategies holds every kind of view
export type AnyStrategy = Strategy<any, any>

/** A game made from a game (talk, repeated …): lists every member, never spreads the game; its view adds one key, its id. */
export interface Wrap {
  readonly id: string
  readonly version: number
  readonly params: z.ZodType
  readonly wrap: (game: AnyGame, params: unknown) => AnyGame
}

export type KindsOf<G> = G extends Game<infer _P, infer _S, infer K, infer _V> ? K : never
export type ViewOf<G> = G extends Game<infer _P, infer _S, infer _K, infer V> ? V : never

/** Gives the literal its types, and changes nothing. */
export const defineGame = <P, S, K, V>(game: Game<P, S, K, V>): Game<P, S, K, V> => game

/** Puts wraps around a game, innermost first, and notes them on it. Throws a ZodError on params a wrap refuses. */
export function wrapped(game: AnyGame, wraps: readonly { readonly wrap: Wrap; readonly params?: unknown }[]): AnyGame {
  return wraps.reduce<AnyGame>((inner, { wrap, params }) => {
    const parsed = wrap.params.parse(params ?? {})
    const ref = { id: wrap.id, version: wrap.version, params: parsed }
    return { ...wrap.wrap(inner, parsed), wraps: [...(inner.wraps ?? []), ref] }
  }, game)
}

/** Asks each of these seats the same. */
export function asking<K, k extends keyof K & string>(
  seats: readonly Seat[],
  kind: k,
  schema: z.ZodType<K[k]>,
  fallback: K[k],
): Turn<K> {
  const ask = { kind, schema, fallback } as Ask<K>
  return new Map(seats.map((seat) => [seat, ask]))
}

/** Nobody moves again. */
export const over = <K>(): Turn<K> => new Map()

/** 0, 1, … n − 1. */
export const seatsTo = (n: number): readonly Seat[] => Array.from({ length: n }, (_, seat) => seat)
