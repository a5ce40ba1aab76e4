/** The fake provider as a command: it listens on this machine, keeps its log, and ends with a count. */
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { finished, freshFolder, launch, stagegame, write } from './stagegame.ts'

/** Its address, as it says it. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = ''
    child.stdout!.on('data', (chunk) => {
      out += String(chunk)
      const [, url] = /listening on (\S+)/.exec(out) ?? []
      if (url) resolve(url)
    })
    child.once('exit', () => reject(new Error(`it ended: ${out}`)))
  })
}

describe('stagegame fake-provider', () => {
  it('is a provider that a run can be played against, with limits that are really kept', async () => {
    const cwd = freshFolder()
    const child = launch(
      ['fake-provider', '--requests-per-minute', '600', '--window-seconds', '1', '--log', 'l.jsonl'],
      {
        cwd,
      },
    )
    const ending = finished(child)
    const url = await addressOf(child)
    write(
      cwd,
      'e.yaml',
      `game: beauty-contest
params: { rounds: 2 }
players: [{ name: m, model: "here:tiny" }]
endpoints: { here: { baseUrl: "${url}/v1" } }
design: { format: self-play, seats: 3, repetitions: 4 }
limits: { windowSeconds: 1 }
`,
    )
    const result = await stagegame(['run', 'e.yaml', '--db', 'e.sqlite'], { cwd })
    expect(result).toMatchObject({ code: 0 })
    expect(result.out).toMatch(/here:tiny +24 +0 +\d+ +0/)
    child.kill('SIGINT')
    const { code, out } = await ending
    expect(code).toBe(0)
    expect(out).toMatch(/\d+ requests: .*24 × ok/)
    const log = readFileSync(join(cwd, 'l.jsonl'), 'utf8').trimEnd().split('\n')
    const served = log.map((line) => JSON.parse(line) as { at: number; outcome: string })
    expect(served.filter(({ outcome }) => outcome === 'ok')).toHaveLength(24)
    const taken = served.filter(({ outcome }) => outcome === 'ok').map(({ at }) => at)
    for (const from of taken)
      expect(taken.filter((at) => at >= from && at < from + 1000).length).toBeLessThanOrEqual(10)
  })

  it.each([
    [['--rate-429', '2'], /--rate-429 <share>.*expected a number from 0 to 1, got "2"/],
    [['--rate-429', '0.6', '--hang', '0.5'], /--rate-429 \+ --rate-500 .*at most 1, got 1\.1/],
    [['--port', 'here'], /--port <port>.*expected an integer from 0 to 65535, got "here"/],
    [['--log', 'no/such/folder/l.jsonl'], /cannot write the log no\/such\/folder\/l\.jsonl/],
  ])('%j is refused with what was expected', async (args, expected) => {
    const result = await stagegame(['fake-provider', ...args], { cwd: freshFolder() })
    expect(result.code).toBe(2)
    expect(result.err).toMatch(expected)
  })
})
