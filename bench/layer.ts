/**
 * What the model layer itself takes: milliseconds a call beside the plain SDK against a provider that answers at once, and memory
 * with 500 calls in flight. JSON lines, then a table; a process of its own, so that the memory is nobody else's.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { table } from '../src/cli/table.ts'
import { provider } from './provider.ts'
import { played, workIn } from './tournament.ts'
import { queueAlone } from './ways.ts'

const CALLS_A_MATCH = 4 * 5
const NO_LIMITS = { requestsPerWindow: Infinity, windowMilliseconds: 60_000 }

const experiment = (url: string, matches: number, concurrency: number): string => `
game: beauty-contest
params: { rounds: 5 }
players: [{ name: m, model: "here:tiny" }]
endpoints: { here: { baseUrl: "${url}/v1" } }
design: { format: self-play, seats: 4, repetitions: ${matches}, seeds: independent }
limits: { concurrency: ${concurrency} }
`

interface Row {
  readonly what: string
  readonly value: number
  readonly unit: string
}

const folder = mkdtempSync(join(tmpdir(), 'stagegame-layer-'))
try {
  const rows = [await inFlight(), ...(await overhead())]
  for (const row of rows) console.log(JSON.stringify(row))
  console.log(
    `\n${table(rows, [
      { title: 'what', cell: ({ what }) => what },
      { title: 'value', right: true, cell: ({ value, unit }) => `${value.toFixed(2)} ${unit}` },
    ])}`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The most that this process held while 500 calls were on the wire. */
async function inFlight(): Promise<Row> {
  const served = await provider(join(folder, 'memory.jsonl'), ['--latency', '2500'])
  let most = 0
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 50)
  await played(experiment(served.url, 125, 500), join(folder, 'memory.sqlite'))
  clearInterval(timer)
  await served.close()
  return { what: 'most memory with 500 calls in flight', value: most / 2 ** 20, unit: 'MiB' }
}

/** The same calls through the whole layer, log and rules included, and through the SDK under a plain queue. */
async function overhead(): Promise<readonly Row[]> {
  const matches = 50
  const [concurrency, calls] = [8, matches * CALLS_A_MATCH]
  const served = await provider(join(folder, 'overhead.jsonl'), [])
  const db = (nth: number) => join(folder, `overhead-${nth}.sqlite`)
  const perCall = { ours: Infinity, plain: Infinity }
  for (let time = 0; time < 3; time++) {
    const seconds = await played(experiment(served.url, matches, concurrency), db(time))
    const work = workIn(db(time))
    const began = performance.now()
    await queueAlone(served.url, work, { ...NO_LIMITS, concurrency })
    perCall.ours = Math.min(perCall.ours, (seconds * 1000) / calls)
    perCall.plain = Math.min(perCall.plain, (performance.now() - began) / calls)
  }
  await served.close()
  return [
    { what: 'a call through all of it, best of three', value: perCall.ours, unit: 'ms' },
    { what: 'a call through the SDK and a queue', value: perCall.plain, unit: 'ms' },
    { what: 'overhead a call', value: perCall.ours - perCall.plain, unit: 'ms' },
  ]
}
