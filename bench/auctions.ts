/**
 * Speed of the auction games: `npm run bench`. Scripted bidders decide from their views, with a hash-chained SQLite log: decisions a
 * second by format, a large match, and the cost of a decision as matches grow longer. JSON lines, then tables; ratios are within
 * this one run.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { number, table } from '../src/cli/table.ts'
import { openSqlite } from '../src/store/sqlite.ts'
import type { Store } from '../src/store/store.ts'
import { playedByScripts } from './scripts.ts'

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

const folder = mkdtempSync(join(tmpdir(), 'stagegame-auctions-'))
try {
  for (const format of FORMATS) await measured(format, 20, 5)
  const byFormat: Row[] = []
  for (const format of FORMATS) byFormat.push(noted(await measured(format, 20, 80)))
  byFormat.push(noted(await measured(LARGE, 1000, 1)))
  const byLength: Row[][] = []
  for (const format of FORMATS) {
    const rows: Row[] = []
    for (const rounds of LENGTHS) rows.push(noted(await measured(format, rounds, Math.max(...LENGTHS) / rounds)))
    byLength.push(rows)
  }
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

async function playAll(store: Store, format: Format, rounds: number, matches: number): Promise<number> {
  const seats = Array.from({ length: format.seats }, (_, seat) => ({
    role: format.role,
    player: format.players[seat % format.players.length]!,
  }))
  let decisions = 0
  for (let nth = 0; nth < matches; nth++)
    decisions += await playedByScripts(store, {
      match: `auctions/${nth}`,
      game: format.game,
      seats,
      params: format.params(rounds),
    })
  await store.durable()
  return decisions
}
