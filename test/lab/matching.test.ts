/** Who meets whom: whole groups in each match, strangers who are strangers, seats that follow from names alone. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stream } from '../../src/core/chance.ts'
import { formDeferred, type Meeting, meetings, noPerfectStrangers, schedule, seatsFor } from '../../src/lab/matching.ts'
import { boundOf } from '../../src/lab/perfect-stranger.ts'

const crowd = (n: number): readonly string[] => Array.from({ length: n }, (_, i) => `p${i}`)
const sets = (groups: readonly (readonly string[])[]): readonly string[] =>
  groups.map((group) => [...group].sort().join(' ')).sort()
const seeds = fc.string({ maxLength: 8 })

const sizes = fc.record({
  k: fc.integer({ min: 1, max: 5 }),
  groups: fc.integer({ min: 1, max: 5 }),
  matches: fc.integer({ min: 1, max: 6 }),
  seed: seeds,
})

describe.each(['partner', 'stranger'] as const)('%s matching', (meeting) => {
  it('puts everybody in one group of k in each match, whoever came first', () => {
    fc.assert(
      fc.property(sizes, ({ k, groups, matches, seed }) => {
        const people = crowd(k * groups)
        const made = schedule({ people, k, matches, with: meeting, seed })
        expect(made).toHaveLength(matches)
        for (const match of made) {
          expect(match.map((group) => group.length)).toEqual(Array.from({ length: groups }, () => k))
          expect(match.flat().sort()).toEqual([...people].sort())
        }
        const shuffled = stream([seed, 'arrival']).shuffle(people)
        expect(schedule({ people: shuffled, k, matches, with: meeting, seed })).toEqual(made)
      }),
    )
  })
})

describe('partners', () => {
  it('meet in every match', () => {
    const made = schedule({ people: crowd(12), k: 3, matches: 7, with: 'partner', seed: 's' })
    for (const match of made) expect(sets(match)).toEqual(sets(made[0]!))
    expect(meetings(made).map(({ times }) => times)).toEqual(Array.from({ length: 12 }, () => 7))
  })
})

describe('strangers', () => {
  it('are drawn anew for each match', () => {
    const made = schedule({ people: crowd(24), k: 3, matches: 10, with: 'stranger', seed: 's' })
    expect(new Set(made.map((match) => sets(match).join())).size).toBe(10)
  })
})

/** Complete partitions without a pair that meets twice. */
function expectPerfect(people: readonly string[], k: number, matches: number, seed = 's') {
  const made = schedule({ people, k, matches, with: 'perfect-stranger', seed })
  expect(made).toHaveLength(matches)
  for (const match of made) {
    expect(match.flat().sort()).toEqual([...people].sort())
    for (const group of match) expect(group).toHaveLength(k)
  }
  const pairs = meetings(made)
  expect(pairs.every(({ times }) => times === 1)).toBe(true)
  expect(pairs).toHaveLength((matches * people.length * (k - 1)) / 2)
}

describe('perfect strangers', () => {
  const even = [2, 4, 6, 8, 10, 12, 14, 16, 18, 20]
  it.each(even)('in pairs of %i people never meet twice, up to as many matches as there are others', (g) => {
    for (let matches = 1; matches < g; matches++) expectPerfect(crowd(g), 2, matches)
    expect(noPerfectStrangers(g, 2, g)).toMatch(new RegExp(`so ${g - 1} match(es)? is the most possible`))
  })

  it.each([
    [9, 3, 4],
    [16, 4, 5],
    [25, 5, 6],
    [15, 3, 5],
    [12, 3, 4],
    [20, 4, 5],
    [36, 4, 9],
    [27, 3, 13],
    [6, 3, 1],
    [3, 3, 1],
  ])('%i people by %i never meet twice in %i matches', (g, k, m) => expectPerfect(crowd(g), k, m))

  it.each([
    [
      9,
      3,
      5,
      '9 people cannot be matched 5 times by 3 so that no pair meets twice: everybody meets 2 of 8 others a match, so 4 matches is the most possible; expected so many, or matching groups of 15 or more',
    ],
    [
      6,
      3,
      3,
      '6 people cannot be matched 3 times by 3 so that no pair meets twice: a second match would take the people of each group from 3 others, and there are 2, so 1 match is the most possible; expected so many, or matching groups of 9 or more',
    ],
    [
      12,
      3,
      5,
      '12 people cannot be matched 5 times by 3 so that no pair meets twice: no more are possible, so 4 matches is the most possible; expected so many, or matching groups of 15 or more',
    ],
    // by six no plane is known by arithmetic, and there is none
    [
      36,
      6,
      7,
      '36 people cannot be matched 7 times by 6 so that no pair meets twice, as far as was found: a schedule of 3 matches is known, and none of more than 7 is possible; expected 3 matches, or other matching groups',
    ],
  ])('%i people by %i in %i matches are refused, with the most there can be', (g, k, m, why) => {
    expect(noPerfectStrangers(g, k, m)).toBe(why)
    expect(() => schedule({ people: crowd(g), k, matches: m, with: 'perfect-stranger', seed: 's' })).toThrow(
      expect.objectContaining({ code: 'cannot-match', message: why }),
    )
  })

  it('of any size either never meet twice, or are refused as more than the bound or than what is known', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 4 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        (k, n, m) => {
          const g = k * n
          const why = noPerfectStrangers(g, k, m)
          if (why === undefined) return expectPerfect(crowd(g), k, m)
          const bound = boundOf(g, k)
          expect(why).toContain(m > bound ? `so ${bound} match` : `none of more than ${bound} is possible`)
        },
      ),
      { numRuns: 30 },
    )
  })

  it('are who the seed says, whoever came first', () => {
    const meeting: Meeting = { people: crowd(8), k: 2, matches: 5, with: 'perfect-stranger', seed: 's' }
    const made = schedule(meeting)
    expect(schedule({ ...meeting, people: crowd(8).toReversed() })).toEqual(made)
    expect(schedule({ ...meeting, seed: 'other' })).not.toEqual(made)
  })

  it('who play alone are alone in each match', () => {
    expect(schedule({ people: crowd(2), k: 1, matches: 3, with: 'perfect-stranger', seed: 's' })).toEqual([
      [['p0'], ['p1']],
      [['p0'], ['p1']],
      [['p0'], ['p1']],
    ])
  })
})

