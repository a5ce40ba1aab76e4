/** One run against a provider that lives on, killed twenty times at moments that a seed chooses. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { stream } from '../../src/core/chance.ts'
import { type FakeProvider, fakeProvider } from '../../src/fake-provider/fake-provider.ts'
import { callId } from '../../src/models/call-id.ts'
import { finished, freshFolder, launch, stagegame, write } from './stagegame.ts'

const CONCURRENCY = 4
const KILLS = 20

const experiment = (url: string) => `
game: beauty-contest
params: { rounds: 4, feedback: full }
players:
  - { name: first, model: "here:tiny" }
  - { name: second, model: "here:tiny", reasoning: plan, memory: chat }
endpoints: { here: { baseUrl: "${url}/v1" } }
design: { seats: 4, repetitions: 6 }
limits: { concurrency: ${CONCURRENCY} }
seed: 5
`

const open: FakeProvider[] = []
afterAll(async () => {
  for (const provider of open) await provider.close()
})

async function served() {
  const provider = await fakeProvider({ seed: 'kill', latency: 25, malformed: 0.1, illegal: 0.1 })
  open.push(provider)
  const cwd = freshFolder()
  write(cwd, 'e.yaml', experiment(provider.url))
  return { provider, cwd }
}

describe('a run that is killed twenty times', () => {
  it('comes to the table of an undisturbed one, and asks again only what was on the wire', async () => {
    const calm = await served()
    const undisturbed = await stagegame(['run', 'e.yaml', '--db', 'log.sqlite'], { cwd: calm.cwd })
    expect(undisturbed.err).toBe('')
    expect(undisturbed.code).toBe(0)
    const total = calm.provider.stats().requests

    const { provider, cwd } = await served()
    const rng = stream(['kill', 1])
    const moments = Array.from({ length: KILLS }, () => 1 + rng.int(total - 1)).sort((a, b) => a - b)
    let killed = 0
    for (const moment of moments) {
      const args = killed === 0 ? ['run', 'e.yaml'] : ['resume', 'e-1']
      const child = launch([...args, '--db', 'log.sqlite'], { cwd })
      const ended = finished(child)
      // at the next request after the moment, or at any later one if the process before got further
      const wanted = Math.max(moment, provider.stats().requests + 1)
      while (provider.stats().requests < wanted && child.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 1))
      await new Promise((resolve) => setTimeout(resolve, rng.int(40)))
      if (child.exitCode !== null) break
      child.kill('SIGKILL')
      await ended
      killed++
    }
    expect(killed).toBe(KILLS)
    const last = await stagegame(['resume', 'e-1', '--db', 'log.sqlite'], { cwd })
    expect(last.code).toBe(0)
    expect(tableIn(last.out)).toBe(tableIn(undisturbed.out))

    const rows = calls(cwd)
    const lost = rows.filter(({ status }) => status === 'lost')
    expect(lost.length).toBeGreaterThan(0)
    expect(lost.length).toBeLessThanOrEqual(CONCURRENCY * KILLS)
    expect(rows.every(({ status }) => status === 'ok' || status === 'lost')).toBe(true)
    // every request that came in has its row; each call was answered once, and asked again only where a row says lost
    const ids = new Map(rows.map((row) => [callId(row, row.try), row]))
    const seen = provider.log.map(({ clientRequestId }) => clientRequestId!)
    expect(new Set(seen).size).toBe(seen.length)
    for (const id of seen) expect(ids.has(id)).toBe(true)
    const answered = rows
      .filter(({ status }) => status === 'ok')
      .map(({ try: _, status: __, ...key }) => JSON.stringify(key))
    expect(new Set(answered).size).toBe(answered.length)
    expect(answered.length).toBe(total)
    expect((await stagegame(['verify', 'log.sqlite'], { cwd })).code).toBe(0)
  }, 180_000)
})

/** From the name of the condition to the empty line after its figures. */
const tableIn = (out: string): string => /\nbeauty-contest\n[\s\S]*?\n\n/.exec(out)![0]

interface Row {
  readonly match: string
  readonly turn: number
  readonly seat: number
  readonly purpose: string
  readonly attempt: number
  readonly try: number
  readonly status: string | null
}

function calls(cwd: string): readonly Row[] {
  const db = new Database(join(cwd, 'log.sqlite'), { readonly: true })
  const rows = db.prepare('SELECT match, turn, seat, purpose, attempt, try, status FROM calls').all() as Row[]
  db.close()
  return rows
}
