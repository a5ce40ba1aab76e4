/**
 * How near the schedule of calls comes to what the limits allow: `npm run bench`. JSON lines, then a table; all within one run,
 * against the fake provider in a process of its own, whose window is shorter than a minute so that this takes minutes.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { table } from '../src/cli/table.ts'
import { type Provider, provider } from './provider.ts'
import { played, workIn } from './tournament.ts'
import { fixedSleeps, langchain, queueAlone, type Way } from './ways.ts'

interface Arm {
  readonly name: string
  /** Of the provider, a minute. */
  readonly requests?: number
  readonly tokens?: number
  readonly windowSeconds: number
  readonly latency: number
  readonly matches: number
  readonly rounds: number
  readonly concurrency: number
  /** Whether the client is told the limits, by the experiment or by headers. */
  readonly told: boolean
  /** Further options of the provider. */
  readonly failing?: readonly string[]
  readonly ways: readonly (readonly [string, Way])[]
}

const OTHERS: Arm['ways'] = [
  ['p-queue alone', queueAlone],
  ['LangChain maxConcurrency', langchain],
  ['fixed sleeps', fixedSleeps],
]

const SEATS = 4

/** Limits a minute, milliseconds: 500 calls take five windows, each of which holds one call of every seat, and some. */
const USUAL = { windowSeconds: 6, latency: 300, matches: 25, rounds: 5, concurrency: 128, told: true, ways: [] }

const ARMS: readonly Arm[] = [
  { ...USUAL, name: 'request-bound', requests: 1100, ways: OTHERS },
  { ...USUAL, name: 'token-bound', tokens: 380_000, ways: OTHERS },
  { ...USUAL, name: 'latency-bound', latency: 2000, matches: 12, rounds: 10, concurrency: 200, ways: OTHERS },
  { ...USUAL, name: 'limits not told', requests: 1100, told: false },
  {
    ...USUAL,
    name: '10 % failures',
    requests: 1100,
    failing: ['--rate-429', '0.04', '--rate-500', '0.05', '--hang', '0.01'],
  },
]

interface Row {
  readonly arm: string
  readonly way: string
  readonly calls: number
  readonly tokens: number
  readonly seconds: number
  /** The largest of: the windows that requests and tokens take, and the longest match's critical path. */
  readonly bound: number
  readonly efficiency: number
  readonly refused: number
  /** Calls that were answered more than once. */
  readonly twice: number
}

const experiment = (arm: Arm, url: string): string => `
game: beauty-contest
params: { rounds: ${arm.rounds}, feedback: summary }
players: [{ name: m, model: "here:tiny" }]
endpoints: { here: { baseUrl: "${url}/v1" } }
design: { format: self-play, seats: ${SEATS}, repetitions: ${arm.matches}, seeds: independent }
limits:
  windowSeconds: ${arm.windowSeconds}
  concurrency: ${arm.concurrency}
  secondsPerTry: 3
${arm.told && arm.requests ? `  requestsPerMinute: ${arm.requests}\n` : ''}${arm.told && arm.tokens ? `  tokensPerMinute: ${arm.tokens}\n` : ''}`

/** Lets the windows of the provider run empty. */
const rest = (arm: Arm): Promise<void> => new Promise((resolve) => setTimeout(resolve, arm.windowSeconds * 1100))

function rowOf(arm: Arm, way: string, seconds: number, served: ReturnType<Provider['log']>): Row {
  const answered = served.filter(({ outcome }) => outcome === 'ok')
  const tokens = answered.reduce((sum, one) => sum + one.tokens, 0)
  const window = arm.windowSeconds
  const windows = (used: number, perMinute: number | undefined) =>
    perMinute === undefined ? 0 : (Math.ceil(used / Math.floor((perMinute * window) / 60)) - 1) * window
  const latency = arm.latency / 1000
  const bound = Math.max(
    windows(answered.length, arm.requests) + latency,
    windows(tokens, arm.tokens) + latency,
    arm.rounds * latency,
  )
  const ids = answered.map(({ clientRequestId, bodyHash }) => clientRequestId?.replace(/-\d+$/, '') ?? bodyHash)
  return {
    arm: arm.name,
    way,
    calls: answered.length,
    tokens,
    seconds,
    bound,
    efficiency: seconds / bound,
    refused: served.filter(({ outcome }) => outcome === '429').length,
    twice: way === 'stagegame' ? ids.length - new Set(ids).size : 0,
  }
}

const rows: Row[] = []
const folder = mkdtempSync(join(tmpdir(), 'stagegame-schedule-'))
try {
  const [, , only, alone] = process.argv // an arm, and stagegame alone in it
  for (const [nth, arm] of ARMS.entries()) {
    if (only && only !== arm.name) continue
    const log = join(folder, `provider-${nth}.jsonl`)
    const served = await provider(log, [
      ...['--latency', String(arm.latency), '--window-seconds', String(arm.windowSeconds)],
      ...(arm.requests ? ['--requests-per-minute', String(arm.requests)] : []),
      ...(arm.tokens ? ['--tokens-per-minute', String(arm.tokens)] : []),
      ...(arm.told ? [] : ['--no-headers']),
      ...(arm.failing ?? []),
    ])
    const note = (way: string, seconds: number, from: number) => {
      const row = rowOf(arm, way, seconds, served.log().slice(from))
      rows.push(row)
      console.log(JSON.stringify(row))
    }
    const db = join(folder, `${nth}.sqlite`)
    note('stagegame', await played(experiment(arm, served.url), db), 0)
    const work = workIn(db)
    for (const [name, way] of alone ? [] : arm.ways) {
      await rest(arm)
      const from = served.log().length
      const began = performance.now()
      const requestsPerWindow = arm.requests ? Math.floor((arm.requests * arm.windowSeconds) / 60) : Infinity
      await way(served.url, work, {
        requestsPerWindow,
        windowMilliseconds: arm.windowSeconds * 1000,
        concurrency: arm.concurrency,
      })
      note(name, (performance.now() - began) / 1000, from)
    }
    await served.close()
  }
  console.log(
    `\n${table(rows, [
      { title: 'arm', cell: (row) => row.arm },
      { title: 'way', cell: (row) => row.way },
      { title: 'calls', right: true, cell: (row) => String(row.calls) },
      { title: 'tokens', right: true, cell: (row) => row.tokens.toLocaleString('en') },
      { title: 'seconds', right: true, cell: (row) => row.seconds.toFixed(2) },
      { title: 'bound', right: true, cell: (row) => row.bound.toFixed(2) },
      { title: '÷ bound', right: true, cell: (row) => row.efficiency.toFixed(3) },
      { title: '429s', right: true, cell: (row) => String(row.refused) },
      { title: 'answered twice', right: true, cell: (row) => String(row.twice) },
    ])}`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