describe('people who cannot be matched are refused', () => {
  it.each([
    [['a', 'b', 'c'], 'expected a multiple of 2 people, got 3'],
    [[], 'expected a multiple of 2 people, got 0'],
    [['a', 'b', 'a', 'c'], 'a person stands twice among those to be matched: a, b, a and c'],
  ])('%j', (people, message) => {
    expect(() => schedule({ people, k: 2, matches: 1, with: 'stranger', seed: 's' })).toThrow(
      expect.objectContaining({ code: 'cannot-match', message }),
    )
  })
})

describe('groups of those who chose beforehand', () => {
  it('have everybody once, and fewer than a group are left over', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 6 }), seeds, (n, k, seed) => {
        const people = crowd(n)
        const { groups, leftover } = formDeferred(people, k, seed)
        expect([...groups.flat(), ...leftover].sort()).toEqual([...people].sort())
        expect(groups.every((group) => group.length === k)).toBe(true)
        expect(leftover).toHaveLength(n % k)
        expect(formDeferred(people.toReversed(), k, seed)).toEqual({ groups, leftover })
      }),
    )
  })
})

describe('seats', () => {
  const ROLES = ['buyer', 'seller', 'buyer', 'seller', 'buyer', 'judge']
  const seatings = fc.record({
    seats: fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 1 }),
    missing: fc.integer({ min: 0, max: 5 }),
    keepSeats: fc.boolean(),
    seed: seeds,
  })

  it('are each taken once at most, by each person once, whoever came first', () => {
    fc.assert(
      fc.property(seatings, ({ seats, missing, keepSeats, seed }) => {
        const people = crowd(Math.max(0, seats.length - missing))
        const taken = seatsFor({ people, seats, roles: ROLES, seed, keepSeats })
        expect(taken.flatMap(({ person }) => person ?? []).sort()).toEqual([...people].sort())
        expect(new Set(taken.map(({ seat }) => seat)).size).toBe(seats.length)
        const rolesAt = (all: readonly number[]) => all.map((seat) => ROLES[seat]).sort()
        expect(rolesAt(taken.map(({ seat }) => seat))).toEqual(rolesAt(seats))
        if (keepSeats) expect(taken.map(({ seat }) => seat).sort()).toEqual([...seats].sort())
        expect(seatsFor({ people: people.toReversed(), seats, roles: ROLES, seed, keepSeats })).toEqual(taken)
      }),
    )
  })

  it('leave everybody the same role in every match of a group', () => {
    const rolesOf = (seed: string) =>
      Object.fromEntries(
        seatsFor({ people: crowd(6), seats: [0, 1, 2, 3, 4, 5], roles: ROLES, seed, keepSeats: false }).map(
          ({ person, seat }) => [person, ROLES[seat]],
        ),
      )
    for (let nth = 0; nth < 20; nth++) expect(rolesOf(`match ${nth}`)).toEqual(rolesOf('match'))
  })

  it('are drawn anew for each match within a role, or stay where the file says so', () => {
    const seatOf = (seed: string, keepSeats: boolean) =>
      seatsFor({ people: crowd(6), seats: [0, 1, 2, 3, 4, 5], roles: ROLES, seed, keepSeats })
        .map(({ person, seat }) => `${person} ${seat}`)
        .sort()
        .join()
    const over = (keepSeats: boolean) =>
      new Set(Array.from({ length: 60 }, (_, nth) => seatOf(`match ${nth}`, keepSeats)))
    expect(over(true).size).toBe(1)
    expect(over(false).size).toBe(12) // 3! orders of buyers × 2! of sellers
  })

  it('of programs are drawn among those of people, or the seat would tell', () => {
    const over = Array.from({ length: 60 }, (_, nth) =>
      seatsFor({ people: ['ada'], seats: [0], roles: ['a', 'a', 'a', 'b'], seed: `match ${nth}`, keepSeats: false }),
    )
    expect(new Set(over.map(([one]) => one!.seat))).toEqual(new Set([0, 1, 2]))
  })

  it('are never fewer than people', () => {
    expect(() => seatsFor({ people: crowd(3), seats: [0, 2], roles: ROLES, seed: 's', keepSeats: true })).toThrow(
      expect.objectContaining({ code: 'cannot-match', message: 'expected 2 people at most, got 3' }),
    )
  })
})
