import { setImmediate as tick } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { shelf } from '../../games/index.ts'
import type { Agent } from '../../src/agents/agent.ts'
import { resultsOf } from '../../src/analysis/results.ts'
import { type Condition, conditionsOf } from '../../src/arena/conditions.ts'
import { plannedMatches } from '../../src/arena/design.ts'
import { parseExperiment } from '../../src/arena/experiment-file.ts'
import { diskReader } from '../../src/arena/frozen.ts'
import { rehearse } from '../../src/arena/rehearsal.ts'
import { tablesOf } from '../../src/arena/tables.ts'
import { noProgress, type Outcome, playMatches } from '../../src/arena/tournament.ts'
import { packageFolder } from '../../src/cli/package.ts'
import { StagegameError } from '../../src/core/errors.ts'
import { rosterOf } from '../../src/players/roster.ts'
import { memoryStore } from '../../src/store/memory.ts'
import type { Store } from '../../src/store/store.ts'

const text = `
games:
  - { game: beauty-contest, params: { rounds: 3, ties: random }, players: [uniform, noisy, level-k], format: everyone }
  - { game: ultimatum, params: { outside: { min: 0, max: 30 } }, wraps: [talk], players: [uniform, noisy], format: round-robin }
players:
  - { strategy: uniform }
  - { strategy: level-k }
  - { name: noisy, model: "simulated:random", options: { noise: 5, malformed: 0.3, illegal: 0.2, empty: 0.1 } }
design: { repetitions: 3 }
seed: 11
`

/** One process: its players may be late and may fail, its matches run side by side. */
async function process(
  store: Store,
  concurrency: number,
  disturbed?: { late: boolean; failEvery?: number; stopAfter?: number },
) {
  const file = parseExperiment(text, 'x.yaml')
  const conditions = conditionsOf(file, shelf)
  const rehearsals = new Map(
    conditions.map((condition) => [condition, rehearse(condition, tablesOf(file, condition)[0]!.roles)]),
  )
  const read = diskReader(packageFolder, packageFolder, []).read
  const roster = rosterOf({
    file,
    shelf,
    conditions,
    rehearsals,
    read,
    log: store,
    reach: { by: 'wire', environment: {}, spent: { tokens: 0, dollars: 0 } },
  })
  const stop = new AbortController()
  let decided = 0
  const disturb = (agent: Agent): Agent => ({
    ...agent,
    decide: async (request) => {
      decided++
      if (decided === disturbed?.stopAfter) stop.abort(new StagegameError('stopped', 'stopped'))
      for (let i = 0; i < (decided * 7919) % 5; i++) await tick()
      if (disturbed?.failEvery && decided % disturbed.failEvery === 0)
        throw new StagegameError('model-network', 'the network is gone')
      return agent.decide(request)
    },
  })
  const agentOf = (condition: Condition) => (player: string, seat: number) =>
    disturbed?.late ? disturb(roster.agentOf(condition)(player, seat)) : roster.agentOf(condition)(player, seat)
  const outcome = await playMatches({
    run: 'x-1',
    experiment: { ...file.experiment, limits: { ...file.experiment.limits, concurrency } },
    matches: plannedMatches(file, conditions, 'x-1'),
    store,
    agentOf,
    specs: new Map(),
    code: 'test',
    stop,
    signal: new AbortController().signal,
    progress: noProgress(),
  })
  return { outcome, results: await resultsOf(store, 'x-1', ({ started }) => started.game) }
}

const newStore = async (): Promise<Store> => {
  const store = memoryStore()
  await store.createRun(
    {
      id: 'x-1',
      name: 'x',
      experiment: text,
      file: 'x.yaml',
      texts: {},
      seed: '11',
      code: 'test',
      at: '2026-01-01T00:00:00.000Z',
    },
    new Map(),
  )
  return store
}

describe('a run', () => {
  it('has the same table at concurrency 1 and 64, with delays, failures and restarts', async () => {
    const calm = await process(await newStore(), 1)
    expect(calm.outcome.status).toBe('finished')
    expect(calm.results.rows.some(({ fallbacks }) => fallbacks > 0)).toBe(true)
    expect(calm.results.rows.some(({ firstLegal, firstAttempts }) => firstLegal < firstAttempts)).toBe(true)

    const wide = await process(await newStore(), 64, { late: true })
    expect(wide.results).toEqual(calm.results)

    const store = await newStore()
    const outcomes: Outcome[] = []
    for (let restart = 0; restart < 60; restart++) {
      const { outcome } = await process(store, 4, { late: true, failEvery: 23 + restart, stopAfter: 40 + restart })
      outcomes.push(outcome)
      if (outcome.status === 'finished') break
    }
    expect(outcomes.length).toBeGreaterThan(2)
    expect(outcomes.at(-1)!.status).toBe('finished')
    const { results } = await process(store, 1)
    expect(results).toEqual(calm.results)
  })

  it('whose provider stays away lets those matches wait, plays the others, and says in the log why', async () => {
    const store = await newStore()
    const { outcome, results } = await process(store, 2, { late: true, failEvery: 30 })
    expect(outcome.status).toBe('waiting')
    expect(outcome.waiting).toBe(results.open)
    expect((outcome.failure as StagegameError).code).toBe('model-network')
    expect(results.open).toBeGreaterThan(0)
    const logged: string[] = []
    for await (const match of store.matches('x-1'))
      for (const { event } of await store.log(match.id)) if (event?.type === 'paused') logged.push(event.reason)
    expect(logged).toContain('model-network')
  })
})
