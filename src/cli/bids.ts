/** `stagegame bids RUN`: how an auction was bid in, beside values, equilibria and the best that could have been done. */
import { createWriteStream, existsSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Command } from 'commander'
import { Params as SealedBid } from '../../games/sealed-bid/params.ts'
import { equilibriumUnder } from '../../games/sealed-bid/theory.ts'
import { type Bid, type BidFigures, bidFigures, bidsIn, type EquilibriumBid } from '../analysis/bids.ts'
import { StagegameError } from '../core/errors.ts'
import type { Event, Started } from '../core/event.ts'
import { isQuizId } from '../core/quiz.ts'
import { csvRows } from '../store/csv.ts'
import type { Store } from '../store/store.ts'
import { labels } from './labels.ts'
import { type GameFor, gameOption, loggedGames } from './logged-games.ts'
import { dbOption, runNamed, withStore } from './stores.ts'
import { many, number, percent, table } from './table.ts'

interface Options {
  readonly db: string
  readonly to?: string
  readonly force?: true
  readonly game: readonly string[]
}

export const bidsCommand = (_exit: (code: number) => void): Command =>
  new Command('bids')
    .description(
      'How the auctions of a run were bid in, by player: bids against values, against equilibrium where one is known, and against the best that could have been done.',
    )
    .argument('<run>', 'the run, as `stagegame run` named it')
    .addOption(dbOption())
    .option('--to <file>', 'write each bid as a row of CSV, too')
    .option('--force', 'write over a file that is there')
    .addOption(gameOption())
    .addHelpText(
      'after',
      `
Fallbacks are left out. Of an ascending clock the price at which a seat left stands for its bid.
  ÷ value       mean of bid ÷ value (or signal, or estimate)
  above, equal  shares of bids above their value, and equal to it
  gap           mean distance of bid and value
  slope         of bid on value, through the origin
  R²            how well the line bid = value tells the bids
  − equilibrium mean difference from the equilibrium's bid
  regret        what the best bid against the actual others would have earned more
  profit        mean payoff of the bids that won

Example:
  stagegame bids synthetic-lab-1 --to bids.csv`,
    )
    .action((id: string, options: Options) =>
      withStore(
        options.db,
        async (store) => {
          await runNamed(store, id)
          if (options.to !== undefined && existsSync(options.to) && !options.force)
            throw new StagegameError('file-exists', `${options.to} is there already: --force writes over it`)
          const gameFor = await loggedGames(options.game, await store.runs(), [options.db])
          const rows = await rowsOf(store, id, gameFor)
          if (rows.length === 0) {
            console.log(`nobody bid in ${id}: no decision of its finished matches has a number \`bid\``)
            return
          }
          print(rows)
          if (options.to === undefined) return
          await pipeline(Readable.from(csvRows(COLUMNS, rows.map(csvRow))), createWriteStream(options.to))
          console.log(`\nwrote ${many(rows.length, 'bid')} to ${options.to}`)
        },
        { readonly: true },
      ),
    )

interface Row extends Bid {
  readonly match: string
  readonly condition: string
}

const COLUMNS = [
  'match',
  'condition',
  'turn',
  'seat',
  'player',
  'value',
  'bid',
  'equilibrium',
  'regret',
  'won',
  'payoff',
]

const csvRow = (row: Row): Readonly<Record<string, unknown>> =>
  Object.fromEntries(COLUMNS.map((name) => [name, row[name as keyof Row] ?? null]))

async function rowsOf(store: Store, run: string, gameFor: GameFor): Promise<Row[]> {
  const starts: Started[] = []
  for await (const { id, status, started } of store.matches(run))
    if (status === 'ended' && !isQuizId(id)) starts.push(started)
  const labelOf = labels(starts)
  const rows: Row[] = []
  for (const started of starts) {
    const match = started.match!
    const events = (await store.log(match)).flatMap(({ event }): Event[] => (event ? [event] : []))
    const bids = bidsIn(gameFor(started), events, equilibriumOf(started))
    rows.push(...bids.map((bid) => ({ ...bid, match, condition: labelOf(started) })))
  }
  return rows
}

/** Where theory knows an equilibrium: of sealed bids under these rules, and to stay on an ascending clock up to the value. */
function equilibriumOf({ game, params, seats }: Started): EquilibriumBid {
  if (game === 'clock') return (_, view) => privateValue(view as Seen)
  if (game !== 'sealed-bid') return () => undefined
  const bid = equilibriumUnder(SealedBid.parse(params), seats.length)
  return (_, view) => {
    const { value } = view as Seen
    return typeof value === 'number' ? bid?.(value) : undefined
  }
}

interface Seen {
  readonly value?: number | null
  readonly common?: boolean
}

const privateValue = ({ value, common }: Seen): number | undefined =>
  common === true || typeof value !== 'number' ? undefined : value

function print(rows: readonly Row[]): void {
  for (const condition of new Set(rows.map((row) => row.condition))) {
    const players = grouped(rows.filter((row) => row.condition === condition))
    const figures = [...players].map(([player, bids]) => ({ player, ...bidFigures(bids) }))
    console.log(`\n${condition}`)
    console.log(table(figures, [{ title: 'player', cell: ({ player }) => player }, ...columnsFor(figures)]))
  }
}

function grouped(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(row.player, [...(groups.get(row.player) ?? []), row])
  return groups
}

type Figures = BidFigures & { readonly player: string }

/** Columns of which something is known of somebody. */
function columnsFor(figures: readonly Figures[]) {
  return FIGURES.filter(([, name]) => figures.some((row) => row[name] !== undefined)).map(([title, name, shares]) => ({
    title,
    right: true,
    cell: (row: Figures) => {
      const value = row[name]
      if (value === undefined) return '–'
      return shares ? percent(value, 1) : number(value)
    },
  }))
}

const FIGURES: readonly (readonly [title: string, name: keyof BidFigures, shares?: true])[] = [
  ['bids', 'bids'],
  ['÷ value', 'bidToValue'],
  ['above', 'aboveValue', true],
  ['equal', 'equalToValue', true],
  ['gap', 'gap'],
  ['slope', 'slope'],
  ['R²', 'fit'],
  ['− equilibrium', 'overEquilibrium'],
  ['regret', 'regret'],
  ['profit', 'winnersProfit'],
]
