/** Forks played through the arena: what is copied, who is asked, and what is found where a log is not as it says. */
import { describe, expect, it } from 'vitest'
import { shelf } from '../../games/index.ts'
import type { Agent, Past } from '../../src/agents/agent.ts'
import { forkStory, spreadOf } from '../../src/analysis/fork.ts'
import { conditionsOf } from '../../src/arena/conditions.ts'
import { plannedMatches } from '../../src/arena/design.ts'
import { type ExperimentFile, parseExperiment } from '../../src/arena/experiment-file.ts'
import type { Finding } from '../../src/arena/finding.ts'
import { openingFrom, openingsAgain, openingsFrom, positionAt } from '../../src/arena/fork.ts'
import { forkedExperiment } from '../../src/arena/forked-experiment.ts'
import { diskReader } from '../../src/arena/frozen.ts'
import { noProgress, type Outcome, playMatches } from '../../src/arena/tournament.ts'
import { verify } from '../../src/arena/verify.ts'
import { packageFolder } from '../../src/cli/package.ts'
import { prepare } from '../../src/cli/prepare.ts'
import type { Event, Started } from '../../src/core/event.ts'
import type { Archive } from '../../src/store/archive.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { gameFor, runNamed } from '../store/matches.ts'

const PARENT = 'x-1/match'
const FORK = 'x-1-fork-1'

const contest = `
game: beauty-contest
params: { rounds: 5, ties: random }
players: [{ strategy: random }, { strategy: level-k }, { strategy: uniform }]
design: { pairing: fixed }
seed: 3
`

interface Watch {
  readonly asked?: (turn: number, seat: number, player: string, agent: Parameters<Agent['decide']>[0]) => unknown
}

async function playedOut(
  file: ExperimentFile,
  run: string,
  store: Archive,
  { asked }: Watch = {},
  source: Archive | undefined = undefined,
): Promise<Outcome> {
  const reach = { by: 'wire', environment: {}, spent: { tokens: 0, dollars: 0 } } as const
  const read = (own: Parameters<typeof diskReader>[2]) => diskReader(packageFolder, packageFolder, own)
  const { conditions, roster } = await prepare(file, store, read, reach)
  if (!(await store.run(run))) await store.createRun(runNamed(run, { experiment: file.text }), new Map())
  const { fork } = file.experiment
  return playMatches({
    ...{ run, experiment: file.experiment, matches: plannedMatches(file, conditions, run), store, code: 'test' },
    ...{ specs: new Map(), stop: new AbortController(), signal: new AbortController().signal, progress: noProgress() },
    agentOf: (condition) => (player, seat) => {
      const agent = roster.agentOf(condition)(player, seat)
      if (!asked) return agent
      return {
        ...agent,
        decide: async (request) => {
          await asked(request.turn, seat, player, request)
          return agent.decide(request)
        },
      }
    },
    openings: fork && (source ? openingsAgain(source) : openingsFrom(store, fork)),
  })
}

/** A fork of the one match of an experiment, with other players by seat. */
async function forkOf(
  store: Archive,
  file: ExperimentFile,
  turn: number,
  seats: Readonly<Record<number, string>> = {},
  { chance = 'fresh', times = 1 }: { chance?: 'fresh' | 'same'; times?: number } = {},
): Promise<ExperimentFile> {
  const opening = openingFrom(PARENT, await store.log(PARENT), turn, chance)
  const [condition] = conditionsOf(file, shelf)
  const { players } = positionAt(condition!.game, opening)
  const { seats: sat, seed } = opening.started
  return forkedExperiment(file, {
    ...{ fork: { match: PARENT, turn, seed, chance }, times, condition: condition!, game: condition!.game.id },
    roles: sat.map(({ role }) => role),
    players: players.map((player, seat) => seats[seat] ?? player),
    reworded: new Map(),
  })
}

const eventsIn = async (store: Archive, match: string): Promise<Event[]> =>
  (await store.log(match)).map(({ event }) => event!)

const movesIn = (events: readonly Event[]) => events.filter((event) => event.type === 'moved')

async function found(store: Archive): Promise<Finding[]> {
  const findings: Finding[] = []
  for await (const finding of verify(store, gameFor)) findings.push(finding)
  return findings
}

