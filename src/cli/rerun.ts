/** `stagegame rerun RUN`: the same matches through the whole machinery, models answered from the recorded calls. */
import { Command } from 'commander'
import { printable } from '../agents/quotation.ts'
import { plannedMatches } from '../arena/design.ts'
import { nameOf } from '../arena/experiment.ts'
import { quizMatches } from '../arena/quiz.ts'
import { noProgress, playMatches } from '../arena/tournament.ts'
import type { Moved } from '../core/event.ts'
import type { CallKey } from '../models/model.ts'
import { inWords } from '../models/replaying.ts'
import { nodeDigest } from '../store/chain.ts'
import { memoryStore } from '../store/memory.ts'
import type { SqliteStore } from '../store/sqlite-store.ts'
import type { Logged, Run, Store } from '../store/store.ts'
import { version } from './package.ts'
import type { Prepared } from './prepare.ts'
import { thawed } from './resume.ts'
import { specOf } from './specs.ts'
import { dbOption, runNamed, withStore } from './stores.ts'
import { many } from './table.ts'

/** Lines of differences that are printed; the rest is counted. */
const MOST_LINES = 20

export const rerunCommand = (exit: (code: number) => void): Command =>
  new Command('rerun')
    .description(
      'Play the matches of a run again, in memory: scripts decide anew, models are answered from the recorded calls, people and remote players from the log.',
    )
    .argument('<run>', 'the run, as `stagegame run` named it')
    .addOption(dbOption())
    .option('--disk', 'with the prompts as they are on the disk now, to see which requests they change')
    .addHelpText(
      'after',
      '\nExit code 1, and a line a difference, where a match came out otherwise or a request had no recording.\n\nExample:\n  stagegame rerun first-1',
    )
    .action(async (id: string, { db, disk }: { db: string; disk?: true }) => {
      exit(
        await withStore(db, async (store) => rerun(store, await runNamed(store, id), disk === true), {
          readonly: true,
        }),
      )
    })

async function rerun(source: SqliteStore, run: Run, disk: boolean): Promise<number> {
  const missing: CallKey[] = []
  const memory = memoryStore()
  const prepared = await thawed(
    source,
    run,
    { by: 'log', log: source, missing: (key) => missing.push(key) },
    { disk, log: memory },
  )
  try {
    if (run.code !== version) console.log(`this run was begun by stagegame ${run.code}; this is ${version}`)
    await memory.createRun(run, new Map())
    await replayed(source, memory, run, prepared)
    return await compared(source, memory, run, missing)
  } finally {
    prepared.leave()
    await prepared.roster.close()
  }
}

async function replayed(
  source: Store,
  memory: Store,
  run: Run,
  { file, conditions, quizzes, roster }: Prepared,
): Promise<void> {
  const known = new Set<string>()
  for await (const { id } of source.matches(run.id)) known.add(id)
  const { failure, status } = await playMatches({
    run: run.id,
    experiment: { ...file.experiment, onFailure: 'pause' },
    matches: {
      *[Symbol.iterator]() {
        for (const match of quizMatches(file, quizzes, run.id)) if (known.has(match.id)) yield match
        for (const match of plannedMatches(file, conditions, run.id)) if (known.has(match.id)) yield match
      },
    },
    store: memory,
    agentOf: roster.agentOf,
    specs: new Map(file.experiment.players.map((player) => [nameOf(player), specOf(player)])),
    code: version,
    stop: new AbortController(),
    signal: new AbortController().signal,
    progress: noProgress(),
    fold: { digest: nodeDigest },
  })
  if (status === 'failed') throw failure
}

/** Decision by decision: a match that was cut off is compared as far as its log goes. */
async function compared(source: Store, memory: Store, run: Run, missing: readonly CallKey[]): Promise<number> {
  const lines = missing.map((key) => `no recording: ${inWords(key)}`)
  let matches = 0
  let decisions = 0
  for await (const { id } of source.matches(run.id)) {
    matches++
    const reached = (await memory.status(id)) !== undefined
    const [before, after] = [movesOf(await source.log(id)), movesOf(reached ? await memory.log(id) : [])]
    decisions += before.size
    for (const [key, logged] of before) {
      const now = after.get(key)
      if (now === undefined || sameDecision(logged, now)) continue
      lines.push(
        `${id}, turn ${logged.turn}, seat ${logged.seat}: the log has ${shown(logged)}, the rerun ${shown(now)}`,
      )
    }
    const short = [...before.keys()].filter((key) => !after.has(key)).length
    if (short > 0) lines.push(`${id}: the rerun ends ${many(short, 'decision')} before the log does`)
  }
  for (const line of lines.slice(0, MOST_LINES)) console.log(printable(line))
  if (lines.length > MOST_LINES) console.log(`… and ${many(lines.length - MOST_LINES, 'line')} more`)
  const verdict = lines.length === 0 ? 'all as in the log' : many(lines.length, 'difference')
  console.log(
    `${many(matches, 'match', 'matches')}, ${many(decisions, 'decision')}: ${verdict}, ${many(missing.length, 'request')} without a recording`,
  )
  return lines.length === 0 ? 0 : 1
}

function movesOf(log: readonly Logged[]): Map<string, Moved> {
  const moves = log.flatMap(({ event }) => (event?.type === 'moved' ? [event] : []))
  return new Map(moves.map((moved) => [`${moved.turn}/${moved.seat}`, moved]))
}

const sameDecision = (a: Moved, b: Moved): boolean => shown(a) === shown(b)

const shown = ({ action, origin }: Moved): string =>
  `${JSON.stringify(action) ?? 'nothing'}${origin.by === 'player' ? '' : ` (${origin.by}, ${origin.reason})`}`
