/** `stagegame rerun`: the recorded calls answer, and what follows must be what followed. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { type FakeProvider, fakeProvider } from '../../src/fake-provider/fake-provider.ts'
import { freshFolder, stagegame, write } from './stagegame.ts'

const open: FakeProvider[] = []
afterEach(async () => {
  for (const provider of open.splice(0)) await provider.close()
})

async function played() {
  const provider = await fakeProvider({ seed: 'rerun', malformed: 0.3, illegal: 0.2 })
  open.push(provider)
  const cwd = freshFolder()
  write(cwd, 'who.md', 'You are careful.\n')
  write(
    cwd,
    'e.yaml',
    `game: beauty-contest
params: { rounds: 3 }
wraps: [talk]
players:
  - { name: plain, model: "here:a", attempts: 2, persona: who.md }
  - { name: planning, model: "here:b", reasoning: plan, memory: chat }
  - { strategy: random }
endpoints: { here: { baseUrl: "${provider.url}/v1" } }
design: { repetitions: 2 }
`,
  )
  const run = (...args: string[]) => stagegame([...args, '--db', 'e.sqlite'], { cwd })
  const ran = await run('run', 'e.yaml')
  expect(ran.code).toBe(0)
  return { provider, cwd, run }
}

describe('a rerun', () => {
  it('asks nobody, needs no server, and comes to every decision of the log, fallbacks too', async () => {
    const { provider, run } = await played()
    const asked = provider.stats().byOutcome['ok']
    await provider.close()
    const again = await run('rerun', 'e-1')
    expect(again.err).toBe('')
    expect(again.code).toBe(0)
    expect(again.out).toMatch(/6 matches, 108 decisions: all as in the log, 0 requests without a recording/)
    expect(provider.stats().byOutcome['ok']).toBe(asked)
  })

  it('finds an answer in the log that another prompt would be given, and names the call', async () => {
    const { cwd, run } = await played()
    writeFileSync(join(cwd, 'who.md'), 'You are bold.\n')
    const frozen = await run('rerun', 'e-1')
    expect(frozen.code).toBe(0)
    expect(frozen.out).toMatch(/who\.md differs? from what this run froze; the frozen text is used/)
    const disk = await run('rerun', 'e-1', '--disk')
    expect(disk.code).toBe(1)
    expect(disk.err + disk.out).toMatch(/match e-1\/rep1-rot1, turn 0, seat 0|the rerun ends .* before the log does/)
  })

  it('finds a decision that does not follow from the recorded reply', async () => {
    const { cwd, run } = await played()
    const db = new Database(join(cwd, 'e.sqlite'))
    db.exec('DROP TRIGGER calls_update')
    const forged = `SELECT id FROM calls WHERE outcome = 'legal' AND text LIKE '%guess%' ORDER BY id LIMIT 1`
    const { changes } = db.prepare(`UPDATE calls SET text = '{"guess": 98.5}' WHERE id = (${forged})`).run()
    db.close()
    expect(changes).toBe(1)
    const again = await run('rerun', 'e-1')
    expect(again.code).toBe(1)
    expect(again.out).toMatch(/turn 1, seat \d: the log has \{"guess":[\d.]+\}, the rerun \{"guess":98\.5\}/)
  })

  it('of a run that is not there says which there are', async () => {
    const { run } = await played()
    const missing = await run('rerun', 'e-7')
    expect(missing.code).toBe(2)
    expect(missing.err).toMatch(/e-1/)
  })
})