async function begun(text = contest) {
  const store = memoryStore()
  const file = parseExperiment(text, 'x.yaml')
  expect((await playedOut(file, 'x-1', store)).status).toBe('finished')
  return { store, file }
}

describe('a fork with the same chance and the same scripts', () => {
  it.each(shelf.games.map(({ game }) => game.id))('comes to all that its parent did: %s', async (game) => {
    const { store, file } = await begun(
      `game: ${game}\nplayers: [{ strategy: random }]\ndesign: { format: self-play, pairing: fixed }\nseed: 4\n`,
    )
    const parent = await eventsIn(store, PARENT)
    const last = Math.max(...movesIn(parent).map(({ turn }) => turn))
    const middle = Math.ceil(last / 2)
    await playedOut(await forkOf(store, file, middle, {}, { chance: 'same' }), FORK, store)
    const fork = await eventsIn(store, `${FORK}/fork01`)
    expect(fork.slice(1)).toEqual(parent.slice(1))
    expect(fork[0]).toMatchObject({ match: `${FORK}/fork01`, parent: { match: PARENT, turn: middle } })
    expect(await found(store)).toEqual([])
  })
})

describe('the matches of a fork', () => {
  it('agree with their parent up to its turn, differ from each other after it, and verify without the parent', async () => {
    const { store, file } = await begun()
    await playedOut(await forkOf(store, file, 2, { 1: 'uniform' }, { times: 3 }), FORK, store)
    const before = movesIn(await eventsIn(store, PARENT)).filter(({ turn }) => turn < 2)
    const forks = await Promise.all([1, 2, 3].map((n) => eventsIn(store, `${FORK}/fork0${n}`)))
    for (const fork of forks) expect(movesIn(fork).slice(0, 6)).toEqual(before)
    const after = forks.map((fork) => JSON.stringify(movesIn(fork).slice(6)))
    expect(new Set(after).size).toBe(3)
    expect(await found(store)).toEqual([])

    const alone = memoryStore()
    await alone.createRun((await store.run(FORK))!, new Map())
    for await (const { match, run, rows } of store.pages({ run: FORK })) await alone.put(match, run, rows)
    expect(await found(alone)).toEqual([])
  })

  it('ask nobody about what is copied, and tell who took over a seat and why', async () => {
    const { store, file } = await begun()
    const asked: string[] = []
    const watch = { asked: (turn: number, seat: number, player: string) => asked.push(`${turn} ${seat} ${player}`) }
    await playedOut(await forkOf(store, file, 3, { 0: 'level-k' }), FORK, store, watch)
    const of = (turn: number) => [`${turn} 0 level-k`, `${turn} 1 level-k`, `${turn} 2 uniform`]
    expect(asked).toEqual([...of(3), ...of(4)])
    const log = await eventsIn(store, `${FORK}/fork01`)
    const reseated = log.filter(({ type }) => type === 'reseated')
    expect(reseated).toEqual([{ type: 'reseated', turn: 3, seat: 0, player: 'level-k', reason: 'fork' }])
    expect(log.indexOf(reseated[0]!)).toBe(1 + 9)
    const [started] = log as [Started]
    expect(started.seats.map(({ player }) => player)).toEqual(['random', 'level-k', 'uniform'])
  })

  it('that lost a part of what is copied are given the rest, wherever they were cut off, and asked no more', async () => {
    const { store, file } = await begun()
    const fork = await forkOf(store, file, 2, { 0: 'level-k' })
    await playedOut(fork, FORK, store)
    const whole = await eventsIn(store, `${FORK}/fork01`)
    for (let kept = 1; kept < whole.length; kept++) {
      const cut = memoryStore()
      for (const run of ['x-1', FORK]) await cut.createRun((await store.run(run))!, new Map())
      for await (const { match, run, rows } of store.pages({ run: 'x-1' })) await cut.put(match, run, rows)
      cut.open(`${FORK}/fork01`, FORK, whole[0] as Started)
      for (const event of whole.slice(1, kept)) cut.append(`${FORK}/fork01`, event)
      const turns: number[] = []
      const { status } = await playedOut(fork, FORK, cut, { asked: (turn) => turns.push(turn) })
      expect(status).toBe('finished')
      expect(Math.min(...turns, 9)).toBeGreaterThanOrEqual(2)
      expect(await eventsIn(cut, `${FORK}/fork01`)).toEqual(whole)
    }
  })

  it('do not go on where they begin otherwise than their parent, and need it only while they copy', async () => {
    const { store, file } = await begun()
    const fork = await forkOf(store, file, 2)
    await playedOut(fork, FORK, store)
    const whole = await eventsIn(store, `${FORK}/fork01`)
    const withLog = async (events: readonly Event[], parent: boolean) => {
      const other = memoryStore()
      for (const run of ['x-1', FORK]) await other.createRun((await store.run(run))!, new Map())
      if (parent)
        for await (const { match, run, rows } of store.pages({ run: 'x-1' })) await other.put(match, run, rows)
      other.open(`${FORK}/fork01`, FORK, whole[0] as Started)
      for (const event of events) other.append(`${FORK}/fork01`, event)
      return playedOut(fork, FORK, other)
    }
    const forged = { ...movesIn(whole)[0]!, action: { guess: 99 } }
    expect(await withLog([forged], true)).toMatchObject({ status: 'failed', failure: { code: 'fork-differs' } })
    expect(await withLog(whole.slice(1, 3), false)).toMatchObject({ status: 'failed', failure: { code: 'no-parent' } })
    expect(await withLog(whole.slice(1, 8), false)).toMatchObject({ status: 'finished' })
  })

  it('are played again from their own logs, without the parent', async () => {
    const { store, file } = await begun()
    const fork = await forkOf(store, file, 2, { 0: 'level-k', 2: 'random' }, { times: 2 })
    await playedOut(fork, FORK, store)
    const again = memoryStore()
    await playedOut(fork, FORK, again, {}, store)
    for (const match of [`${FORK}/fork01`, `${FORK}/fork02`])
      expect(await eventsIn(again, match)).toEqual(await eventsIn(store, match))
  })

  it('leave a seat its persona and its past where it keeps its player, and neither where it does not', async () => {
    const { store, file } = await begun()
    const watched = async (run: string, experiment: ExperimentFile, to: Archive) => {
      const drawn = new Map<number, number>()
      const past = new Map<number, readonly Past[]>()
      await playedOut(experiment, run, to, {
        asked: async (turn, seat, _, { session }) => {
          drawn.set(seat, session!.chance(seat, 'persona').next())
          if (turn === 3) past.set(seat, await session!.past(seat))
        },
      })
      return { drawn, past }
    }
    const parent = await watched('x-1', file, memoryStore())
    const fork = await watched(FORK, await forkOf(store, file, 2, { 0: 'uniform' }), store)
    expect(fork.drawn.get(1)).toBe(parent.drawn.get(1))
    expect(fork.drawn.get(2)).toBe(parent.drawn.get(2))
    expect(fork.drawn.get(0)).not.toBe(parent.drawn.get(0))
    const where = (seat: number) => fork.past.get(seat)!.map(({ match, turn }) => `${turn} ${match}`)
    expect(where(1)).toEqual([`0 ${PARENT}`, `1 ${PARENT}`, `2 ${FORK}/fork01`])
    expect(where(0)).toEqual([`2 ${FORK}/fork01`])
  })
})

