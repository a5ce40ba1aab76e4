/** The same table whatever the concurrency, the delays and the failures; nothing asked twice once it was answered. */
import { afterEach, describe, expect, it } from 'vitest'
import { type FakeProvider, fakeProvider } from '../../src/fake-provider/fake-provider.ts'
import { freshFolder, stagegame, write } from './stagegame.ts'

const open: FakeProvider[] = []
afterEach(async () => {
  for (const provider of open.splice(0)) await provider.close()
})

async function ran(concurrency: number, options: Parameters<typeof fakeProvider>[0]) {
  const provider = await fakeProvider({ seed: 'storm', malformed: 0.1, ...options })
  open.push(provider)
  const cwd = freshFolder()
  write(
    cwd,
    'e.yaml',
    `game: beauty-contest
params: { rounds: 3, feedback: full }
players:
  - { name: direct, model: "here:a" }
  - { name: thoughtful, model: "anthropic-like:b", reasoning: predict, memory: "window:1" }
  - { strategy: cognitive-hierarchy }
endpoints:
  here: { baseUrl: "${provider.url}/v1" }
  anthropic-like: { baseUrl: "${provider.url}", api: anthropic }
design: { repetitions: 6 }
limits: { concurrency: ${concurrency}, secondsPerTry: 1, windowSeconds: 2, tries: 12 }
`,
  )
  const result = await stagegame(['run', 'e.yaml', '--db', 'e.sqlite'], { cwd })
  return { result, provider, rerun: () => stagegame(['rerun', 'e-1', '--db', 'e.sqlite'], { cwd }) }
}

const tableIn = (out: string): string => /^player +matches[\s\S]*?^means .*$/m.exec(out)![0]

/** How often each call was answered, by the provider's own log. */
function answers({ log }: FakeProvider): readonly number[] {
  const counts = new Map<string, number>()
  for (const { outcome, clientRequestId } of log)
    if (outcome === 'ok') {
      const call = clientRequestId!.replace(/-\d+$/, '')
      counts.set(call, (counts.get(call) ?? 0) + 1)
    }
  return [...counts.values()]
}

describe('a run', () => {
  it('comes to one table at concurrency 1 and 64, calm and with refusals, failures, cuts and hangs', async () => {
    const calm = await ran(1, {})
    expect(calm.result.code).toBe(0)
    const rough = await ran(64, {
      latency: 20,
      rate429: 0.06,
      rate500: 0.06,
      rate529: 0.03,
      cut: 0.03,
      hang: 0.02,
      retryAfter: 0.05,
    })
    expect(rough.result.err.replaceAll(/^.* matches · .*$\n/gm, '')).toBe('')
    expect(rough.result.code).toBe(0)
    expect(tableIn(rough.result.out)).toBe(tableIn(calm.result.out))
    const failed = rough.provider.log.filter(({ outcome }) => outcome !== 'ok')
    expect(failed.length).toBeGreaterThan(20)
    expect(new Set(answers(rough.provider))).toEqual(new Set([1]))
    expect(answers(rough.provider).length).toBe(answers(calm.provider).length)
    expect((await rough.rerun()).out).toMatch(/all as in the log, 0 requests without a recording/)
  }, 60_000)
})
