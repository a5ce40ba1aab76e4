/** Plays an experiment stage by stage, as the command line does: several times if it is stopped on the way. */
import { setImmediate as tick } from 'node:timers/promises'
import { shelf } from '../../games/index.ts'
import type { Agent } from '../../src/agents/agent.ts'
import { type Condition, conditionsOf } from '../../src/arena/conditions.ts'
import { countMatches } from '../../src/arena/design.ts'
import { parseExperiment } from '../../src/arena/experiment-file.ts'
import { diskReader } from '../../src/arena/frozen.ts'
import { playStages, stages } from '../../src/arena/stages.ts'
import { noProgress, type Outcome } from '../../src/arena/tournament.ts'
import { packageFolder } from '../../src/cli/package.ts'
import { prepare } from '../../src/cli/prepare.ts'
import { StagegameError } from '../../src/core/errors.ts'
import type { RunEvent } from '../../src/core/run-event.ts'
import type { Archive } from '../../src/store/archive.ts'
import type { MatchSummary } from '../../src/store/store.ts'
import { all, runNamed } from '../store/matches.ts'

export const RUN = 'x-1'

export function planned(text: string) {
  const file = parseExperiment(text, 'x.yaml')
  const conditions = conditionsOf(file, shelf)
  return { file, conditions, count: countMatches(file, conditions) }
}

interface Options {
  readonly concurrency?: number
  /** Answers come late and out of order. */
  readonly late?: boolean
  /** Stops after so many decisions. */
  readonly stopAfter?: number
  /** Fails every so manieth decision, as a provider that stays away. */
  readonly failEvery?: number
  /** Players who are not seated. */
  readonly absent?: readonly string[]
}

export interface Course {
  readonly outcome: Outcome
  readonly events: readonly RunEvent[]
  readonly matches: readonly MatchSummary[]
  /** How many matches the plan has. */
  readonly expected: number
  /** Ids and payoffs of what ended. */
  readonly payoffs: readonly (readonly [string, MatchSummary['payoffs']])[]
}

/** One process on a store that may have been begun by another. */
export async function course(text: string, store: Archive, options: Options = {}): Promise<Course> {
  const { concurrency = 1, late = false, stopAfter, failEvery, absent = [] } = options
  const file = parseExperiment(text, 'x.yaml')
  const reach = { by: 'wire', environment: {}, spent: { tokens: 0, dollars: 0 } } as const
  const { conditions, roster } = await prepare(
    file,
    store,
    (own) => diskReader(packageFolder, packageFolder, own),
    reach,
  )
  if (!(await store.run(RUN))) await store.createRun(runNamed(RUN, { experiment: text }), new Map())
  const missing = new Map(conditions.map((condition) => [condition, new Set(absent)]))
  const stop = new AbortController()
  let decided = 0
  const disturbed = (agent: Agent): Agent => ({
    ...agent,
    decide: async (request) => {
      decided++
      if (decided === stopAfter) stop.abort(new StagegameError('stopped', 'stopped'))
      if (late) for (let i = 0; i < (decided * 7919) % 5; i++) await tick()
      if (failEvery && decided % failEvery === 0) throw new StagegameError('model-network', 'the network is gone')
      return agent.decide(request)
    },
  })
  const outcome = await playStages(
    {
      ...{ run: RUN, store, specs: new Map(), code: 'test', stop, signal: new AbortController().signal },
      experiment: { ...file.experiment, limits: { ...file.experiment.limits, concurrency } },
      agentOf: (condition: Condition) => (player: string, seat: number) =>
        disturbed(roster.agentOf(condition)(player, seat)),
      progress: noProgress(),
    },
    stages(file, conditions, RUN, store, missing),
  )
  await roster.close()
  const matches = await all(store.matches(RUN))
  return {
    outcome,
    events: (await store.runLog(RUN)).map(({ event }) => event),
    matches,
    expected: countMatches(file, conditions, missing),
    payoffs: matches.map(({ id, payoffs }) => [id, payoffs] as const),
  }
}

/** Goes on with a run until it is finished, each process stopped after a few decisions more than the last. */
export async function courseWithStops(text: string, store: Archive, options: Options = {}): Promise<Course> {
  for (let restart = 0; restart < 500; restart++) {
    const found = await course(text, store, { late: true, stopAfter: 41 + 29 * restart, ...options })
    if (found.outcome.status === 'finished') return found
  }
  throw new Error('never finished')
}
