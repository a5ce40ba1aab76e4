/** `stagegame standings RUN`: a live table of ratings, also while the run is played. */
import { setTimeout as wait } from 'node:timers/promises'
import { Command } from 'commander'
import { contestsIn } from '../analysis/contests.ts'
import { outcomesOf } from '../analysis/outcomes.ts'
import { folderOf } from '../arena/frozen.ts'
import { StagegameError } from '../core/errors.ts'
import type { Store } from '../store/store.ts'
import { dbOption, runNamed, withStore } from './stores.ts'
import { reported } from './subject.ts'
import { many, number, table } from './table.ts'

interface Options {
  readonly db: string
  readonly watch?: true
  readonly every: string
}

export const standingsCommand = (_exit: (code: number) => void): Command =>
  new Command('standings')
    .description(
      'Ratings of a run as it stands: skill and its uncertainty, one contest after another, in the order of their ids.',
    )
    .argument('<run>', 'the run, as `stagegame run` named it')
    .addOption(dbOption())
    .option('--watch', 'print it again as the run goes on, until all is played')
    .option('--every <seconds>', 'with --watch: how often', '5')
    .addHelpText(
      'after',
      `
For a quick look: OpenSkill's Plackett–Luce ratings (Weng and Lin 2011). What a paper should say is in \`stagegame report\`.

Example:
  stagegame standings overnight-1 --watch`,
    )
    .action((id: string, options: Options) =>
      withStore(options.db, (store) => standings(store, id, options, store.file), { readonly: true }),
    )

async function standings(store: Store, id: string, { watch, every }: Options, file: string): Promise<void> {
  const seconds = Number(every)
  if (!(seconds > 0 && seconds <= 3600))
    throw new StagegameError('bad-option', `--every: expected seconds above 0 up to 3600, got ${JSON.stringify(every)}`)
  const run = await runNamed(store, id)
  for (;;) {
    const open = await print(store, run.id, file)
    if (!watch || open === 0) return
    await wait(1000 * seconds)
    console.log('')
  }
}

/** Resolves with how many matches of the plan are still to be finished. */
async function print(store: Store, id: string, file: string): Promise<number> {
  const { subject, conditionOf, isPerson } = await reported(store, [await runNamed(store, id)], folderOf(file))
  const { matches } = await outcomesOf(store, [id], conditionOf, isPerson)
  const planned = subject.conditions.reduce((sum, condition) => sum + condition.planned, 0)
  const done = matches.filter(({ status }) => status !== 'open').length
  console.log(`${id}: ${done} of ${many(planned, 'match', 'matches')} played`)
  const contests = contestsIn(matches)
  const { liveRatings } = await import('../statistics/live-rating.ts') // hundreds of files, needed here alone
  for (const [at, { label }] of subject.conditions.entries()) {
    const own = contests.filter(({ condition }) => condition === at)
    const players = [...new Set(own.flatMap(({ ranking }) => ranking.flat()))].sort()
    console.log(`\n${label}`)
    if (players.length < 2) {
      console.log('  nobody met anybody yet')
      continue
    }
    const rankings = own.map(({ ranking }) => ranking.map((group) => group.map((player) => players.indexOf(player))))
    const rows = liveRatings(rankings, players.length).map((rating, player) => ({
      ...rating,
      player: players[player]!,
      contests: own.filter(({ ranking }) => ranking.flat().includes(players[player]!)).length,
    }))
    console.log(
      table(
        rows.sort((a, b) => b.ordinal - a.ordinal),
        [
          { title: 'player', cell: (row) => row.player },
          { title: 'contests', right: true, cell: (row) => String(row.contests) },
          { title: 'skill', right: true, cell: (row) => number(row.mu) },
          { title: '±', right: true, cell: (row) => number(row.sigma) },
          { title: 'at least', right: true, cell: (row) => number(row.ordinal) },
        ],
      ),
    )
  }
  return planned - done
}
