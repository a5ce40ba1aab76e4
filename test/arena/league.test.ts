import { describe, expect, it } from 'vitest'
import { counted, judged, leagueOf } from '../../src/arena/league.ts'
import { scoresOf } from '../../src/arena/scores.ts'
import type { RunEvent } from '../../src/core/run-event.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { temporary } from '../store/folder.ts'
import { course, courseWithStops, planned } from './staged.ts'

const rules = { window: 4, threshold: 0.3, probation: 2 }

/** A league of matches that come out as told: the score of each player a repetition. */
function league(
  roster: string[],
  bench: string[],
  score: (player: string, repetition: number) => number,
  until: number,
) {
  let state = leagueOf(roster, bench)
  const events: RunEvent[] = []
  for (let at = 1; at <= until; at++) {
    const contest = new Map(state.roster.map((player) => [player, score(player, at)]))
    const after = judged(counted(state, rules, [contest]), rules, { condition: 'c', at })
    events.push(...after.events)
    state = after.league
  }
  return { roster: state.roster, bench: state.bench, events }
}

describe('the rule of a league', () => {
  it('judges nobody before the window is full, then puts on probation and replaces', () => {
    const { roster, bench, events } = league(
      ['strong', 'weak'],
      ['next'],
      (player) => (player === 'weak' ? 0.25 : 0.75),
      10,
    )
    expect(events).toEqual([
      { type: 'probation', condition: 'c', at: 4, player: 'weak', standing: 0.25 },
      { type: 'replaced', condition: 'c', at: 6, player: 'weak', standing: 0.25, by: 'next' },
    ])
    expect([roster, bench]).toEqual([['strong', 'next'], []])
  })

  it('restores who is no longer below the threshold at the end of the probation, and may judge it again', () => {
    const score = (player: string, at: number) => (player === 'up-and-down' && (at <= 4 || at > 8) ? 0 : 1)
    const { events } = league(['up-and-down', 'strong'], ['next'], score, 14)
    expect(events.map(({ type, ...event }) => [type, 'at' in event && event.at])).toEqual([
      ['probation', 4],
      ['restored', 6],
      ['probation', 11],
      ['replaced', 13],
    ])
  })

  it('gives the last place on the bench to whom the weakest leaves its own, and is over then', () => {
    const scores: Record<string, number> = { weak: 0.2, weakest: 0.1, strong: 1, next: 0 }
    const { roster, events } = league(['weak', 'strong', 'weakest'], ['next'], (player) => scores[player]!, 30)
    expect(roster).toEqual(['weak', 'strong', 'next'])
    expect(events.map(({ type }) => type)).toEqual(['probation', 'probation', 'replaced'])
  })
})

describe('scores', () => {
  const match = (lineup: string, payoffs: number[], roles = lineup.split('').map(() => 'player')) => ({
    roles,
    lineup: lineup.split(''),
    payoffs,
  })

  it('are shares of opponents beaten, ties half, a player in several seats their mean', () => {
    expect(scoresOf([match('abc', [3, 1, 1])])).toEqual([
      new Map([
        ['a', 1],
        ['b', 0.25],
        ['c', 0.25],
      ]),
    ])
    expect(scoresOf([match('aab', [3, 1, 2])])).toEqual([
      new Map([
        ['a', 0.5],
        ['b', 0.5],
      ]),
    ])
    expect(scoresOf([match('aaa', [3, 1, 2])])).toEqual([new Map()])
    expect(scoresOf([match('ab', [0.1 + 0.2, 0.3])])).toEqual([
      new Map([
        ['a', 0.5],
        ['b', 0.5],
      ]),
    ])
  })

  it('compare within roles where each has several seats, and over all rotations where one has a single seat', () => {
    const two = ['buyer', 'buyer', 'seller', 'seller']
    expect(scoresOf([match('abcd', [2, 1, 50, 60], two)])).toEqual([
      new Map([
        ['a', 1],
        ['b', 0],
        ['c', 0],
        ['d', 1],
      ]),
    ])
    const roles = ['proposer', 'responder']
    const [first, second] = [match('ab', [60, 40], roles), match('ba', [50, 50], roles)]
    expect(scoresOf([first, second])).toEqual([
      new Map([
        ['a', 1],
        ['b', 0],
      ]),
    ])
    expect(scoresOf([first, undefined])).toEqual([])
  })
})

const players =
  'players: [{ strategy: uniform }, { strategy: random }, { name: l1, strategy: level-k, options: { level: 1 } }, { name: l2, strategy: level-k, options: { level: 2 } }, { name: l3, strategy: level-k, options: { level: 3 } }, { name: sim, model: "simulated:level-k", options: { level: 4, noise: 2 } }]'
const text = (design: string) =>
  `game: beauty-contest\nparams: { rounds: 2 }\n${players}\ndesign: { ${design} }\nseed: 8\n`
