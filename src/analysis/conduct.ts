/** How a run was played: figures, classes and what estimates are made from, by player and block, gathered in one go through the log. */
import type { Behaviour, Estimate, Made } from '../core/behaviour.ts'
import { ReplayError, StagegameError } from '../core/errors.ts'
import type { Event, Started } from '../core/event.ts'
import type { AnyGame } from '../core/game.ts'
import type { Archive, Page } from '../store/archive.ts'
import { add, type BlockSums } from './block-sums.ts'
import { type Decided, decisionsIn } from './decisions.ts'
import type { MatchOutcome } from './outcomes.ts'
import { plainBehaviour } from './plain-behaviour.ts'

/** What one player did in one condition. */
export interface Conduct {
  readonly condition: number
  readonly player: string
  /** By figure; `regret` is among them where the rules know it. */
  readonly figures: Map<string, BlockSums>
  /** By figure and round, from 1; blocks are gathered in at most a hundred groups, which are as independent as they are. */
  readonly rounds: Map<string, BlockSums[]>
  /** By classification and class: how many of each block's decisions fell into it, of all that were classified. */
  readonly classes: Map<string, Map<string, BlockSums>>
  /** By estimate: the different data, and how often each came in each block. Estimates of one datum share them. */
  readonly data: Map<string, Data>
}

export interface Data {
  readonly values: readonly number[][]
  /** Block → index among the values → how often. */
  readonly counts: ReadonlyMap<number, ReadonlyMap<number, number>>
}

export interface Conducts {
  readonly conducts: readonly Conduct[]
  /** What is looked at in each condition. */
  readonly behaviours: ReadonlyMap<number, Behaviour>
  /** Matches whose log could not be folded to its end. */
  readonly damaged: number
}

export interface ConductOptions {
  readonly runs: readonly string[]
  readonly matches: readonly MatchOutcome[]
  readonly leftOut: (condition: number, player: string) => boolean
  readonly gameFor: (started: Started) => AnyGame
  /** What the game has to say; undefined: its actions are told field by field. */
  readonly behaviourFor: (started: Started) => Behaviour | undefined
}

const ROUNDS = 100
const GROUPS = 100

/** Reads the events of the matches that ended, a page at a time. */
export async function conductOf(store: Pick<Archive, 'pages'>, options: ConductOptions): Promise<Conducts> {
  const matches = new Map(options.matches.flatMap((match) => (match.status === 'ended' ? [[match.id, match]] : [])))
  const tallies = new Map<string, Tally>()
  const behaviours = new Map<number, Behaviour>()
  let damaged = 0
  for (const run of options.runs)
    for await (const { match, events } of wholeMatches(store.pages({ run, untimed: true }))) {
      const outcome = matches.get(match)
      if (!outcome) continue
      const [started] = events
      if (started?.type !== 'started') continue
      const { condition, block } = outcome
      const behaviour = behaviours.get(condition) ?? options.behaviourFor(started) ?? plainBehaviour(events)
      behaviours.set(condition, behaviour)
      const tallyOf = (player: string): Tally => {
        const key = JSON.stringify([condition, player])
        const known = tallies.get(key) ?? new Tally(condition, player, behaviour)
        tallies.set(key, known)
        return known
      }
      try {
        for (const made of decisionsIn(options.gameFor(started), events))
          if (!options.leftOut(condition, made.player)) tallyOf(made.player).take(made, block)
      } catch (error) {
        if (!isOfTheLog(error)) throw error
        damaged++ // verify says where and why
      }
    }
  return { conducts: [...tallies.values()].map((tally) => tally.done()), behaviours, damaged }
}

/** What a log does to the fold, and no fault of what is looked at in it. */
const isOfTheLog = (error: unknown): boolean =>
  error instanceof ReplayError || (error instanceof StagegameError && error.code === 'rules-failed')

/** Gathers pages to matches; events that were erased are left out. */
async function* wholeMatches(
  pages: AsyncIterable<Page>,
): AsyncGenerator<{ readonly match: string; readonly events: readonly Event[] }> {
  let match: string | undefined
  let events: Event[] = []
  for await (const page of pages) {
    if (match !== undefined && page.match !== match) {
      yield { match, events }
      events = []
    }
    match = page.match
    for (const { body } of page.rows) if (body !== null) events.push(JSON.parse(body) as Event)
  }
  if (match !== undefined) yield { match, events }
}

class Tally {
  private readonly conduct: Conduct
  private readonly behaviour: Behaviour
  private readonly data: ReadonlySet<Estimate['datum']>
  private readonly gathered = new Map<Estimate['datum'], Collected>()

  constructor(condition: number, player: string, behaviour: Behaviour) {
    this.conduct = {
      ...{ condition, player },
      ...{ figures: new Map(), rounds: new Map(), classes: new Map(), data: new Map() },
    }
    this.behaviour = behaviour
    this.data = new Set(behaviour.estimates.map(({ datum }) => datum))
  }

  done(): Conduct {
    for (const { name, datum } of this.behaviour.estimates) {
      const found = this.gathered.get(datum)
      if (found) this.conduct.data.set(name, found.data)
    }
    return this.conduct
  }

  take(made: Decided, block: number): void {
    for (const { name, of } of this.behaviour.figures) this.figure(name, of(made), made, block)
    if (made.regret !== undefined) this.figure('regret', made.regret, made, block)
    for (const { name, classes, of } of this.behaviour.classes) {
      const found = of(made)
      if (found === undefined) continue
      const sums = this.classesOf(name)
      for (const one of classes) add(sumsAt(sums, one), block, one === found ? 1 : 0)
    }
    for (const datum of this.data) this.datum(datum, datum(made), block)
  }

  private figure(name: string, value: number | undefined, made: Made, block: number): void {
    if (value === undefined || !Number.isFinite(value)) return
    add(sumsAt(this.conduct.figures, name), block, value)
    const { round } = made
    if (round > ROUNDS) return
    const rounds = this.conduct.rounds.get(name) ?? []
    this.conduct.rounds.set(name, rounds)
    const sums = rounds[round - 1] ?? new Map<number, { sum: number; count: number }>()
    rounds[round - 1] = sums
    add(sums, block % GROUPS, value)
  }

  private classesOf(name: string): Map<string, BlockSums> {
    const known = this.conduct.classes.get(name) ?? new Map<string, BlockSums>()
    this.conduct.classes.set(name, known)
    return known
  }

  private datum(of: Estimate['datum'], value: readonly number[] | undefined, block: number): void {
    if (value === undefined) return
    const known: Collected = this.gathered.get(of) ?? { data: { values: [], counts: new Map() }, indexes: new Map() }
    this.gathered.set(of, known)
    const { data, indexes } = known
    const key = value.join()
    const index = indexes.get(key) ?? data.values.push([...value]) - 1
    indexes.set(key, index)
    const counts = data.counts.get(block) ?? new Map<number, number>()
    data.counts.set(block, counts)
    counts.set(index, (counts.get(index) ?? 0) + 1)
  }
}

interface Collected {
  readonly data: Mutable
  /** Value → its place among the values. */
  readonly indexes: Map<string, number>
}

interface Mutable {
  readonly values: number[][]
  readonly counts: Map<number, Map<number, number>>
}

function sumsAt(all: Map<string, BlockSums>, name: string): BlockSums {
  const known = all.get(name) ?? new Map()
  all.set(name, known)
  return known
}