describe('verification of a fork', () => {
  it('finds a copied move, a seat and a seed that are not the parent’s', async () => {
    const { store, file } = await begun()
    await playedOut(await forkOf(store, file, 2), FORK, store)
    const [started, ...rest] = (await eventsIn(store, `${FORK}/fork01`)) as [Started, ...Event[]]
    const open = (id: string, start: Started, events: readonly Event[]) => {
      store.open(`${FORK}/${id}`, FORK, { ...start, match: `${FORK}/${id}` })
      for (const event of events) store.append(`${FORK}/${id}`, event)
    }
    const first = movesIn(rest)[0]!
    open('moved', started, [{ ...first, action: { guess: 99 } }, ...rest.slice(1, 6)])
    const [seat, ...seats] = started.seats
    open('seated', { ...started, seats: [{ ...seat!, player: 'uniform' }, ...seats] }, rest.slice(0, 6))
    const lineage = started.parent!.lineage!.map((one) => ({ ...one, seed: 'chosen' }))
    open('seeded', { ...started, parent: { ...started.parent!, lineage } }, rest.slice(0, 6))
    const differing = (await found(store)).filter(({ note }) => !note)
    expect(differing.map(({ match, code, turn, seat }) => [match, code, turn, seat])).toEqual([
      [`${FORK}/moved`, 'fork-differs', first.turn, first.seat],
      [`${FORK}/seated`, 'fork-differs', undefined, undefined],
      [`${FORK}/seeded`, 'fork-differs', undefined, undefined],
    ])
    expect(differing[0]).toMatchObject({ found: '{"guess":99}' })
  })
})

