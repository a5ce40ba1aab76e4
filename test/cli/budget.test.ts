/** Limits on what a run may take: it pauses before they would be exceeded, and goes on with higher ones. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { type FakeProvider, fakeProvider } from '../../src/fake-provider/fake-provider.ts'
import { freshFolder, stagegame, write } from './stagegame.ts'

const open: FakeProvider[] = []
afterEach(async () => {
  for (const provider of open.splice(0)) await provider.close()
})

const PRICES = 'prices: { "here:a": { inputPerMillion: 10, outputPerMillion: 40 } }'

async function served(more: string, options: Parameters<typeof fakeProvider>[0] = {}) {
  const provider = await fakeProvider({ seed: 'budget', ...options })
  open.push(provider)
  const cwd = freshFolder()
  write(
    cwd,
    'e.yaml',
    `game: beauty-contest
params: { rounds: 3 }
players:
  - { name: model, model: "here:a", maxTokens: 60 }
  - { strategy: level-k }
endpoints: { here: { baseUrl: "${provider.url}/v1" } }
design: { repetitions: 4 }
${more}
`,
  )
  const run = (...args: string[]) => stagegame([...args, '--db', 'e.sqlite'], { cwd })
  const rows = <T>(sql: string): T[] => {
    const db = new Database(join(cwd, 'e.sqlite'), { readonly: true })
    const found = db.prepare(sql).all() as T[]
    db.close()
    return found
  }
  const took = () =>
    rows<{ tokens: number; cost: number }>(
      'SELECT coalesce(sum(tokens_in + tokens_out), 0) AS tokens, coalesce(sum(cost), 0) AS cost FROM calls',
    )[0]!
  return { provider, cwd, run, rows, took }
}

describe('a limit in tokens', () => {
  it('pauses the run before it is exceeded, with exit code 4, and a higher one goes on to the same table', async () => {
    const free = await served('')
    const undisturbed = await free.run('run', 'e.yaml')
    const all = free.took().tokens
    const limit = Math.round(all / 2)
    const { run, took, provider, rows } = await served(`limits: { tokens: ${limit} }`)
    const paused = await run('run', 'e.yaml')
    expect(paused.code).toBe(4)
    expect(paused.err).toMatch(/the run's limit of [\d,]+ tokens is reached: [\d,]+ tokens are used up/)
    expect(paused.out).toMatch(/Go on with: npx stagegame resume e-1 .*--tokens <more>/)
    expect(took().tokens).toBeLessThanOrEqual(limit)
    expect(took().tokens).toBeGreaterThan(limit * 0.7)
    expect(rows(`SELECT 1 FROM events WHERE type = 'paused' AND body LIKE '%budget%'`).length).toBeGreaterThan(0)
    // a higher limit is one on the whole run: what was used up before counts
    const again = await run('resume', 'e-1', '--tokens', String(limit + 10))
    expect(again.code).toBe(4)
    expect(took().tokens).toBeLessThanOrEqual(limit + 10)
    const resumed = await run('resume', 'e-1', '--tokens', String(all * 3))
    expect(resumed.code).toBe(0)
    expect(tableIn(resumed.out)).toBe(tableIn(undisturbed.out))
    expect(took().tokens).toBe(all)
    expect(provider.stats().byOutcome['ok']).toBe(free.provider.stats().byOutcome['ok'])
  })
})

describe('a limit in dollars', () => {
  it('is kept by the prices of the file, and the table says what was spent', async () => {
    const { run, took } = await served(`limits: { dollars: 0.05 }\n${PRICES}`)
    const paused = await run('run', 'e.yaml', '--dollars', '0.02')
    expect(paused.code).toBe(4)
    expect(paused.err).toMatch(/the run's limit of \$0\.0200 is reached/)
    expect(took().cost).toBeLessThanOrEqual(0.02)
    expect(took().cost).toBeGreaterThan(0.01)
    const resumed = await run('resume', 'e-1', '--dollars', '1')
    expect(resumed.code).toBe(0)
    expect(resumed.out).toContain(took().cost.toPrecision(2))
  })

  it('needs a price of every model that is not on this machine: before the run, with its line', async () => {
    const { cwd, run } = await served('limits: { dollars: 1 }')
    const text = readFileSync(join(cwd, 'e.yaml'), 'utf8').replace('here:a', 'openai:gpt-5-mini')
    write(cwd, 'paid.yaml', text)
    const refused = await stagegame(['run', 'paid.yaml'], { cwd, env: { OPENAI_API_KEY: 'sk-0123456789abcdef' } })
    expect(refused.code).toBe(2)
    expect(refused.err).toMatch(/paid\.yaml:\d+:\d+: limits\.dollars: the price of openai:gpt-5-mini is not known/)
    expect(refused.err).toMatch(/add prices: \{ "openai:gpt-5-mini"/)
    expect((await run('run', 'e.yaml')).code).toBe(0) // a server on this machine charges nothing
  })

  it('counts an answer whose tokens the provider does not say as an estimate, and marks it', async () => {
    const { run, rows, took } = await served(PRICES, { usage: false })
    const ran = await run('run', 'e.yaml')
    expect(ran.code).toBe(0)
    expect(ran.out).toMatch(/of 24 answers the provider did not say the tokens; they are estimated/)
    expect(rows('SELECT 1 FROM calls WHERE estimated = 1 AND cost > 0 AND tokens_out > 0')).toHaveLength(24)
    expect(took().cost).toBeGreaterThan(0)
  })
})

describe('a player without a legal answer', () => {
  const BAD = { malformed: 0.6, seed: 'bad' }

  it('pauses its match where the experiment says so; the others go on, and resume can decide otherwise', async () => {
    const { run, rows } = await served('onNoAnswer: pause', BAD)
    const paused = await run('run', 'e.yaml')
    expect(paused.code).toBe(3)
    expect(paused.out).toMatch(/matches? waits? where the failure came/)
    expect(paused.out).toMatch(/resume e-1 .*--on-no-answer fallback/)
    const open = rows(`SELECT DISTINCT match FROM events WHERE type = 'paused'`).length
    expect(open).toBeGreaterThan(0)
    expect(rows(`SELECT 1 FROM events WHERE type = 'ended'`).length).toBe(8 - open)
    const resumed = await run('resume', 'e-1', '--on-no-answer', 'fallback')
    expect(resumed.code).toBe(0)
    expect(rows(`SELECT 1 FROM events WHERE type = 'ended'`)).toHaveLength(8)
    expect(resumed.out).toMatch(/^model +8 .* [1-9][\d.]* %$/m) // fallbacks are counted
  })

  it('voids its match where the experiment says so', async () => {
    const { run, rows } = await served('onNoAnswer: void', BAD)
    const ran = await run('run', 'e.yaml')
    expect(ran.code).toBe(0)
    expect(ran.out).toMatch(/match(es)? w(as|ere) voided and not counted/)
    expect(rows(`SELECT 1 FROM events WHERE type = 'voided'`).length).toBeGreaterThan(0)
  })
})

/** The table of results alone. */
const tableIn = (out: string): string => /^player +matches[\s\S]*?^means .*$/m.exec(out)![0]
