/**
 * The lab under load: 200 participants, who hold event streams open and post as browsers do, among 1,000 seats of models with 50 calls
 * in flight. One process serves and plays; participants and the fake provider have processes of their own. JSON lines, then a table.
 */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { table } from '../src/cli/table.ts'
import { ascending, quantile } from '../src/statistics/quantiles.ts'
import type { Measured, Task } from './lab-clients.ts'
import { servedLab } from './lab-server.ts'
import { provider } from './provider.ts'

const PEOPLE = 200
const MODELS_EACH = 5
const ROUNDS = 3
const CONCURRENCY = 50
/** Milliseconds that a model takes. */
const LATENCY = 300

const session = (url: string): string => `
title: Load
participants: ${PEOPLE}
consent: { text: You are invited to take part in a study. }
instructions: Choose numbers.
players: [{ name: m, model: "here:tiny" }]
endpoints: { here: { baseUrl: "${url}/v1" } }
limits: { concurrency: ${CONCURRENCY} }
told: { models: { text: The other players are language models., says: models } }
blocks:
  guess:
    game: beauty-contest
    params: { rounds: ${ROUNDS}, feedback: summary }
    seats: [person, ${Array.from({ length: MODELS_EACH }, () => 'm').join(', ')}]
    told: models
    patience: 600
questionnaire:
  - title: About you
    items: [{ kind: likert, name: clear, ask: The rules were clear to me. }]
seed: 1
`

interface Row {
  readonly what: string
  readonly count: number
  readonly median: number
  readonly p95: number
  readonly p99: number
  readonly most: number
}

const rowOf = (what: string, values: readonly number[]): Row => {
  const sorted = ascending(values)
  const at = (p: number) => quantile(sorted, p) ?? 0
  return { what, count: values.length, median: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) }
}

function measured(task: Task): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('./lab-clients.js', import.meta.url)))
    child.once('message', (message) => resolve(message as Measured))
    child.once('exit', (code) => reject(new Error(`the participants’ process ended with ${code}`)))
    child.send(task)
  })
}

const folder = mkdtempSync(join(tmpdir(), 'stagegame-lab-'))
const models = await provider(join(folder, 'provider.jsonl'), ['--latency', String(LATENCY)])
try {
  const began = performance.now()
  const lab = await servedLab(session(models.url), folder)
  const ready = performance.now() - began
  const [, , people = PEOPLE, medianSeconds = 2] = process.argv.map(Number) // fewer of them, who think for less or more time
  const before = process.memoryUsage().rss
  let most = before
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 100)
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const task = { links: lab.links.slice(0, people), medianSeconds, within: medianSeconds * 1000 }
  const { gets, posts, firsts, ...rest } = await measured(task)
  delay.disable()
  clearInterval(watch)
  await lab.close()
  for (const failure of lab.failures) console.error(failure)
  const served = models.log()
  const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20)
  console.log(
    JSON.stringify({
      ...{ people, modelSeats: people * MODELS_EACH, calls: served.length, ready: Math.round(ready) },
      ...{ seconds: Math.round((performance.now() - began - ready) / 100) / 10, ...rest },
      ...{ megabytesBefore: megabytes(before), megabytesMost: megabytes(most) },
    }),
  )
  const rows = [
    rowOf('first page', firsts),
    rowOf('pages', gets),
    rowOf('posts', posts),
    rowOf('in the server', lab.handled),
    {
      ...{ what: 'event loop', count: delay.count },
      ...{ median: delay.percentile(50) / 1e6, p95: delay.percentile(95) / 1e6, p99: delay.percentile(99) / 1e6 },
      most: delay.max / 1e6,
    },
  ]
  for (const row of rows) console.log(JSON.stringify(row))
  const milliseconds = (of: (row: Row) => number) => (row: Row) => of(row).toFixed(1)
  console.log(
    `\n${table(rows, [
      { title: 'milliseconds', cell: ({ what }) => what },
      { title: 'count', right: true, cell: ({ count }) => String(count) },
      { title: 'median', right: true, cell: milliseconds(({ median }) => median) },
      { title: 'p95', right: true, cell: milliseconds(({ p95 }) => p95) },
      { title: 'p99', right: true, cell: milliseconds(({ p99 }) => p99) },
      { title: 'most', right: true, cell: milliseconds(({ most }) => most) },
    ])}`,
  )
  if (rest.finished < people) process.exitCode = 1
} finally {
  await models.close()
  rmSync(folder, { recursive: true, force: true })
}
