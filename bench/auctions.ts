/**
 * Speed of the auction games: `npm run bench`. Scripted bidders decide from their views, with a hash-chained SQLite log: decisions a
 * second by format, a large match, and the cost of a decision as matches grow longer. JSON lines, then tables; ratios are within
 * this one run. Games that are not on the shelf are left out, and named.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { shelf } from '../games/index.ts'
import type { Agent } from '../src/agents/agent.ts'
import { scripted } from '../src/agents/scripted.ts'
import { play } from '../src/arena/play.ts'
import { number, table } from '../src/cli/table.ts'
import type { Started } from '../src/core/event.ts'
import { shelvedGame } from '../src/core/shelf.ts'
import { nodeDigest } from '../src/store/chain.ts'
import { openSqlite } from '../src/store/sqlite.ts'
import type { Store } from '../src/store/store.ts'

interface Format {
  readonly what: string
  readonly game: string
  readonly role: string
  readonly seats: number
  /** Scripted players by name, who take the seats in turn. */
  readonly players: readonly string[]
  /** Of a match of so many rounds, items or days. */
  readonly params: (rounds: number) => Readonly<Record<string, unknown>>
}

const sealed = { game: 'sealed-bid', role: 'bidder', seats: 10, players: ['truthful', 'equilibrium', 'shade'] }
/** Ten prices a round. */
const clock = { game: 'clock', role: 'bidder', seats: 10, players: ['truthful', 'shade'] }

const LARGE: Format = {
  ...sealed,
  what: 'sealed-bid first-price, 100 bidders',
  seats: 100,
  params: (rounds) => ({ rounds }),
}

const FORMATS: readonly Format[] = [
  ...['first-price', 'second-price', 'third-price', 'all-pay'].map((format) => ({
    ...sealed,
    what: `sealed-bid ${format}`,
    params: (rounds: number) => ({ format, rounds }),
  })),
  {
    ...sealed,
    what: 'sealed-bid second-price, budgets',
    players: ['pacing', 'truthful'],
    params: (rounds) => ({ format: 'second-price', rounds, budgets: 5 * rounds }),
  },
  ...['ascending', 'descending'].map((direction) => ({
    ...clock,
    what: `clock ${direction}`,
    params: (rounds: number) => ({ direction, rounds, step: 10 }),
  })),
  {
    what: 'item-auction',
    game: 'item-auction',
    role: 'bidder',
    seats: 10,
    players: ['truthful', 'shade', 'debiased', 'sniper'],
    params: (rounds) => ({
      items: Array.from({ length: rounds }, (_, nth) => {
        const start = nth % 3 === 2 ? 5000 : 1000
        return { name: `item ${nth + 1}`, start, value: 2 * start }
      }),
      budgets: 500 * rounds,
      minimumRaise: 0.4,
    }),
  },
  {
    what: 'water-allocation',
    game: 'water-allocation',
    role: 'resident',
    seats: 5,
    players: ['survivor', 'share-of-balance', 'need-based'],
    // water for all, so that nobody is out before the last day
    params: (days) => ({ days, supply: { given: Array.from({ length: days }, () => 50) } }),
  },
]

interface Row {
  readonly what: string
  /** Rounds, items or days a match. */
  readonly rounds: number
  readonly decisions: number
  readonly seconds: number
  readonly perSecond: number
}

const LENGTHS = [100, 400, 1600]

const here = FORMATS.filter(({ game }) => isShelved(game))
const folder = mkdtempSync(join(tmpdir(), 'stagegame-auctions-'))
try {
  for (const format of here) await measured(format, 20, 5)
  const byFormat: Row[] = []
  for (const format of here) byFormat.push(noted(await measured(format, 20, 80)))
  if (isShelved(LARGE.game)) byFormat.push(noted(await measured(LARGE, 1000, 1)))
  const byLength: Row[][] = []
  for (const format of here) {
    const rows: Row[] = []
    for (const rounds of LENGTHS) rows.push(noted(await measured(format, rounds, Math.max(...LENGTHS) / rounds)))
    byLength.push(rows)
  }
  const left = new Set(FORMATS.filter(({ game }) => !isShelved(game)).map(({ game }) => game))
  if (left.size > 0) console.log(`not on the shelf: ${[...left].join(', ')}`)
  console.log(
    `\n${table(byFormat, [
      { title: 'what', cell: (row) => row.what },
      { title: 'rounds', right: true, cell: (row) => row.rounds.toLocaleString('en') },
      { title: 'decisions', right: true, cell: (row) => row.decisions.toLocaleString('en') },
      { title: 'seconds', right: true, cell: (row) => row.seconds.toFixed(2) },
      { title: 'a second', right: true, cell: (row) => Math.round(row.perSecond).toLocaleString('en') },
    ])}`,
  )
  console.log(
    `\n${table(byLength, [
      { title: 'microseconds a decision, by rounds', cell: ([row]) => row!.what },
      ...LENGTHS.map((rounds, nth) => ({
        title: rounds.toLocaleString('en'),
        right: true as const,
        cell: (rows: Row[]) => (1e6 / rows[nth]!.perSecond).toFixed(1),
      })),
      { title: 'last ÷ first', right: true, cell: (rows) => number(rows[0]!.perSecond / rows.at(-1)!.perSecond) },
    ])}`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function isShelved(id: string): boolean {
  return shelf.games.some(({ game }) => game.id === id)
}

function noted(row: Row): Row {
  console.log(JSON.stringify(row))
  return row
}

/** Plays so many matches of so many rounds into a log of their own. */
async function measured(format: Format, rounds: number, matches: number): Promise<Row> {
  const store = openSqlite(join(folder, 'log.sqlite'))
  globalThis.gc?.()
  const began = performance.now()
  const decisions = await playAll(store, format, rounds, matches)
  const seconds = (performance.now() - began) / 1000
  await store.close()
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, `log.sqlite${suffix}`), { force: true })
  return { what: format.what, rounds, decisions, seconds, perSecond: decisions / seconds }
}

async function playAll(
  store: Store,
  { game: id, ...format }: Format,
  rounds: number,
  matches: number,
): Promise<number> {
  const { game, strategies } = shelvedGame(shelf, id)
  const agents: readonly Agent[] = format.players.map((name) => scripted({ name, play: strategies[name]!({}) }))
  const byName = new Map(agents.map((agent) => [agent.name, agent]))
  const params = game.params.parse(format.params(rounds)) as Record<string, unknown>
  const seats = Array.from({ length: format.seats }, (_, seat) => ({
    role: format.role,
    player: agents[seat % agents.length]!.name,
  }))
  let decisions = 0
  for (let nth = 0; nth < matches; nth++) {
    const match = `auctions/${nth}`
    const started: Started = {
      type: 'started',
      wire: 1,
      match,
      game: id,
      version: game.version,
      params,
      seats,
      seed: match,
    }
    await play(match, started, {
      game,
      store,
      signal: new AbortController().signal,
      fold: { digest: nodeDigest },
      agentOf: (name) => byName.get(name)!,
      moved: () => decisions++,
    })
  }
  await store.durable()
  return decisions
}