describe('where a fork begins', () => {
  it('is refused beyond the end of play, and beyond what was played', async () => {
    const { store, file } = await begun()
    await expect(forkOf(store, file, 5)).rejects.toMatchObject({ code: 'no-such-turn' })
    const cut = memoryStore()
    await cut.createRun(runNamed('x-1'), new Map())
    const [started, ...rest] = (await eventsIn(store, PARENT)) as [Started, ...Event[]]
    cut.open(PARENT, 'x-1', started)
    for (const event of rest.slice(0, 7)) cut.append(PARENT, event)
    cut.append(PARENT, { type: 'voided', reason: 'of no matter' })
    await expect(forkOf(cut, file, 3)).rejects.toThrow(/came no further than turn 2/)
    await playedOut(await forkOf(cut, file, 2), FORK, cut)
    expect(await cut.status(`${FORK}/fork01`)).toBe('ended')
  })

  it('is refused after an event that was erased, and in questions about the rules', async () => {
    const { store } = await begun()
    const log = await store.log(PARENT)
    const erased = log.map((row) => (row.seq === 5 ? { ...row, event: null } : row))
    expect(() => openingFrom(PARENT, erased, 2, 'fresh')).toThrow(/event 5 .* was erased/)
    expect(openingFrom(PARENT, erased, 1, 'fresh').copied).toHaveLength(3)
    expect(() => openingFrom('x-1/comprehension-1-1', log, 1, 'fresh')).toThrow(/nothing to fork/)
  })
})

describe('what came of a fork', () => {
  it('is told beside what happened: who, what it paid, and whether the first action was the logged one', async () => {
    const { store, file } = await begun()
    const same = await forkOf(store, file, 2, { 1: 'uniform' }, { chance: 'same', times: 3 })
    await playedOut(same, FORK, store)
    const story = (await forkStory(store, FORK, same.experiment.fork!, 0.95))!
    const end = async (match: string) => (await eventsIn(store, match)).findLast((event) => event.type === 'ended')!
    const [parent, fork] = [await end(PARENT), await end(`${FORK}/fork02`)]
    expect(story).toMatchObject({ parent: 'ended', ended: 3, voided: 0, open: 0 })
    expect(story.seats.map(({ before, after }) => `${before} ${after}`)).toEqual([
      'random random',
      'level-k uniform',
      'uniform uniform',
    ])
    expect(story.seats[1]).toMatchObject({
      happened: parent.payoffs[1],
      now: { n: 3, mean: fork.payoffs[1], low: fork.payoffs[1], high: fork.payoffs[1] },
      first: { as: 0, of: 3 },
    })
    expect(story.seats[0]!.first).toBeUndefined()
    expect(story.measures.get('meanLast')).toMatchObject({ happened: parent.measures!['meanLast'] })
  })

  it('has a t interval from three continuations on, and the least and greatest of fewer', () => {
    expect(spreadOf([4, 8], 0.95)).toEqual({ n: 2, mean: 6, low: 4, high: 8, by: 'range' })
    const { mean, low, high, by } = spreadOf([1, 2, 3], 0.95)
    expect([mean, by]).toEqual([2, 'interval'])
    expect(high - 2).toBeCloseTo(4.302652729911275 / Math.sqrt(3), 9) // t of 2 degrees at 97.5 %, from tables
    expect(2 - low).toBeCloseTo(high - 2, 12)
  })
})
