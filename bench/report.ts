/** What a report takes: its analysis and page by the number of decisions, the bootstrap of ratings, and verify of a long log. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verify } from '../src/arena/verify.ts'
import { loggedGames } from '../src/cli/logged-games.ts'
import { composedOf } from '../src/cli/report.ts'
import { number, table } from '../src/cli/table.ts'
import { stream } from '../src/core/chance.ts'
import { composed } from '../src/report/compose.ts'
import { reportPage } from '../src/report/page.ts'
import { bootstrapMeans } from '../src/statistics/bootstrap.ts'
import { bootstrapRatings } from '../src/statistics/rating-bootstrap.ts'
import { openSqlite } from '../src/store/sqlite.ts'
import { played } from './tournament.ts'

interface Row {
  readonly what: string
  readonly size: number
  readonly seconds: number
  readonly perSecond: number
  /** Memory in use at the end of it, MB. */
  readonly megabytes: number
}

const rows: Row[] = []

async function measured(what: string, size: number, work: () => unknown): Promise<void> {
  globalThis.gc?.()
  const began = performance.now()
  await work()
  const seconds = (performance.now() - began) / 1000
  const row = { what, size, seconds, perSecond: size / seconds, megabytes: process.memoryUsage().rss / 1e6 }
  rows.push(row)
  console.log(JSON.stringify(row))
}

/** Ten scripted and simulated players, twenty rounds: 2,000 decisions for each repetition with its ten rotations. */
const experiment = (repetitions: number) => `
game: beauty-contest
params: { rounds: 20 }
players:
  - { strategy: equilibrium }
  - { strategy: uniform }
  - { name: level-1, strategy: level-k, options: { level: 1 } }
  - { name: level-2, strategy: level-k, options: { level: 2 } }
  - { strategy: iterated-best-response }
  - { strategy: last-target }
  - { name: thinker, strategy: cognitive-hierarchy, options: { tau: 1.5 } }
  - { name: fixed, strategy: fixed, options: { guesses: [61, 40.5, 20.25] } }
  - { name: noisy-1, strategy: uniform }
  - { name: noisy-2, strategy: uniform }
design: { repetitions: ${repetitions}, seeds: independent }
seed: 1
`

const folder = mkdtempSync(join(tmpdir(), 'stagegame-bench-'))
try {
  for (const decisions of process.argv.includes('--long') ? [100_000, 1_000_000] : [100_000]) {
    const file = join(folder, `${decisions}.sqlite`)
    await played(experiment(decisions / 2000), file)
    const store = openSqlite(file, { readonly: true })
    const runs = await store.runs()
    const gameFor = await loggedGames([], runs, [file])
    await measured('verify', decisions, async () => {
      for await (const finding of verify(store, gameFor)) throw new Error(JSON.stringify(finding))
    })
    await measured('report (verify, analysis, page)', decisions, async () => {
      reportPage(composed(await composedOf(store, runs, gameFor)))
    })
    await store.close()
  }
  const rng = stream(['bench'])
  const matches = 10_000
  const players = Array.from({ length: 8 }, () => ({
    sums: Float64Array.from({ length: matches }, () => rng.next()),
    counts: new Float64Array(matches).fill(1),
  }))
  await measured('bootstrap of means, 2,000 resamples, 8 players', matches, () => bootstrapMeans(players, 2000, rng))
  for (const seats of [2, 4]) {
    const contests = Array.from({ length: matches }, (_, block) => ({
      block,
      ranking: rng
        .shuffle([0, 1, 2, 3, 4, 5, 6, 7])
        .slice(0, seats)
        .map((player) => ({ player, score: player / 4 + rng.next() }))
        .sort((a, b) => b.score - a.score)
        .map(({ player }) => [player]),
    }))
    await measured(`bootstrap of ratings, 2,000 resamples, 8 players, ${seats} a match`, matches, () =>
      bootstrapRatings(contests, 8, { resamples: 2000, rng }),
    )
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

console.log(
  `\n${table(rows, [
    { title: 'what', cell: ({ what }) => what },
    { title: 'decisions or matches', right: true, cell: ({ size }) => size.toLocaleString('en') },
    { title: 'seconds', right: true, cell: ({ seconds }) => number(seconds) },
    { title: 'a second', right: true, cell: ({ perSecond }) => Math.round(perSecond).toLocaleString('en') },
    { title: 'MB', right: true, cell: ({ megabytes }) => String(Math.round(megabytes)) },
  ])}`,
)
