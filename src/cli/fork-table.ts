/** Prints what came of a fork beside what happened. */
import { type Compared, type ForkedSeat, forkStory, type Spread } from '../analysis/fork.ts'
import type { Experiment } from '../arena/experiment.ts'
import type { Store } from '../store/store.ts'
import { type Column, many, number, percent, table } from './table.ts'

/** Prints nothing where the experiment is no fork. */
export async function printFork(store: Store, run: string, { fork, analysis }: Experiment): Promise<void> {
  const story = fork && (await forkStory(store, run, fork, analysis.confidence))
  if (!story) return
  const { seats, measures, parent } = story
  console.log(
    `\n${fork.match} from turn ${fork.turn} on: what happened, and what came of ${many(story.ended, 'continuation')}`,
  )
  if (parent === 'absent') console.log(`${fork.match} is not in this log, so what happened is not known here`)
  if (parent === 'voided' || parent === 'open')
    console.log(`${fork.match} ${parent === 'open' ? 'has not ended' : 'was voided'}: it has no payoffs`)
  const spreads = [...seats, ...measures.values()].flatMap(({ now }) => now ?? [])
  console.log(
    table(seats, [
      { title: 'seat', right: true, cell: ({ seat }) => String(seat) },
      ...(new Set(seats.map(({ role }) => role)).size > 1
        ? [{ title: 'role', cell: ({ role }: ForkedSeat) => role }]
        : []),
      { title: 'player', cell: ({ before, after }) => (before === after ? before : `${before} → ${after}`) },
      ...columns<ForkedSeat>('payoff', spreads, analysis.confidence, (seat) => seat),
      ...(seats.some(({ first }) => first)
        ? [{ title: 'first action as logged', right: true, cell: ({ first }: ForkedSeat) => shareOf(first) }]
        : []),
    ]),
  )
  if (measures.size > 0)
    console.log(
      `\n${table(
        [...measures],
        [
          { title: 'measure', cell: ([name]) => name },
          ...columns<readonly [string, Compared]>('', spreads, analysis.confidence, ([, compared]) => compared),
        ],
      )}`,
    )
  if (story.voided > 0) console.log(`\n${many(story.voided, 'match was', 'matches were')} voided and not counted`)
  if (story.open > 0) console.log(`\n${many(story.open, 'match is', 'matches are')} not finished and not counted`)
}

function columns<T>(
  what: string,
  spreads: readonly Spread[],
  confidence: number,
  of: (row: T) => Compared,
): readonly Column<T>[] {
  const bounds = spreads.some(({ by }) => by === 'interval')
    ? `${number(100 * confidence)} % interval`
    : 'least to greatest'
  const titled = (title: string) => (what === '' ? title : `${what} ${title}`)
  const shown = (value: number | undefined) => (value === undefined ? '–' : number(value))
  return [
    { title: titled('that happened'), right: true, cell: (row) => shown(of(row).happened) },
    { title: 'mean now', right: true, cell: (row) => shown(of(row).now?.mean) },
    ...(spreads.some(({ n }) => n > 1)
      ? [
          {
            title: bounds,
            right: true,
            cell: (row: T) => {
              const { now } = of(row)
              return now ? `${number(now.low)} to ${number(now.high)}` : '–'
            },
          },
        ]
      : []),
    {
      title: 'difference',
      right: true,
      cell: (row) => {
        const { happened, now } = of(row)
        return happened === undefined || !now ? '–' : signed(now.mean - happened)
      },
    },
  ]
}

const signed = (x: number): string => (x > 0 ? `+${number(x)}` : number(x))

const shareOf = (first: ForkedSeat['first']): string =>
  first ? (first.of === 0 ? '–' : `${first.as} of ${first.of} (${percent(first.as, first.of)})`) : ''
