/** Speed and memory of the engine: `npm run bench`. JSON lines, then a table; ratios are within this one run. */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beautyContest } from '../games/beauty-contest/rules.ts'
import { shelf } from '../games/index.ts'
import type { Agent } from '../src/agents/agent.ts'
import { scripted } from '../src/agents/scripted.ts'
import { play } from '../src/arena/play.ts'
import { verify } from '../src/arena/verify.ts'
import { number, table } from '../src/cli/table.ts'
import type { Started } from '../src/core/event.ts'
import type { AnyGame } from '../src/core/game.ts'
import { advance, start } from '../src/core/match.ts'
import { gameOf, shelvedGame } from '../src/core/shelf.ts'
import { nodeDigest } from '../src/store/chain.ts'
import { memoryStore } from '../src/store/memory.ts'
import { openSqlite } from '../src/store/sqlite.ts'
import type { Store } from '../src/store/store.ts'

interface Row {
  readonly what: string
  readonly decisions: number
  readonly seconds: number
  readonly perSecond: number
  /** Most memory in use at the end of it, MB. */
  readonly megabytes: number
}

const rows: Row[] = []
const game: AnyGame = beautyContest
const fold = { digest: nodeDigest }
const { strategies } = shelvedGame(shelf, 'beauty-contest')
const players: readonly Agent[] = [
  scripted({ name: 'level-k', play: strategies['level-k']!({ level: 2, ownInfluence: true }) }),
  scripted({ name: 'last-target', play: strategies['last-target']!({}) }),
  scripted({ name: 'best-response', play: strategies['iterated-best-response']!({}) }),
  scripted({ name: 'equilibrium', play: strategies['equilibrium']!({}) }),
  scripted({ name: 'fixed', play: strategies['fixed']!({ guesses: [61, 40.5, 20.25] }) }),
]

const started = (seats: number, rounds: number, nth: number): Started => ({
  type: 'started',
  wire: 1,
  match: `bench/${String(nth).padStart(6, '0')}`,
  game: game.id,
  version: game.version,
  params: beautyContest.params.parse({ rounds }),
  seats: Array.from({ length: seats }, (_, seat) => ({ role: 'player', player: players[seat % players.length]!.name })),
  seed: `bench/${nth}`,
})

async function playAll(store: Store, matches: number, seats: number, rounds: number): Promise<void> {
  const signal = new AbortController().signal
  const byName = new Map(players.map((player) => [player.name, player]))
  for (let nth = 0; nth < matches; nth++) {
    const begin = started(seats, rounds, nth)
    await play(begin.match!, begin, { game, store, signal, fold, agentOf: (name) => byName.get(name)! })
  }
  await store.durable()
}

/** The fold alone: the actions are given. */
function foldAll(matches: number, seats: number, rounds: number): void {
  const actions = Array.from({ length: 997 }, (_, i) => ({ guess: ((i * 7919) % 10_000) / 100 }))
  const origin = { by: 'player' } as const
  for (let nth = 0; nth < matches; nth++) {
    let at = start(game, started(seats, rounds, nth), fold)
    for (let turn = 0; turn < rounds; turn++)
      for (let seat = 0; seat < seats; seat++) {
        const action = actions[(nth * 31 + turn * seats + seat) % actions.length]!
        at = advance(game, at, { type: 'moved', turn, seat, action, origin })
      }
  }
}

async function verified(file: string): Promise<void> {
  const log = openSqlite(file, { readonly: true })
  for await (const finding of verify(log, (begin) => gameOf(shelf, begin))) throw new Error(JSON.stringify(finding))
  await log.close()
}

async function measured(what: string, decisions: number, work: () => void | Promise<void>): Promise<void> {
  globalThis.gc?.()
  const began = performance.now()
  await work()
  const seconds = (performance.now() - began) / 1000
  const row = { what, decisions, seconds, perSecond: decisions / seconds, megabytes: process.memoryUsage().rss / 1e6 }
  rows.push(row)
  console.log(JSON.stringify(row))
}

const folder = mkdtempSync(join(tmpdir(), 'stagegame-bench-'))
try {
  const [seats, rounds] = [10, 20]
  const each = seats * rounds
  foldAll(300, seats, rounds)
  await playAll(memoryStore(), 300, seats, rounds)

  await measured('fold alone, 10 seats × 20 rounds', 3000 * each, () => foldAll(3000, seats, rounds))
  await measured('scripted players from their views, memory store', 1500 * each, () =>
    playAll(memoryStore(), 1500, seats, rounds),
  )
  const file = join(folder, 'log.sqlite')
  const store = openSqlite(file)
  await measured('the same, hash-chained SQLite log', 1500 * each, () => playAll(store, 1500, seats, rounds))
  await store.close()
  const warm = openSqlite(join(folder, 'warm.sqlite'))
  await playAll(warm, 300, seats, rounds)
  await warm.close()
  await verified(join(folder, 'warm.sqlite'))
  await measured('verify that file', 1500 * each, () => verified(file))
  console.log(JSON.stringify({ what: 'bytes of the log a decision', bytes: statSync(file).size / (1500 * each) }))

  await measured('1,000 seats × 100 rounds, memory store', 100_000, () => playAll(memoryStore(), 1, 1000, 100))
  for (const length of [10, 40, 160])
    await measured(`100 seats × ${length} rounds`, 40 * 100 * 160, () =>
      playAll(memoryStore(), (40 * 160) / length, 100, length),
    )

  const long = openSqlite(join(folder, 'long.sqlite'))
  for (const part of [1, 2, 3, 4])
    await measured(`10,000 matches in one log, part ${part} of 4`, 2500 * each, async () => {
      const signal = new AbortController().signal
      const byName = new Map(players.map((player) => [player.name, player]))
      for (let nth = 0; nth < 2500; nth++) {
        const begin = started(seats, rounds, part * 100_000 + nth)
        await play(begin.match!, begin, { game, store: long, signal, fold, agentOf: (name) => byName.get(name)! })
      }
      await long.durable()
    })
  await long.close()

  const [base] = rows
  console.log(
    `\n${table(rows, [
      { title: 'what', cell: (row) => row.what },
      { title: 'decisions', right: true, cell: (row) => row.decisions.toLocaleString('en') },
      { title: 'seconds', right: true, cell: (row) => row.seconds.toFixed(2) },
      { title: 'a second', right: true, cell: (row) => Math.round(row.perSecond).toLocaleString('en') },
      { title: 'of the fold', right: true, cell: (row) => number(row.perSecond / base!.perSecond) },
      { title: 'MB', right: true, cell: (row) => row.megabytes.toFixed(0) },
    ])}`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