const rule = 'league: { bench: [l3, sim], window: 6, threshold: 0.45, probation: 3 }'

describe.each([
  ['of everyone', text(`repetitions: 14, ${rule}`)],
  ['in a round-robin', text(`format: round-robin, seats: 2, repetitions: 8, seeds: independent, ${rule}`)],
  [
    'in a population',
    text(`format: population, seats: 3, repetitions: 14, shares: { uniform: 3, random: 2, l1: 1, l2: 1 }, ${rule}`),
  ],
  [
    'in two roles',
    `game: ultimatum\nplayers: [{ strategy: fair }, { strategy: random }, { strategy: uniform }, { strategy: equilibrium }]\ndesign: { format: round-robin, repetitions: 12, league: { bench: [equilibrium], window: 6, threshold: 0.45, probation: 3 } }\n`,
  ],
])('a league %s', (_, of) => {
  it('has the same events at concurrency 1 and 64, late, and through stops, in memory and in a file', async () => {
    const calm = await course(of, memoryStore())
    expect(calm.outcome.status).toBe('finished')
    expect(calm.events.some(({ type }) => type === 'replaced')).toBe(true)
    const wide = await course(of, memoryStore(), { concurrency: 64, late: true })
    expect([wide.events, wide.payoffs]).toEqual([calm.events, calm.payoffs])
    const stopped = await courseWithStops(of, memoryStore(), { concurrency: 8 })
    expect([stopped.events, stopped.payoffs]).toEqual([calm.events, calm.payoffs])
    const store = openSqlite(`${temporary()}/log.sqlite`)
    const filed = await courseWithStops(of, store)
    expect([filed.events, filed.payoffs]).toEqual([calm.events, calm.payoffs])
    await store.close()
  })

  it('seats from the next repetition on whoever comes from the bench, in the same places', async () => {
    const { events, matches } = await course(of, memoryStore())
    expect(matches).toHaveLength(planned(of).count)
    const repetitionOf = (id: string) => Number(/rep(\d+)/.exec(id)![1])
    for (const event of events) {
      if (event.type !== 'replaced') continue
      for (const { id, started } of matches) {
        const names = started.seats.map(({ player }) => player)
        if (repetitionOf(id) > event.at) expect(names).not.toContain(event.player)
        else expect(names).not.toContain(event.by)
      }
      expect(matches.some(({ started }) => started.seats.some(({ player }) => player === event.by))).toBe(true)
    }
  })
})

describe('a league', () => {
  it('is not gone on with where the log has another event, or one too many', async () => {
    const of = text(`repetitions: 14, ${rule}`)
    const store = memoryStore()
    await course(of, store)
    await expect(course(of.replace('window: 6', 'window: 7'), store)).rejects.toMatchObject({
      code: 'league-differs',
    })
    store.appendRun('x-1', { type: 'restored', condition: 'beauty-contest', at: 13, player: 'l1', standing: 0.5 })
    await expect(course(of, store)).rejects.toThrow(/but from its matches nothing more follows/)
  })

  it.each([
    ['format: self-play', rule, /x\.yaml:4:\d+: design\.league: a league goes with format everyone, .*got self-play/],
    ['format: swiss', rule, /x\.yaml:4:\d+: design\.league: .*got swiss/],
    ['format: seats, seats: [l1, l2]', rule, /x\.yaml:4:\d+: design\.league: .*got seats/],
    [
      'repetitions: 2',
      'league: { bench: [nobody] }',
      /x\.yaml:4:\d+: design\.league\.bench\.0: there is no player "nobody"/,
    ],
    [
      'repetitions: 2',
      'league: { bench: [l1, l1] }',
      /x\.yaml:4:\d+: design\.league\.bench\.1: "l1" sits on the bench already/,
    ],
    [
      'repetitions: 2',
      'league: { bench: [uniform, random, l1, l2, l3, sim] }',
      /x\.yaml:4:\d+: design\.league\.bench: everybody sits on the bench/,
    ],
    ['repetitions: 2', 'league: { bench: [l3], window: 0 }', /x\.yaml:4:\d+: design\.league\.window: expected a number of at least 1, got 0/],
    ['repetitions: 2', 'league: { bench: [l3], threshold: 1.5 }', /x\.yaml:4:\d+: design\.league\.threshold: expected a number of at most 1/],
    ['repetitions: 2', 'league: { bench: [] }', /x\.yaml:4:\d+: design\.league\.bench: /],
    [
      'format: population, shares: { uniform: 1, random: 1, l1: 1, l2: 1, l3: 1 }',
      rule,
      /x\.yaml:4:\d+: design\.shares\.l3: sits on the bench/,
    ],
  ])('is refused with its line: %s, %s', (design, bad, message) => {
    expect(() => planned(text(`${design}, ${bad}`))).toThrow(message)
  })
})
