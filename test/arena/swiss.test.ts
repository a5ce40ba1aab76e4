import { describe, expect, it } from 'vitest'
import { nextRound, type Pairing, type Swiss, standingsOf, withRound } from '../../src/arena/swiss.ts'
import { stream } from '../../src/core/chance.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { temporary } from '../store/folder.ts'
import { course, courseWithStops, planned, RUN } from './staged.ts'

const names = (n: number) => Array.from({ length: n }, (_, i) => `p${String(i).padStart(2, '0')}`)

/** A tournament in which the player with the lower number beats the other. */
function tournament(n: number, seats: number, rounds: number): { swiss: Swiss; pairings: Pairing[] } {
  let swiss: Swiss = { players: stream(['swiss', n, seats]).shuffle(names(n)), rounds: [] }
  const pairings: Pairing[] = []
  for (let round = 0; round < rounds; round++) {
    const pairing = nextRound(swiss, seats)
    pairings.push(pairing)
    const contests = pairing.tables.map((table) => {
      const order = table.toSorted()
      return new Map(order.map((player, place) => [player, (order.length - 1 - place) / (order.length - 1)]))
    })
    swiss = withRound(swiss, pairing, contests)
  }
  return { swiss, pairings }
}

const pairsIn = (pairings: readonly Pairing[]) =>
  pairings.flatMap(({ tables }) =>
    tables.flatMap((table) => table.flatMap((a, at) => table.slice(at + 1).map((b) => [a, b].toSorted().join('–')))),
  )

describe('the rounds of a Swiss tournament', () => {
  it.each([
    [8, 2, 7],
    [9, 2, 5],
    [10, 2, 6],
    [16, 2, 6],
    [33, 2, 6],
    [9, 3, 3],
    [16, 4, 3],
    [11, 3, 2],
  ])(
    'of %i players at tables of %i let nobody meet again in %i rounds, and seat all but the byes',
    (n, seats, rounds) => {
      const { pairings } = tournament(n, seats, rounds)
      const pairs = pairsIn(pairings)
      expect(new Set(pairs).size).toBe(pairs.length)
      for (const { tables, byes } of pairings) {
        expect([...tables.flat(), ...byes].toSorted()).toEqual(names(n))
        expect(tables.every((table) => table.length === seats)).toBe(true)
        expect(byes).toHaveLength(n % seats)
      }
    },
  )

  it('let players meet again as seldom as can be when all have met', () => {
    const { pairings } = tournament(4, 2, 9) // three rounds exhaust the pairs, three times over
    const counts = new Map<string, number>()
    for (const pair of pairsIn(pairings)) counts.set(pair, (counts.get(pair) ?? 0) + 1)
    expect([...counts.values()]).toEqual([3, 3, 3, 3, 3, 3])
  })

  it('give byes to the lowest, each once before anybody twice, and count them one half', () => {
    const { swiss, pairings } = tournament(5, 2, 5)
    const byes = pairings.flatMap((pairing) => pairing.byes)
    expect(byes.toSorted()).toEqual(names(5))
    const one = withRound({ players: ['a', 'b', 'c'], rounds: [] }, { tables: [['a', 'b']], byes: ['c'] }, [
      new Map([
        ['a', 0],
        ['b', 1],
      ]),
    ])
    expect(standingsOf(one)).toEqual([
      { player: 'b', score: 1 },
      { player: 'c', score: 0.5 },
      { player: 'a', score: 0 },
    ])
    expect(nextRound(one, 2)).toEqual({ tables: [['b', 'c']], byes: ['a'] })
    expect(standingsOf(swiss)[0]?.player).toBe('p00')
  })

  it('let those meet who stand alike: the two who won all before the last round sit at its first table', () => {
    const before = standingsOf(tournament(16, 2, 3).swiss).filter(({ score }) => score === 1)
    const { swiss, pairings } = tournament(16, 2, 4)
    expect(pairings.at(-1)!.tables[0]!.toSorted()).toEqual(before.map(({ player }) => player).toSorted())
    expect(standingsOf(swiss)[0]).toEqual({ player: 'p00', score: 1 })
  })

  it('are paired at once for hundreds of players', () => {
    const { pairings } = tournament(301, 2, 9)
    const pairs = pairsIn(pairings)
    expect(new Set(pairs).size).toBe(pairs.length)
  })
})

const strategies =
  'players: [{ strategy: uniform }, { strategy: equilibrium }, { name: l1, strategy: level-k, options: { level: 1 } }, { name: l2, strategy: level-k, options: { level: 2 } }, { name: l3, strategy: level-k, options: { level: 3 } }, { name: sim, model: "simulated:random" }, { strategy: random }]'
const guessing = `game: beauty-contest\nparams: { rounds: 2 }\n${strategies}\ndesign: { format: swiss, rounds: 3, repetitions: 2 }\nseed: 5\n`
const offers = `
games:
  - { game: ultimatum, params: { outside: { min: 0, max: 30 } }, format: swiss }
  - { game: ultimatum, format: round-robin, players: [fair, uniform] }
players: [{ strategy: fair }, { strategy: uniform }, { strategy: equilibrium }, { strategy: random }, { name: sim, model: "simulated:fair", options: { noise: 10 } }]
seed: 5
`

