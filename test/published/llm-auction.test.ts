/** The published rounds of another study's language models, put into the wire format: each verifies, and its figures come out again. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { shelf } from '../../games/index.ts'
import { type Bid, bidFigures, bidsIn } from '../../src/analysis/bids.ts'
import { verify } from '../../src/arena/verify.ts'
import type { Event, Started } from '../../src/core/event.ts'
import { gameOf } from '../../src/core/shelf.ts'
import { freshFolder } from '../cli/stagegame.ts'
import { published } from './published.ts'

interface Round {
  readonly cell: string
  readonly file: string
  readonly round: number
  readonly values: readonly number[]
  readonly bids: readonly (readonly [name: string, bid: number])[]
  readonly winner: string
  readonly price: number
  readonly profit: readonly number[]
  readonly common: number
}

const rounds = published<Round>('llm-auction-rounds.jsonl')
const NAMES = ['Andy', 'Betty', 'Charles', 'David', 'Ethel', 'Florian']
const SEALED: Readonly<Record<string, string>> = {
  private_first_price: 'first-price',
  private_second_price: 'second-price',
  private_third_price: 'third-price',
  private_all_pay_15: 'all-pay',
  affiliated_spsb: 'second-price',
  common_spsb_2: 'second-price',
  common_spsb_4: 'second-price',
  common_spsb_6: 'second-price',
}
/** Its order is that of seats, and the winner's number lies above the price; it was cut off. */
const INCOMPLETE = 'result_2_2025-02-09_12-36-40-095434'

/** The rounds of each file of a cell, one match a file. */
function sessions(cell: string): readonly (readonly Round[])[] {
  const files = new Map<string, Round[]>()
  for (const round of rounds) if (round.cell === cell) files.set(round.file, [...(files.get(round.file) ?? []), round])
  return [...files.values()].map((session) => [...session].sort((a, b) => a.round - b.round))
}

const seatOf = (name: string): number => NAMES.indexOf(name)

/** Tied bids were settled by chance: the recorded winner is given. */
function started(game: string, params: object, session: readonly Round[]): Started {
  const { cell, file, values } = session[0]!
  return {
    type: 'started',
    match: `published/${cell}/${file}`,
    game,
    version: 1,
    params: { ...params, rounds: session.length, ties: { given: session.map(({ winner }) => seatOf(winner)) } },
    seats: values.map((_, seat) => ({ role: 'bidder', player: NAMES[seat]! })),
    seed: 'published',
  }
}

const given = (session: readonly Round[]) => ({ kind: 'given', rounds: session.map(({ values }) => values) })

function sealed(cell: string, session: readonly Round[]): Event[] {
  const common = cell.startsWith('common') ? { common: session.map((round) => round.common) } : {}
  const params = { format: SEALED[cell], values: { ...given(session), ...common } }
  return [started('sealed-bid', params, session), ...session.flatMap(bidsOf), ended(session)]
}

const bidsOf = ({ bids }: Round, turn: number): Event[] =>
  [...bids]
    .sort(([a], [b]) => seatOf(a) - seatOf(b))
    .map(([name, bid]) => ({ type: 'moved', turn, seat: seatOf(name), action: { bid }, origin: { by: 'player' } }))

/** Everybody still in is asked at each price: losers leave at theirs, in whatever order they are written, the winner stays. */
function clock(session: readonly Round[]): Event[] {
  const events: Event[] = []
  let turn = 0
  for (const { bids, winner, price } of session) {
    const exits = new Map(bids.filter(([name]) => name !== winner).map(([name, exit]) => [seatOf(name), exit]))
    for (let shown = 0; shown <= price; shown++) {
      for (const seat of [...exits.keys(), seatOf(winner)].sort((a, b) => a - b)) {
        const exit = exits.get(seat)
        if (exit !== undefined && exit < shown) continue
        events.push({ type: 'moved', turn, seat, action: { stay: exit !== shown }, origin: { by: 'player' } })
      }
      turn++
    }
  }
  const params = { direction: 'ascending', values: given(session), ceiling: 100 }
  return [started('clock', params, session), ...events, ended(session)]
}

/** What the study says that everybody earned: up to its rounding of profits. */
function ended(session: readonly Round[]): Event {
  const payoffs = session[0]!.values.map((_, seat) => session.reduce((sum, { profit }) => sum + profit[seat]!, 0))
  return { type: 'ended', payoffs }
}

async function findings(log: readonly Event[]): Promise<{ problems: readonly string[]; decisions: number }> {
  const file = join(freshFolder(), 'published.jsonl')
  writeFileSync(file, `${log.map((event) => JSON.stringify(event)).join('\n')}\n`)
  const verifying = verify(file, (start) => gameOf(shelf, start))
  const problems: string[] = []
  for (;;) {
    const next = await verifying.next()
    if (next.done) return { problems, decisions: next.value.decisions }
    problems.push(next.value.message)
  }
}

const bidsOfCell = (cell: string): readonly Bid[] =>
  sessions(cell).flatMap((session) => {
    const log = cell === 'affiliated_ac' ? clock(session) : sealed(cell, session)
    return bidsIn(gameOf(shelf, log[0] as Started), log)
  })

describe('published rounds of an LLM auction study', () => {
  it.skipIf(rounds.length === 0).each(Object.keys(SEALED))('%s verify (needs the published rounds)', async (cell) => {
    for (const session of sessions(cell)) {
      const { problems, decisions } = await findings(sealed(cell, session))
      expect(problems).toEqual([])
      expect(decisions).toBe(session.length * session[0]!.values.length)
    }
  })

  it.skipIf(rounds.length === 0)(
    'affiliated_ac, on an ascending clock, verify (needs the published rounds)',
    async () => {
      for (const session of sessions('affiliated_ac')) expect((await findings(clock(session))).problems).toEqual([])
    },
  )

  it.skipIf(rounds.length === 0)('have the published figures (needs the published rounds)', () => {
    const second = bidFigures(bidsOfCell('private_second_price'))
    expect(second.fit!.toFixed(4)).toBe('0.4845')
    expect(Math.round(second.squaresAbove!)).toBe(7213)
    expect(Math.round(second.squaresBelow!)).toBe(78_652)

    const exits = sessions('affiliated_ac')
      .filter(([first]) => !first!.file.startsWith(INCOMPLETE))
      .flatMap((session) => bidsIn(gameOf(shelf, clock(session)[0] as Started), clock(session)))
      .filter(({ won }) => won !== true)
    const within = exits.filter(({ bid, value }) => Math.abs(bid - value!) <= 1).length / exits.length
    expect((100 * within).toFixed(1)).toBe('70.0')
    expect(bidFigures(exits).gap!.toFixed(2)).toBe('2.03')

    const affiliated = bidsOfCell('affiliated_spsb')
    expect((100 * bidFigures(affiliated).equalToValue!).toFixed(1)).toBe('18.7')
    expect(bidFigures(affiliated.filter(({ won }) => won === false)).gap!.toFixed(2)).toBe('6.26')

    const profits = ['common_spsb_2', 'common_spsb_4', 'common_spsb_6'].map((cell) =>
      bidFigures(bidsOfCell(cell)).winnersProfit!.toFixed(2),
    )
    expect(profits).toEqual(['12.82', '1.12', '-1.56'])
  })
})
