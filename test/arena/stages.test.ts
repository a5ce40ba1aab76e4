import { describe, expect, it } from 'vitest'
import { memoryStore } from '../../src/store/memory.ts'
import { course } from './staged.ts'

const players =
  'players: [{ strategy: uniform }, { strategy: random }, { name: l1, strategy: level-k, options: { level: 1 } }, { name: l2, strategy: level-k, options: { level: 2 } }, { name: l3, strategy: level-k, options: { level: 3 } }]'
const text = (design: string) => `game: beauty-contest\nparams: { rounds: 1 }\n${players}\ndesign: { ${design} }\n`
const rule = 'league: { bench: [l2, l3], window: 6, threshold: 0.45, probation: 3 }'

describe('players who may not be seated', () => {
  it.each([
    ['everyone', 'repetitions: 2', 0],
    ['a round-robin', 'format: round-robin, seats: 2, repetitions: 2', 6 * 2 * 2],
    ['a population', 'format: population, seats: 2, repetitions: 40', undefined],
    ['a Swiss tournament', 'format: swiss, seats: 2', 2 * 2 * 2],
    ['a league of everyone', `repetitions: 12, ${rule}`, 2 * 12],
    ['a league in a population', `format: population, seats: 3, repetitions: 12, ${rule}`, 3 * 12],
  ])('have no match in %s, and the plan counts without them', async (_, design, count) => {
    const absent = design.includes('league') ? ['random', 'l2'] : ['random']
    const { outcome, matches, expected } = await course(text(design), memoryStore(), { absent })
    expect(outcome.status).toBe('finished')
    expect(matches).toHaveLength(expected)
    if (count !== undefined) expect(expected).toBe(count)
    expect(matches.some(({ started }) => started.seats.some(({ player }) => absent.includes(player)))).toBe(false)
  })

  it('leave a league the rest of its bench', async () => {
    const { events } = await course(text(`repetitions: 12, ${rule}`), memoryStore(), { absent: ['random', 'l2'] })
    const replaced = events.filter(({ type }) => type === 'replaced')
    expect(replaced).toMatchObject([{ by: 'l3' }])
  })

  it('leave a Swiss tournament without rounds where too few are left', async () => {
    const { outcome, matches, events, expected } = await course(text('format: swiss, seats: 4'), memoryStore(), {
      absent: ['l1', 'l2'],
    })
    expect([outcome.status, matches, events, expected]).toEqual(['finished', [], [], 0])
  })
})

describe('conditions of several formats', () => {
  it('go through their stages side by side, and are counted together', async () => {
    const games = `
games:
  - { game: beauty-contest, params: { rounds: 1 }, format: swiss, seats: 2, players: [uniform, l1, l2, l3] }
  - { game: beauty-contest, params: { rounds: 2 }, format: population, seats: 3 }
  - { game: beauty-contest, params: { rounds: 3 }, format: swiss, seats: 3 }
  - { game: beauty-contest, params: { rounds: 4 } }
${players}
design: { repetitions: 2 }
`
    const { outcome, matches, events, expected } = await course(games, memoryStore(), { concurrency: 16, late: true })
    expect(outcome.status).toBe('finished')
    expect(matches).toHaveLength(expected)
    expect(expected).toBe(2 * 2 * 2 * 2 + 3 * 2 + 3 * 2 * 3 + 5 * 2)
    expect(events.map((event) => event.type === 'round' && [event.condition, event.round])).toEqual([
      ['beauty-contest, 2 seats', 1],
      ['beauty-contest, rounds 3, swiss, 3 seats', 1],
      ['beauty-contest, 2 seats', 2],
      ['beauty-contest, rounds 3, swiss, 3 seats', 2],
      ['beauty-contest, rounds 3, swiss, 3 seats', 3],
    ])
  })
})
