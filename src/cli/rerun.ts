/** `stagegame rerun RUN`: the same matches through the whole machinery, models answered from the recorded calls. */
import { Command } from 'commander'
import { printable } from '../agents/quotation.ts'
import type { PlannedMatch } from '../arena/design.ts'
import { nameOf } from '../arena/experiment.ts'
import { openingsAgain } from '../arena/fork.ts'
import { quizMatches } from '../arena/quiz.ts'
import { stages } from '../arena/stages.ts'
import { noProgress, playMatches } from '../arena/tournament.ts'
import { quoted } from '../core/errors.ts'
import type { Moved } from '../core/event.ts'
import { canonical } from '../core/fingerprint.ts'
import type { CallKey } from '../models/model.ts'
import { inWords } from '../models/replaying.ts'
import { specOf } from '../players/specs.ts'
import { nodeDigest } from '../store/chain.ts'
import { memoryStore } from '../store/memory.ts'
import type { SqliteStore } from '../store/sqlite-store.ts'
import type { Logged, MatchSummary, Run, Store } from '../store/store.ts'
import { unfit } from './comprehension.ts'
import { version } from './package.ts'
import type { Prepared } from './prepare.ts'
import { thawed } from './resume.ts'
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
    { disk, log: { ...memory, tried: source.tried.bind(source) } }, // a fork remembers what its parent was told
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

/** What the log has of each stage; a stage that is not whole there has no other after it. */
async function replayed(source: Store, memory: Store, run: Run, prepared: Prepared): Promise<void> {
  const { file, conditions, quizzes, roster } = prepared
  const known = new Map<string, MatchSummary['status']>()
  for await (const { id, status } of source.matches(run.id)) known.set(id, status)

  const play = async (matches: Iterable<PlannedMatch>): Promise<boolean> => {
    let whole = true
    const { failure, status } = await playMatches({
      run: run.id,
      experiment: { ...file.experiment, onFailure: 'pause' },
      matches: {
        *[Symbol.iterator]() {
          for (const match of matches)
            if (known.has(match.id)) yield match
            else whole = false
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
      openings: file.experiment.fork && openingsAgain(source),
    })
    if (status === 'failed') throw failure
    return whole && (status === 'finished' || (await isPlayed(memory, run, known)))
  }

  if (quizzes.length > 0) await play(quizMatches(file, quizzes, run.id))
  const failed = await unfit(source, run.id, prepared)
  // what was voided for a provider that stayed away may be played now: what came after it followed from the void
  const asLogged: Store = {
    ...memory,
    status: async (match) => (known.get(match) === 'voided' ? 'voided' : memory.status(match)),
  }
  for await (const matches of stages(file, conditions, run.id, asLogged, failed)) if (!(await play(matches))) return
}

/** Whether everything is played to its end, but for what the log voided. */
async function isPlayed(memory: Store, run: Run, known: ReadonlyMap<string, MatchSummary['status']>): Promise<boolean> {
  for await (const { id, status } of memory.matches(run.id))
    if (status === 'open' && known.get(id) !== 'voided') return false
  return true
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
  lines.push(...(await differingEvents(source, memory, run)))
  for (const line of lines.slice(0, MOST_LINES)) console.log(printable(line))
  if (lines.length > MOST_LINES) console.log(`… and ${many(lines.length - MOST_LINES, 'line')} more`)
  const verdict = lines.length === 0 ? 'all as in the log' : many(lines.length, 'difference')
  console.log(
    `${many(matches, 'match', 'matches')}, ${many(decisions, 'decision')}: ${verdict}, ${many(missing.length, 'request')} without a recording`,
  )
  return lines.length === 0 ? 0 : 1
}

/** Rounds and replacements, as far as both go: the rerun may have come further, or less far where a match differs. */
async function differingEvents(source: Store, memory: Store, run: Run): Promise<readonly string[]> {
  const [before, after] = [await source.runLog(run.id), await memory.runLog(run.id)]
  return before.flatMap(({ seq, event }) => {
    const now = after[seq]?.event
    if (now === undefined || canonical(now) === canonical(event)) return []
    return [`event ${seq} of the run: the log has ${quoted(event)}, the rerun ${quoted(now)}`]
  })
}

function movesOf(log: readonly Logged[]): Map<string, Moved> {
  const moves = log.flatMap(({ event }) => (event?.type === 'moved' ? [event] : []))
  return new Map(moves.map((moved) => [`${moved.turn}/${moved.seat}`, moved]))
}

const sameDecision = (a: Moved, b: Moved): boolean => shown(a) === shown(b)

const shown = ({ action, origin }: Moved): string =>
  `${JSON.stringify(action) ?? 'nothing'}${origin.by === 'player' ? '' : ` (${origin.by}, ${origin.reason})`}`
