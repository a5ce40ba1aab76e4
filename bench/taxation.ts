/**
 * A large economy: 1,000 workers who best respond, 100 years, a planner that climbs, with the SQLite log. JSON lines: seconds, the
 * most memory, and the cost of a decision by the number of years.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { table } from '../src/cli/table.ts'
import { openSqlite } from '../src/store/sqlite.ts'
import { playedByScripts } from './scripts.ts'

const WORKERS = 1000

interface Row {
  readonly years: number
  readonly decisions: number
  readonly seconds: number
  readonly microseconds: number
  /** MiB: the most that this process held so far. */
  readonly memory: number
}

const folder = mkdtempSync(join(tmpdir(), 'stagegame-taxation-'))
let most = 0
const timer = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss())
}, 20)
try {
  const rows: Row[] = []
  for (const years of [10, 10, 40, 100]) rows.push(await measured(years))
  console.log(
    `\n${table(rows.slice(1), [
      { title: 'years', right: true, cell: ({ years }) => String(years) },
      { title: 'decisions', right: true, cell: ({ decisions }) => decisions.toLocaleString('en') },
      { title: 'seconds', right: true, cell: ({ seconds }) => seconds.toFixed(2) },
      { title: 'microseconds a decision', right: true, cell: ({ microseconds }) => microseconds.toFixed(1) },
      { title: 'most memory', right: true, cell: ({ memory }) => `${memory.toFixed(0)} MiB` },
    ])}`,
  )
} finally {
  clearInterval(timer)
  rmSync(folder, { recursive: true, force: true })
}

async function measured(years: number): Promise<Row> {
  const file = join(folder, `${years}-${performance.now()}.sqlite`)
  const store = openSqlite(file)
  const worker = { role: 'worker', player: 'best-response' }
  const seats = [{ role: 'planner', player: 'hill-climb' }, ...Array.from({ length: WORKERS }, () => worker)]
  const began = performance.now()
  const decisions = await playedByScripts(store, {
    match: `economy/${years}`,
    game: 'taxation',
    seats,
    params: { years },
  })
  await store.durable()
  const seconds = (performance.now() - began) / 1000
  await store.close()
  most = Math.max(most, process.memoryUsage.rss())
  const row = { years, decisions, seconds, microseconds: (1e6 * seconds) / decisions, memory: most / 2 ** 20 }
  console.log(JSON.stringify(row))
  return row
}
