import { describe, expect, it } from 'vitest'
import { plannedMatches } from '../../src/arena/design.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { temporary } from '../store/folder.ts'
import { course, courseWithStops, planned } from './staged.ts'

const players =
  'players: [{ name: a, strategy: uniform }, { name: b, strategy: equilibrium }, { name: c, strategy: level-k }]'

const text = (design: string, more = '') =>
  `game: beauty-contest\nparams: { rounds: 1 }\n${players}\ndesign: { format: population, ${design} }\nseed: 3\n${more}`

/** The line-ups that were drawn, one a repetition, by condition. */
function lineups(of: string): string[][] {
  const { file, conditions } = planned(of)
  return conditions.map((condition) => {
    const first = new Map<number, string>()
    for (const { repetition, lineup } of plannedMatches(file, [condition], 'x'))
      if (!first.has(repetition)) first.set(repetition, lineup.join(''))
    return [...first.values()]
  })
}

describe('a population', () => {
  it('is sampled seat by seat in the shares given, within what chance allows', () => {
    const [drawn] = lineups(text('seats: 4, repetitions: 2000, pairing: fixed, shares: { a: 5, b: 3, c: 2 }'))
    const seats = drawn!.join('')
    expect(seats).toHaveLength(8000)
    for (const [name, share] of Object.entries({ a: 0.5, b: 0.3, c: 0.2 })) {
      const count = seats.split(name).length - 1
      // four standard deviations of a binomial count; the seed is fixed
      expect(Math.abs(count - 8000 * share)).toBeLessThan(4 * Math.sqrt(8000 * share * (1 - share)))
    }
    // seats are drawn for themselves: tables of one player alone come up as often as the shares say
    const alone = drawn!.filter((lineup) => lineup === 'aaaa').length
    expect(Math.abs(alone - 2000 * 0.5 ** 4)).toBeLessThan(4 * Math.sqrt(2000 * 0.5 ** 4 * (1 - 0.5 ** 4)))
  })

  it('has equal shares unless the design says, whatever their sum', () => {
    const drawn = (shares: string) => lineups(text(`seats: 3, repetitions: 50${shares}`))
    expect(drawn(', shares: { a: 0.1, b: 0.1, c: 0.1 }')).toEqual(drawn(''))
    expect(drawn(', shares: { a: 30, b: 30, c: 1 }')).not.toEqual(drawn(''))
  })

  it('is the same in all conditions with common seeds, and another in each with independent ones', () => {
    const factors = 'factors: { params.factor: [1/2, 2/3] }'
    const [half, thirds] = lineups(text(`seats: 5, repetitions: 20, ${factors}`))
    expect(half).toEqual(thirds)
    const [own, other] = lineups(text(`seats: 5, repetitions: 20, seeds: independent, ${factors}`))
    expect(own).not.toEqual(other)
  })

  it('plays each table in all rotations, so that each that was drawn weighs the same', () => {
    const { file, conditions, count } = planned(text('seats: 3, repetitions: 40'))
    const matches = [...plannedMatches(file, conditions, 'x')]
    expect(count).toBe(120)
    expect(matches).toHaveLength(120)
    expect(new Set(matches.map(({ id }) => id)).size).toBe(120)
    for (let repetition = 0; repetition < 40; repetition++) {
      const seats = matches.filter((match) => match.repetition === repetition).map(({ lineup }) => lineup)
      for (const seat of [1, 2])
        expect(seats.map((lineup) => lineup[seat]).toSorted()).toEqual(seats.map((lineup) => lineup[0]).toSorted())
    }
  })

  it('plays the same at any concurrency and through stops', async () => {
    const of = text('seats: 3, repetitions: 12')
    const calm = await course(of, memoryStore())
    expect(calm.outcome.status).toBe('finished')
    expect(calm.events).toEqual([])
    expect((await course(of, memoryStore(), { concurrency: 64, late: true })).payoffs).toEqual(calm.payoffs)
    const store = openSqlite(`${temporary()}/log.sqlite`)
    expect((await courseWithStops(of, store, { concurrency: 4 })).payoffs).toEqual(calm.payoffs)
    await store.close()
  })

  it.each([
    [
      'seats: 3, shares: { a: 1, b: 1, cc: 1 }',
      /x\.yaml:4:\d+: design\.shares\.cc: there is no player "cc": did you mean c\?/,
    ],
    ['seats: 3, shares: { a: 1, b: 1 }', /x\.yaml:4:\d+: design\.shares: expected a share of every player.*of c/],
    ['seats: 3, shares: { a: 1, b: 1, c: 0 }', /x\.yaml:4:\d+: design\.shares\.c: expected a number of more than 0/],
    ['seats: [a, b]', /x\.yaml:4:\d+: design\.seats: expected a number of seats/],
    ['seats: 1', /x\.yaml:4:\d+: design\.seats: beauty-contest takes 2 to \d+ seats, got 1/],
    ['seats: 3, rounds: 2', /x\.yaml:4:\d+: design\.rounds: rounds go with format: swiss/],
  ])('is refused with its line: %s', (design, message) => {
    expect(() => planned(text(design))).toThrow(message)
  })

  it('refuses shares where nothing is drawn, and a person who could be drawn twice', async () => {
    expect(() => planned(`game: beauty-contest\n${players}\ndesign: { shares: { a: 1, b: 1, c: 1 } }\n`)).toThrow(
      /x\.yaml:3:\d+: design\.shares: shares go with format: population/,
    )
    const person = `game: beauty-contest\nplayers:\n  - { strategy: uniform }\n  - { person: terminal }\ndesign: { format: population }\n`
    await expect(course(person, memoryStore())).rejects.toThrow(/x\.yaml:4:\d+: players\.1\.person: .*several seats/)
  })
})
