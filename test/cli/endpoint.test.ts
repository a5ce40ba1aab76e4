import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type Answer, type FakeLlm, fakeLlm } from '../fake-llm.ts'
import { finished, freshFolder, launch, stagegame, write } from './stagegame.ts'

const KEY = 'sk-very-secret-0123456789'
const open: FakeLlm[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})

/** A folder with an experiment of two seats at a server, three matches of two rounds, and how to run it. */
async function served(answer: (nth: number) => Answer) {
  const server = await fakeLlm((_, nth) => answer(nth))
  open.push(server)
  const cwd = freshFolder()
  write(
    cwd,
    'e.yaml',
    `game: beauty-contest
params: { rounds: 2 }
players:
  - { name: careful, model: "here:tiny" }
  - { name: told, model: "here:tiny", structured: false }
  - { strategy: level-k }
told: The others are programs.
endpoints: { here: { baseUrl: "${server.baseUrl}", keyFrom: MY_KEY } }
limits: { concurrency: 2, tries: 1 }
`,
  )
  const env = { MY_KEY: KEY }
  const run = (...args: string[]) => stagegame([...args, '--db', 'e.sqlite'], { cwd, env })
  return { server, cwd, run, env }
}

describe('models behind an endpoint', () => {
  it('are asked with the rules, read strictly, asked again, and shown in the table; the key is in no file', async () => {
    const { server, cwd, run } = await served((nth) =>
      nth % 4 === 0 ? { text: 'I pick 250' } : { text: '{"guess": 250}' },
    )
    const ran = await run('run', 'e.yaml')
    expect(ran.err).toBe('')
    expect(ran.out).toMatch(/careful +3 .* 6 +0\.0 % +100\.0 %/)
    expect(server.seen.length).toBe(36)
    expect(server.seen[0]!.headers.authorization).toBe(`Bearer ${KEY}`)
    expect(server.seen[0]!.body.messages[0]!.content).toMatch(
      /This is a game of 3 players[\s\S]*The others are programs\./,
    )
    expect(
      server.seen.some(({ body }) => body.messages.some(({ content }) => /from 0 to 100, got 250/.test(content))),
    ).toBe(true)
    expect(new Set(server.seen.map(({ body }) => body.response_format !== undefined))).toEqual(new Set([true, false]))
    await run('export', '--to', 'e.jsonl')
    await run('export', '--format', 'csv', '--to', 'tables')
    for (const file of readdirSync(cwd, { recursive: true, withFileTypes: true }))
      if (file.isFile()) expect(readFileSync(join(file.parentPath, file.name), 'latin1')).not.toContain(KEY)
    expect((await run('verify')).code).toBe(0)
  })

  it('that fail pause the run, and nothing that was answered is asked again', async () => {
    let failing = true
    const { server, run } = await served((nth) =>
      failing && nth === 5 ? { status: 500, body: '{"error":{"message":"out of order"}}' } : { text: '{"guess": 20}' },
    )
    const paused = await run('run', 'e.yaml')
    expect(paused.code).toBe(3)
    expect(paused.err).toMatch(/here:tiny.*out of order/)
    expect(paused.err + paused.out).not.toContain(KEY)
    failing = false
    const before = server.seen.length
    const resumed = await run('resume', 'e-1')
    expect(resumed.code).toBe(0)
    // twelve asks in all; those that were answered before are not asked again
    const answered = before - 1
    expect(server.seen.length - before).toBe(12 - answered)
  })

  it('that stay away void their matches where the experiment says so, but a wrong key pauses the run', async () => {
    const away = await served((nth) =>
      nth === 1 ? { status: 503, body: '{"error":{"message":"away"}}' } : { text: '{"guess": 9}' },
    )
    appendFileSync(join(away.cwd, 'e.yaml'), 'onFailure: void\n')
    const voided = await away.run('run', 'e.yaml')
    expect(voided.code).toBe(0)
    expect(voided.out).toMatch(/1 match was voided and not counted/)
    const refused = await served(() => ({ status: 401, body: '{"error":{"message":"no such key"}}' }))
    appendFileSync(join(refused.cwd, 'e.yaml'), 'onFailure: void\n')
    const paused = await refused.run('run', 'e.yaml')
    expect(paused.code).toBe(3)
    expect(paused.out).not.toMatch(/voided/)
    expect(paused.out).toMatch(/Go on with/)
  })

  it('are asked nothing new after one Ctrl-C, and are left alone after two', async () => {
    const { server, cwd, env } = await served(() => ({ text: 'no number', delay: 300 }))
    const child = launch(['run', 'e.yaml', '--db', 'e.sqlite'], { cwd, env })
    const ended = finished(child)
    while (server.seen.length < 2) await new Promise((resolve) => setTimeout(resolve, 5))
    child.kill('SIGINT')
    expect((await ended).code).toBe(130)
    expect(server.seen.length).toBe(2)

    const slow = await served(() => ({ text: '{"guess": 1}', delay: 20_000 }))
    const second = launch(['run', 'e.yaml', '--db', 'e.sqlite'], { cwd: slow.cwd, env })
    const stopped = finished(second)
    while (slow.server.seen.length < 2) await new Promise((resolve) => setTimeout(resolve, 5))
    second.kill('SIGINT')
    await new Promise((resolve) => second.stderr!.once('data', resolve))
    second.kill('SIGINT')
    expect((await stopped).code).toBe(130)
  })

  it('that were on the wire at a kill -9 are asked again alone, and their rows stay', async () => {
    const { server, cwd, run, env } = await served((nth) => ({ text: '{"guess": 20}', delay: nth < 4 ? 0 : 400 }))
    const child = launch(['run', 'e.yaml', '--db', 'e.sqlite'], { cwd, env })
    const ended = finished(child)
    while (server.seen.length < 5) await new Promise((resolve) => setTimeout(resolve, 10))
    child.kill('SIGKILL')
    await ended
    const before = server.seen.length
    const resumed = await run('resume', 'e-1')
    expect(resumed.code).toBe(0)
    expect(before).toBeGreaterThanOrEqual(5)
    // twelve asks, and the two at most that were on the wire once more
    expect(server.seen.length).toBeLessThanOrEqual(12 + 2)
    await run('export', '--format', 'csv', '--to', 'tables')
    const usage = readFileSync(join(cwd, 'tables', 'usage.csv'), 'utf8')
      .trim()
      .split('\r\n')
    const lost = usage[0]!.split(',').indexOf('lost')
    const total = usage.slice(1).reduce((sum, row) => sum + Number(row.split(',')[lost]), 0)
    expect(total).toBe(server.seen.length - 12)
  })
})
