/** How auctions were bid in, through the command line. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { freshFolder, stagegame, write } from './stagegame.ts'

let cwd: string
beforeAll(async () => {
  cwd = freshFolder()
  write(
    cwd,
    'lab.yaml',
    `game: sealed-bid
params: { rounds: 5 }
players: [{ strategy: equilibrium }, { strategy: truthful }, { name: model, model: "simulated:shade" }]
design: { factors: { params.format: [first-price, second-price] } }
`,
  )
  write(cwd, 'guess.yaml', 'game: beauty-contest\nplayers: [{ strategy: equilibrium }, { strategy: level-k }]\n')
  for (const name of ['lab', 'guess'])
    expect(await stagegame(['run', `${name}.yaml`, '--db', 'a.sqlite'], { cwd })).toMatchObject({ code: 0 })
})

const bids = (...args: string[]) => stagegame(['bids', ...args, '--db', 'a.sqlite'], { cwd })

describe('stagegame bids', () => {
  it('tells by player and condition how bids lie to values, to equilibrium and to the best that could be done', async () => {
    const { out, code } = await bids('lab-1', '--to', 'bids.csv')
    expect(code).toBe(0)
    const [, first, second] = out.split(/^sealed-bid, format .*$/m)
    expect(first).toMatch(/^truthful +15 +1 +0\.0 % +100\.0 % +0 +1 +1 +\d/m)
    expect(second).toMatch(/^truthful +15 +1 +0\.0 % +100\.0 % +0 +1 +1 +0 +0 /m) // truth is best, and leaves no regret
    const rows = readFileSync(join(cwd, 'bids.csv'), 'utf8').trimEnd().split('\r\n')
    expect(rows[0]).toBe('match,condition,turn,seat,player,value,bid,equilibrium,regret,won,payoff')
    expect(rows).toHaveLength(1 + 2 * 3 * 3 * 5)
  })

  it('stand beside each decision in replay, for the spectator alone', async () => {
    const shown = (...args: string[]) => stagegame(['replay', 'lab-1/c1-rot1', '--db', 'a.sqlite', ...args], { cwd })
    expect((await shown()).out).toMatch(/seat 1 truthful: bid: bid \d+ {3}\(regret [\d.]+\)/)
    expect((await shown('--seat', '1')).out).not.toMatch(/regret/)
  })

  it('says where nobody bid, and where a file or a run is not as it must be', async () => {
    expect((await bids('guess-1')).out).toMatch(/nobody bid in guess-1/)
    const twice = await bids('lab-1', '--to', 'bids.csv')
    expect(twice).toMatchObject({ code: 2, err: expect.stringMatching(/bids\.csv is there already: --force/) })
    const unknown = await bids('lab-2')
    expect(unknown).toMatchObject({
      code: 2,
      err: expect.stringMatching(/there is no run "lab-2" in this log: did you mean lab-1\?/),
    })
  })
})
