/** Runs whose matches follow from earlier ones, through the command line. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSqlite } from '../../src/store/sqlite.ts'
import { course } from '../arena/staged.ts'
import { freshFolder, stagegame, write } from './stagegame.ts'

const players =
  'players: [{ strategy: uniform }, { strategy: equilibrium }, { strategy: random }, { name: l1, strategy: level-k, options: { level: 1 } }, { name: l2, strategy: level-k, options: { level: 2 } }, { name: l3, strategy: level-k, options: { level: 3 } }]'
const swiss = `game: beauty-contest\nparams: { rounds: 2 }\n${players}\ndesign: { format: swiss, seats: 2, rounds: 3 }\n`
const league = `game: beauty-contest\nparams: { rounds: 2 }\n${players}\ndesign: { repetitions: 10, league: { bench: [l3, l2], window: 6, threshold: 0.45, probation: 3 } }\n`

const folder = freshFolder()

describe('rerun', () => {
  it.each([
    ['a Swiss tournament', swiss, {}, 18],
    ['one that was stopped in its second round', swiss, { stopAfter: 35 }, undefined],
    ['one in which matches were voided', `${swiss}onFailure: void\n`, { failEvery: 13 }, 18],
    ['a league', league, {}, 40],
    ['a league that was stopped', league, { stopAfter: 150 }, undefined],
  ])('goes through the stages of %s as the log has them', async (what, text, options, matches) => {
    const db = `${what.replaceAll(' ', '-')}.sqlite`
    const store = openSqlite(join(folder, db))
    const { events, matches: logged, outcome } = await course(text, store, options)
    await store.close()
    expect(outcome.status).toBe('stopAfter' in options ? 'stopped' : 'finished')
    expect(events.length).toBeGreaterThan(1)
    if (matches !== undefined) expect(logged).toHaveLength(matches)
    const ran = await stagegame(['rerun', 'x-1', '--db', db], { cwd: folder })
    expect(ran.out).toMatch(`${logged.length} matches`)
    expect(ran.out).toMatch(/all as in the log/)
    expect(ran.code).toBe(0)
  })
})

describe('a run', () => {
  it('of a Swiss tournament says its rounds in the plan and as they came, and can be exported with them', async () => {
    write(
      folder,
      'seven.yaml',
      swiss.replace('[{ strategy: uniform },', '[{ strategy: uniform }, { name: l4, strategy: level-k },'),
    )
    const ran = await stagegame(['run', 'seven.yaml'], { cwd: folder })
    expect(ran.out).toMatch(/^seven: 18 matches, about 72 decisions/)
    expect(ran.out).toMatch(/swiss, 2 seats, 3 rounds of 3 tables, seats rotated/)
    expect(ran.out).toMatch(/1 bye a round, scored ½/)
    expect(ran.out).toMatch(/^round 3: \S+ – \S+, .*; \S+ sat out$/m)
    const exported = await stagegame(['export', 'seven-1'], { cwd: folder })
    expect(exported.out.match(/"type":"run-event"/g)).toHaveLength(3)
    write(folder, 'seven.jsonl', exported.out)
    expect((await stagegame(['import', 'seven.jsonl', '--db', 'other.sqlite'], { cwd: folder })).code).toBe(0)
    const again = await stagegame(['export', 'seven-1', '--db', 'other.sqlite'], { cwd: folder })
    expect(again.out).toBe(exported.out)
    expect((await stagegame(['verify', 'seven.jsonl'], { cwd: folder })).out).toMatch(/all verified/)
  })

  it('of a league says the rule in the plan, and who was replaced', async () => {
    write(folder, 'league.yaml', league)
    const ran = await stagegame(['run', 'league.yaml'], { cwd: folder })
    expect(ran.out).toMatch(
      /league: who beats less than 45 % of opponents over 6 matches has 3 matches .* l3 and l2 plays/,
    )
    expect(ran.out).toMatch(/^after repetition \d+: \S+, who beat \d+\.\d % of opponents, is replaced by l3$/m)
  })

  it('of a population says the seats that each player can expect', async () => {
    const design = 'design: { format: population, seats: 4, repetitions: 10, pairing: fixed, shares: { a: 3, b: 1 } }'
    const text = `game: beauty-contest\nplayers: [{ name: a, strategy: uniform }, { name: b, strategy: level-k }]\n${design}\n`
    write(folder, 'population.yaml', text)
    const { out } = await stagegame(['run', 'population.yaml', '--dry-run'], { cwd: folder })
    expect(out).toMatch(/^population: 10 matches/)
    expect(out).toMatch(/seats expected: a 30 and b 10$/m)
  })
})