describe.each([
  ['in one role', guessing, 3 * 3 * 2 * 2],
  ['in two roles, beside a round-robin', offers, 3 * 2 * 2 + 2],
])('a Swiss tournament %s', (_, text, total) => {
  it('has the same rounds at concurrency 1 and 64, late, and through stops, in memory and in a file', async () => {
    const calm = await course(text, memoryStore())
    expect(calm.outcome.status).toBe('finished')
    expect(calm.events.map((event) => event.type)).toEqual(['round', 'round', 'round'])
    expect(calm.matches).toHaveLength(total)
    expect(planned(text).count).toBe(total)
    const wide = await course(text, memoryStore(), { concurrency: 64, late: true })
    expect([wide.events, wide.payoffs]).toEqual([calm.events, calm.payoffs])
    const stopped = await courseWithStops(text, memoryStore(), { concurrency: 2 })
    expect([stopped.events, stopped.payoffs]).toEqual([calm.events, calm.payoffs])
    const store = openSqlite(`${temporary()}/log.sqlite`)
    const filed = await courseWithStops(text, store, { concurrency: 4 })
    expect([filed.events, filed.payoffs]).toEqual([calm.events, calm.payoffs])
    await store.close()
  })

  it('plays in each round what the log says of it, and no pair twice', async () => {
    const { events, matches } = await course(text, memoryStore())
    const several = matches.some(({ id }) => id.includes('/c1-'))
    const pairs: string[] = []
    for (const event of events) {
      if (event.type !== 'round') throw new Error('no round')
      const ofRound = matches.filter(({ id }) => id.startsWith(`${RUN}/${several ? 'c1-' : ''}round${event.round}-`))
      const tables = ofRound.map(({ started }) => started.seats.map(({ player }) => player).toSorted())
      expect(new Set(tables.map(String))).toEqual(new Set(event.tables.map((table) => String(table.toSorted()))))
      pairs.push(...event.tables.map((table) => table.toSorted().join('–')))
    }
    expect(new Set(pairs).size).toBe(pairs.length)
  })

  it('stops behind a round in which a match waits, and goes on from there', async () => {
    const store = memoryStore()
    const waiting = await course(text, store, { failEvery: 7 })
    expect(waiting.outcome.status).toBe('waiting')
    expect(waiting.events).toHaveLength(1)
    const calm = await course(text, memoryStore())
    const after = await course(text, store)
    expect(after.outcome.status).toBe('finished')
    expect([after.events, after.payoffs]).toEqual([calm.events, calm.payoffs])
  })
})

describe('a Swiss tournament', () => {
  it('goes on without the score of matches that were voided', async () => {
    const text = `${guessing}onFailure: void\n`
    const { outcome, events, matches } = await course(text, memoryStore(), { failEvery: 11 })
    expect(outcome.status).toBe('finished')
    expect(events).toHaveLength(3)
    expect(matches.some(({ status }) => status === 'voided')).toBe(true)
  })

  it('is not gone on with where the log has another round', async () => {
    const store = memoryStore()
    await course(guessing, store, { stopAfter: 3 })
    const other = guessing.replace('seed: 5', 'seed: 6')
    await expect(course(other, store)).rejects.toMatchObject({
      code: 'league-differs',
      message: expect.stringMatching(/run "x-1" logged .*round.* as its event 0/),
    })
  })

  it('has as many rounds as halve the players down to one, unless the design says', () => {
    expect(planned(guessing.replace('rounds: 3, repetitions: 2', 'pairing: fixed')).count).toBe(3 * 3)
    expect(planned(guessing.replace('rounds: 3, repetitions: 2', 'pairing: fixed, rounds: 6')).count).toBe(6 * 3)
  })

  it.each([
    ['seats: 8', /x\.yaml:4:\d+: design\.seats: swiss seats different players at a table: 8 seats, but 7 players/],
    ['rounds: 0', /x\.yaml:4:\d+: design\.rounds: expected a number of at least 1, got 0/],
    ['rounds: 1.5', /x\.yaml:4:\d+: design\.rounds: expected an integer/],
    ['seats: [uniform]', /x\.yaml:4:\d+: design\.seats: expected a number of seats/],
    ['shares: { uniform: 1 }', /x\.yaml:4:\d+: design\.shares: shares go with format: population/],
  ])('is refused with its line: %s', (design, message) => {
    expect(() => planned(guessing.replace('rounds: 3, repetitions: 2', design))).toThrow(message)
  })

  it('is refused with a fixed pairing where payoffs of different roles would be compared', () => {
    const text =
      'game: ultimatum\nplayers: [{ strategy: fair }, { strategy: uniform }]\ndesign:\n  format: swiss\n  pairing: fixed\n'
    expect(() => planned(text)).toThrow(
      /x\.yaml:5:3: design\.pairing: swiss compares payoffs.*expected rotate, got fixed/,
    )
  })
})
