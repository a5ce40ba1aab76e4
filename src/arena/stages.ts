/** The matches of a run, stage by stage: what is played next may follow from what was played before. */
import { stream } from '../core/chance.ts'
import type { Store } from '../store/store.ts'
import type { Condition } from './conditions.ts'
import {
  type Absent,
  knownMatches,
  matchesOf,
  type Naming,
  type PlannedMatch,
  roundsOf,
  type Sitting,
  sittingsOf,
} from './design.ts'
import type { ExperimentFile } from './experiment-file.ts'
import { counted, judged, type LeagueRules, leagueOf } from './league.ts'
import { type Ledger, ledgerOf } from './run-ledger.ts'
import { type Result, type Scores, scoresOf } from './scores.ts'
import { nextRound, type Swiss, withRound } from './swiss.ts'
import { rolesOf, startersOf } from './tables.ts'
import { type Outcome, playMatches, type Tournament } from './tournament.ts'

/**
 * Each stage is to be played to its end (every match ended or voided) before the next one is asked for: what follows is read
 * from the store, so that a run that goes on comes to the same. Conditions go through their stages side by side; one whose
 * matches are known from the start has one stage. Rounds, and what becomes of the players of a league, are noted in the run's
 * log. Players who are `absent` have no match; a Swiss tournament and a league go on without them. Throws `league-differs`
 * where the log has it otherwise.
 */
export async function* stages(
  file: ExperimentFile,
  conditions: readonly Condition[],
  run: string,
  store: Store,
  absent: Absent = new Map(),
): AsyncGenerator<Iterable<PlannedMatch>> {
  const ledger = await ledgerOf(store, run)
  const naming = { file, run, conditions: conditions.length }
  const going = new Map<Condition, AsyncGenerator<Iterable<PlannedMatch>>>()
  for (const condition of [...conditions].sort((a, b) => a.index - b.index)) {
    const without = absent.get(condition) ?? new Set()
    going.set(condition, stagesOf({ naming, condition, store, ledger, without }))
  }
  for (;;) {
    const next = new Map<Condition, Iterable<PlannedMatch>>()
    for (const [condition, its] of going) {
      const { done, value } = await its.next()
      if (done) going.delete(condition)
      else next.set(condition, value)
    }
    if (next.size === 0) break
    yield allOf(conditions.map((condition) => next.get(condition) ?? []))
  }
  ledger.close()
  await store.durable()
}

/** Plays stage after stage, until there are no more or a stage was not played to its end. */
export async function playStages(
  tournament: Omit<Tournament, 'matches'>,
  staged: AsyncIterable<Iterable<PlannedMatch>>,
): Promise<Outcome> {
  let outcome: Outcome = { status: 'finished', waiting: 0 }
  for await (const matches of staged) {
    outcome = await playMatches({ ...tournament, matches })
    if (outcome.status !== 'finished') break
  }
  return outcome
}

function* allOf(parts: readonly Iterable<PlannedMatch>[]): Generator<PlannedMatch> {
  for (const part of parts) yield* part
}

interface Course {
  readonly naming: Naming
  readonly condition: Condition
  readonly store: Store
  readonly ledger: Ledger
  /** Players who are absent. */
  readonly without: ReadonlySet<string>
}

function stagesOf(course: Course): AsyncGenerator<Iterable<PlannedMatch>> {
  const { league } = course.naming.file.experiment.design
  if (course.condition.format === 'swiss') return rounds(course)
  return league ? seasons(course, league) : allAtOnce(course)
}

async function* allAtOnce({ naming, condition, without }: Course): AsyncGenerator<Iterable<PlannedMatch>> {
  yield {
    *[Symbol.iterator]() {
      for (const match of knownMatches(naming, condition))
        if (!match.lineup.some((player) => without.has(player))) yield match
    },
  }
}

/** The rounds of a Swiss tournament. */
async function* rounds(course: Course): AsyncGenerator<Iterable<PlannedMatch>> {
  const { naming, condition, ledger, without } = course
  const { file } = naming
  const { seed, design } = file.experiment
  const roles = rolesOf(file, condition)
  const chance = stream([seed, 'swiss', ...(design.seeds === 'common' ? [] : [condition.label])])
  const players = chance.shuffle(startersOf(file, condition).filter((player) => !without.has(player)))
  if (players.length < roles.length) return
  const of = roundsOf(file, players.length)
  let swiss: Swiss = { players, rounds: [] }
  for (let at = 0; at < of; at++) {
    const pairing = nextRound(swiss, roles.length)
    const { tables, byes } = pairing
    ledger.note({
      type: 'round',
      condition: condition.label,
      round: at + 1,
      tables: tables.map((table) => [...table]),
      byes: [...byes],
    })
    const sittings = tables.flatMap((lineup, table) =>
      Array.from({ length: design.repetitions }, (_, repetition) => ({
        ...{ condition, roles, lineup, repetition },
        table: { at: table, of: tables.length },
        round: { at, of },
      })),
    )
    yield matchesOfAll(naming, sittings)
    if (at + 1 < of) swiss = withRound(swiss, pairing, await contestsOf(course, sittings))
  }
}

/** The repetitions of a league one by one, as long as there is a bench; then all that are left. */
async function* seasons(
  course: Course,
  { bench, ...rules }: LeagueRules & { readonly bench: readonly string[] },
): AsyncGenerator<Iterable<PlannedMatch>> {
  const { naming, condition, ledger, without } = course
  const { file } = naming
  const { repetitions } = file.experiment.design
  const fit = (player: string) => condition.players.includes(player) && !without.has(player)
  const from = startersOf(file, condition).filter(fit)
  let league = leagueOf(from, bench.filter(fit))
  const played = (repetition: number) => sittingsOf(file, condition, repetition, from, league.roster)
  for (let repetition = 0; repetition < repetitions; repetition++) {
    if (league.bench.length === 0) {
      yield matchesOfAll(naming, laterSittings(played, repetition, repetitions))
      return
    }
    yield matchesOfAll(naming, played(repetition))
    if (repetition + 1 === repetitions) return // nobody could play in another's place any more
    const contests = await contestsOf(course, played(repetition))
    const after = judged(counted(league, rules, contests), rules, { condition: condition.label, at: repetition + 1 })
    for (const event of after.events) ledger.note(event)
    league = after.league
  }
}

function* laterSittings(
  played: (repetition: number) => readonly Sitting[],
  from: number,
  repetitions: number,
): Generator<Sitting> {
  for (let repetition = from; repetition < repetitions; repetition++) yield* played(repetition)
}

function* matchesOfAll(naming: Naming, sittings: Iterable<Sitting>): Generator<PlannedMatch> {
  for (const sitting of sittings) yield* matchesOf(naming, sitting)
}

/** What the log says of all that was played at some tables. */
async function contestsOf({ naming, store }: Course, sittings: Iterable<Sitting>): Promise<readonly Scores[]> {
  const contests: Scores[] = []
  for (const sitting of sittings) {
    const results: (Result | undefined)[] = []
    for (const match of matchesOf(naming, sitting)) results.push(await resultOf(store, match))
    contests.push(...scoresOf(results))
  }
  return contests
}

/** Undefined of a match that was voided. */
async function resultOf(store: Store, { id, roles, lineup }: PlannedMatch): Promise<Result | undefined> {
  if ((await store.status(id)) !== 'ended') return undefined
  const last = (await store.log(id)).at(-1)?.event
  return last?.type === 'ended' ? { roles, lineup, payoffs: last.payoffs } : undefined
}
